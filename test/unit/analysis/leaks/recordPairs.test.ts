import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { pairRecords } from '../../../../src/core/analysis/leaks/recordPairs';
import { NO_RECORD } from '../../../../src/core/analysis/traces/openers';
import type { HandleTrace } from '../../../../src/core/model/handleTrace';
import { CancellationSource, CancelledError } from '../../../../src/core/util/cancellation';
import { handleValue } from '../../../../src/core/model/identifiers';
import { fakeTrace } from '../../../support/fakeTarget';
import { indexOf, work } from '../tables';

const operation = fc.constantFrom('open' as const, 'close' as const, 'badref' as const);
const log = fc
  .array(fc.tuple(operation, fc.integer({ min: 1, max: 6 }), fc.nat(3)), { maxLength: 60 })
  .map((records) => records.map(([kind, handle, tag]) => fakeTrace(kind, handle * 4 + tag)));

describe('pairing opens and closes', () => {
  it('agrees with a walk from the oldest record to the newest', async () => {
    await fc.assert(
      fc.asyncProperty(log, async (records) => {
        const pairs = await pairRecords(await indexOf(records), work());
        const naive = walk(records);
        assert.deepEqual([...pairs.mate], naive.mate);
        assert.deepEqual([...pairs.outstanding], naive.outstanding);
        assert.equal(pairs.outstandingOpens, naive.outstanding.filter((each) => each === 1).length);
        assert.equal(pairs.opens, records.filter((each) => each.operation === 'open').length);
        assert.equal(
          pairs.opens,
          pairs.outstandingOpens + pairs.replacedOpens + pairs.closes - pairs.orphanedCloses,
        );
      }),
    );
  });

  it('takes a value that is opened again for closed without a record', async () => {
    const pairs = await pairRecords(
      await indexOf([fakeTrace('open', 4), fakeTrace('badref', 4), fakeTrace('open', 4)]),
      work(),
    );
    assert.deepEqual([...pairs.outstanding], [1, 0, 0]);
    assert.deepEqual([...pairs.mate], [NO_RECORD, NO_RECORD, 0]);
    assert.equal(pairs.replacedOpens, 1);
  });

  it('tells values apart that differ in their upper halves only', async () => {
    const wide = { ...fakeTrace('close', 4), handle: handleValue(0x1_0000_0004n) };
    const pairs = await pairRecords(await indexOf([wide, fakeTrace('open', 4)]), work());
    assert.deepEqual([...pairs.outstanding], [0, 1]);
    assert.equal(pairs.orphanedCloses, 1);
  });

  it('rests on the way and can be cancelled', async () => {
    const records = Array.from({ length: 70_000 }, (_, at) => fakeTrace('open', 4 * (at + 1)));
    const index = await indexOf(records);
    const counted = work();
    await pairRecords(index, counted);
    assert.ok(counted.rests > 0);
    const source = new CancellationSource();
    const cancelling = {
      token: source.token,
      yieldNow: () => {
        source.cancel();
        return Promise.resolve();
      },
    };
    await assert.rejects(pairRecords(index, cancelling), CancelledError);
  });
});

function walk(records: readonly HandleTrace[]): { mate: number[]; outstanding: number[] } {
  const mate = records.map(() => NO_RECORD);
  const outstanding = records.map(() => 0);
  const open = new Map<bigint, number>();
  for (let row = records.length - 1; row >= 0; row--) {
    const { handle, operation: kind } = records[row]!;
    const value = handle >> 2n;
    const before = open.get(value);
    if (kind === 'badref') {
      continue;
    }
    if (before !== undefined) {
      mate[before] = row;
      outstanding[before] = 0;
    }
    if (kind === 'open') {
      open.set(value, row);
      outstanding[row] = 1;
    } else {
      mate[row] = before ?? NO_RECORD;
      open.delete(value);
    }
  }
  return { mate, outstanding };
}
