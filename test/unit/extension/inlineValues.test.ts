/** Which names of a script get their values behind the line. The provider runs with a stand-in for VS Code. */

import assert from 'node:assert/strict';
import { anything, bundleExtension, withAnything } from '../../support/vscodeStandIn';

class Range {
  constructor(
    readonly line: number,
    readonly start: number,
    readonly endLine: number,
    readonly end: number,
  ) {}
}

class InlineValueEvaluatableExpression {
  constructor(
    readonly range: Range,
    readonly expression: string,
  ) {}
}

interface Provider {
  provideInlineValues(
    document: object,
    viewPort: object,
    context: object,
  ): readonly InlineValueEvaluatableExpression[];
}

describe('Values behind the lines of a script', () => {
  let provider: Provider;

  before(async function () {
    this.timeout(60_000);
    const code = await bundleExtension('extension/scripts/inlineValues.ts', 'node');
    const module = { exports: {} };
    const vscode = withAnything({
      Range,
      InlineValueEvaluatableExpression,
      languages: withAnything({
        registerInlineValuesProvider: (_selector: object, given: Provider) => {
          provider = given;
          return anything;
        },
      }),
    });
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- runs the bundle with a stand-in for VS Code
    const run = new Function('require', 'module', 'exports', code) as (...words: unknown[]) => void;
    run(() => vscode, module, module.exports);
    (module.exports as { registerInlineValues(): void }).registerInlineValues();
  });

  /** Names with the line they stand on, while the program stands still on the last line. */
  const namesIn = (text: string): readonly string[] => {
    const lines = text.split('\n');
    const end = { line: lines.length - 1 };
    const lineAt = (line: number): object => ({ text: lines[line] });
    return provider
      .provideInlineValues({ lineAt }, { start: { line: 0 }, end }, { stoppedLocation: { end } })
      .map(({ range, expression }) => {
        assert.equal(lines[range.line]!.slice(range.start, range.end), expression);
        return `${range.line}:${expression}`;
      });
  };

  it('are of variables, global ones and fields, once in each line', () => {
    const text = 'int main(void)\n{\n  h = gEvent;\n  x = pi.hProcess + x->next;';
    assert.deepEqual(namesIn(text), ['2:h', '2:gEvent', '3:x', '3:pi.hProcess', '3:x->next']);
  });

  it('are not of calls, types, constants, words of the language, texts and comments', () => {
    const text =
      'int main(void)\n{\n  return CloseHandle(INVALID, L"h x"); // h x\n  while (1) break;';
    assert.deepEqual(namesIn(text), []);
  });

  it('end at the stop and begin with the function that it is in', () => {
    assert.deepEqual(namesIn('int first(void)\n{\n  a = b;\n}\nint main(void)\n{\n  c = 1;'), [
      '6:c',
    ]);
  });
});
