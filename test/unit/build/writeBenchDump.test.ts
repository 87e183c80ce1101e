/** The bench's own dump holds what the bench needs. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMinidump } from '../../../src/core/dump/openMinidump';
import type { Target } from '../../../src/core/target/target';
import { neverCancelled } from '../../../src/core/util/cancellation';
import type { Result } from '../../../src/core/util/result';
import { openFileByteSource } from '../../../src/node/fileByteSource';
import { writeBenchDump } from '../../perf/writeBenchDump';

describe('the dump of the bench', () => {
  let folder: string;
  let target: Target | null = null;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handle-lens-'));
  });
  afterEach(async () => {
    await target?.close();
    target = null;
    await rm(folder, { recursive: true });
  });

  async function openDump(handles: number, operations: number): Promise<Target> {
    const path = join(folder, 'bench.dmp');
    writeBenchDump(path, { handles, operations });
    const source = valueOf(await openFileByteSource(path));
    target = valueOf(await openMinidump(source, { token: neverCancelled }));
    return target;
  }

  // More rows than are written at a time.
  const ROWS = 5000;

  it('lists its handles, every third with a name', async () => {
    const opened = await openDump(ROWS, 0);
    const store = valueOf(await opened.handles(opened.currentProcessId(), 'process'));
    assert.equal(store.count, ROWS);
    const records = await store.page(0, ROWS, neverCancelled);
    assert.deepEqual(
      records.map(({ value }) => value),
      Array.from({ length: ROWS }, (_, row) => BigInt(4 * (row + 1))),
    );
    assert.deepEqual(
      records.map(({ name }) => name),
      Array.from({ length: ROWS }, (_, row) =>
        row % 3 === 0
          ? `\\Sessions\\1\\BaseNamedObjects\\Bench_${row.toString(16).padStart(8, '0')}`
          : null,
      ),
    );
    assert.equal(new Set(records.map(({ type }) => type)).size, 7);
    assert.equal(records[0]?.type, 'Event');
  });

  it('lists its operations with their stacks', async () => {
    const opened = await openDump(10, ROWS);
    const store = valueOf(await opened.traces(opened.currentProcessId()));
    assert.equal(store.count, ROWS);
    // Its values ascend, so the first operation of the file is the oldest.
    const [first, second, last] = await store.records([ROWS - 1, ROWS - 2, 0], neverCancelled);
    assert.equal(first?.operation, 'open');
    assert.equal(second?.operation, 'close');
    assert.equal(last?.stack.length, 12);
    assert.equal(last.stack[0], 0x7ffb_5e3f_0000n + BigInt((ROWS - 1) % 64));
  });

  it('has nothing that would have to be refused', async () => {
    const opened = await openDump(10, 10);
    const store = valueOf(await opened.handles(opened.currentProcessId(), 'process'));
    await store.columns(neverCancelled);
    await valueOf(await opened.traces(opened.currentProcessId())).columns(neverCancelled);
    assert.deepEqual(
      opened.problems.filter(({ code }) => code !== 'stream-missing'),
      [],
    );
  });
});

function valueOf<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.problem.message);
  return result.value;
}
