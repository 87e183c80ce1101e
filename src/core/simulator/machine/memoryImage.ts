/** Simulated memory as bytes at addresses: what a debugger reads. */

import { address, type Address } from '../../model/identifiers';
import type { MemoryBytes } from '../../target/target';
import { hex0x } from '../../util/hex';
import { fail, ok, type Result } from '../../util/result';
import type { MemoryRegion } from './memoryRegions';

/** Bytes that one read returns at most. */
const LARGEST_READ = 0x100_0000;

/** What a memory image shows. */
export interface MemorySource {
  /** Grows with every change; regions are asked for again then. */
  readonly generation: number;
  /** Regions in ascending order of address, none overlapping. */
  regions(): readonly MemoryRegion[];
  /** What can be read, as the hint of a failed read. */
  readonly contents: string;
}

/** Reads simulated memory: the regions of its source. Nothing else is there. */
export class MemoryImage {
  private cached: { readonly generation: number; readonly regions: readonly MemoryRegion[] };

  constructor(private readonly source: MemorySource) {
    this.cached = { generation: -1, regions: [] };
  }

  /** All regions in ascending order of address. */
  regions(): readonly MemoryRegion[] {
    const { generation } = this.source;
    if (this.cached.generation !== generation) {
      this.cached = { generation, regions: this.source.regions() };
    }
    return this.cached.regions;
  }

  /** Reads up to `length` bytes from `start`; stops at the first byte that is not there. A problem if that is the first. */
  read(start: Address, length: number): Result<MemoryBytes> {
    const wanted = Math.max(0, Math.min(Math.floor(length), LARGEST_READ));
    const bytes = new Uint8Array(wanted);
    let filled = 0;
    while (filled < wanted) {
      const place = address(start + BigInt(filled));
      const region = this.regionAt(place);
      if (region === null) {
        break;
      }
      const offset = Number(place - region.start);
      const part = region.read().subarray(offset, offset + wanted - filled);
      bytes.set(part, filled);
      filled += part.length;
    }
    if (filled === 0 && wanted > 0) {
      return fail({
        code: 'no-memory',
        message: `No memory is simulated at ${hex0x(start)}.`,
        hint: this.source.contents,
      });
    }
    return ok({ address: start, bytes: bytes.slice(0, filled), unreadable: length - filled });
  }

  /** The region that holds an address, by binary search; null when there is none. */
  regionAt(place: Address): MemoryRegion | null {
    const regions = this.regions();
    let low = 0;
    let high = regions.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const region = regions[middle];
      if (region === undefined || place < region.start) {
        high = middle - 1;
      } else if (place >= region.start + BigInt(region.size)) {
        low = middle + 1;
      } else {
        return region;
      }
    }
    return null;
  }
}
