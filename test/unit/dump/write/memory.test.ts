/** Memory of a dump that is written: names of functions and USER handles of a simulated program. */

import assert from 'node:assert/strict';
import { readExportTable, readImageBits } from '../../../../src/core/dump/exportTable';
import { symbolImage, type ImageShape } from '../../../../src/core/dump/write/symbolImage';
import { address } from '../../../../src/core/model/identifiers';
import { openSample } from '../../../../src/core/script/samples/catalog';
import { openUserHandleTable } from '../../../../src/core/userHandles/openUserTable';
import type { Target } from '../../../../src/core/target/target';
import { neverCancelled } from '../../../../src/core/util/cancellation';
import { DumpBuilder } from '../../../support/dumpBuilder';
import { FakeTarget, fakeHandle } from '../../../support/fakeTarget';
import { writtenAndRead } from '../../../support/memorySink';
import { openDump, tracesOf, valueOf } from '../../../support/openDump';

const SHAPE: ImageShape = {
  architecture: 'x64',
  pointerSize: 8,
  timeDateStamp: 7,
  size: 0x10000,
  names: [
    { rva: 0x2000, name: 'Zebra' },
    { rva: 0x1000, name: 'Größe::~Größe' },
    { rva: 0x1080, name: 'Ant' },
  ],
  taken: [],
};

/** Reads an image as the reader of dumps does. */
async function exportsOf(shape: ImageShape): Promise<readonly (readonly [number, string])[]> {
  const bytes = new Uint8Array(shape.size);
  for (const part of symbolImage(shape) ?? assert.fail('there is room')) {
    bytes.set(part.bytes, part.rva);
  }
  const base = 0x40_0000n;
  const read = (at: bigint, length: number): Promise<Uint8Array> => {
    const offset = Number(at - base);
    return Promise.resolve(bytes.slice(offset, offset + length));
  };
  assert.equal(await readImageBits(read, address(base)), shape.pointerSize * 8);
  const table = await readExportTable(read, address(base), shape.size);
  assert.ok(table);
  return [...table.rvas].map((rva, index) => [rva, table.name(index)]);
}

async function frames(target: Target): Promise<readonly string[]> {
  const store = await tracesOf(target);
  const rows = Uint32Array.from({ length: store.count }, (_, row) => row);
  const stacks = (await store.records(rows, neverCancelled)).flatMap(({ stack }) => stack);
  await target.symbols.prepare(stacks, neverCancelled);
  return stacks.map((frame) => {
    const { module, symbol, displacement } = target.symbols.resolve(frame);
    return `${module?.toLowerCase() ?? ''}!${symbol ?? ''}+${displacement.toString(16)}`;
  });
}

describe('An image that names functions', () => {
  it('is read as it was meant, for both sizes of pointers', async () => {
    const wanted = [
      [0x1000, 'Größe::~Größe'],
      [0x1080, 'Ant'],
      [0x2000, 'Zebra'],
    ];
    assert.deepEqual(await exportsOf(SHAPE), wanted);
    assert.deepEqual(await exportsOf({ ...SHAPE, architecture: 'x86', pointerSize: 4 }), wanted);
  });

  it('finds room between functions and other memory, and none where all is taken', async () => {
    const taken = [
      { rva: 0x400, size: 0xc80 },
      { rva: 0x1090, size: 0xf80 },
      { rva: 0x2010, size: 0xd000 },
    ];
    const parts = symbolImage({ ...SHAPE, taken }) ?? [];
    assert.equal(parts[1]?.rva, 0xf010);
    assert.equal((await exportsOf({ ...SHAPE, taken })).length, 3);
    assert.equal(symbolImage({ ...SHAPE, taken: [{ rva: 0x400, size: 0xfc00 }] }), null);
  });
});

describe('The memory of a written dump', () => {
  it('names the frames of a simulated program as the program itself does', async () => {
    const sample = valueOf(openSample('leaky-service'));
    const { dump } = await writtenAndRead(sample);
    assert.deepEqual(await frames(dump), await frames(sample));
    const again = await writtenAndRead(dump);
    assert.deepEqual(await frames(again.dump), await frames(sample));
  });

  it('holds the USER handle table of a simulated program, to the last entry', async () => {
    const sample = valueOf(openSample('user-heap-full'));
    const { dump } = await writtenAndRead(sample);
    const [before, after] = [
      valueOf(await openUserHandleTable(sample, neverCancelled)),
      valueOf(await openUserHandleTable(dump, neverCancelled)),
    ];
    assert.ok(before.entries > 100);
    assert.equal(after.entries, before.entries);
    assert.deepEqual(after.columns, before.columns);
  });

  it('has no images of modules that are not simulated', async () => {
    const target = new FakeTarget({
      info: { simulated: false },
      handles: [fakeHandle(4, 'Event')],
    });
    const { dump } = await writtenAndRead(target);
    assert.equal(dump.capabilities.memory, false);
  });

  it('is not copied from dumps, which is said', async () => {
    const source = await openDump(
      new DumpBuilder()
        .systemInfo()
        .memory64([{ start: 0x1000n, bytes: new Uint8Array(16) }])
        .handles([{ value: 4 }]),
    );
    const { written, dump } = await writtenAndRead(source);
    assert.match(written.leftOut.join(' '), /The memory that the target has\./);
    assert.equal(dump.capabilities.memory, false);
  });

  it('ends where it cannot be read any further', async () => {
    const target = new FakeTarget({
      handles: [fakeHandle(4, 'Event')],
      memory: { start: 0x1000n, bytes: Uint8Array.of(1, 2, 3) },
    });
    const ranged = Object.assign(target, {
      memoryRanges: () => [
        { start: address(0x1000n), size: 16 },
        { start: address(0x9000n), size: 16 },
      ],
    });
    const { dump } = await writtenAndRead(ranged);
    const memory = valueOf(await dump.readMemory(address(0x1000n), 16, neverCancelled));
    assert.deepEqual([...memory.bytes], [1, 2, 3]);
    assert.equal((await dump.readMemory(address(0x9000n), 16, neverCancelled)).ok, false);
  });
});
