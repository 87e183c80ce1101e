/** How bytes are fetched: few reads, bounded memory, honest ends. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BinaryView } from '../../../src/core/util/binaryView';
import { MemoryByteSource } from '../../../src/core/util/byteSource';
import {
  CancellationSource,
  CancelledError,
  neverCancelled,
  type CancellationToken,
} from '../../../src/core/util/cancellation';
import { placeItems, readScattered } from '../../../src/core/util/scatteredReads';
import { readSequentially } from '../../../src/core/util/sequentialReads';
import { SharedLoad } from '../../../src/core/util/sharedLoad';
import { decodeUtf16, decodeUtf8z } from '../../../src/core/util/utf16';
import { CountingSource } from '../../support/openDump';

/** Bytes whose value tells their offset. */
function numbered(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 4 <= size; at += 4) {
    view.setUint32(at, at, true);
  }
  return bytes;
}

describe('scattered reads', () => {
  async function read(
    size: number,
    offsets: number[],
    reach: number,
  ): Promise<[number[], CountingSource]> {
    const source = new CountingSource(new MemoryByteSource(numbered(size)));
    const placed = placeItems(offsets);
    const seen = new Array<number>(offsets.length).fill(-1);
    await readScattered(
      source,
      placed.offsets,
      { reach, token: neverCancelled },
      (index, view, at, available) => {
        seen[placed.order[index] ?? 0] = available >= 4 ? view.getUint32(at, true) : -2;
      },
    );
    return [seen, source];
  }

  it('show every item at its place, in whatever order they are asked for', async () => {
    const offsets = [400, 0, 2_000_000, 1_000_000, 8, 400];
    assert.deepEqual((await read(2_000_100, offsets, 8))[0], offsets);
  });

  it('fetch neighbours with one read', async () => {
    const [, source] = await read(
      1_000_000,
      Array.from({ length: 100 }, (_, index) => index * 400),
      16,
    );
    assert.equal(source.calls, 1);
  });

  it('do not fetch a large gap', async () => {
    const [, source] = await read(10_000_000, [0, 9_000_000], 16);
    assert.deepEqual([source.calls, source.bytes], [2, 32]);
  });

  it('show no bytes past the end', async () => {
    assert.deepEqual((await read(100, [96, 98, 100, 5000, 2 ** 40], 8))[0], [96, -2, -2, -2, -2]);
  });

  it('stop when they are cancelled', async () => {
    const source = new CancellationSource();
    source.cancel();
    const options = { reach: 4, token: source.token };
    await assert.rejects(
      readScattered(
        new MemoryByteSource(numbered(8)),
        Float64Array.of(0),
        options,
        () => undefined,
      ),
      CancelledError,
    );
  });

  it('place offsets of any size and order (property)', () => {
    const offset = fc.oneof(fc.nat(1000), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.array(offset, { maxLength: 200 }), (offsets) => {
        const placed = placeItems(offsets);
        for (let index = 0; index < offsets.length; index++) {
          assert.equal(placed.offsets[index], offsets[placed.order[index] ?? -1]);
          assert.ok(
            index === 0 || (placed.offsets[index - 1] ?? 0) <= (placed.offsets[index] ?? 0),
          );
        }
        assert.equal(new Set(placed.order).size, offsets.length);
      }),
    );
  });
});

describe('sequential reads', () => {
  async function walk(size: number, stride: number, count: number): Promise<[number, number[]]> {
    const firsts: number[] = [];
    const source = new MemoryByteSource(numbered(size));
    const read = await readSequentially(
      source,
      { offset: 4, stride, count },
      neverCancelled,
      (view, first, some) => {
        for (let index = 0; index < some; index++) {
          assert.equal(view.getUint32(index * stride, true), 4 + (first + index) * stride);
          firsts.push(first + index);
        }
      },
    );
    return [read, firsts];
  }

  it('show every record once, across chunks', async () => {
    const [read, firsts] = await walk(4_000_004, 40, 100_000);
    assert.equal(read, 100_000);
    assert.ok(firsts.every((row, index) => row === index));
    assert.equal(firsts.length, 100_000);
  });

  it('lend the same two chunks of memory in turn', async () => {
    const lent = new Set<Uint8Array | undefined>();
    const memory = new MemoryByteSource(numbered(8_000_004));
    const source = {
      name: memory.name,
      size: memory.size,
      read: async (offset: number, length: number, into?: Uint8Array) => {
        lent.add(into);
        const bytes = await memory.read(offset, length);
        into?.set(bytes);
        return into?.subarray(0, bytes.length) ?? bytes;
      },
      close: () => Promise.resolve(),
    };
    let sum = 0;
    const run = { offset: 4, stride: 40, count: 200_000 };
    await readSequentially(source, run, neverCancelled, async (view, first, some) => {
      // While the visitor takes its time the next chunk is read: into the other memory.
      await Promise.resolve();
      for (let index = 0; index < some; index++) {
        sum += Number(view.getUint32(index * 40, true) === 4 + (first + index) * 40);
      }
    });
    assert.equal(sum, 200_000);
    assert.equal(lent.size, 2);
    assert.ok(!lent.has(undefined));
  });

  it('end where the source ends', async () => {
    assert.equal((await walk(4 + 40 * 3 + 20, 40, 10))[0], 3);
  });

  it('read nothing when there are no records', async () => {
    assert.equal((await walk(100, 40, 0))[0], 0);
  });

  it('read records longer than a chunk one by one', async () => {
    assert.equal((await walk(4 + 3_000_000 * 2, 3_000_000, 2))[0], 2);
  });

  it('stop when they are cancelled between chunks', async () => {
    const cancel = new CancellationSource();
    let chunks = 0;
    const source = new MemoryByteSource(new Uint8Array(8_000_000));
    const run = { offset: 0, stride: 8, count: 1_000_000 };
    await assert.rejects(
      readSequentially(source, run, cancel.token, () => {
        chunks++;
        cancel.cancel();
      }),
      CancelledError,
    );
    assert.equal(chunks, 1);
  });
});

describe('a shared load', () => {
  it('loads once for everybody', async () => {
    let loads = 0;
    const shared = new SharedLoad(() => Promise.resolve(++loads));
    assert.deepEqual(
      await Promise.all([shared.get(neverCancelled), shared.get(neverCancelled)]),
      [1, 1],
    );
    assert.equal(await shared.get(neverCancelled), 1);
  });

  it('loads again after a failure', async () => {
    let loads = 0;
    const shared = new SharedLoad(() =>
      ++loads === 1 ? Promise.reject(new Error('no')) : Promise.resolve(loads),
    );
    await assert.rejects(shared.get(neverCancelled), /no/);
    assert.equal(await shared.get(neverCancelled), 2);
  });

  it('goes on for those who did not cancel', async () => {
    let loads = 0;
    const shared = new SharedLoad((token: CancellationToken) =>
      Promise.resolve().then(() => {
        loads++;
        if (token.isCancelled) {
          throw new CancelledError();
        }
        return 'loaded';
      }),
    );
    const first = new CancellationSource();
    const cancelled = shared.get(first.token);
    const patient = shared.get(neverCancelled);
    first.cancel();
    await assert.rejects(cancelled, CancelledError);
    assert.equal(await patient, 'loaded');
    assert.equal(loads, 2);
  });
});

describe('text in bytes', () => {
  it('is the same as the host decodes it: UTF-8 (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        const bytes = new TextEncoder().encode(text);
        const end = bytes.indexOf(0);
        const expected = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
          end < 0 ? bytes : bytes.subarray(0, end),
        );
        assert.equal(decodeUtf8z(bytes, 0, bytes.length), expected);
      }),
    );
  });

  it('never fails on random UTF-8 (property)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        assert.ok(decodeUtf8z(bytes, 0, 64).length <= bytes.length * 2);
      }),
    );
  });

  it('keeps every UTF-16 unit (property)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = decodeUtf16(new BinaryView(bytes).data, 0, bytes.length & ~1);
        for (let index = 0; index < text.length; index++) {
          assert.equal(
            text.charCodeAt(index),
            (bytes[index * 2] ?? 0) | ((bytes[index * 2 + 1] ?? 0) << 8),
          );
        }
        assert.equal(text.length, bytes.length >> 1);
      }),
    );
  });
});

describe('a binary view', () => {
  const view = new BinaryView(Uint8Array.of(1, 2, 3, 4, 0xff, 0xff, 0xff, 0xff));

  it('reads little-endian numbers', () => {
    assert.equal(view.u8(0), 1);
    assert.equal(view.u16(0), 0x201);
    assert.equal(view.u32(0), 0x4030201);
    assert.equal(view.i32(4), -1);
    assert.equal(view.u64(0), 0xffff_ffff_0403_0201n);
    assert.equal(view.size64(0), Number(0xffff_ffff_0403_0201n));
  });

  it('knows what is inside', () => {
    assert.equal(view.has(0, 8), true);
    assert.equal(view.has(8, 0), true);
    assert.equal(view.has(5, 4), false);
    assert.equal(view.has(-1, 2), false);
    assert.equal(view.has(0, -1), false);
  });

  it('treats reading outside as a bug', () => {
    assert.throws(() => view.u32(5), RangeError);
  });
});
