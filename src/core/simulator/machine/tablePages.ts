/** The low-level pages of a handle table: real entry bytes, and beside each entry the object it stands for. */

import { TABLE_PAGE_SIZE } from '../../windows/handleTableLayout';
import type { WindowsProfile } from '../../windows/profiles';
import { Journalled, type Change, type Journal } from './journal';
import type { KernelObject } from './kernelObject';
import { addHigh, addLow } from './words';

/** How a page is divided. */
interface PageShape {
  readonly entries: number;
  /** Words per entry. */
  readonly stride: number;
  /** Windows 8 and later: beside the bytes, free entries are linked by index. */
  readonly isLinked: boolean;
}

/** One page of 4096 bytes. Who changes an entry calls {@link touch} before. */
export class TablePage extends Journalled {
  /** The bytes of the page as 32-bit words. */
  readonly words = new Uint32Array(TABLE_PAGE_SIZE / 4);
  /** Object per entry; null = free or reserved. */
  readonly objects: (KernelObject | null)[];
  /** Index of the following free entry, 0 = last; only Windows 8 and later uses it. */
  readonly next: Int32Array;
  readonly low: number;
  readonly high: number;
  private readonly born: number;
  /** By entry: the stretch of the journal in which it last told of a change. */
  private readonly told: Int32Array;
  private change: PageChange | null = null;
  private changeEpoch = 0;

  constructor(
    readonly shape: PageShape,
    place: PageAddress,
    private readonly journal: Journal,
  ) {
    super();
    this.objects = new Array<KernelObject | null>(shape.entries).fill(null);
    this.next = new Int32Array(shape.isLinked ? shape.entries : 0);
    this.told = new Int32Array(shape.entries);
    this.low = place.low;
    this.high = place.high;
    this.born = journal.epoch;
  }

  /** An entry is about to change. */
  touch(slot: number): void {
    const { epoch } = this.journal;
    if (epoch === this.born || this.told[slot] === epoch) {
      return;
    }
    this.told[slot] = epoch;
    if (this.change === null || this.changeEpoch !== epoch) {
      this.change = new PageChange(this, this.born);
      this.changeEpoch = epoch;
      this.journal.keep(this.change);
    }
    this.change.add(slot);
  }
}

/** Entries that a change has room for at first. */
const FIRST_ROOM = 8;

/** How some entries of a page were. */
class PageChange implements Change {
  private count = 0;
  /** For each entry: its position in the page, its words, and the entry that it was linked to. */
  private numbers: Uint32Array;
  private objects: (KernelObject | null)[] = [];
  private readonly width: number;

  constructor(
    private readonly page: TablePage,
    readonly born: number,
  ) {
    this.width = page.shape.stride + 2;
    this.numbers = new Uint32Array(FIRST_ROOM * this.width);
  }

  get subject(): object {
    return this.page;
  }

  get bytes(): number {
    return 200 + this.numbers.length * 4 + this.count * 8;
  }

  seal(): void {
    this.numbers = this.numbers.slice(0, this.count * this.width);
    this.objects = this.objects.slice();
  }

  /** Only the first time that something is told of an entry. */
  absorb(later: PageChange): void {
    const { width } = this;
    const known = new Set(Array.from({ length: this.count }, (_, entry) => this.slotOf(entry)));
    const added = later.objects
      .map((_, entry) => entry)
      .filter((entry) => !known.has(later.slotOf(entry)));
    const numbers = new Uint32Array((this.count + added.length) * width);
    numbers.set(this.numbers);
    for (const entry of added) {
      numbers.set(later.numbers.subarray(entry * width, (entry + 1) * width), this.count * width);
      this.objects.push(later.objects[entry] ?? null);
      this.count++;
    }
    this.numbers = numbers;
  }

  private slotOf(entry: number): number {
    return this.numbers[entry * this.width] ?? 0;
  }

  add(slot: number): void {
    const { page, width } = this;
    const at = this.count * width;
    if (at === this.numbers.length) {
      const larger = new Uint32Array(at * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[at] = slot;
    for (let word = 0; word < page.shape.stride; word++) {
      this.numbers[at + 1 + word] = page.words[slot * page.shape.stride + word] ?? 0;
    }
    this.numbers[at + width - 1] = page.next[slot] ?? 0;
    this.objects.push(page.objects[slot] ?? null);
    this.count++;
  }

  exchange(): void {
    const { page, numbers, width } = this;
    const { stride, isLinked } = page.shape;
    for (let entry = 0; entry < this.count; entry++) {
      const at = entry * width;
      const slot = numbers[at] ?? 0;
      for (let word = 0; word < stride; word++) {
        const kept = numbers[at + 1 + word] ?? 0;
        numbers[at + 1 + word] = page.words[slot * stride + word] ?? 0;
        page.words[slot * stride + word] = kept;
      }
      const object = this.objects[entry] ?? null;
      this.objects[entry] = page.objects[slot] ?? null;
      page.objects[slot] = object;
      if (isLinked) {
        const next = numbers[at + width - 1] ?? 0;
        numbers[at + width - 1] = page.next[slot] ?? 0;
        page.next[slot] = next;
      }
    }
  }
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

  constructor(
    private readonly profile: WindowsProfile,
    private readonly journal: Journal,
  ) {
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
    const isLinked = this.profile.discipline === 'modern';
    const shape = { entries: this.entriesPerPage, stride: this.stride, isLinked };
    const page = new TablePage(shape, place, this.journal);
    page.words[this.nextWord] = isLinked ? this.extent * 4 : RESERVED_NEXT_FREE;
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

  /** The page of an entry that is about to change. */
  changingPageOf(index: number): TablePage {
    const page = this.pageOf(index);
    page.touch(index & this.mask);
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
    const page = this.changingPageOf(index);
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
    const page = this.changingPageOf(index);
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
