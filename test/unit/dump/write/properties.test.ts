/** Any handles and traces, and the dumps of an independent writer, survive being written and read again. */

import fc from 'fast-check';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMinidump } from '../../../../src/core/dump/openMinidump';
import type { HandleRecord } from '../../../../src/core/model/handle';
import type { HandleTrace } from '../../../../src/core/model/handleTrace';
import { address, handleValue } from '../../../../src/core/model/identifiers';
import type { ObjectInfo } from '../../../../src/core/model/objectInfo';
import type { Target } from '../../../../src/core/target/target';
import { neverCancelled } from '../../../../src/core/util/cancellation';
import { openFileByteSource } from '../../../../src/node/fileByteSource';
import { FakeTarget } from '../../../support/fakeTarget';
import { generateDump } from '../../../support/generateDump';
import { writtenAndRead } from '../../../support/memorySink';
import { allHandles, tracesOf, valueOf } from '../../../support/openDump';
import { describeWithShared } from '../../../support/shared';

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const i32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
/** Records with the prototype of all others. */
function plain<T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(fields, { noNullPrototype: true });
}
const name = fc.option(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }));

/** Facts with pointers of a size. */
function infoOf(pointerSize: 4 | 8): fc.Arbitrary<ObjectInfo> {
  const pointer = fc
    .bigInt({ min: 0n, max: 2n ** BigInt(pointerSize * 8) - 1n })
    .map((value) => address(value));
  const process = {
    processId: u32,
    parentProcessId: u32,
    basePriority: i32,
    exitStatus: u32,
    peb: pointer,
  };
  return fc.oneof(
    plain({
      kind: fc.constant('event' as const),
      manualReset: fc.boolean(),
      signalled: fc.boolean(),
    }),
    plain({
      kind: fc.constant('mutant' as const),
      count: i32,
      abandoned: fc.boolean(),
      ownedByCaller: fc.boolean(),
    }),
    plain({ kind: fc.constant('mutantOwner' as const), processId: u32, threadId: u32 }),
    plain({ kind: fc.constant('semaphore' as const), count: i32, limit: i32 }),
    plain({ kind: fc.constant('process' as const), ...process }),
    plain({ kind: fc.constant('process' as const), ...process, flags: u32 }),
    plain({
      kind: fc.constant('thread' as const),
      processId: u32,
      threadId: u32,
      priority: i32,
      basePriority: i32,
      exitStatus: u32,
      teb: pointer,
    }),
    plain({
      kind: fc.constant('section' as const),
      baseAddress: pointer,
      attributes: u32,
      size: fc.bigInt({ min: 0n, max: 2n ** 63n }),
    }),
  );
}

function handles(pointerSize: 4 | 8): fc.Arbitrary<HandleRecord[]> {
  return fc.array(
    plain({
      value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => handleValue(value)),
      type: fc.option(fc.constantFrom('Event', 'ALPC Port', 'Größe', 'Key')),
      name,
      attributes: u32,
      grantedAccess: u32,
      handleCount: u32,
      pointerCount: u32,
      objectInfo: fc.array(infoOf(pointerSize), { maxLength: 4 }),
      objectInfoRefused: fc.constant(false),
    }),
    { maxLength: 40 },
  );
}

const traces: fc.Arbitrary<HandleTrace[]> = fc.array(
  plain({
    row: fc.constant(0),
    handle: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => handleValue(value)),
    operation: fc.constantFrom('open' as const, 'close' as const, 'badref' as const),
    processId: u32,
    threadId: u32,
    stack: fc.array(
      fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }).map((value) => address(value)),
      { maxLength: 32 },
    ),
  }),
  { maxLength: 40 },
);

async function tracesIn(target: Target): Promise<readonly HandleTrace[]> {
  const store = await tracesOf(target);
  const rows = Uint32Array.from({ length: store.count }, (_, row) => row);
  return await store.records(rows, neverCancelled);
}

describe('Minidumps of any handles and traces', () => {
  for (const pointerSize of [4, 8] as const) {
    it(`are read as they were written, ${pointerSize * 8}-bit`, async () => {
      const architecture = pointerSize === 4 ? 'x86' : 'x64';
      await fc.assert(
        fc.asyncProperty(handles(pointerSize), traces, async (records, log) => {
          const target = new FakeTarget({
            info: { architecture, pointerSize },
            handles: records,
            traces: log,
          });
          const { dump } = await writtenAndRead(target);
          assert.deepEqual(await allHandles(dump), records);
          assert.deepEqual(
            await tracesIn(dump),
            log.map((record, row) => ({ ...record, row })),
          );
          assert.deepEqual(dump.problems, []);
        }),
        { numRuns: 150 },
      );
    });
  }
});

describeWithShared('Dumps of an independent writer, written again', (shared) => {
  for (let seed = 1; seed <= 4; seed++) {
    it(`hold the same handles and traces, seed ${seed}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'handle-lens-'));
      try {
        const options = ['--handles', '5000', '--operations', '3000', '--descriptor', '2'];
        const { path } = generateDump(shared, folder, [...options, '--seed', String(seed)]);
        const source = valueOf(await openFileByteSource(path));
        const target = valueOf(await openMinidump(source, { token: neverCancelled }));
        const { dump } = await writtenAndRead(target);
        assert.deepEqual(await allHandles(dump), await allHandles(target));
        assert.deepEqual(await tracesIn(dump), await tracesIn(target));
        assert.deepEqual(dump.modules(), target.modules());
        assert.deepEqual(
          dump.threads(dump.currentProcessId()),
          target.threads(target.currentProcessId()),
        );
        await target.close();
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});
