/** Simulated memory that can be written: a run of bytes at an address, committed page by page. */

import { address, type Address } from '../../model/identifiers';
import { Journal, Journalled } from '../machine/journal';
import type { MemoryRegion } from '../machine/memoryRegions';
import { ArenaChange, PIECE, PIECE_SHIFT } from './arenaChange';

const PAGE = 0x1000;

/** A run of memory of which the first pages are committed. */
export class UserArena extends Journalled {
  /** Bytes that exist: the first ones of the view. */
  private size = 0;
  private view = new DataView(new ArrayBuffer(0));
  /** By piece: the stretch of the journal in which it last told of a change. */
  private told = new Int32Array(0);
  private kept: ArenaChange | null = null;

  readonly base: Address;
  /** Most bytes that can be committed; a whole number of pages. */
  readonly capacity: number;

  constructor(
    place: { readonly base: Address; readonly capacity: number },
    private readonly pointerSize: 4 | 8,
    /** For people: what lies there. */
    readonly what: string,
    /** Told of changes; absent: nobody is. */
    private readonly journal = new Journal(),
  ) {
    super();
    this.base = place.base;
    this.capacity = place.capacity;
  }

  /** Bytes that exist, a whole number of pages. */
  get committed(): number {
    return this.size;
  }

  /** The committed bytes as they are now. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.view.buffer, 0, this.size);
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
    this.keepChanges();
    this.reserve(size);
    const before = this.size;
    this.setSize(size);
    if (size > before) {
      this.clear(before, size - before);
    }
  }

  /** Says how many bytes exist, whatever they hold; the journal calls it. */
  setSize(size: number): void {
    this.size = size;
  }

  /** The bytes of a piece, not a copy. */
  piece(number: number): Uint8Array {
    return new Uint8Array(this.view.buffer, number << PIECE_SHIFT, PIECE);
  }

  /** Puts a piece back; the journal calls it. */
  setPiece(number: number, piece: Uint8Array): void {
    this.piece(number).set(piece);
  }

  /** Room for so many bytes. */
  private reserve(size: number): void {
    if (size > this.view.byteLength) {
      const larger = new Uint8Array(Math.max(size, this.view.byteLength * 2));
      larger.set(new Uint8Array(this.view.buffer));
      this.view = new DataView(larger.buffer);
      const told = new Int32Array(larger.length >> PIECE_SHIFT);
      told.set(this.told);
      this.told = told;
    }
  }

  /** What is kept in this stretch of the journal; null while nobody wants it. */
  private keepChanges(): ArenaChange | null {
    const { journal } = this;
    if (this.kept?.epoch !== journal.epoch && journal.epoch !== 0) {
      this.kept = new ArenaChange(this, journal.epoch);
      journal.keep(this.kept);
    }
    return this.kept;
  }

  /** Bytes are about to change. */
  private touch(offset: number, size: number): void {
    const change = this.keepChanges();
    if (change === null) {
      return;
    }
    const { told } = this;
    const end = (offset + size - 1) >> PIECE_SHIFT;
    for (let piece = offset >> PIECE_SHIFT; piece <= end; piece++) {
      if (told[piece] !== change.epoch) {
        told[piece] = change.epoch;
        change.add(piece);
      }
    }
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
    this.touch(offset, size);
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
    this.touch(offset, 1);
    this.view.setUint8(offset, value);
  }

  writeU16(offset: number, value: number): void {
    this.touch(offset, 2);
    this.view.setUint16(offset, value, true);
  }

  writeU32(offset: number, value: number): void {
    this.touch(offset, 4);
    this.view.setUint32(offset, value, true);
  }

  /** A pointer of the version's size; higher bits are cut off. */
  writePointer(offset: number, value: bigint): void {
    this.touch(offset, this.pointerSize);
    if (this.pointerSize === 4) {
      this.view.setUint32(offset, Number(BigInt.asUintN(32, value)), true);
    } else {
      this.view.setBigUint64(offset, BigInt.asUintN(64, value), true);
    }
  }

  /** A field of 1, 2, 4 or 8 bytes; higher bits are cut off. */
  writeField(offset: number, size: number, value: bigint): void {
    this.touch(offset, size);
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
