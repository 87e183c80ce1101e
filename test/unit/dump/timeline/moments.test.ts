/** The moments of a recording: what was open then, worked out backwards, and what is not known. */

import fc from 'fast-check';
import assert from 'node:assert/strict';
import type { Target } from '../../../../src/core/target/target';
import type { RecordingAccess, RecordingMotion } from '../../../../src/core/target/recording';
import { openSample } from '../../../../src/core/script/samples/catalog';
import {
  CancellationSource,
  CancelledError,
  neverCancelled,
} from '../../../../src/core/util/cancellation';
import { address } from '../../../../src/core/model/identifiers';
import { DumpBuilder, type HandleSpec, type OperationSpec } from '../../../support/dumpBuilder';
import { exerciseTarget } from '../../../support/exerciseTarget';
import { writtenAndRead } from '../../../support/memorySink';
import {
  allHandles,
  handlesOf,
  openDump,
  problemOf,
  tracesOf,
  valueOf,
} from '../../../support/openDump';

const HOST = { token: neverCancelled, yieldNow: () => Promise.resolve() };
const OPEN = 1;
const CLOSE = 2;
const BADREF = 3;

/** A dump of operations, oldest first, and of the handles that are open at its end. */
function recorded(
  operations: readonly OperationSpec[],
  handles: readonly HandleSpec[],
): Promise<Target> {
  return openDump(
    new DumpBuilder()
      .systemInfo()
      .miscInfo(0x1d30)
      .threads([{ id: 4 }, { id: 8 }])
      .handles(handles)
      .operations([...operations].reverse()),
  );
}

function recordingOf(target: Target): RecordingAccess {
  assert.ok(target.recording, 'the dump has recorded operations');
  return target.recording;
}

const go = async (target: Target, motion: RecordingMotion): Promise<string> =>
  valueOf(await recordingOf(target).move(motion, HOST)).description;
const goTo = (target: Target, number: number): Promise<string> =>
  go(target, { kind: 'operation', number });
const refused = async (target: Target, motion: RecordingMotion): Promise<string> =>
  problemOf(await recordingOf(target).move(motion, HOST)).code;

async function openValues(target: Target): Promise<readonly number[]> {
  return (await allHandles(target)).map(({ value }) => Number(value));
}

const operation = (
  kind: number,
  handle: number,
  more: Partial<OperationSpec> = {},
): OperationSpec => ({ operation: kind, handle, processId: 0x1d30, threadId: 4, ...more });

describe('The moments of a recording', () => {
  it('are the end at first, and reading nothing is needed for that', async () => {
    const target = await recorded([operation(OPEN, 4)], [{ value: 4, type: 'Event' }]);
    assert.equal(target.generation, 0);
    const moment = valueOf(await recordingOf(target).moment(HOST));
    assert.equal(moment.operations, 1);
    assert.equal(moment.recorded, 1);
    assert.equal(moment.last?.operation, 'open');
    assert.equal(moment.orderIsKnown, false);
  });

  it('have the handles that were open then', async () => {
    const target = await recorded(
      [
        operation(OPEN, 8),
        operation(OPEN, 12),
        operation(CLOSE, 8),
        operation(CLOSE, 4),
        operation(OPEN, 8),
      ],
      [
        { value: 8, type: 'Event', name: '\\Local\\second' },
        { value: 12, type: 'File' },
        { value: 16, type: 'Key' },
      ],
    );
    const seen: (readonly number[])[] = [];
    for (let number = 0; number <= 5; number++) {
      await goTo(target, number);
      seen.push(await openValues(target));
    }
    assert.deepEqual(seen, [
      [4, 16],
      [4, 8, 16],
      [4, 8, 12, 16],
      [4, 12, 16],
      [12, 16],
      [8, 12, 16],
    ]);
  });

  it('know nothing but the value of a handle that was closed before the end', async () => {
    const target = await recorded(
      [operation(OPEN, 8), operation(CLOSE, 8), operation(OPEN, 8)],
      [{ value: 8, type: 'Event', name: 'second' }],
    );
    await goTo(target, 1);
    const [first] = await allHandles(target);
    assert.equal(first?.type, null);
    assert.equal(first.name, null);
    assert.equal(first.nameUnrecorded, true);
    assert.deepEqual(
      [first.grantedAccess, first.attributes, first.handleCount],
      [null, null, null],
    );
    await goTo(target, 3);
    assert.equal((await allHandles(target))[0]?.name, 'second');
  });

  it('keep what is for life, and do not tell what may have been otherwise', async () => {
    const dump = new DumpBuilder().systemInfo().miscInfo(0x1d30);
    const event = dump.objectInfo(6, new Uint8Array(8));
    const section = dump.objectInfo(7, new Uint8Array(0x18));
    const target = await openDump(
      dump
        .handles([
          { value: 4, type: 'Event', name: 'a', access: 0x100002, attributes: 2, infoRva: event },
          { value: 8, type: 'Section', infoRva: section },
        ])
        .operations([operation(OPEN, 8), operation(OPEN, 4)]),
    );
    await goTo(target, 1);
    const [first] = await allHandles(target);
    assert.deepEqual([first?.type, first?.name, first?.grantedAccess], ['Event', 'a', 0x100002]);
    assert.deepEqual(
      [first?.attributes, first?.handleCount, first?.pointerCount],
      [null, null, null],
    );
    assert.deepEqual(first?.objectInfo, []);
    assert.equal(first.objectInfoUnrecorded, true);
    await goTo(target, 2);
    const [end, kept] = await allHandles(target);
    assert.deepEqual([end?.attributes, end?.handleCount, end?.objectInfo.length], [2, 2, 1]);
    assert.equal(kept?.objectInfo.length, 1);
    assert.equal(end?.objectInfoUnrecorded, undefined);
  });

  it('have the records up to then, renumbered', async () => {
    const target = await recorded(
      [
        operation(OPEN, 4, { stack: [1n] }),
        operation(CLOSE, 4, { stack: [2n] }),
        operation(BADREF, 4, { stack: [3n], threadId: 8 }),
      ],
      [],
    );
    await goTo(target, 2);
    const store = await tracesOf(target);
    assert.equal(store.count, 2);
    const records = await store.records([0, 1, 2, 7], neverCancelled);
    assert.deepEqual(
      records.map(({ row, operation: kind, stack }) => [row, kind, stack]),
      [
        [0, 'close', [2n]],
        [1, 'open', [1n]],
      ],
    );
    const columns = await store.columns(neverCancelled);
    assert.deepEqual([...columns.operation], [CLOSE, OPEN]);
    const stacks = await store.stacks?.(neverCancelled);
    assert.deepEqual(stacks?.table.frames(stacks.id[0] ?? 0), [2n]);
  });

  it('stand in the thread and the stack of the last operation', async () => {
    const target = await recorded(
      [operation(OPEN, 4, { threadId: 0x99, stack: [0x10n, 0x20n] }), operation(OPEN, 8)],
      [{ value: 4 }, { value: 8 }],
    );
    assert.match(await goTo(target, 1), /^Operation 1 of 2: handle 0x4 opened by thread 0x99$/);
    assert.equal(target.currentThreadId(), 0x99);
    assert.ok(target.threads(0x1d30).some(({ threadId }) => threadId === 0x99));
    assert.deepEqual(await target.callStack(0x99, neverCancelled), [0x10n, 0x20n]);
    assert.deepEqual(await target.callStack(4, neverCancelled), []);
    await goTo(target, 2);
    assert.ok(!target.threads(0x1d30).some(({ threadId }) => threadId === 0x99));
  });

  it('do not put a thread of another process among those of the dump', async () => {
    const target = await recorded(
      [operation(OPEN, 4, { threadId: 0x99, processId: 1 }), operation(OPEN, 8)],
      [{ value: 4 }, { value: 8 }],
    );
    await goTo(target, 1);
    assert.equal(target.currentThreadId(), 4);
    assert.equal(target.threads(0x1d30).length, 2);
  });

  it('have no memory, no USER handles and no exception but at the end', async () => {
    const target = await openDump(
      new DumpBuilder()
        .systemInfo()
        .exception({ threadId: 4, code: 0xc0000008, address: 1n })
        .memory64([{ start: 0x1000n, bytes: new Uint8Array(16) }])
        .handles([{ value: 4 }])
        .operations([operation(OPEN, 4)]),
    );
    const memory = () => target.readMemory(address(0x1000n), 8, neverCancelled);
    assert.ok((await memory()).ok);
    assert.notEqual(target.exception(), null);
    await goTo(target, 0);
    assert.equal(problemOf(await memory()).code, 'moment-without-memory');
    assert.equal(
      problemOf(await target.userHandles!.locate(neverCancelled)).code,
      'moment-without-memory',
    );
    assert.equal(target.exception(), null);
    await goTo(target, 1);
    assert.ok((await memory()).ok);
    assert.notEqual(target.exception(), null);
  });

  it('are gone to step by step and from one bad reference to the next', async () => {
    const target = await recorded(
      [
        operation(OPEN, 4),
        operation(BADREF, 0x30),
        operation(CLOSE, 4),
        operation(BADREF, 4),
        operation(OPEN, 8),
      ],
      [{ value: 8 }],
    );
    const back: RecordingMotion = { kind: 'continue', backwards: true };
    const on: RecordingMotion = { kind: 'continue', backwards: false };
    assert.match(await go(target, back), /^Operation 4 of 5: bad reference to handle 0x4/);
    assert.match(await go(target, back), /^Operation 2 of 5/);
    assert.match(await go(target, back), /^Before the first of 5 recorded operations$/);
    assert.equal(await refused(target, back), 'recording-start');
    assert.equal(await refused(target, { kind: 'step', backwards: true }), 'recording-start');
    assert.match(await go(target, { kind: 'step', backwards: false }), /^Operation 1 of 5/);
    assert.match(await go(target, on), /^Operation 2 of 5/);
    assert.match(await go(target, { kind: 'step', backwards: true }), /^Operation 1 of 5/);
    await go(target, on);
    await go(target, on);
    assert.match(await go(target, on), /^Operation 5 of 5: .*this is the end of the recording$/);
    assert.equal(await refused(target, on), 'recording-end');
    assert.equal(await refused(target, { kind: 'operation', number: 6 }), 'no-operation');
  });

  it('grow the generation with every move, and not with a refused one', async () => {
    const target = await recorded([operation(OPEN, 4)], [{ value: 4 }]);
    await goTo(target, 0);
    const { generation } = target;
    await refused(target, { kind: 'step', backwards: true });
    assert.equal(target.generation, generation);
    await goTo(target, 1);
    assert.equal(target.generation, generation + 1);
  });

  it('count handles without a time, and what contradicts itself', async () => {
    const target = await recorded(
      [
        operation(OPEN, 4),
        operation(OPEN, 4),
        operation(CLOSE, 8),
        operation(CLOSE, 8),
        operation(OPEN, 12),
        operation(CLOSE, 16),
      ],
      [{ value: 4 }, { value: 16 }, { value: 20 }],
    );
    const moment = valueOf(await recordingOf(target).moment(HOST));
    assert.equal(moment.withoutTime, 1);
    // Opened twice, closed twice, never closed and not there, closed and there.
    assert.equal(moment.contradictions, 4);
    const seen: (readonly number[])[] = [];
    for (let number = 0; number <= 6; number++) {
      await goTo(target, number);
      seen.push(await openValues(target));
    }
    assert.deepEqual(seen[2], [4, 8, 16, 20]);
    assert.deepEqual(seen[5], [4, 12, 16, 20]);
    assert.deepEqual(seen[6], [4, 16, 20]);
  });

  it('can be walked where the dump has no handles, as dumps of Breakpad', async () => {
    const target = await openDump(
      new DumpBuilder().systemInfo().operations([operation(BADREF, 4), operation(OPEN, 4)]),
    );
    await goTo(target, 1);
    assert.equal((await tracesOf(target)).count, 1);
    assert.equal(problemOf(await target.handles(0, 'process')).code, 'no-handle-data');
  });

  it('are not there without records', async () => {
    const none = await openDump(new DumpBuilder().systemInfo().handles([{ value: 4 }]));
    assert.equal(none.recording, undefined);
    const empty = await openDump(
      new DumpBuilder()
        .systemInfo()
        .handles([{ value: 4 }])
        .operations([]),
    );
    assert.equal(problemOf(await recordingOf(empty).moment(HOST)).code, 'recording-empty');
  });

  it('hold together as targets at each of them', async () => {
    const sample = valueOf(openSample('leaky-service'));
    const { dump } = await writtenAndRead(sample);
    for (const number of [0, 1, 17, 500, 947, 948]) {
      await goTo(dump, number);
      const { traces } = await exerciseTarget(dump);
      assert.equal(traces, number);
    }
  });

  it('have the handles that the simulated program really had at its earlier stops', async () => {
    const sample = valueOf(openSample('leaky-service'));
    const stops: { readonly operations: number; readonly values: readonly number[] }[] = [];
    for (let stop = 0; stop < 5; stop++) {
      const values = (await allHandles(sample)).map(({ value }) => Number(value));
      stops.push({ operations: (await tracesOf(sample)).count, values });
      valueOf(await sample.control!.resume(neverCancelled));
    }
    const { dump } = await writtenAndRead(sample);
    for (const { operations, values } of stops) {
      await goTo(dump, operations);
      assert.deepEqual(await openValues(dump), values, `after ${operations} operations`);
      assert.equal((await handlesOf(dump)).count, values.length);
    }
  });

  it('rest while a long log is worked out, and stop when they are cancelled', async () => {
    const long = Array.from({ length: 50_000 }, (_, index) => operation(OPEN, 4 * (index + 1)));
    const target = await recorded(long, [{ value: 4 }]);
    const source = new CancellationSource();
    let rests = 0;
    const host = {
      token: source.token,
      yieldNow: () => {
        rests++;
        source.cancel();
        return Promise.resolve();
      },
    };
    await assert.rejects(recordingOf(target).moment(host), CancelledError);
    assert.equal(rests, 1);
    assert.equal(valueOf(await recordingOf(target).moment(HOST)).recorded, 50_000);
  });

  it('are those of any history that was recorded completely', async () => {
    const steps = fc.array(
      fc.record({ value: fc.integer({ min: 1, max: 12 }), misuse: fc.boolean() }),
      { maxLength: 60 },
    );
    const before = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(before, steps, async (start, history) => {
        const open = new Set(start.map((value) => value * 4));
        const log: OperationSpec[] = [];
        const expected = [[...open].sort((a, b) => a - b)];
        for (const { value, misuse } of history) {
          const handle = value * 4;
          const kind = open.has(handle) ? CLOSE : misuse ? BADREF : OPEN;
          log.push(operation(kind, handle));
          if (kind === OPEN) {
            open.add(handle);
          } else if (kind === CLOSE) {
            open.delete(handle);
          }
          expected.push([...open].sort((a, b) => a - b));
        }
        fc.pre(log.length > 0);
        const end = [...open].sort((a, b) => a - b).map((value) => ({ value, type: 'Event' }));
        const target = await recorded(log, end);
        for (let number = log.length; number >= 0; number--) {
          await goTo(target, number);
          assert.deepEqual(await openValues(target), expected[number]);
          const columns = await (await handlesOf(target)).columns(neverCancelled);
          assert.deepEqual([...columns.valueLow], expected[number]);
        }
        const moment = valueOf(await recordingOf(target).moment(HOST));
        assert.equal(moment.contradictions, 0);
      }),
      { numRuns: 60 },
    );
  });
});
