/** Which addresses the dump holds and where: ranges as sorted columns, so that none of the memory is read early. */

import { address, type Address } from '../model/identifiers';
import type { MemoryBytes } from '../target/target';
import type { ByteSource } from '../util/byteSource';
import { lastWhere } from '../util/lastWhere';

const ADDRESS_LIMIT = 2n ** 64n;
/** Most ranges joined in one answer: a damaged list of one-byte ranges must not become a million reads. */
const MAXIMUM_JOINED = 4096;

/** One range of memory in the file. */
export interface MemoryRangeEntry {
  /** First address. */
  readonly start: bigint;
  /** Bytes. */
  readonly size: number;
  /** File offset of the first byte. */
  readonly fileOffset: number;
}

/** Collects ranges in any order, overlapping or not. */
export class MemoryRangesBuilder {
  private starts = new BigUint64Array(64);
  private sizes = new Float64Array(64);
  private fileOffsets = new Float64Array(64);
  private count = 0;

  /** Adds a range; empty ones are left out, one that passes the end of the address space is cut. */
  add(range: MemoryRangeEntry): void {
    if (range.size <= 0) {
      return;
    }
    if (this.count === this.starts.length) {
      this.grow();
    }
    const room = ADDRESS_LIMIT - range.start;
    this.starts[this.count] = range.start;
    this.sizes[this.count] = BigInt(range.size) > room ? Number(room) : range.size;
    this.fileOffsets[this.count] = range.fileOffset;
    this.count++;
  }

  /** Sorts the ranges and cuts off what two of them have in common, so that each address is in one place. */
  build(): MemoryRanges {
    const order = this.sortedOrder();
    const starts = new BigUint64Array(this.count);
    const sizes = new Float64Array(this.count);
    const fileOffsets = new Float64Array(this.count);
    let kept = 0;
    let end = 0n;
    for (const index of order) {
      const start = this.starts[index] ?? 0n;
      const size = this.sizes[index] ?? 0;
      const overlap = start < end ? Number(end - start) : 0;
      if (overlap < size) {
        starts[kept] = start + BigInt(overlap);
        sizes[kept] = size - overlap;
        fileOffsets[kept] = (this.fileOffsets[index] ?? 0) + overlap;
        kept++;
        end = start + BigInt(size);
      }
    }
    return new MemoryRanges(
      starts.slice(0, kept),
      sizes.slice(0, kept),
      fileOffsets.slice(0, kept),
    );
  }

  private sortedOrder(): Uint32Array {
    const order = new Uint32Array(this.count);
    const keys = new Float64Array(this.count);
    let ascending = true;
    for (let index = 0; index < this.count; index++) {
      order[index] = index;
      keys[index] = Number(this.starts[index] ?? 0n);
      ascending &&= index === 0 || (this.starts[index - 1] ?? 0n) <= (this.starts[index] ?? 0n);
    }
    if (!ascending) {
      order.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || this.compareStarts(a, b));
    }
    return order;
  }

  /** For addresses that a double cannot tell apart. */
  private compareStarts(a: number, b: number): number {
    const [first, second] = [this.starts[a] ?? 0n, this.starts[b] ?? 0n];
    return first === second ? a - b : first < second ? -1 : 1;
  }

  private grow(): void {
    const capacity = this.starts.length * 2;
    const { starts, sizes, fileOffsets } = this;
    this.starts = new BigUint64Array(capacity);
    this.sizes = new Float64Array(capacity);
    this.fileOffsets = new Float64Array(capacity);
    this.starts.set(starts);
    this.sizes.set(sizes);
    this.fileOffsets.set(fileOffsets);
  }
}

/** Sorted ranges that do not overlap. */
export class MemoryRanges {
  /** Bytes of memory in the dump. */
  readonly bytes: number;

  constructor(
    private readonly starts: BigUint64Array,
    private readonly sizes: Float64Array,
    private readonly fileOffsets: Float64Array,
  ) {
    this.bytes = sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Number of ranges. */
  get count(): number {
    return this.starts.length;
  }

  /** Bytes that can be read from `at` without a gap, up to `most`. */
  contiguous(at: Address, most: number): number {
    let done = 0;
    let index = this.find(at);
    for (let joined = 0; index >= 0 && done < most && joined < MAXIMUM_JOINED; joined++) {
      const start = this.starts[index] ?? 0n;
      const skipped = Number(at + BigInt(done) - start);
      done += (this.sizes[index] ?? 0) - skipped;
      const nextStart = this.starts[index + 1];
      index = nextStart === at + BigInt(done) ? index + 1 : -1;
    }
    return Math.min(done, most);
  }

  /**
   * Reads up to `length` bytes (at most what the caller is ready to hold) at an address, across ranges that touch each
   * other. The answer is shorter where the dump has no more, and empty where it has nothing.
   */
  async read(source: ByteSource, at: Address, length: number): Promise<MemoryBytes> {
    const bytes = new Uint8Array(this.contiguous(at, length));
    let done = 0;
    while (done < bytes.length) {
      const index = this.find(address(at + BigInt(done)));
      const skipped = Number(at + BigInt(done) - (this.starts[index] ?? 0n));
      const part = Math.min((this.sizes[index] ?? 0) - skipped, bytes.length - done);
      const read = await source.read((this.fileOffsets[index] ?? 0) + skipped, part);
      bytes.set(read, done);
      done += read.length;
      if (read.length < part) {
        break;
      }
    }
    const readable = done === bytes.length ? bytes : bytes.slice(0, done);
    return { address: at, bytes: readable, unreadable: length - readable.length };
  }

  /** The range that holds an address, -1 when none does. */
  private find(at: Address): number {
    const index = lastWhere(this.starts.length, (each) => (this.starts[each] ?? 0n) <= at);
    const start = this.starts[index];
    return start !== undefined && at - start < BigInt(this.sizes[index] ?? 0) ? index : -1;
  }
}
