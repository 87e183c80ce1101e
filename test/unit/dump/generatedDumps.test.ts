/** Dumps of an independent writer: everything that it says must be found is found. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMinidump } from '../../../src/core/dump/openMinidump';
import { TRACE_BADREF, TRACE_CLOSE, TRACE_OPEN } from '../../../src/core/model/handleTrace';
import type { Target } from '../../../src/core/target/target';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { openFileByteSource } from '../../../src/node/fileByteSource';
import { exerciseTarget } from '../../support/exerciseTarget';
import { generateDump, type DumpTruth } from '../../support/generateDump';
import { allHandles, handlesOf, problemOf, tracesOf, valueOf } from '../../support/openDump';
import { describeWithShared } from '../../support/shared';

const CASES: readonly (readonly string[])[] = [
  ['--descriptor', '1', '--seed', '1'],
  ['--descriptor', '2', '--seed', '1'],
  ['--descriptor', '2', '--seed', '2', '--no-share'],
  ['--descriptor', '1', '--seed', '3', '--no-share'],
  ['--descriptor', '2', '--seed', '4', '--order', 'oldest'],
  ['--descriptor', '2', '--seed', '5', '--no-objinfo', '--named', '1'],
  ['--descriptor', '2', '--seed', '6', '--handles', '12000', '--threads', '40', '--sites', '3'],
  ['--descriptor', '2', '--seed', '7', '--handles', '1', '--operations', '1'],
];

describeWithShared('dumps of an independent writer', (shared) => {
  for (const options of CASES) {
    describe(options.join(' '), () => {
      let folder = '';
      let truth: DumpTruth;
      let target: Target;
      before(async () => {
        folder = mkdtempSync(join(tmpdir(), 'handle-lens-'));
        const dump = generateDump(shared, folder, [
          '--handles',
          '3000',
          '--operations',
          '2000',
          ...options,
        ]);
        truth = dump.truth;
        const source = valueOf(await openFileByteSource(dump.path));
        target = valueOf(await openMinidump(source, { token: neverCancelled }));
      });
      after(async () => {
        await target.close();
        rmSync(folder, { recursive: true, force: true });
      });

      it('have the threads and modules that were written', () => {
        const processId = target.currentProcessId();
        assert.equal(processId, 0x1d30);
        assert.deepEqual(
          target.threads(processId).map(({ threadId }) => threadId),
          truth.threads,
        );
        assert.deepEqual(
          target.modules().map(({ path, base, size, pdb }) => ({
            name: path,
            base: `0x${base?.toString(16) ?? ''}`,
            size,
            pdb: pdb?.path,
            guid: pdb?.guid,
            age: pdb?.age,
          })),
          truth.modules.map((module) => ({
            ...module,
            guid: module.guid.replaceAll('-', '').toUpperCase(),
          })),
        );
      });

      it('have the handles that were written', async () => {
        const records = await allHandles(target);
        const count = (test: (record: (typeof records)[number]) => boolean): number =>
          records.filter(test).length;
        assert.deepEqual(
          {
            handles: records.length,
            named: count(({ name }) => name !== null),
            inherit: count(({ attributes }) => attributes === 2),
            protect: count(({ attributes }) => attributes === 1),
            objectInfoRecords: records.reduce((sum, { objectInfo }) => sum + objectInfo.length, 0),
            unknownRecords: count(({ objectInfo }) =>
              objectInfo.some(({ kind }) => kind === 'unknown'),
            ),
            handleSum: Number(records.reduce((sum, { value }) => sum + value, 0n)),
            accessSum: records.reduce((sum, { grantedAccess }) => sum + (grantedAccess ?? 0), 0),
            firstHandle: Number(records[0]?.value),
            lastHandle: Number(records.at(-1)?.value),
          },
          {
            handles: truth.handles,
            named: truth.named,
            inherit: truth.inherit,
            protect: truth.protect,
            objectInfoRecords: truth.objectInfoRecords,
            unknownRecords: 0,
            handleSum: truth.handleSum,
            accessSum: truth.accessSum,
            firstHandle: truth.firstHandle,
            lastHandle: truth.lastHandle,
          },
        );
        for (const [type, first] of Object.entries(truth.firstOfType)) {
          const record = records.find((candidate) => candidate.type === type);
          assert.deepEqual(
            {
              handle: `0x${record?.value.toString(16) ?? ''}`,
              name: record?.name,
              access: `0x${record?.grantedAccess?.toString(16) ?? ''}`,
              attributes: record?.attributes,
              handleCount: record?.handleCount,
              pointerCount: record?.pointerCount,
            },
            first,
          );
        }
      });

      it('have the counts by type that were written', async () => {
        const columns = await (await handlesOf(target)).columns(neverCancelled);
        const byType = [...columns.summarise().byType].sort(([a], [b]) => (a < b ? -1 : 1));
        assert.deepEqual(Object.fromEntries(byType), truth.byType);
      });

      it('have the operations that were written', async () => {
        const store = await tracesOf(target);
        const { operation } = await store.columns(neverCancelled);
        const count = (code: number): number => operation.filter((value) => value === code).length;
        assert.deepEqual(
          { OPEN: count(TRACE_OPEN), CLOSE: count(TRACE_CLOSE), BADREF: count(TRACE_BADREF) },
          truth.operations,
        );
        const records = await store.records(
          Array.from({ length: store.count }, (_, row) => row),
          neverCancelled,
        );
        const ntdll = BigInt(truth.modules.find(({ pdb }) => pdb === 'ntdll.pdb')?.base ?? 0);
        for (const { stack, processId, threadId } of records) {
          assert.ok(stack.length >= 6 && stack.length <= 16);
          assert.equal(stack.at(-1), ntdll + 0x526b1n);
          assert.equal(processId, 0x1d30);
          assert.ok(truth.threads.includes(threadId));
        }
      });

      it('leave nothing to report and answer every question', async () => {
        assert.deepEqual(target.problems, []);
        await exerciseTarget(target);
      });
    });
  }

  it('without operations say that there are none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'handle-lens-'));
    try {
      const { path } = generateDump(shared, folder, ['--handles', '5']);
      const source = valueOf(await openFileByteSource(path));
      const target = valueOf(await openMinidump(source, { token: neverCancelled }));
      assert.equal(problemOf(await target.traces(0x1d30)).code, 'no-handle-operations');
      await target.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
