/** What the names of a script refer to: the scopes of C. */

import assert from 'node:assert/strict';
import { compileScript, type Compilation } from '../../../src/core/script/compile/compiler';
import { ParseAgain } from '../../../src/core/script/language/parseAgain';
import { loadParser, parseScript } from '../../../src/core/script/language/parser';
import { scriptFile } from '../../../src/core/script/run/program';

function compile(text: string): Compilation {
  return compileScript([{ file: scriptFile('test.hsim', text), syntax: parseScript(text) }]);
}

/** Lines of declarations by the lines on which a name is used; a use that refers to nothing has none. */
function linesOf(text: string, name: string): readonly string[] {
  const { places } = compile(text);
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  return [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].map(({ index }) => {
    const symbol = places[0]?.symbol({ start: index });
    return `${lineOf(index)}: ${symbol === undefined ? 'nothing' : lineOf(symbol.place.start)}`;
  });
}

describe('A name of a script', () => {
  before(loadParser);

  it('means what the innermost block around declares in front of it', () => {
    const text = `int x;
int main(void) {
  x = 1;
  int x = x;
  { x = 2;
    int x;
    x = 3; }
  for (int x = 0; x < 2; x++)
    x = x;
  if (x) { int x; x = 4; } else { x = 5; }
  switch (x) { case 1: { int x; x = 6; } break; case 2: x = 7; }
  return x;
}
`;
    assert.deepEqual(linesOf(text, 'x'), [
      '1: 1',
      '3: 1',
      ...['4: 4', '4: 4'],
      '5: 4',
      '6: 6',
      '7: 6',
      ...['8: 8', '8: 8', '8: 8'],
      ...['9: 8', '9: 8'],
      ...['10: 4', '10: 10', '10: 10', '10: 4'],
      ...['11: 4', '11: 11', '11: 11', '11: 4'],
      '12: 4',
    ]);
  });

  it('is unknown behind its block and in front of a declaration outside of functions', () => {
    const text =
      'int a[LIMIT];\n#define LIMIT 2\nint main(void) { { int y; } return y + LIMIT; }\n';
    assert.deepEqual(linesOf(text, 'LIMIT'), ['1: nothing', '2: 2', '3: 2']);
    assert.deepEqual(linesOf(text, 'y'), ['3: 3', '3: nothing']);
    assert.deepEqual(
      compile(text).problems.map(({ code }) => code),
      ['array-length', 'unknown-name'],
    );
  });

  it('hides one of Windows, and is told from a field of the same name', () => {
    const text = `struct Job { int go; };
int Sleep(int go) {
  struct Job own = { go };
  return own.go + go;
}
int main(void) { return Sleep(1); }
`;
    assert.deepEqual(linesOf(text, 'go'), ['1: 1', '2: 2', '3: 2', '4: 1', '4: 2']);
    const { symbols, program } = compile(text);
    const uses = symbols.map(
      ({ kind, name, references }) => `${kind} ${name} ${references.length}`,
    );
    assert.deepEqual(uses.slice(0, 3), ['struct Job 1', 'field go 1', 'function Sleep 1']);
    assert.notEqual(program, null);
  });

  it('is found where a call is given too much, and where only sizes are asked for', () => {
    const text = `int one(void) { return 1; }
int main(void) {
  OVERLAPPED over;
  ZeroMemory(&over, sizeof(over));
  int room[sizeof(over)];
  Sleep(1, over);
  one(over);
  nothing(over);
  return 0;
}
`;
    assert.deepEqual(
      linesOf(text, 'over'),
      [3, 4, 4, 5, 6, 7, 8].map((line) => `${line}: 3`),
    );
  });

  it('is looked for anew when the text around its function changed', () => {
    const parser = new ParseAgain();
    const compileAgain = (text: string): Compilation =>
      compileScript([{ file: scriptFile('test.hsim', text), syntax: parser.parse(text) }]);
    const main = 'int main(void)\n{\n  return helper();\n}\n';
    const helper = 'int helper(void)\n{\n  return 1;\n}\n';
    const codes = (text: string): readonly string[] =>
      compileAgain(text).problems.map(({ code }) => code);
    assert.deepEqual(codes(helper + main), []);
    assert.deepEqual(codes(main), ['unknown-function']);
    const { symbols, problems } = compileAgain(`int other;\n${helper}${main}`);
    assert.deepEqual(problems, []);
    const found = symbols.find(({ name }) => name === 'helper');
    assert.equal(found?.place.start, 15);
    assert.deepEqual(
      found.references.map(({ start }) => start),
      [`int other;\n${helper}${main}`.lastIndexOf('helper')],
    );
  });

  it('of a function that stands there twice, word for word, is declared twice', () => {
    const twice = 'int one(void)\n{\n  return 1;\n}\n'.repeat(2);
    const text = `${twice}int main(void)\n{\n  return one();\n}\n`;
    const syntax = new ParseAgain().parse(text);
    const { problems } = compileScript([{ file: scriptFile('test.hsim', text), syntax }]);
    assert.deepEqual(
      problems.map(({ code, start }) => `${code} ${start}`),
      [`declared-twice ${text.lastIndexOf('one(void)')}`],
    );
  });

  it('keeps its meaning in a program whose file another program takes in', () => {
    const file = { file: scriptFile('shared.hsim', SHARED), syntax: parseScript(SHARED) };
    const programs = ['int n;', '#define n 3'].map((own) => {
      const text = `${own}\nint main(void) { return shared(); }\n`;
      const first = { file: scriptFile('first.hsim', text), syntax: parseScript(text) };
      return compileScript([first, file]);
    });
    const kinds = programs.map(({ places }) => places[1]?.symbol({ start: SHARED.indexOf('n;') }));
    assert.deepEqual(
      kinds.map((symbol) => symbol?.kind),
      ['global', 'define'],
    );
  });

  it('can be written wherever it can be read: in its block, behind its declaration', () => {
    const text = `int count;
int helper(int given) { int inner = given; return inner; }
int main(void) {
  { int gone = 1; count = gone; }
  for (int i = 0; i < 2; i++) count = i;
  int here = 1;
  /* place */
  int later = here;
  return later;
}
`;
    const syntax = parseScript(text);
    const { names } = compileScript([{ file: scriptFile('test.hsim', text), syntax }]);
    const [piece] = syntax.pieces;
    assert.ok(piece);
    const seen = [...names.visible(piece, text.indexOf('/* place'))].map(({ name }) => name);
    assert.deepEqual(seen, ['here', 'count', 'helper', 'main']);
  });
});

/** Uses a name that the program declares in front of it. */
const SHARED = 'int shared(void) { return n; }\n';
