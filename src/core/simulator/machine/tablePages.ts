/** The low-level pages of a handle table: real entry bytes, and beside each entry the object it stands for. */

import { TABLE_PAGE_SIZE } from '../../windows/handleTableLayout';
import type { WindowsProfile } from '../../windows/profiles';
import type { KernelObject } from './kernelObject';
import { addHigh, addLow } from './words';

/** One page of 4096 bytes. */
export interface TablePage {
  /** The bytes of the page as 32-bit words. */
  readonly words: Uint32Array;
  /** Object per entry; null = free or reserved. */
  readonly objects: (KernelObject | null)[];
  /** Index of the following free entry, 0 = last; only Windows 8 and later uses it. */
  readonly next: Int32Array;
  readonly low: number;
  readonly high: number;
}

/** Where pages come from. */
export interface PageAddress {
  readonly low: number;
  readonly high: number;
}

/** What the reserved entry and the end of Vista's and XP's lists hold. */
export const RESERVED_NEXT_FREE = 0xffff_fffe;

/** Growing storage for handle table entries, addressed by entry index (handle value / 4). */
export class TablePages {
  readonly pages: TablePage[] = [];
  readonly entriesPerPage: number;
  /** Words per entry. */
  readonly stride: number;
  /** Word of a free entry that holds the next-free field. */
  readonly nextWord: number;
  private readonly shift: number;
  private readonly mask: number;

  constructor(private readonly profile: WindowsProfile) {
    this.entriesPerPage = profile.geometry.entriesPerPage;
    this.stride = profile.geometry.entrySize / 4;
    this.nextWord = this.stride / 2;
    this.mask = this.entriesPerPage - 1;
    this.shift = Math.log2(this.entriesPerPage);
  }

  /** Entries in all pages, reserved ones included. */
  get extent(): number {
    return this.pages.length * this.entriesPerPage;
  }

  /** Adds an empty page with its reserved entry written. */
  add(place: PageAddress): TablePage {
    const page: TablePage = {
      words: new Uint32Array(TABLE_PAGE_SIZE / 4),
      objects: new Array<KernelObject | null>(this.entriesPerPage).fill(null),
      next: new Int32Array(this.profile.discipline === 'modern' ? this.entriesPerPage : 0),
      low: place.low,
      high: place.high,
    };
    const base = this.extent * 4;
    page.words[this.nextWord] = this.profile.discipline === 'modern' ? base : RESERVED_NEXT_FREE;
    this.pages.push(page);
    return page;
  }

  /** The page of an entry. The index must lie inside the table. */
  pageOf(index: number): TablePage {
    const page = this.pages[index >>> this.shift];
    if (page === undefined) {
      throw new RangeError(`Entry ${String(index)} lies outside the handle table.`);
    }
    return page;
  }

  /** Position of an entry in its page. */
  slotOf(index: number): number {
    return index & this.mask;
  }

  /** True for entry 0 of a page. */
  isReserved(index: number): boolean {
    return (index & this.mask) === 0;
  }

  /** The object of an entry; null when the entry is free, reserved or outside. */
  objectAt(index: number): KernelObject | null {
    return this.pages[index >>> this.shift]?.objects[index & this.mask] ?? null;
  }

  /** Lower word of an entry's address. */
  entryLow(index: number): number {
    return addLow(this.pageOf(index).low, this.slotOf(index) * this.stride * 4);
  }

  /** Upper word of an entry's address. */
  entryHigh(index: number): number {
    const page = this.pageOf(index);
    return addHigh(page.low, page.high, this.slotOf(index) * this.stride * 4);
  }

  /** The next-free field of a free entry before Windows 8: a handle value. */
  nextFreeValue(index: number): number {
    return this.pageOf(index).words[this.slotOf(index) * this.stride + this.nextWord] ?? 0;
  }

  /** Marks an entry free and links it to a handle value (before Windows 8). */
  linkValue(index: number, nextValue: number): void {
    const page = this.pageOf(index);
    const at = this.slotOf(index) * this.stride;
    page.words[at] = 0;
    page.words[at + 1] = 0;
    if (this.stride === 4) {
      page.words[at + 3] = 0;
    }
    page.words[at + this.nextWord] = nextValue;
  }

  /** Marks an entry free and links it to another entry, 0 = none (Windows 8 and later). */
  linkEntry(index: number, nextIndex: number): void {
    const page = this.pageOf(index);
    const slot = index & this.mask;
    const at = slot * this.stride;
    page.next[slot] = nextIndex;
    page.words[at] = 0;
    page.words[at + 1] = 0;
    if (nextIndex === 0) {
      page.words[at + 2] = 0;
      page.words[at + 3] = 0;
    } else {
      page.words[at + 2] = this.entryLow(nextIndex);
      page.words[at + 3] = this.entryHigh(nextIndex);
    }
  }

  /** The entry that a free entry is linked to (Windows 8 and later); 0 = none. */
  nextEntry(index: number): number {
    return this.pageOf(index).next[index & this.mask] ?? 0;
  }
}
