/** The order of a dump's handle operations, found from what they do. */

import assert from 'node:assert/strict';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { DumpBuilder, type OperationSpec } from '../../support/dumpBuilder';
import { openDump, tracesOf } from '../../support/openDump';

type Step = readonly [operation: 'open' | 'close' | 'bad', handle: number];

const CODES = { open: 1, close: 2, bad: 3 } as const;

/** Operations as they happened, oldest first; thread and stack tell which is which. */
const happened = (steps: readonly Step[]): OperationSpec[] =>
  steps.map(([operation, handle], at) => ({
    handle,
    operation: CODES[operation],
    threadId: at,
    stack: [BigInt(0x1000 + at)],
  }));

/** A dump of what happened, in one order or the other, with the handles that are open at its end. */
function dumpOf(
  steps: readonly Step[],
  order: string,
  handles?: readonly number[],
  windows = 10,
): DumpBuilder {
  const operations = happened(steps);
  const dump = new DumpBuilder()
    .systemInfo({ u32: { 8: windows } })
    .operations(order === 'oldest' ? operations : operations.reverse());
  return handles === undefined
    ? dump
    : dump.handles(handles.map((value) => ({ value, type: 'Event' })));
}

async function factsOf(dump: DumpBuilder): Promise<string> {
  const { facts } = await tracesOf(await openDump(dump));
  assert.equal(facts.orderIsKnown, facts.orderReason !== undefined);
  return facts.orderReason ?? 'assumed';
}

const values = (count: number, from = 4): number[] =>
  Array.from({ length: count }, (_, at) => from + 4 * at);
const each = (count: number, use: (value: number) => readonly Step[], from?: number): Step[] =>
  values(count, from).flatMap(use);

const OPENED_AND_CLOSED = each(6, (value) => [
  ['open', value],
  ['close', value],
]);
/** Handles of before the log, each closed and opened again: the values alone look as if they were opened and closed. */
const REPLACED = each(14, (value) => [
  ['close', value],
  ['open', value],
]);

for (const order of ['newest', 'oldest']) {
  describe(`handle operations that lie ${order} first in a dump`, () => {
    it('are told by handles that are opened and closed within the log', async () => {
      assert.equal(
        await factsOf(dumpOf(OPENED_AND_CLOSED, order)),
        `The dump has its records ${order} first: only in this order 6 of 6 values are opened before they are closed.`,
      );
    });

    it('are told by the handle table, whatever else seems likelier', async () => {
      assert.match(
        await factsOf(dumpOf(REPLACED, order, values(14))),
        new RegExp(
          `records ${order} first.*: only in this order 14 of 14 values are open or closed at the end as the handle table says; in the other 0\\.$`,
        ),
      );
    });

    it('are told by a table that does not know everything', async () => {
      const steps: Step[] = [
        ...each(60, (value) => [
          ['open', value],
          ['close', value],
        ]),
        ...each(20, (value) => [['open', value]], 0x1000),
      ];
      // One handle that the log closed, and twenty without a record.
      const listed = [4, ...values(20, 0x1000), ...values(20, 0x4000)];
      assert.match(
        await factsOf(dumpOf(steps, order, listed)),
        new RegExp(`records ${order} first.*79 of 80 values`),
      );
    });

    it('are not judged by the handle table of another moment', async () => {
      const steps = each(100, (value) => [
        ['open', value],
        ['close', value],
      ]).reverse();
      const happenedSo = steps.map(([operation, value]): Step => [
        operation === 'open' ? 'close' : 'open',
        value,
      ]);
      const others = values(100).filter((value) => value % 16 !== 0);
      assert.match(
        await factsOf(dumpOf(happenedSo, order, others)),
        new RegExp(`records ${order} first.*opened before they are closed\\.$`),
      );
    });

    it('are told by values that climb where the table grows', async () => {
      assert.match(
        await factsOf(dumpOf([...each(40, (value) => [['open', value]], 0x900)], order)),
        new RegExp(
          `records ${order} first.*only in this order 40 new values come in ascending order`,
        ),
      );
    });

    it('are told by a bad reference where nothing else tells', async () => {
      const steps: Step[] = [
        ['open', 0x3c],
        ['close', 0x3c],
        ['bad', 0x3c],
      ];
      assert.match(
        await factsOf(dumpOf(steps, order)),
        new RegExp(
          `records ${order} first.*only in this order 1 of 1 bad references name what is closed`,
        ),
      );
    });

    it('are rows from the newest on, in columns, records and stacks, without the unused ones', async () => {
      const operations = happened(OPENED_AND_CLOSED);
      const unused: OperationSpec = { handle: 0, operation: 0 };
      const all = [unused, ...operations.slice(0, 5), unused, ...operations.slice(5)];
      const dump = new DumpBuilder()
        .systemInfo()
        .operations(order === 'oldest' ? all : all.reverse());
      const store = await tracesOf(await openDump(dump));
      const newestFirst = operations.reverse();
      const columns = await store.columns(neverCancelled);
      assert.deepEqual(
        [...columns.threadId],
        newestFirst.map(({ threadId }) => threadId),
      );
      assert.deepEqual(
        [...columns.operation],
        newestFirst.map(({ operation }) => operation),
      );
      const rows = newestFirst.map((_, row) => row);
      const records = await store.records(rows, neverCancelled);
      assert.deepEqual(
        records.map(({ threadId, stack }) => [threadId, [...stack]]),
        newestFirst.map(({ threadId, stack }) => [threadId, stack]),
      );
      const stacks = await store.stacks!(neverCancelled);
      assert.deepEqual(
        rows.map((row) => [...stacks.table.frames(stacks.id[row]!)]),
        newestFirst.map(({ stack }) => stack),
      );
    });

    it('keep their upper halves', async () => {
      const steps = [...OPENED_AND_CLOSED, ['bad', -4] as const];
      const columns = await (
        await tracesOf(await openDump(dumpOf(steps, order)))
      ).columns(neverCancelled);
      assert.equal(columns.handle(0), 0xffff_ffff_ffff_fffcn);
      assert.equal(columns.handle(1), 24n);
    });

    it('are not told by values that are no entries of a table', async () => {
      const steps = each(
        6,
        (value) => [
          ['open', value],
          ['close', value],
        ],
        0x8000_0000,
      );
      assert.equal(await factsOf(dumpOf(steps, order)), 'assumed');
    });

    it('are assumed newest first when only the first page of Windows 7 climbs', async () => {
      const steps = each(100, (value) => [['open', value]]);
      assert.equal(await factsOf(dumpOf(steps, order, undefined, 6)), 'assumed');
      assert.match(
        await factsOf(dumpOf(steps, order)),
        new RegExp(`records ${order} first.* 100 new`),
      );
    });

    it('are assumed newest first when what they show contradicts itself', async () => {
      const steps: Step[] = [
        ...OPENED_AND_CLOSED,
        ...each(
          6,
          (value) => [
            ['open', value],
            ['bad', value],
            ['close', value],
          ],
          0x100,
        ),
      ];
      assert.equal(await factsOf(dumpOf(steps, order, undefined, 6)), 'assumed');
    });
  });
}
