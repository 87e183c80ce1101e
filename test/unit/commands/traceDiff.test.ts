/** `!htrace -diff`: which records are new and which opens are outstanding. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TraceSnapshot } from '../../../src/core/commands/debuggerState';
import { diffTraces } from '../../../src/core/commands/trace/traceDiff';
import { TRACE_OPERATIONS, TraceColumns } from '../../../src/core/model/handleTrace';

/** `o4` opens handle 4, `c4` closes it, `b4` is a bad reference; newest first. */
type Step = `${'o' | 'c' | 'b'}${number}`;

function snapshot(
  steps: readonly Step[],
  more: { readonly recorded?: number; readonly firstSequence?: number } = {},
): TraceSnapshot {
  const columns = new TraceColumns(steps.length);
  const operations = { o: 'open', c: 'close', b: 'badref' } as const;
  steps.forEach((step, row) => {
    const operation = operations[step.slice(0, 1) as 'o' | 'c' | 'b'];
    columns.operation[row] = TRACE_OPERATIONS.indexOf(operation);
    columns.handleLow[row] = Number(step.slice(1));
  });
  const { firstSequence } = more;
  if (firstSequence !== undefined) {
    columns.sequence = Float64Array.from(steps, (_, row) => firstSequence + steps.length - 1 - row);
  }
  return { recorded: more.recorded ?? null, columns };
}

function diff(
  older: TraceSnapshot,
  newer: TraceSnapshot,
): readonly [number, readonly number[]] | null {
  const result = diffTraces(older, newer);
  return result === null ? null : [result.newRecords, [...result.outstanding]];
}

describe('The difference of two trace snapshots', () => {
  it('holds opens that were not closed, newest first', () => {
    const older = snapshot(['o4'], { firstSequence: 1 });
    const newer = snapshot(['o12', 'c8', 'o8', 'o16', 'o4'], { firstSequence: 1 });
    assert.deepEqual(diff(older, newer), [4, [0, 3]]);
  });

  it('takes the last open of a reused value', () => {
    const newer = snapshot(['o8', 'c8', 'o8'], { firstSequence: 1 });
    assert.deepEqual(diff(snapshot([], { recorded: 0 }), { ...newer, recorded: 3 }), [3, [0]]);
  });

  it('does not report handles that were opened before and closed after the snapshot', () => {
    const older = snapshot(['o4'], { firstSequence: 1 });
    const newer = snapshot(['c4', 'o4'], { firstSequence: 1 });
    assert.deepEqual(diff(older, newer), [1, []]);
  });

  it('ignores bad references', () => {
    const older = snapshot(['o4'], { firstSequence: 1 });
    const newer = snapshot(['b8', 'b4', 'o4'], { firstSequence: 1 });
    assert.deepEqual(diff(older, newer), [2, []]);
  });

  it('matches a close that was made with tag bits', () => {
    const newer = snapshot(['c11', 'o8'], { recorded: 2 });
    assert.deepEqual(diff(snapshot([], { recorded: 0 }), newer), [2, []]);
  });

  it('is empty when nothing happened', () => {
    const same = snapshot(['o4', 'o8'], { firstSequence: 1 });
    assert.deepEqual(diff(same, same), [0, []]);
  });

  it('is refused when the newest old record was overwritten', () => {
    const older = snapshot(['o4', 'o8'], { firstSequence: 1 });
    const newer = snapshot(['o12', 'o16'], { firstSequence: 3 });
    assert.equal(diff(older, newer), null);
  });

  it('is refused when more records were made than an empty log could keep', () => {
    const newer = snapshot(['o12', 'o16'], { recorded: 9, firstSequence: 8 });
    assert.equal(diff(snapshot([], { recorded: 0 }), newer), null);
  });

  it('uses totals where records have no numbers', () => {
    const older = snapshot(['o4', 'o4'], { recorded: 2 });
    const newer = snapshot(['o4', 'o4', 'o4'], { recorded: 3 });
    assert.deepEqual(diff(older, newer), [1, [0]]);
  });

  it('compares records where neither numbers nor totals are known', () => {
    const older = snapshot(['c8', 'o8', 'o4']);
    const newer = snapshot(['o12', 'o8', 'c8', 'o8', 'o4']);
    assert.deepEqual(diff(older, newer), [2, [0, 1]]);
  });

  it('recognises an old log of which the oldest records were overwritten meanwhile', () => {
    const older = snapshot(['c8', 'o8', 'o4']);
    const newer = snapshot(['o12', 'c8', 'o8']);
    assert.deepEqual(diff(older, newer), [1, [0]]);
  });

  it('is refused when no old record can be recognised', () => {
    assert.equal(diff(snapshot(['o4', 'o8']), snapshot(['o12', 'o16'])), null);
  });

  it('agrees between numbers and record comparison for logs without repetition', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(steps, fc.nat(), (values, cut) => {
        const unique = [...new Set(values)].map((value): Step => `o${value * 4}`);
        const newRecords = cut % unique.length;
        const rest = unique.slice(newRecords);
        const numbered = diff(
          snapshot(rest, { firstSequence: 1 }),
          snapshot(unique, { firstSequence: 1 }),
        );
        assert.deepEqual(diff(snapshot(rest), snapshot(unique)), numbered);
        assert.equal(numbered?.[0], newRecords);
      }),
    );
  });
});
