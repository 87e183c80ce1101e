/** Simulated memory that can be written: a run of bytes at an address, committed page by page. */

import { address, type Address } from '../../model/identifiers';
import type { MemoryRegion } from '../machine/memoryRegions';

const PAGE = 0x1000;

/** A run of memory of which the first pages are committed. */
export class UserArena {
  private view = new DataView(new ArrayBuffer(0));

  constructor(
    readonly base: Address,
    /** Most bytes that can be committed; a whole number of pages. */
    readonly capacity: number,
    private readonly pointerSize: 4 | 8,
    /** For people: what lies there. */
    readonly what: string,
  ) {}

  /** Bytes that exist, a whole number of pages. */
  get committed(): number {
    return this.view.byteLength;
  }

  /** The committed bytes as they are now. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.view.buffer);
  }

  /** Makes at least the first `size` bytes exist. Throws beyond the capacity: the owner must have checked. */
  commit(size: number): void {
    if (size <= this.committed) {
      return;
    }
    if (size > this.capacity) {
      throw new RangeError(`${this.what} has only ${String(this.capacity)} bytes.`);
    }
    const wanted = Math.max(size, Math.min(this.committed * 2, this.capacity));
    this.resize(Math.ceil(wanted / PAGE) * PAGE);
  }

  /** Makes exactly `size` bytes exist; a whole number of pages. What was there stays as far as it fits. */
  resize(size: number): void {
    const grown = new Uint8Array(size);
    grown.set(this.bytes.subarray(0, size));
    this.view = new DataView(grown.buffer);
  }

  /** Address of an offset. */
  at(offset: number): Address {
    return address(this.base + BigInt(offset));
  }

  /** Offset of an address; the address must lie inside. */
  offsetOf(place: Address): number {
    return Number(place - this.base);
  }

  /** True when an address lies in the arena, committed or not. */
  holds(place: Address): boolean {
    return place >= this.base && place < this.base + BigInt(this.capacity);
  }

  clear(offset: number, size: number): void {
    this.bytes.fill(0, offset, offset + size);
  }

  readU8(offset: number): number {
    return this.view.getUint8(offset);
  }

  readU16(offset: number): number {
    return this.view.getUint16(offset, true);
  }

  readU32(offset: number): number {
    return this.view.getUint32(offset, true);
  }

  readPointer(offset: number): Address {
    return address(
      this.pointerSize === 4 ? this.readU32(offset) : this.view.getBigUint64(offset, true),
    );
  }

  writeU8(offset: number, value: number): void {
    this.view.setUint8(offset, value);
  }

  writeU16(offset: number, value: number): void {
    this.view.setUint16(offset, value, true);
  }

  writeU32(offset: number, value: number): void {
    this.view.setUint32(offset, value, true);
  }

  /** A pointer of the version's size; higher bits are cut off. */
  writePointer(offset: number, value: bigint): void {
    if (this.pointerSize === 4) {
      this.view.setUint32(offset, Number(BigInt.asUintN(32, value)), true);
    } else {
      this.view.setBigUint64(offset, BigInt.asUintN(64, value), true);
    }
  }

  /** A field of 1, 2, 4 or 8 bytes; higher bits are cut off. */
  writeField(offset: number, size: number, value: bigint): void {
    if (size === 8) {
      this.view.setBigUint64(offset, BigInt.asUintN(64, value), true);
    } else if (size === 4) {
      this.view.setUint32(offset, Number(BigInt.asUintN(32, value)), true);
    } else if (size === 2) {
      this.view.setUint16(offset, Number(BigInt.asUintN(16, value)), true);
    } else {
      this.view.setUint8(offset, Number(BigInt.asUintN(8, value)));
    }
  }

  /** The committed bytes as a region of memory, at the arena's own or another address. */
  region(start: Address = this.base): MemoryRegion {
    return { start, size: this.committed, what: this.what, read: () => this.bytes };
  }
}
