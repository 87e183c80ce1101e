/** Kernel pool addresses: a bump allocator with one last-in-first-out free list per size, always the same order. */

import type { AddressRange } from '../../windows/profiles';
import { highWord, lowWord } from './words';

/** Answer of {@link PoolAllocator.allocate} when the range is full. */
export const POOL_EXHAUSTED = -1;

interface Reservation {
  readonly start: number;
  readonly end: number;
}

/**
 * Hands out blocks of an address range as offsets from its base. A freed block is the next one given out for the same
 * rounded size, as with the kernel's lookaside lists. No memory is behind the addresses.
 */
export class PoolAllocator {
  private readonly baseLow: number;
  private readonly baseHigh: number;
  private readonly free: (number[] | undefined)[] = [];
  private readonly reservations: Reservation[] = [];
  private next = 0;

  constructor(
    private readonly range: AddressRange,
    /** Sizes are rounded up to it; a power of two. */
    private readonly granularity: number,
  ) {
    this.baseLow = lowWord(range.base);
    this.baseHigh = highWord(range.base);
  }

  /** The size that is really taken for a request. */
  rounded(size: number): number {
    return Math.ceil(size / this.granularity) * this.granularity;
  }

  /** Offset of a block of at least `size` bytes, or {@link POOL_EXHAUSTED}. */
  allocate(size: number): number {
    const rounded = this.rounded(size);
    const list = this.free[rounded / this.granularity];
    const reused = list?.pop();
    return reused ?? this.extend(rounded);
  }

  /** Gives a block back; `size` as it was asked for. */
  release(offset: number, size: number): void {
    const bucket = this.rounded(size) / this.granularity;
    const list = this.free[bucket];
    if (list === undefined) {
      this.free[bucket] = [offset];
    } else {
      list.push(offset);
    }
  }

  /** Keeps future blocks away from a fixed place; places outside the range or already given out are left alone. */
  reserve(place: bigint, size: number): void {
    const start = Number(place - this.range.base);
    if (start + size > 0 && start < this.range.size) {
      this.reservations.push({ start, end: start + size });
    }
  }

  /** Lower word of a block's address. */
  low(offset: number): number {
    return (this.baseLow + offset) >>> 0;
  }

  /** Upper word of a block's address. */
  high(offset: number): number {
    return this.baseHigh + Math.floor((this.baseLow + offset) / 0x1_0000_0000);
  }

  private extend(size: number): number {
    let start = this.next;
    for (let clear = this.reservations.length === 0; !clear;) {
      const from = start;
      const hit = this.reservations.find((taken) => taken.start < from + size && from < taken.end);
      clear = hit === undefined;
      start = hit === undefined ? start : this.rounded(hit.end);
    }
    if (start + size > this.range.size) {
      return POOL_EXHAUSTED;
    }
    this.next = start + size;
    return start;
  }
}
