/** Lines of several commands. */

import assert from 'node:assert/strict';
import { commandStartAt, splitCommandLine } from '../../../src/core/commands/splitCommandLine';

const texts = (line: string): readonly string[] => splitCommandLine(line).map(({ text }) => text);

describe('A command line', () => {
  it('is cut at semicolons', () => {
    assert.deepEqual(texts('!handle 3c f; !htrace 3c ;q'), ['!handle 3c f', '!htrace 3c', 'q']);
  });

  it('keeps semicolons in quotation marks', () => {
    assert.deepEqual(texts('.logopen "a;b.txt"; q'), ['.logopen "a;b.txt"', 'q']);
  });

  it('ends at a comment that starts with an asterisk', () => {
    assert.deepEqual(texts('!handle; * see here; !htrace'), ['!handle']);
  });

  it('skips a command commented out with two dollar signs', () => {
    assert.deepEqual(texts('!handle; $$ see here; !htrace'), ['!handle', '!htrace']);
  });

  it('holds no command when it is empty or blank', () => {
    assert.deepEqual(texts(''), []);
    assert.deepEqual(texts(' ; ;'), []);
  });

  it('knows where each command starts', () => {
    assert.deepEqual(splitCommandLine('  lm ;  q'), [
      { text: 'lm', start: 2 },
      { text: 'q', start: 8 },
    ]);
  });

  it('finds the command around a cursor', () => {
    assert.equal(commandStartAt('lm; !han', 8), 4);
    assert.equal(commandStartAt('!handle "a;b', 12), 0);
    assert.equal(commandStartAt('', 0), 0);
  });
});
