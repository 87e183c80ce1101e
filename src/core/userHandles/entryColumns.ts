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
    const words = wordsOf(bytes, count * entrySize);
    const step = entrySize / 4;
    const { pheadLow, ownerLow, type, flags, uniq } = this;
    const owner = offsets.owner === null ? null : offsets.owner / 4;
    const tailAt = offsets.type / 4;
    for (let index = row, at = 0; index < row + count; index++, at += step) {
      pheadLow[index] = words[at] ?? 0;
      // Type, flags and uniqueness lie side by side in every version.
      const tail = words[at + tailAt] ?? 0;
      type[index] = tail;
      flags[index] = tail >>> 8;
      uniq[index] = tail >>> 16;
      if (owner !== null) {
        ownerLow[index] = words[at + owner] ?? 0;
      }
    }
    if (pointerSize === 8) {
      this.decodeHigh(words, row, count);
    }
    return count;
  }

  private decodeHigh(words: Uint32Array, row: number, count: number): void {
    const { entrySize, offsets } = this.profile;
    const step = entrySize / 4;
    const { pheadHigh, ownerHigh, desktopLow, desktopHigh } = this;
    const owner = (offsets.owner ?? 0) / 4 + 1;
    for (let index = row, at = 0; index < row + count; index++, at += step) {
      pheadHigh[index] = words[at + 1] ?? 0;
      ownerHigh[index] = words[at + owner] ?? 0;
    }
    if (offsets.desktopId === null) {
      return;
    }
    const desktop = offsets.desktopId / 4;
    for (let index = row, at = 0; index < row + count; index++, at += step) {
      desktopLow[index] = words[at + desktop] ?? 0;
      desktopHigh[index] = words[at + desktop + 1] ?? 0;
    }
  }
}

/** Bytes as 32-bit words, which all entries consist of; copied where they do not begin at a word. */
function wordsOf(bytes: Uint8Array, length: number): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice(0, length);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, length / 4);
}
