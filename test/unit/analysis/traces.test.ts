import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { findOpeners, NO_RECORD } from '../../../src/core/analysis/traces/openers';
import { frameText, OwnCode, pickFrames } from '../../../src/core/analysis/traces/ownFrames';
import { RecordStacks } from '../../../src/core/analysis/traces/recordStacks';
import { countOperations, findTraces } from '../../../src/core/analysis/traces/traceQueries';
import { TRACE_OPERATIONS, type HandleTrace } from '../../../src/core/model/handleTrace';
import { handleValue } from '../../../src/core/model/identifiers';
import { CancellationSource, CancelledError } from '../../../src/core/util/cancellation';
import { DumpBuilder } from '../../support/dumpBuilder';
import { FakeTarget, fakeHandle, fakeTrace } from '../../support/fakeTarget';
import { openDump, tracesOf } from '../../support/openDump';
import { columnsOf, frame, indexOf, MODULES, work } from './tables';

const operation = fc.constantFrom('open' as const, 'close' as const, 'badref' as const);
const log = fc
  .array(fc.tuple(operation, fc.integer({ min: 1, max: 8 }), fc.nat(3)), { maxLength: 40 })
  .map((records) =>
    records.map(([kind, handle, tag]) =>
      fakeTrace(kind, handle * 4 + tag, [], { threadId: handle }),
    ),
  );

describe('the index of a trace log', () => {
  it('finds the records of a handle newest first, tag bits ignored', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.integer({ min: 0, max: 40 }), async (records, wanted) => {
        const index = await indexOf(records);
        const expected = records.flatMap((record, row) =>
          record.handle >> 2n === BigInt(wanted) >> 2n ? [row] : [],
        );
        assert.deepEqual([...index.rowsOf(handleValue(wanted))], expected);
      }),
    );
  });

  it('tells 64-bit handle values apart', async () => {
    const wide = handleValue(0xffff_ffff_8000_0004n);
    const index = await indexOf([
      fakeTrace('open', 0x8000_0004),
      { ...fakeTrace('open', 4), handle: wide },
    ]);
    assert.deepEqual([...index.rowsOf(wide)], [1]);
    assert.deepEqual([...index.rowsOf(handleValue(0x8000_0004))], [0]);
  });
});

describe('the openers of handles', () => {
  async function openersOf(
    values: readonly number[],
    records: readonly HandleTrace[],
  ): Promise<readonly (readonly [open: number, last: string | null, generation: number])[]> {
    const table = columnsOf(values.map((value) => fakeHandle(value, 'Event')));
    const openers = await findOpeners(table, await indexOf(records), work());
    return values.map((_, row) => [
      openers.openRecord[row] ?? NaN,
      TRACE_OPERATIONS[openers.lastOperation[row] ?? 0] ?? null,
      openers.generation[row] ?? NaN,
    ]);
  }

  it('are the newest open of the value that no close follows', async () => {
    const records = [
      fakeTrace('badref', 4),
      fakeTrace('open', 4),
      fakeTrace('close', 4),
      fakeTrace('open', 4),
    ];
    assert.deepEqual(await openersOf([4], records), [[1, 'badref', 2]]);
  });

  it('are unknown when the newest record is a close, and the present use still counts', async () => {
    assert.deepEqual(await openersOf([4], [fakeTrace('close', 4), fakeTrace('open', 4)]), [
      [NO_RECORD, 'close', 2],
    ]);
  });

  it('are unknown for handles the log does not mention', async () => {
    assert.deepEqual(await openersOf([8, 4], [fakeTrace('open', 4)]), [
      [NO_RECORD, null, 0],
      [0, 'open', 1],
    ]);
  });

  it('count a use whose opening was overwritten', async () => {
    assert.deepEqual(await openersOf([4], [fakeTrace('open', 4), fakeTrace('close', 4)]), [
      [0, 'open', 2],
    ]);
    assert.deepEqual(await openersOf([4], [fakeTrace('badref', 4)]), [[NO_RECORD, 'badref', 1]]);
  });

  it('are the same for two rows of one value', async () => {
    assert.deepEqual(await openersOf([4, 4], [fakeTrace('open', 4)]), [
      [0, 'open', 1],
      [0, 'open', 1],
    ]);
  });

  it('agree with a walk through the log for each handle', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 8 }),
        log,
        async (values, records) => {
          const found = await openersOf(
            values.map((value) => value * 4),
            records,
          );
          const expected = values.map((value) => {
            const own = records.flatMap((record, row) =>
              record.handle >> 2n === BigInt(value) ? [{ row, kind: record.operation }] : [],
            );
            const decisive = own.find(({ kind }) => kind !== 'badref');
            return [decisive?.kind === 'open' ? decisive.row : NO_RECORD, own[0]?.kind ?? null];
          });
          assert.deepEqual(
            found.map(([open, last]) => [open, last]),
            expected,
          );
        },
      ),
    );
  });
});

describe('the stacks of records', () => {
  it('are read page by page, only those asked for, each once', async () => {
    const traces = Array.from({ length: 1500 }, (_, row) => fakeTrace('open', 4, [row % 7, 0x99]));
    const target = new FakeTarget({ traces });
    const store = await target.traces();
    assert.ok(store.ok);
    const asked: number[] = [];
    const { count, facts } = store.value;
    const stacks = new RecordStacks({
      count,
      facts,
      columns: (token) => store.value.columns(token),
      records: (rows, token) => {
        asked.push(rows.length);
        return store.value.records(rows, token);
      },
    });
    const counted = work();
    await stacks.load([1400, 3, 3, NO_RECORD, 99_999, ...Array(700).keys()], counted);
    await stacks.load([3, 4, 1499], counted);
    assert.deepEqual(asked, [512, 189, 1]);
    assert.equal(counted.rests, 3);
    assert.deepEqual(stacks.table.frames(stacks.stackOf(1400)), traces[1400]?.stack);
    assert.equal(stacks.stackOf(3), stacks.stackOf(3 + 7));
    assert.equal(stacks.stackOf(1000), 0, 'not loaded');
    assert.equal(stacks.table.count, 7);
  });

  it('stop being read when the work is cancelled', async () => {
    const target = new FakeTarget({ traces: [fakeTrace('open', 4, [1])] });
    const store = await target.traces();
    assert.ok(store.ok);
    const source = new CancellationSource();
    source.cancel();
    const cancelled = { token: source.token, yieldNow: () => Promise.resolve() };
    await assert.rejects(new RecordStacks(store.value).load([0], cancelled), CancelledError);
  });

  it('of a dump are those of its records, unused entries left out', async () => {
    const dump = new DumpBuilder().systemInfo().operations([
      { handle: 4, operation: 1, stack: [0x7ff6_0000_1000n, 0x20n] },
      { handle: 0, operation: 0 },
      { handle: 8, operation: 2, stack: [] },
      { handle: 4, operation: 3, stack: [0x10n, 0n, 0x20n], depth: 3 },
      { handle: 4, operation: 1, stack: [0x7ff6_0000_1000n, 0x20n], depth: 999 },
    ]);
    const store = await tracesOf(await openDump(dump));
    const stacks = new RecordStacks(store);
    await stacks.load([0], work());
    const records = await store.records([0, 1, 2, 3], work().token);
    assert.deepEqual(
      records.map(({ row }) => stacks.table.frames(stacks.stackOf(row))),
      records.map(({ stack }) => stack),
    );
    assert.equal(stacks.stackOf(0), stacks.stackOf(3));
  });
});

describe('just my code', () => {
  const code = new OwnCode(MODULES, 8);
  const cases: readonly (readonly [frame: string, owner: string, why: string])[] = [
    ['app!main', 'own', 'modules outside the system folders are own'],
    ['ntdll!NtClose', 'plumbing', 'the way to the kernel is plumbing'],
    ['KERNELBASE!CreateFileW', 'plumbing', 'letter case does not matter'],
    ['newsystem!DllMain', 'system', 'modules in System32 are of the system'],
    ['user32!CreateWindowExW', 'system', 'well-known modules are of the system wherever they lie'],
    ['elsewhere!f', 'own', 'modules nobody knows are own'],
  ];
  for (const [text, owner, why] of cases) {
    it(`${why}: ${text}`, () => {
      assert.equal(code.ownerOf(frame(text)), owner);
    });
  }

  it('takes addresses without a module as unknown, those of the kernel as plumbing', () => {
    assert.equal(code.ownerOf(frame('', 0x10_1991n)), 'unknown');
    assert.equal(code.ownerOf(frame('', 0xffff_f800_0000_1000n)), 'plumbing');
    assert.equal(new OwnCode([], 4).ownerOf(frame('', 0x8018_fcb9n)), 'plumbing');
  });

  it('follows the rules of the user, own before system', () => {
    const ruled = new OwnCode(MODULES, 8, {
      own: ['newsystem', 'app!Wrap*ButMine'],
      system: ['plugin', 'app!Wrap*'],
    });
    assert.equal(ruled.ownerOf(frame('newsystem!x')), 'own');
    assert.equal(ruled.ownerOf(frame('plugin!x')), 'system');
    assert.equal(ruled.ownerOf(frame('app!WrapOpen')), 'system');
    assert.equal(ruled.ownerOf(frame('app!WrapOpenButMine')), 'own');
    assert.equal(ruled.ownerOf(frame('app!main')), 'own');
  });

  it('names the first own frame, else the first of no module, else the first system frame', () => {
    assert.deepEqual(pickFrames(['plumbing', 'unknown', 'system', 'own', 'own']), {
      named: 3,
      owner: 'own',
      site: [3, 4],
    });
    assert.deepEqual(pickFrames(['plumbing', 'system', 'unknown']), {
      named: 2,
      owner: 'unknown',
      site: [2],
    });
    assert.deepEqual(pickFrames(['plumbing', 'system', 'system']), {
      named: 1,
      owner: 'system',
      site: [0, 1, 2],
    });
    assert.equal(pickFrames([]).named, -1);
  });

  it('writes frames as debuggers do, without leading zeros', () => {
    assert.equal(frameText({ ...frame('app!main'), displacement: 0x1fn }), 'app!main+0x1f');
    assert.equal(frameText({ ...frame('app'), displacement: 0x10n }), 'app+0x10');
    assert.equal(frameText(frame('app!main')), 'app!main');
    assert.equal(frameText(frame('', 0x10_1991n)), '0x101991');
  });
});

describe('finding trace records', () => {
  const records = [
    fakeTrace('open', 4, [], { threadId: 1, processId: 7 }),
    fakeTrace('badref', 8, [], { threadId: 2 }),
    fakeTrace('close', 4, [], { threadId: 2 }),
    fakeTrace('badref', 4, [], { threadId: 1 }),
  ];

  it('by handle, operation, thread and process gives them newest first', async () => {
    const index = await indexOf(records);
    const find = async (query: Parameters<typeof findTraces>[1]): Promise<readonly number[]> => [
      ...(await findTraces(index, query, work())),
    ];
    assert.deepEqual(await find({}), [0, 1, 2, 3]);
    assert.deepEqual(await find({ handle: handleValue(5) }), [0, 2, 3]);
    assert.deepEqual(await find({ operation: 'badref' }), [1, 3]);
    assert.deepEqual(await find({ threadId: 2 }), [1, 2]);
    assert.deepEqual(await find({ processId: 7 }), [0]);
    assert.deepEqual(await find({ handle: handleValue(4), operation: 'badref', threadId: 1 }), [3]);
    assert.deepEqual(await find({ handle: handleValue(0x40) }), []);
  });

  it('can put the bad references first', async () => {
    const rows = await findTraces(await indexOf(records), { badReferencesFirst: true }, work());
    assert.deepEqual([...rows], [1, 3, 0, 2]);
  });

  it('counts the operations', async () => {
    const index = await indexOf(records);
    assert.deepEqual(countOperations(index.columns), { open: 1, close: 1, badref: 2 });
  });
});
