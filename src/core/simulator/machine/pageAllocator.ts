/** Whole pages of kernel address space. */

import { TABLE_PAGE_SIZE } from '../../windows/handleTableLayout';
import type { AddressRange } from '../../windows/profiles';
import type { PageSource } from './handleTable';
import { POOL_EXHAUSTED, PoolAllocator } from './poolAllocator';
import type { PageAddress } from './tablePages';
import { fromWords } from './words';

/** Hands out runs of 4096-byte pages of a range. */
export class PageAllocator implements PageSource {
  private readonly pool: PoolAllocator;

  constructor(private readonly range: AddressRange) {
    this.pool = new PoolAllocator(range, TABLE_PAGE_SIZE);
  }

  /** Address of a run of pages for `size` bytes; null when the range is full. */
  allocate(size: number): PageAddress | null {
    const offset = this.pool.allocate(size);
    return offset === POOL_EXHAUSTED
      ? null
      : { low: this.pool.low(offset), high: this.pool.high(offset) };
  }

  /** Gives a run of pages back. */
  release(place: PageAddress, size: number): void {
    this.pool.release(Number(fromWords(place.low, place.high) - this.range.base), size);
  }

  /** Keeps future runs away from a fixed place. */
  reserve(place: bigint, size: number): void {
    this.pool.reserve(place, size);
  }

  allocatePage(): PageAddress | null {
    return this.allocate(TABLE_PAGE_SIZE);
  }

  releasePage(page: PageAddress): void {
    this.release(page, TABLE_PAGE_SIZE);
  }
}
