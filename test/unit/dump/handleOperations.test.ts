/** The HandleOperationList stream: who opened, closed and misused handles. */

import assert from 'node:assert/strict';
import { handleValue } from '../../../src/core/model/identifiers';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { DumpBuilder, type OperationSpec } from '../../support/dumpBuilder';
import { codesOf, openDump, problemOf, tracesOf } from '../../support/openDump';
import { struct } from '../../support/struct';

const dumpOf = (operations: readonly OperationSpec[], stride?: number): DumpBuilder =>
  new DumpBuilder().systemInfo().operations(operations, stride === undefined ? {} : { stride });

const OPEN_CLOSE_BAD: readonly OperationSpec[] = [
  { handle: 0x3c, operation: 3, processId: 1, threadId: 2, stack: [0x1000n] },
  { handle: 0x3c, operation: 2, processId: 3, threadId: 4, stack: [] },
  { handle: 0x3c, operation: 1, processId: 5, threadId: 6, stack: [0x1000n, 0x7ff8_0000_2000n] },
];

describe('the handle operations of a minidump', () => {
  for (const stride of [288, 296, 320]) {
    it(`are read from entries of ${stride} bytes`, async () => {
      const target = await openDump(dumpOf(OPEN_CLOSE_BAD, stride));
      assert.equal(target.capabilities.traces, true);
      const store = await tracesOf(target);
      assert.deepEqual(await store.records([0, 1, 2], neverCancelled), [
        { row: 0, handle: 0x3cn, operation: 'badref', processId: 1, threadId: 2, stack: [0x1000n] },
        { row: 1, handle: 0x3cn, operation: 'close', processId: 3, threadId: 4, stack: [] },
        {
          row: 2,
          handle: 0x3cn,
          operation: 'open',
          processId: 5,
          threadId: 6,
          stack: [0x1000n, 0x7ff8_0000_2000n],
        },
      ]);
      assert.deepEqual(target.problems, []);
    });
  }

  it('come from a verifier log whose order is assumed', async () => {
    assert.deepEqual((await tracesOf(await openDump(dumpOf([])))).facts, {
      source: 'verifier log',
      slots: null,
      lost: null,
      recorded: null,
      orderIsKnown: false,
      maximumDepth: 32,
    });
  });

  it('are the same in columns and in records', async () => {
    const store = await tracesOf(await openDump(dumpOf(OPEN_CLOSE_BAD)));
    const columns = await store.columns(neverCancelled);
    assert.equal(columns.count, 3);
    assert.deepEqual([...columns.operation], [3, 2, 1]);
    assert.deepEqual([...columns.processId], [1, 3, 5]);
    assert.deepEqual([...columns.threadId], [2, 4, 6]);
    assert.deepEqual([...columns.rowsOfHandle(handleValue(0x3d))], [0, 1, 2]);
    assert.equal(columns.handleHigh, null);
  });

  it('exist without any handles', async () => {
    const target = await openDump(dumpOf(OPEN_CLOSE_BAD));
    assert.equal(target.capabilities.handles, false);
    assert.equal((await tracesOf(target)).count, 3);
  });

  it('keep values above 32 bits', async () => {
    const operations = [
      { handle: 4, operation: 0 },
      { handle: 0xffff_ffff_8000_0004n, operation: 1 },
    ];
    const columns = await (
      await tracesOf(await openDump(dumpOf(operations)))
    ).columns(neverCancelled);
    assert.equal(columns.handle(0), 0xffff_ffff_8000_0004n);
  });

  it('leave out unused entries', async () => {
    const operations = [
      { handle: 4, operation: 0 },
      { handle: 8, operation: 1, stack: [0x8n] },
      { handle: 12, operation: 0 },
      { handle: 16, operation: 2, stack: [0x16n] },
    ];
    const target = await openDump(dumpOf(operations));
    const store = await tracesOf(target);
    assert.equal(store.count, 2);
    assert.deepEqual(
      (await store.records([1, 0], neverCancelled)).map(({ row, handle, stack }) => [
        row,
        handle,
        stack,
      ]),
      [
        [1, 16n, [0x16n]],
        [0, 8n, [0x8n]],
      ],
    );
    assert.deepEqual(target.problems, []);
  });

  it('leave out entries of an unknown type, which is reported', async () => {
    const operations = [
      { handle: 4, operation: 9 },
      { handle: 8, operation: 1 },
    ];
    const target = await openDump(dumpOf(operations));
    assert.equal((await tracesOf(target)).count, 1);
    assert.deepEqual(codesOf(target), ['operation-type']);
  });

  it('have no more than 32 frames, whatever the depth says', async () => {
    const stack = Array.from({ length: 40 }, (_, frame) => BigInt(0x1000 + frame));
    const store = await tracesOf(await openDump(dumpOf([{ handle: 4, operation: 1, stack }], 400)));
    const records = await store.records([0], neverCancelled);
    assert.deepEqual(records[0]?.stack, stack.slice(0, 32));
  });

  it('have no frames when the depth is 0', async () => {
    const operation = { handle: 4, operation: 1, stack: [0x1000n], depth: 0 };
    const store = await tracesOf(await openDump(dumpOf([operation])));
    assert.deepEqual((await store.records([0], neverCancelled))[0]?.stack, []);
  });

  it('have frames up to the first that is 0', async () => {
    const operation = { handle: 4, operation: 1, stack: [0x1000n, 0x2000n, 0n, 0x3000n] };
    const store = await tracesOf(await openDump(dumpOf([operation])));
    assert.deepEqual((await store.records([0], neverCancelled))[0]?.stack, [0x1000n, 0x2000n]);
  });

  it('have as many frames as short entries hold', async () => {
    const operation = { handle: 4, operation: 1, stack: [1n, 2n, 3n, 4n], depth: 32 };
    const store = await tracesOf(await openDump(dumpOf([operation], 0x20 + 16)));
    assert.deepEqual((await store.records([0], neverCancelled))[0]?.stack, [1n, 2n]);
  });

  it('give chosen rows in the order asked for and leave out rows outside the log', async () => {
    const operations = Array.from({ length: 9000 }, (_, index) => ({
      handle: (9000 - index) * 4,
      operation: 1,
      stack: [BigInt(index)],
    }));
    const store = await tracesOf(await openDump(dumpOf(operations)));
    const records = await store.records([8999, -1, 5, 9000, 1.5, 5], neverCancelled);
    assert.deepEqual(
      records.map(({ row, stack }) => [row, stack]),
      [
        [8999, [8999n]],
        [5, [5n]],
        [5, [5n]],
      ],
    );
    const all = await store.records(
      Uint32Array.from({ length: 9000 }, (_, row) => row),
      neverCancelled,
    );
    assert.ok(all.every(({ row, handle }) => handle === BigInt((9000 - row) * 4)));
  });

  it('are none when the list is empty', async () => {
    assert.equal((await tracesOf(await openDump(dumpOf([])))).count, 0);
  });
});

describe('a dump without handle operations', () => {
  it('says which stream is missing and that !htrace -enable is not enough', async () => {
    const target = await openDump(new DumpBuilder().systemInfo());
    const problem = problemOf(await target.traces(0));
    assert.equal(problem.code, 'no-handle-operations');
    assert.match(problem.message, /HandleOperationList stream \(18\)/);
    assert.match(problem.hint ?? '', /Application Verifier.*!htrace -enable alone/);
    assert.equal(target.capabilities.traces, false);
  });
});

describe('a damaged list of handle operations', () => {
  async function refusal(fields: Readonly<Record<number, number>>): Promise<string> {
    const bytes = struct(16 + 288, { u32: { 0: 16, 4: 288, 8: 1, ...fields } });
    const target = await openDump(new DumpBuilder().systemInfo().stream(18, bytes));
    assert.equal(target.capabilities.traces, false);
    const problem = problemOf(await target.traces(0));
    assert.equal(problem.code, 'handle-operations-broken');
    return problem.message;
  }

  it('gives what is there when it declares 4294967295 operations', async () => {
    const dump = new DumpBuilder()
      .systemInfo()
      .operations(OPEN_CLOSE_BAD, { declaredCount: 0xffff_ffff });
    const target = await openDump(dump);
    assert.equal((await tracesOf(target)).count, 3);
    assert.deepEqual(codesOf(target), ['operation-count']);
  });

  for (const stride of [0, 8, 31, 290, 0x10000]) {
    it(`is refused when its entries have ${stride} bytes`, async () => {
      assert.match(await refusal({ 4: stride }), new RegExp(`entries of ${stride} bytes`));
    });
  }

  for (const header of [0, 12, 0xffff]) {
    it(`is refused when its header has ${header} bytes`, async () => {
      assert.match(await refusal({ 0: header }), new RegExp(`header of ${header} bytes`));
    });
  }

  it('is refused when it ends in its header', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().stream(18, struct(8)));
    assert.equal(problemOf(await target.traces(0)).code, 'handle-operations-broken');
  });
});
