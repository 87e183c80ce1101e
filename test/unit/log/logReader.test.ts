/** The reader as a whole: nothing lost, nothing invented, nothing that stops it. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LogReader } from '../../../src/core/log/logReader';
import { readLog } from '../../../src/core/log/readLog';
import { hostileText, logText } from './logArbitraries';
import { eventsOf, eventsOfChunks } from './logSupport';

/** Numbers of the lines that hold more than blanks. */
function filledLines(text: string): readonly number[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line, number) => (/[^ \t\0\u00a0\ufeff]/.test(line) ? number : -1))
    .filter((number) => number !== -1);
}

describe('LogReader', () => {
  it('accounts for every line that is not blank, in order and only once', () => {
    fc.assert(
      fc.property(fc.oneof(logText, hostileText), (text) => {
        const covered = new Set<number>();
        let next = 0;
        for (const { lines: range } of eventsOf(text)) {
          assert.ok(range.first >= next, 'events follow each other');
          assert.ok(range.last >= range.first);
          for (let line = range.first; line <= range.last; line++) {
            covered.add(line);
          }
          next = range.last + 1;
        }
        for (const line of filledLines(text)) {
          assert.ok(covered.has(line), `line ${line} of ${JSON.stringify(text)}`);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('emits the same events however the text is cut into chunks', () => {
    fc.assert(
      fc.property(logText, fc.integer({ min: 1, max: 30 }), (text, size) => {
        const chunks: string[] = [];
        for (let at = 0; at < text.length; at += size) {
          chunks.push(text.slice(at, at + size));
        }
        assert.deepEqual(eventsOfChunks(chunks), eventsOf(text));
      }),
    );
  });

  it('emits the same events for every kind of line end', () => {
    fc.assert(
      fc.property(logText, (text) => {
        const expected = eventsOf(text);
        assert.deepEqual(eventsOf(text.replaceAll('\n', '\r\n')), expected);
        assert.deepEqual(eventsOf(text.replaceAll('\n', '\r')), expected);
      }),
    );
  });

  it('puts every event into exactly one section', () => {
    fc.assert(
      fc.property(logText, (text) => {
        const events = eventsOf(text);
        const log = readLog(text);
        const inSections = log.sections.flatMap(({ command, events: others }) => [
          ...(command === null ? [] : [command]),
          ...others,
        ]);
        assert.deepEqual(inSections, events);
        const records = events.filter(({ kind }) =>
          ['handle', 'kernelHandle', 'trace'].includes(kind),
        );
        const listed = log.sections.flatMap(({ listings }) =>
          listings.flatMap((each) => [...each.records]),
        );
        assert.deepEqual(listed, records);
      }),
    );
  });

  it('emits a record as soon as the next one begins, not at the end of the text', () => {
    const kinds: string[] = [];
    const reader = new LogReader(({ kind }) => kinds.push(kind));
    reader.push('Handle 4\n  Type \tEvent\nHandle 8\n');
    assert.deepEqual(kinds, ['handle']);
    reader.end();
    assert.deepEqual(kinds, ['handle', 'handle']);
  });

  it('reads an empty text as nothing', () => {
    assert.deepEqual(eventsOf(''), []);
    assert.deepEqual(readLog(''), { lineCount: 0, longLines: [], sections: [] });
  });

  it('reads a text of blank lines as nothing', () => {
    assert.deepEqual(readLog('\n\n  \n').sections, []);
  });

  it('skips a byte order mark before the first prompt', () => {
    assert.equal(eventsOf('\ufeff0:000> !handle')[0]?.kind, 'command');
  });

  it('takes a line of 10 million characters, says so, and reads on', () => {
    for (const piece of ['x', 'Handle ', '0', ',', ' ', '-', 'A,', '0x1: ', '(a) ', '\0']) {
      const long = piece.repeat(Math.ceil(10_000_000 / piece.length));
      const log = readLog(`Handle 4\n  GrantedAccess\t0x1:\n${long}\n0:000> k`);
      assert.deepEqual(log.longLines, [2]);
      assert.equal(log.sections.at(-1)?.command?.text, 'k');
    }
  });

  it('stays linear on many unfinished pieces of records', () => {
    const piece = 'Handle 4\n  GrantedAccess\t0x1:\nA,\nB,\nC,\n';
    const wrapped = `Handle 4\n  GrantedAccess\t0x1:\n${'A,\n'.repeat(200_000)}`;
    assert.equal(eventsOf(piece.repeat(50_000)).length, 50_000);
    const [block] = eventsOf(wrapped);
    assert.equal(block?.kind === 'handle' && block.specificRights?.length, 200_001);
    const info = `Handle 4\n  Object Specific Information\n${'    Depth 1\n'.repeat(200_000)}`;
    const [facts] = eventsOf(info);
    assert.equal(facts?.kind === 'handle' && facts.objectInfo?.length, 200_000);
  });
});
