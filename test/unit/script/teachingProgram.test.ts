/** What the comment at the head of a program to learn from says. */

import assert from 'node:assert/strict';
import { teachingPrograms } from '../../../src/core/script/teachingProgram';
import { loadBuildModule } from '../build/buildModule';

const read = (text: string) => {
  const [program] = teachingPrograms([{ name: 'x', text }]);
  return program === undefined ? null : `${program.title} | ${program.lookFor}`;
};

describe('a teaching program', () => {
  it('has its first line for a title, and the first sentence of what to look for', () => {
    const text =
      '// A leak.\n//\n// What to look for: it opens "a.log" and\n// forgets it. More.\n';
    assert.equal(read(text), 'A leak | It opens "a.log" and forgets it.');
    assert.equal(read(text.replaceAll('\n', '\r\n')), 'A leak | It opens "a.log" and forgets it.');
  });

  it('may have other paragraphs between, and no full stop', () => {
    assert.equal(read('// A\n//\n// B\n//\n// What to look for: C\nint x;'), 'A | C');
  });

  it('is none without what to look for at its head', () => {
    for (const text of [
      '',
      'int main() {}',
      '// A leak.\n',
      '// What to look for: a\n',
      '// A\n\n// What to look for: below the head\n',
      '/* A\n\nWhat to look for: x */',
    ]) {
      assert.equal(read(text), null, text);
    }
  });

  it('is every one under media/samples that says so, with its text, by name', async () => {
    const { bundledScripts } = await loadBuildModule<{
      readonly bundledScripts: () => readonly { readonly name: string; readonly text: string }[];
    }>('bundledScripts.mjs');
    const programs = teachingPrograms(bundledScripts());
    const names = programs.map(({ name }) => name);
    assert.ok(names.length >= 10, names.join(' '));
    assert.deepEqual(names, [...names].sort());
    const loop = programs.find(({ name }) => name === 'leak-in-a-loop');
    assert.equal(loop?.title, 'A leak in a loop');
    assert.match(loop.lookFor, /^Every round opens a journal; .* forget to close it\.$/);
    for (const { name, title, lookFor } of programs) {
      assert.ok(title.length < 100 && !title.includes('.'), name);
      assert.match(lookFor, /[.!?]$/, name);
    }
  });
});
