/** The entries of a USER handle table as columns, decoded from bytes in any version's layout. */

import type { UserProfile } from '../windows/user/userProfiles';

/** One row an entry, as it stands in memory. Rows that could not be read are zero and marked. */
export class UserEntryColumns {
  /** Low and high halves of `phead`: object address, heap offset, or index of the next free entry. */
  pheadLow: Uint32Array;
  pheadHigh: Uint32Array;
  /** Low and high halves of `pOwner`, or the id of a thread or process. */
  ownerLow: Uint32Array;
  ownerHigh: Uint32Array;
  /** Halves of `desktopId`; empty before Windows 10 1703. */
  desktopLow: Uint32Array;
  desktopHigh: Uint32Array;
  type: Uint8Array;
  flags: Uint8Array;
  uniq: Uint16Array;
  /** 1 where an entry could not be read; null when all could. */
  unreadable: Uint8Array | null = null;

  constructor(
    /** Number of rows. */
    public count: number,
    private readonly profile: UserProfile,
  ) {
    const desktops = profile.offsets.desktopId === null ? 0 : count;
    this.pheadLow = new Uint32Array(count);
    this.pheadHigh = new Uint32Array(count);
    this.ownerLow = new Uint32Array(count);
    this.ownerHigh = new Uint32Array(count);
    this.desktopLow = new Uint32Array(desktops);
    this.desktopHigh = new Uint32Array(desktops);
    this.type = new Uint8Array(count);
    this.flags = new Uint8Array(count);
    this.uniq = new Uint16Array(count);
  }

  /** True when the entry could be read. */
  isReadable(row: number): boolean {
    return row >= 0 && row < this.count && (this.unreadable?.[row] ?? 0) === 0;
  }

  /** Marks rows as not readable. */
  markUnreadable(from: number, to: number): void {
    this.unreadable ??= new Uint8Array(this.count);
    this.unreadable.fill(1, from, Math.min(to, this.count));
  }

  /** Drops the rows from `count` on. */
  truncate(count: number): void {
    if (count >= this.count) {
      return;
    }
    this.count = count;
    this.pheadLow = this.pheadLow.slice(0, count);
    this.pheadHigh = this.pheadHigh.slice(0, count);
    this.ownerLow = this.ownerLow.slice(0, count);
    this.ownerHigh = this.ownerHigh.slice(0, count);
    this.desktopLow = this.desktopLow.slice(0, count);
    this.desktopHigh = this.desktopHigh.slice(0, count);
    this.type = this.type.slice(0, count);
    this.flags = this.flags.slice(0, count);
    this.uniq = this.uniq.slice(0, count);
    this.unreadable = this.unreadable?.slice(0, count) ?? null;
  }

  /** Decodes whole entries from bytes into the rows from `row` on; returns how many there were. */
  decode(bytes: Uint8Array, row: number): number {
    const { entrySize, pointerSize, offsets } = this.profile;
    const count = Math.min(Math.floor(bytes.length / entrySize), this.count - row);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { pheadLow, ownerLow, type, flags, uniq } = this;
    const owner = offsets.owner;
    for (let index = row, at = 0; index < row + count; index++, at += entrySize) {
      pheadLow[index] = view.getUint32(at + offsets.phead, true);
      // Type, flags and uniqueness lie side by side in every version.
      const tail = view.getUint32(at + offsets.type, true);
      type[index] = tail;
      flags[index] = tail >>> 8;
      uniq[index] = tail >>> 16;
      if (owner !== null) {
        ownerLow[index] = view.getUint32(at + owner, true);
      }
    }
    if (pointerSize === 8) {
      this.decodeHigh(view, row, count);
    }
    return count;
  }

  private decodeHigh(view: DataView, row: number, count: number): void {
    const { entrySize, offsets } = this.profile;
    const { pheadHigh, ownerHigh, desktopLow, desktopHigh } = this;
    const owner = offsets.owner ?? 0;
    for (let index = row, at = 0; index < row + count; index++, at += entrySize) {
      pheadHigh[index] = view.getUint32(at + offsets.phead + 4, true);
      ownerHigh[index] = view.getUint32(at + owner + 4, true);
    }
    const desktop = offsets.desktopId;
    for (
      let index = row, at = 0;
      desktop !== null && index < row + count;
      index++, at += entrySize
    ) {
      desktopLow[index] = view.getUint32(at + desktop, true);
      desktopHigh[index] = view.getUint32(at + desktop + 4, true);
    }
  }
}
