/** Where objects, their names and the kernel's own structures are put: the two pools of a machine. */

import { address as makeAddress, type Address } from '../../model/identifiers';
import { subHeadersSize } from '../../windows/objectHeaderLayout';
import type { WindowsProfile } from '../../windows/profiles';
import type { KernelObject, NameBuffer, ObjectPlacement } from './kernelObject';
import type { ObjectType } from './objectType';
import { POOL_EXHAUSTED, PoolAllocator } from './poolAllocator';
import type { PageAddress } from './tablePages';
import { fromWords, highWord, lowWord } from './words';

/** Sub-header combinations: one byte. */
const INFO_MASKS = 0x100;

/** Paged and non-paged pool. Every block has a pool header in front. */
export class ObjectPools {
  /** Bytes of pool header and sub-headers before an object header, by info mask. */
  private readonly spaceAbove: Uint16Array;
  private readonly paged: PoolAllocator;
  private readonly nonpaged: PoolAllocator;
  private readonly poolHeader: number;

  constructor(private readonly profile: WindowsProfile) {
    const { memory, pointerSize } = profile;
    this.poolHeader = memory.poolHeader;
    this.paged = new PoolAllocator(memory.pagedPool, memory.poolHeader);
    this.nonpaged = new PoolAllocator(memory.nonPagedPool, memory.poolHeader);
    this.spaceAbove = Uint16Array.from(
      { length: INFO_MASKS },
      (_, mask) => subHeadersSize(mask, pointerSize) + memory.poolHeader,
    );
  }

  /** Room for an object with its sub-headers, in the pool of its type or at a fixed body address. Null when exhausted. */
  placeObject(
    type: ObjectType,
    infoMask: number,
    fixed: Address | undefined,
  ): ObjectPlacement | null {
    const above = this.spaceAbove[infoMask] ?? 0;
    const blockSize = above + type.headerSize + type.bodySize;
    if (fixed !== undefined) {
      const header = fixed - BigInt(type.headerSize);
      this.reserve(makeAddress(header - BigInt(above)), blockSize);
      return {
        headerLow: lowWord(header),
        headerHigh: highWord(header),
        blockOffset: -1,
        blockSize,
      };
    }
    const pool = this.poolOf(type);
    const blockOffset = pool.allocate(blockSize);
    return blockOffset === POOL_EXHAUSTED
      ? null
      : {
          headerLow: pool.low(blockOffset + above),
          headerHigh: pool.high(blockOffset + above),
          blockOffset,
          blockSize,
        };
  }

  /** Gives the room of an object back; fixed places stay reserved. */
  releaseObject(object: KernelObject): void {
    if (object.blockOffset >= 0) {
      this.poolOf(object.type).release(object.blockOffset, object.blockSize);
    }
  }

  /** Room for the characters of a name. Null when exhausted. */
  placeName(name: string): NameBuffer | null {
    const size = this.poolHeader + name.length * 2;
    const offset = this.paged.allocate(size);
    const start = offset + this.poolHeader;
    return offset === POOL_EXHAUSTED
      ? null
      : { low: this.paged.low(start), high: this.paged.high(start), offset, size };
  }

  /** Gives the room of a name back. */
  releaseName(buffer: NameBuffer): void {
    this.paged.release(buffer.offset, buffer.size);
  }

  /** A block of paged pool for a structure that is no object. Null when exhausted. */
  allocateBlock(size: number): PageAddress | null {
    const offset = this.paged.allocate(size + this.poolHeader);
    const start = offset + this.poolHeader;
    return offset === POOL_EXHAUSTED
      ? null
      : { low: this.paged.low(start), high: this.paged.high(start) };
  }

  /** Gives a block of {@link allocateBlock} back; `size` as it was asked for. */
  releaseBlock(place: PageAddress, size: number): void {
    const start = fromWords(place.low, place.high) - this.profile.memory.pagedPool.base;
    this.paged.release(Number(start) - this.poolHeader, size + this.poolHeader);
  }

  /** Keeps both pools away from something at a fixed place. */
  reserve(place: Address, size: number): void {
    this.paged.reserve(place, size);
    this.nonpaged.reserve(place, size);
  }

  private poolOf(type: ObjectType): PoolAllocator {
    return type.facts.pool === 'paged' ? this.paged : this.nonpaged;
  }
}
