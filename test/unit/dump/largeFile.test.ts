/** A dump of gigabytes opens by range: nothing is read that nobody asked for. */

import assert from 'node:assert/strict';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMinidump } from '../../../src/core/dump/openMinidump';
import { address } from '../../../src/core/model/identifiers';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { openFileByteSource } from '../../../src/node/fileByteSource';
import { DumpBuilder } from '../../support/dumpBuilder';
import { allHandles, CountingSource, valueOf } from '../../support/openDump';
import { concat, struct } from '../../support/struct';

const GIGABYTE = 2 ** 30;
const SIZE = 3 * GIGABYTE;

/** A dump whose Memory64List declares all of the file behind its streams as memory at 0x10000. */
function streams(): Uint8Array {
  const dump = new DumpBuilder()
    .systemInfo()
    .handles([{ value: 4, type: 'Event', name: '\\BaseNamedObjects\\Far' }]);
  const memoryStart = 4096;
  const list = concat([
    struct(16, { u64: { 0: 1, 8: memoryStart } }),
    struct(16, { u64: { 0: 0x10000, 8: SIZE - memoryStart } }),
  ]);
  const bytes = dump.stream(9, list).build();
  assert.ok(bytes.length <= memoryStart);
  return bytes;
}

describe('a sparse dump of 3 GB', () => {
  let folder = '';
  let path = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handle-lens-'));
    path = join(folder, 'large.dmp');
    const file = await open(path, 'w');
    await file.write(streams());
    await file.truncate(SIZE);
    await file.write(Uint8Array.of(0xaa, 0xbb), 0, 2, SIZE - 2);
    await file.close();
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('opens and lists its handles with less than 64 KiB read', async () => {
    const source = new CountingSource(valueOf(await openFileByteSource(path)));
    const target = valueOf(await openMinidump(source, { token: neverCancelled }));
    assert.deepEqual(target.problems, []);
    assert.equal((await allHandles(target))[0]?.name, '\\BaseNamedObjects\\Far');
    assert.ok(source.bytes < 65536, `${source.bytes} bytes`);
    await target.close();
  });

  it('gives memory from its far end', async () => {
    const source = new CountingSource(valueOf(await openFileByteSource(path)));
    const target = valueOf(await openMinidump(source, { token: neverCancelled }));
    const last = address(0x10000n + BigInt(SIZE - 4096 - 2));
    const memory = valueOf(await target.readMemory(last, 16, neverCancelled));
    assert.deepEqual([...memory.bytes], [0xaa, 0xbb]);
    assert.equal(memory.unreadable, 14);
    assert.ok(source.bytes < 65536, `${source.bytes} bytes`);
    await target.close();
  });
});
