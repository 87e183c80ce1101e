import assert from 'node:assert/strict';
import type { HandleRecord } from '../../../../src/core/model/handle';
import type { ObjectInfo } from '../../../../src/core/model/objectInfo';
import type { ModuleInfo } from '../../../../src/core/model/process';
import { openSample, sampleDescriptions } from '../../../../src/core/script/samples/catalog';
import type { Target } from '../../../../src/core/target/target';
import { neverCancelled } from '../../../../src/core/util/cancellation';
import { exerciseTarget } from '../../../support/exerciseTarget';
import { writtenAndRead } from '../../../support/memorySink';
import { valueOf } from '../../../support/openDump';

/** Kinds of facts that a minidump has a form for (domain.md 5.3). */
const WRITABLE = new Set([
  'event',
  'mutant',
  'mutantOwner',
  'semaphore',
  'process',
  'thread',
  'section',
]);
/** Stops of a sample that are written; the first ones differ most. */
const MOST_STOPS = 4;

/** What a minidump keeps of an object's facts. */
function keptInfo(infos: readonly ObjectInfo[]): readonly ObjectInfo[] {
  return infos
    .filter(({ kind }) => WRITABLE.has(kind))
    .map((info) => {
      const { startAddress, ...kept } = { startAddress: undefined, ...info };
      assert.ok(startAddress === undefined || info.kind === 'thread');
      return kept;
    });
}

function keptRecord(record: HandleRecord): Partial<HandleRecord> {
  const { value, type, name, attributes, grantedAccess, handleCount, pointerCount } = record;
  const objectInfo = keptInfo(record.objectInfo);
  return { value, type, name, attributes, grantedAccess, handleCount, pointerCount, objectInfo };
}

async function recordsOf(target: Target, processId: number): Promise<readonly unknown[]> {
  const store = await target.handles(processId, 'process');
  return store.ok
    ? (await store.value.page(0, store.value.count, neverCancelled)).map(keptRecord)
    : [];
}

async function tracesOf(target: Target, processId: number): Promise<readonly unknown[]> {
  const store = await target.traces(processId);
  return store.ok
    ? await store.value.records(
        Uint32Array.from({ length: store.value.count }, (_, row) => row),
        neverCancelled,
      )
    : [];
}

function identity({ path, base, size, timeDateStamp, pdb }: ModuleInfo): object {
  return { path, base, size, timeDateStamp, pdb };
}

/** Threads but the one without an id, which stands for that of a process without any. */
function threadsOf(target: Target, processId: number): readonly unknown[] {
  return target
    .threads(processId)
    .filter(({ threadId }) => threadId !== 0)
    .map(({ threadId, name, teb, suspendCount }) => ({ threadId, name, teb, suspendCount }));
}

/** Compares everything that a minidump can hold of a process. */
async function assertSame(target: Target, dump: Target, processId: number): Promise<void> {
  assert.deepEqual(await recordsOf(dump, processId), await recordsOf(target, processId));
  assert.deepEqual(await tracesOf(dump, processId), await tracesOf(target, processId));
  assert.deepEqual(threadsOf(dump, processId), threadsOf(target, processId));
  for (const { threadId } of target.threads(processId)) {
    const [instruction] = await target.callStack(threadId, neverCancelled);
    assert.deepEqual(await dump.callStack(threadId, neverCancelled), [instruction]);
  }
  assert.equal(dump.info.architecture, target.info.architecture);
  assert.equal(dump.info.pointerSize, target.info.pointerSize);
  assert.equal(dump.info.windows?.build, target.info.windows?.build);
  assert.equal(dump.info.simulated, target.info.simulated);
  assert.equal(dump.currentProcessId(), processId);
}

/** Every process of a target that has handles. */
async function writable(target: Target): Promise<readonly number[]> {
  const ids: number[] = [];
  for (const { processId } of target.processes()) {
    if ((await target.handles(processId, 'process')).ok) {
      ids.push(processId);
    }
  }
  return ids;
}

describe('A minidump that was written, read again', () => {
  for (const { name } of sampleDescriptions) {
    it(`has the handles, facts, traces and threads of sample:${name} at each stop`, async () => {
      const target = valueOf(openSample(name));
      let written = 0;
      for (let stop = 0; stop < MOST_STOPS; stop++) {
        for (const processId of await writable(target)) {
          const { dump } = await writtenAndRead(target, { processId });
          await assertSame(target, dump, processId);
          assert.deepEqual(dump.problems, []);
          await exerciseTarget(dump);
          written++;
        }
        if (!(await target.control!.resume(neverCancelled)).ok) {
          break;
        }
      }
      const hasTables = !/^user-(?:desktop-owner|wrong-object|leak-)/.test(name);
      assert.equal(written > 0, hasTables, 'samples with a kernel handle table can be written');
    });
  }

  it('keeps modules with their PDB files, the process first', async () => {
    const target = valueOf(openSample('leaky-service'));
    const { dump, written } = await writtenAndRead(target);
    assert.deepEqual(dump.modules().map(identity), target.modules().map(identity));
    assert.ok(dump.modules().some(({ pdb }) => pdb !== null));
    assert.equal(written.modules, target.modules().length);
    assert.equal(dump.processes()[0]?.image, target.processes()[0]?.image);
  });

  it('keeps the exception and the thread it stopped in', async () => {
    const target = valueOf(openSample('leaky-service'));
    while (target.exception() === null) {
      valueOf(await target.control!.resume(neverCancelled));
    }
    const { dump } = await writtenAndRead(target);
    assert.deepEqual(dump.exception(), { ...target.exception(), firstChance: false });
    assert.equal(dump.currentThreadId(), target.currentThreadId());
  });
});
