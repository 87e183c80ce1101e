import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { RowScratch } from '../../../src/core/analysis/rowScratch';
import { allRows, sortByColumn, sortByWideColumn } from '../../../src/core/analysis/sortRows';
import { inSteps, rest, WorkMeter } from '../../../src/core/analysis/work';
import { address } from '../../../src/core/model/identifiers';
import { StackTable } from '../../../src/core/model/stackColumn';
import { CancellationSource, CancelledError } from '../../../src/core/util/cancellation';
import { DistinctIndex } from '../../../src/core/util/distinctIndex';
import { work } from './tables';

const word = fc.integer({ min: 0, max: 0xffff_ffff });

describe('an index of distinct items', () => {
  it('finds each item by its hash and by what it is', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(50)), { maxLength: 3000 }), (items) => {
        const index = new DistinctIndex();
        const kept: string[] = [];
        for (const [hash, value] of items) {
          const text = `${hash} ${value}`;
          const number = index.find(hash, (known) => kept[known - 1] === text);
          if (number === 0) {
            kept.push(text);
            assert.equal(index.add(hash), kept.length);
          } else {
            assert.equal(kept[number - 1], text);
          }
        }
        assert.equal(new Set(kept).size <= kept.length, true);
        assert.equal(index.count, kept.length);
      }),
    );
  });

  it('gives up after a bounded search when all hashes are equal', () => {
    const index = new DistinctIndex();
    let comparisons = 0;
    for (let item = 0; item < 5000; item++) {
      index.find(7, () => {
        comparisons++;
        return false;
      });
      index.add(7);
    }
    assert.ok(comparisons <= 5000 * 128, `${comparisons} comparisons`);
  });
});

describe('a table of stacks', () => {
  it('keeps each distinct stack once and gives it back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), { maxLength: 20 }), {
          maxLength: 60,
        }),
        (stacks) => {
          const table = new StackTable();
          const ids = stacks.map((stack) => table.add(stack.map((frame) => address(frame))));
          ids.forEach((id, at) => {
            assert.deepEqual(table.frames(id), stacks[at]);
            assert.equal(table.depth(id), stacks[at]?.length);
          });
          const distinct = new Set(stacks.filter((stack) => stack.length > 0).map(String));
          assert.equal(table.count, distinct.size);
        },
      ),
    );
  });

  it('numbers a stack alike whether it comes as addresses or as bytes', () => {
    const frames = [0x7ff6_1234_5678n, 0xffff_f800_0000_0010n, 0x10n].map((at) => address(at));
    const view = new DataView(new ArrayBuffer(40));
    frames.forEach((frame, at) => {
      view.setBigUint64(8 + at * 8, frame, true);
    });
    const table = new StackTable();
    const id = table.add(frames);
    assert.equal(table.addFrom(view, 8, 4), id);
    assert.equal(table.addFrom(view, 32, 1), 0, 'a stack that begins with 0 is empty');
  });

  it('has no frames for the empty stack and for numbers that do not exist', () => {
    const table = new StackTable();
    assert.equal(table.add([]), 0);
    assert.deepEqual([table.frames(0), table.frames(9), table.depth(9)], [[], [], 0]);
  });
});

describe('sorting rows', () => {
  it('sorts by a column and keeps the order of equal rows, upwards and downwards', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(word, fc.nat(5)), { maxLength: 300 }),
        fc.boolean(),
        async (numbers, descending) => {
          const column = Uint32Array.from(numbers);
          const sorted = await sortByColumn(work(), allRows(column.length), column, { descending });
          const expected = numbers
            .map((number, row) => ({ number, row }))
            .sort(
              (a, b) => (descending ? b.number - a.number : a.number - b.number) || a.row - b.row,
            )
            .map(({ row }) => row);
          assert.deepEqual([...sorted], expected);
        },
      ),
    );
  });

  it('sorts some of the rows only', async () => {
    const column = Uint32Array.from([5, 1, 4, 2, 3]);
    const rows = Uint32Array.from([0, 3, 2]);
    assert.deepEqual([...(await sortByColumn(work(), rows, column))], [3, 2, 0]);
    assert.deepEqual([...rows], [0, 3, 2]);
  });

  it('sorts 64-bit numbers by both halves', async () => {
    const low = Uint32Array.from([9, 1, 5, 0]);
    const high = Uint32Array.from([0, 1, 0, 0xffff_ffff]);
    assert.deepEqual([...(await sortByWideColumn(work(), { low, high }))], [2, 0, 1, 3]);
  });

  it('takes numbers that differ in ignored bits as equal', async () => {
    const low = Uint32Array.from([0xffff_ffff, 9, 5, 8, 4, 0xffff_fffc]);
    const sorted = await sortByWideColumn(work(), { low, high: null }, 2);
    assert.deepEqual([...sorted], [2, 4, 1, 3, 0, 5]);
    const down = await sortByColumn(work(), allRows(6), low, { descending: true, ignoredBits: 2 });
    assert.deepEqual([...down], [0, 5, 1, 3, 2, 4]);
  });

  it('gives the same order with memory that was used before', async () => {
    const numbers = fc.array(fc.oneof(word, fc.nat(5)), { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(numbers, { maxLength: 5 }), async (columns) => {
        const scratch = new RowScratch(20);
        for (const column of columns) {
          const low = Uint32Array.from(column);
          const high = Uint32Array.from(column, (number) => number % 3);
          const expected = await sortByWideColumn(work(), { low, high });
          const reusing = Object.assign(work(), { scratch });
          const sorted = await sortByWideColumn(reusing, { low, high });
          assert.deepEqual([...sorted], [...expected]);
          scratch.give(sorted);
        }
      }),
    );
  });
});

describe('memory that is used again', () => {
  it('is handed out again once it was given back', () => {
    const scratch = new RowScratch(3);
    const first = scratch.take(3);
    scratch.give(first);
    assert.equal(scratch.take(3), first);
    assert.notEqual(scratch.take(3), first);
  });

  it('is neither of another length nor a part of other memory', () => {
    const scratch = new RowScratch(3);
    scratch.give(new Uint32Array(4));
    const part = new Uint32Array(4).subarray(1);
    scratch.give(part);
    assert.equal(scratch.take(4).length, 4);
    assert.notEqual(scratch.take(3).buffer, part.buffer);
  });
});

describe('long work', () => {
  it('is cut into steps with a rest between two of them', async () => {
    const counted = work();
    const steps: string[] = [];
    await inSteps(counted, 25, 10, (from, to) => steps.push(`${from}-${to}`));
    assert.deepEqual(steps, ['0-10', '10-20', '20-25']);
    assert.equal(counted.rests, 2);
  });

  it('ends with a cancellation at the next rest', async () => {
    const source = new CancellationSource();
    const yieldNow = (): Promise<void> => {
      source.cancel();
      return Promise.resolve();
    };
    const cancelling = { token: source.token, yieldNow };
    await assert.rejects(rest(cancelling), CancelledError);
  });

  it('asks for a rest when enough has been done', async () => {
    const counted = work();
    const meter = new WorkMeter(counted, 10);
    assert.deepEqual([meter.add(4), meter.add(5), meter.add(1)], [false, false, true]);
    await meter.rest();
    assert.deepEqual([counted.rests, meter.add(9)], [1, false]);
  });
});
