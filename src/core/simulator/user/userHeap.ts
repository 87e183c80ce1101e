/** Heaps of the windowing system: desktop heaps, the shared heap, session pool. Each has a size and can run out. */

import type { Address } from '../../model/identifiers';
import { POOL_EXHAUSTED, PoolAllocator } from '../machine/poolAllocator';
import type { UserArena } from './userArena';

/** Blocks of an arena, in the same order every time. */
export class UserHeap {
  /** Bytes in use, rounding included. */
  used = 0;
  /** Most bytes that were ever in use. */
  peak = 0;
  private readonly pool: PoolAllocator;

  constructor(
    readonly arena: UserArena,
    /** Bytes from the arena's start that the heap leaves alone. */
    private readonly start = 0,
  ) {
    const { base, capacity } = arena;
    this.pool = new PoolAllocator({ base: base + BigInt(start), size: capacity - start }, 0x10);
  }

  /** Bytes that the heap has in all. */
  get size(): number {
    return this.arena.capacity - this.start;
  }

  /** A zeroed block; null when no room is left. */
  allocate(size: number): Address | null {
    const offset = this.pool.allocate(size);
    if (offset === POOL_EXHAUSTED) {
      return null;
    }
    const rounded = this.pool.rounded(size);
    this.used += rounded;
    this.peak = Math.max(this.peak, this.used);
    const place = this.start + offset;
    this.arena.commit(place + rounded);
    this.arena.clear(place, rounded);
    return this.arena.at(place);
  }

  /** Gives a block back; `size` as it was asked for. The bytes stay until the block is used again. */
  release(place: Address, size: number): void {
    this.used -= this.pool.rounded(size);
    this.pool.release(this.arena.offsetOf(place) - this.start, size);
  }
}
