/** Memory of a minidump: ranges, gaps, overlaps and what was refused. */

import assert from 'node:assert/strict';
import { MemoryRangesBuilder } from '../../../src/core/dump/memoryRanges';
import { address } from '../../../src/core/model/identifiers';
import type { MemoryBytes, Target } from '../../../src/core/target/target';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { DumpBuilder } from '../../support/dumpBuilder';
import { codesOf, openDump, problemOf, valueOf } from '../../support/openDump';
import { concat, struct } from '../../support/struct';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

async function read(target: Target, at: bigint, length: number): Promise<MemoryBytes> {
  return valueOf(await target.readMemory(address(at), length, neverCancelled));
}

describe('the memory of a minidump', () => {
  it('is read from a range of MemoryList', async () => {
    const target = await openDump(
      new DumpBuilder().systemInfo().memory([{ start: 0x1000n, bytes: bytes(1, 2, 3, 4) }]),
    );
    assert.equal(target.capabilities.memory, true);
    assert.deepEqual(await read(target, 0x1001n, 2), {
      address: 0x1001n,
      bytes: bytes(2, 3),
      unreadable: 0,
    });
  });

  it('is read from a range of Memory64List', async () => {
    const dump = new DumpBuilder().systemInfo().memory64([
      { start: 0x1000n, bytes: bytes(1, 2, 3, 4) },
      { start: 0xffff_8000_0000_0000n, bytes: bytes(5, 6, 7) },
    ]);
    const target = await openDump(dump);
    assert.deepEqual((await read(target, 0xffff_8000_0000_0001n, 2)).bytes, bytes(6, 7));
  });

  it('is read across ranges that touch each other, in whatever order they are listed', async () => {
    const dump = new DumpBuilder().systemInfo().memory([
      { start: 0x1004n, bytes: bytes(5, 6) },
      { start: 0x1000n, bytes: bytes(1, 2, 3, 4) },
    ]);
    const target = await openDump(dump);
    assert.deepEqual((await read(target, 0x1002n, 4)).bytes, bytes(3, 4, 5, 6));
  });

  it('ends at a gap and says how much is missing', async () => {
    const dump = new DumpBuilder().systemInfo().memory([
      { start: 0x1000n, bytes: bytes(1, 2) },
      { start: 0x1003n, bytes: bytes(4) },
    ]);
    const memory = await read(await openDump(dump), 0x1000n, 4);
    assert.deepEqual(memory, { address: 0x1000n, bytes: bytes(1, 2), unreadable: 2 });
  });

  it('is the first range where two overlap', async () => {
    const dump = new DumpBuilder().systemInfo().memory([
      { start: 0x1000n, bytes: bytes(1, 2, 3) },
      { start: 0x1001n, bytes: bytes(9, 9, 9, 9) },
    ]);
    assert.deepEqual((await read(await openDump(dump), 0x1000n, 5)).bytes, bytes(1, 2, 3, 9, 9));
  });

  it('includes the stacks of the threads', async () => {
    const stack = { start: 0x2000n, bytes: bytes(7, 8) };
    const target = await openDump(new DumpBuilder().systemInfo().threads([{ id: 4, stack }]));
    assert.deepEqual((await read(target, 0x2000n, 2)).bytes, bytes(7, 8));
  });

  it('is refused with its address where the dump has none', async () => {
    const target = await openDump(new DumpBuilder().systemInfo());
    assert.equal(target.capabilities.memory, false);
    const problem = problemOf(
      await target.readMemory(address(0x7ff8_6f0f_0610n), 4, neverCancelled),
    );
    assert.equal(problem.code, 'memory-not-in-dump');
    assert.match(problem.message, /00007ff8`6f0f0610/);
    assert.match(problem.hint ?? '', /procdump -ma/);
  });

  it('is refused when more is asked for than can be held', async () => {
    const target = await openDump(new DumpBuilder().systemInfo());
    const problem = problemOf(await target.readMemory(address(0), 2 ** 30, neverCancelled));
    assert.equal(problem.code, 'memory-too-long');
  });

  it('gives nothing when nothing is asked for', async () => {
    const target = await openDump(new DumpBuilder().systemInfo());
    assert.equal((await read(target, 0x1000n, 0)).bytes.length, 0);
  });

  it('is cut at the end of the file, which is reported', async () => {
    const list = concat([
      struct(4, { u32: { 0: 1 } }),
      struct(16, { u64: { 0: 0x1000n }, u32: { 8: 0x1000, 12: 0x24 } }),
    ]);
    const dump = new DumpBuilder().systemInfo().stream(5, list).build();
    const target = await openDump(dump);
    assert.deepEqual(codesOf(target), ['memory-outside-file']);
    assert.equal((await read(target, 0x1000n, 0x1000)).bytes.length, dump.length - 0x24);
  });

  it('of a Memory64List that the file does not hold is reported range by range', async () => {
    const list = struct(48, {
      u64: { 0: 2, 8: 0x40, 16: 0x1000n, 24: 2n ** 50n, 32: 0x5000n, 40: 16 },
    });
    const target = await openDump(new DumpBuilder().systemInfo().stream(9, list));
    assert.deepEqual(codesOf(target), ['memory-outside-file', 'memory-outside-file']);
    assert.equal(
      problemOf(await target.readMemory(address(0x5000n), 4, neverCancelled)).code,
      'memory-not-in-dump',
    );
  });

  it('of a Memory64List with too large a count is cut down to the bytes of the stream', async () => {
    const list = struct(32, { u64: { 0: 2n ** 63n, 8: 0x40, 16: 0x1000n, 24: 4 } });
    const target = await openDump(new DumpBuilder().systemInfo().stream(9, list));
    assert.deepEqual(codesOf(target), ['count-too-large']);
    assert.equal((await read(target, 0x1000n, 4)).bytes.length, 4);
  });

  it('of a Memory64List without a header is none, which is reported', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().stream(9, struct(8)));
    assert.deepEqual(codesOf(target), ['stream-too-short']);
  });
});

describe('the regions of a minidump', () => {
  const region = (base: bigint, size: bigint, state: number): Uint8Array =>
    struct(48, { u64: { 0: base, 0x18: size }, u32: { 0x20: state } });
  const list = concat([
    struct(16, { u32: { 0: 16, 4: 48 }, u64: { 8: 3 } }),
    region(0x1000n, 0x1000n, 0x1000),
    region(0x2000n, 0x1000n, 0x2000),
    region(0x3000n, 0x1000n, 0x10000),
  ]);
  const states: readonly (readonly [bigint, RegExp])[] = [
    [0x1800n, /was committed memory/],
    [0x2000n, /was reserved/],
    [0x3fffn, /was not allocated/],
    [0x9000n, /does not hold the memory at 00000000`00009000\.$/],
  ];
  for (const [at, message] of states) {
    it(`tell what 0x${at.toString(16)} was when its memory is missing`, async () => {
      const target = await openDump(new DumpBuilder().systemInfo().stream(16, list));
      const problem = problemOf(await target.readMemory(address(at), 4, neverCancelled));
      assert.match(problem.message, message);
    });
  }

  it('are ignored when the stream is too short, which is reported', async () => {
    const target = await openDump(new DumpBuilder().systemInfo().stream(16, struct(8)));
    assert.deepEqual(codesOf(target), ['stream-too-short']);
  });

  it('are cut down to the bytes of the stream when the count is too large', async () => {
    const long = list.slice();
    long[8] = 200;
    const target = await openDump(new DumpBuilder().systemInfo().stream(16, long));
    assert.deepEqual(codesOf(target), ['count-too-large']);
    assert.equal(target.parts[1]?.note, 'states of the address space: 3');
  });
});

describe('memory ranges', () => {
  it('leave out empty ranges', () => {
    const ranges = new MemoryRangesBuilder();
    ranges.add({ start: 0x1000n, size: 0, fileOffset: 0 });
    ranges.add({ start: 0x1000n, size: -5, fileOffset: 0 });
    assert.equal(ranges.build().count, 0);
  });

  it('cut a range at the end of the address space', () => {
    const ranges = new MemoryRangesBuilder();
    ranges.add({ start: 2n ** 64n - 16n, size: 4096, fileOffset: 0 });
    assert.equal(ranges.build().contiguous(address(2n ** 64n - 8n), 4096), 8);
  });

  it('leave out a range that lies wholly inside another', () => {
    const ranges = new MemoryRangesBuilder();
    ranges.add({ start: 0x1000n, size: 0x100, fileOffset: 0 });
    ranges.add({ start: 0x1010n, size: 0x10, fileOffset: 500 });
    ranges.add({ start: 0x1100n, size: 0x10, fileOffset: 600 });
    const built = ranges.build();
    assert.equal(built.count, 2);
    assert.equal(built.bytes, 0x110);
  });

  it('tell apart addresses that differ below the precision of a double', () => {
    const ranges = new MemoryRangesBuilder();
    ranges.add({ start: 0xffff_8000_0000_0003n, size: 1, fileOffset: 3 });
    ranges.add({ start: 0xffff_8000_0000_0001n, size: 1, fileOffset: 1 });
    const built = ranges.build();
    assert.equal(built.contiguous(address(0xffff_8000_0000_0001n), 9), 1);
    assert.equal(built.contiguous(address(0xffff_8000_0000_0002n), 9), 0);
    assert.equal(built.contiguous(address(0xffff_8000_0000_0003n), 9), 1);
  });

  it('hold hundreds of ranges and find each', () => {
    const ranges = new MemoryRangesBuilder();
    for (let index = 999; index >= 0; index--) {
      ranges.add({ start: BigInt(index) * 0x2000n, size: 0x1000, fileOffset: index });
    }
    const built = ranges.build();
    assert.equal(built.count, 1000);
    assert.equal(built.contiguous(address(0x2000n * 777n + 0x800n), 0x1000), 0x800);
    assert.equal(built.contiguous(address(0x2000n * 777n + 0x1000n), 0x1000), 0);
  });

  it('join no more ranges in one answer than are reasonable', () => {
    const ranges = new MemoryRangesBuilder();
    for (let index = 0; index < 10_000; index++) {
      ranges.add({ start: BigInt(index), size: 1, fileOffset: 0 });
    }
    assert.equal(ranges.build().contiguous(address(0), 10_000), 4096);
  });
});
