/** Scopes of the log grammar: every line of the samples, token by token, against snapshots kept beside them. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { describeWithShared } from '../support/shared';
import { INITIAL, Registry, parseRawGrammar, type IGrammar } from 'vscode-textmate';

const root = join(__dirname, '..', '..');
const samples = join(__dirname, 'samples');
const grammarFile = join(root, 'syntaxes', 'handle-lens-log.tmLanguage.json');
/** Set to 1 to write the snapshots anew. */
const rewrites = process.env['UPDATE_GOLDEN'] === '1';

interface Token {
  readonly text: string;
  /** Innermost scope without the language's suffix; empty for plain text. */
  readonly scope: string;
}

function scopeOf(scopes: readonly string[]): string {
  const inner = scopes.at(-1) ?? '';
  return scopes.length === 1 ? '' : inner.replace(/\.handle-lens-log$/, '');
}

describe('the grammar of debugger logs', () => {
  let grammar: IGrammar;

  before(async () => {
    const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
    await loadWASM(new Uint8Array(wasm).buffer);
    const registry = new Registry({
      onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
      loadGrammar: () =>
        Promise.resolve(parseRawGrammar(readFileSync(grammarFile, 'utf8'), grammarFile)),
    });
    const loaded = await registry.loadGrammar('text.handle-lens-log');
    assert.ok(loaded !== null);
    grammar = loaded;
  });

  function tokenise(text: string): readonly (readonly Token[])[] {
    let state = INITIAL;
    return text.split('\n').map((line) => {
      const result = grammar.tokenizeLine(line, state);
      state = result.ruleStack;
      return result.tokens.map(({ startIndex, endIndex, scopes }) => ({
        text: line.slice(startIndex, endIndex),
        scope: scopeOf(scopes),
      }));
    });
  }

  function only(line: string): readonly Token[] {
    return (tokenise(line)[0] ?? []).filter(
      ({ scope }) => scope !== '' && !scope.startsWith('meta.'),
    );
  }

  for (const name of readdirSync(samples).filter((each) => !each.endsWith('.snap'))) {
    it(`colours every line of ${name} as before`, () => {
      const text = readFileSync(join(samples, name), 'utf8');
      const lines = text.split('\n');
      const actual = tokenise(text)
        .map((tokens, index) => {
          const shown = tokens
            .filter(({ scope, text: word }) => scope !== '' && word.trim() !== '')
            .map(({ text: word, scope }) => `    ${JSON.stringify(word)} ${scope}\n`);
          return `${lines[index] ?? ''}\n${shown.join('')}`;
        })
        .join('');
      const file = join(samples, `${name}.snap`);
      if (rewrites || !existsSync(file)) {
        assert.ok(rewrites, `${file} is missing: run with UPDATE_GOLDEN=1`);
        writeFileSync(file, actual);
      }
      assert.equal(actual, readFileSync(file, 'utf8'));
    });
  }

  it('marks a bad reference as an error in each spelling', () => {
    for (const words of ['BAD REFERENCE', 'BADREF', '*** BAD REFERENCE ***']) {
      const scopes = only(`Handle = 0x0000003c - ${words}`).map(({ scope }) => scope);
      assert.ok(scopes.includes('invalid.illegal.bad-reference'), words);
    }
  });

  it('knows prompts of user mode, WOW64, kernel, multi-processor and local kernel debuggers', () => {
    for (const prompt of ['0:000>', '0:000:x86>', '||1:2:013>', 'kd>', '12: kd>', 'lkd>']) {
      assert.deepEqual(only(`${prompt} `)[0], { text: prompt, scope: 'keyword.control.prompt' });
    }
  });

  it('takes the hexadecimal arguments of a command as numbers, and its symbols not', () => {
    const words = only('0:000> !handle 000001cc f; u ntdll!NtClose; !handle ffffffff`80000478')
      .filter(({ scope }) => scope === 'constant.numeric.hex')
      .map(({ text }) => text);
    assert.deepEqual(words, ['000001cc', 'f', 'ffffffff`80000478']);
  });

  it('leaves prose alone', () => {
    assert.deepEqual(only('The handle 3c was closed by somebody else.'), []);
    assert.deepEqual(only('Type of the object and Name of the file'), []);
  });

  it('keeps a frame whose symbol holds blanks, templates and a plus sign in one piece', () => {
    const symbol = 'Map<int,std::less<int> >::ILT+825(_main)';
    const tokens = only(`0x00a1133e: courier!${symbol}+0x00000012`);
    assert.deepEqual(
      tokens.find(({ scope }) => scope === 'entity.name.function.symbol'),
      { text: symbol, scope: 'entity.name.function.symbol' },
    );
  });

  it('ends within time linear in the line on hostile lines', () => {
    for (const piece of ['a ', 'A,', '0', '(x) ', '!+0x', '-', '. ', '* ']) {
      const line = piece.repeat(5000);
      assert.equal(only(line).length >= 0, true);
    }
  });

  describeWithShared('on real logs', (folder) => {
    const transcripts = join(folder, 'transcripts');
    const kinds = ['um-handle', 'um-htrace', 'km-handle', 'km-htrace'];
    /** Lines of other commands, help texts and words of the authors stay plain. */
    const foreign = new Set([
      'um-handle/help-text-live.txt',
      'um-htrace/help-text-question-mark.txt',
      'um-htrace/x64-dump-threads.txt',
      'um-handle/live-x64-event-autoreset-ff.txt',
      'km-handle/win10-notepad-partial.txt',
    ]);
    for (const name of kinds.flatMap((kind) =>
      readdirSync(join(transcripts, kind)).map((file) => `${kind}/${file}`),
    )) {
      it(`colours every line of ${name}`, () => {
        const lines = readFileSync(join(transcripts, name), 'utf8').split('\n');
        const plain = tokenise(lines.join('\n'))
          .map((tokens, index) => ({ tokens, line: lines[index] ?? '' }))
          .filter(({ line }) => line.trim() !== '')
          .filter(({ tokens }) => tokens.every(({ scope }) => scope === ''))
          .map(({ line }) => line);
        if (foreign.has(name)) {
          assert.ok(plain.length > 0, 'the list of foreign lines is up to date');
        } else {
          assert.deepEqual(plain, []);
        }
      });
    }
  });
});
