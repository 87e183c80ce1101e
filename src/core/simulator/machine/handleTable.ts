/** A handle table: three levels of pages with real entry bytes, free lists, flags and counts (domain.md 1.2-1.5). */

import type { Address } from '../../model/identifiers';
import {
  ACCESS_BITS_MASK,
  PRE8_PROTECT_BIT,
  encodeHandleEntry,
  entryReferences,
  withEntryReferences,
} from '../../windows/handleEntryLayout';
import {
  TABLE_RUNDOWN,
  TABLE_STRICT_FIFO,
  tableLevel,
  type HandleTableGeometry,
} from '../../windows/handleTableLayout';
import type { WindowsProfile } from '../../windows/profiles';
import type { FreeLists } from './freeLists';
import { FreeListsModern } from './freeListsModern';
import { FreeListsVista } from './freeListsVista';
import { FreeListsXp } from './freeListsXp';
import type { Journal } from './journal';
import type { HandleTracer } from './handleTracer';
import type { KernelObject } from './kernelObject';
import type { SimulatedProcess } from './simulatedProcess';
import { TablePages, type PageAddress } from './tablePages';
import { fromWords } from './words';

/** Supplies addresses for table pages. */
export interface PageSource {
  /** Null when kernel memory is exhausted. */
  allocatePage(): PageAddress | null;
  releasePage(page: PageAddress): void;
}

/** How a table is made. */
export interface HandleTableOptions {
  readonly profile: WindowsProfile;
  readonly pageSource: PageSource;
  /** Address of the HANDLE_TABLE. */
  readonly address: PageAddress;
  /** True when that place was asked for. */
  readonly placed?: boolean;
  /** Place of the first page; absent: from the page source. */
  readonly firstPage?: PageAddress;
  /** Free lists on Windows 8 and later. */
  readonly processors: number;
  readonly maximumPages: number;
  /** Told of changes of the entries. */
  readonly journal: Journal;
  /** The CID table: entries point to bodies instead of headers. */
  readonly pointsToBodies?: boolean;
}

/** What an entry is given. */
export interface EntryContent {
  readonly object: KernelObject;
  /** OBJ_PROTECT_CLOSE 1, OBJ_INHERIT 2, OBJ_AUDIT_OBJECT_CLOSE 4. */
  readonly attributes: number;
  readonly grantedAccess: number;
}

/** One handle table. Entries are addressed by index (handle value / 4); index 0 stands for "none". */
export class HandleTable {
  readonly entries: TablePages;
  readonly low: number;
  readonly high: number;
  readonly geometry: HandleTableGeometry;
  /** TABLE_* bits. */
  flags = 0;
  handleCount = 0;
  /** Most handles that were ever open at once. */
  highWatermark = 0;
  /** Set while handle tracing is on. */
  tracer: HandleTracer | null = null;
  owner: SimulatedProcess | null = null;
  /** Places of the mid-level pages in order; empty while there is one low-level page. */
  readonly midPages: PageAddress[] = [];
  /** Place of the high-level table once there is one. */
  highPage: PageAddress | null = null;
  readonly freeLists: FreeLists;
  private readonly pointsToBodies: boolean;
  private readonly profile: WindowsProfile;

  constructor(private readonly options: HandleTableOptions) {
    this.profile = options.profile;
    this.geometry = options.profile.geometry;
    this.low = options.address.low;
    this.high = options.address.high;
    this.pointsToBodies = options.pointsToBodies ?? false;
    this.entries = new TablePages(options.profile, options.journal);
    this.freeLists = makeFreeLists(this.entries, options);
  }

  /** True when the HANDLE_TABLE lies at a place that was asked for. */
  get isPlaced(): boolean {
    return this.options.placed ?? false;
  }

  /** Address of the HANDLE_TABLE. */
  get address(): Address {
    return fromWords(this.low, this.high);
  }

  /** First handle value beyond the table. */
  get nextHandleNeedingPool(): number {
    return this.entries.extent * 4;
  }

  /** Levels above the low-level pages, as in the low bits of TableCode. */
  get level(): 0 | 1 | 2 {
    return tableLevel(this.geometry, this.entries.pages.length);
  }

  /** The page that TableCode points to. */
  get topPage(): PageAddress {
    const top = this.highPage ?? this.midPages[0] ?? this.entries.pages[0];
    return top ?? { low: 0, high: 0 };
  }

  get strictFifo(): boolean {
    return (this.flags & TABLE_STRICT_FIFO) !== 0;
  }

  /** Takes a free entry, growing the table when there is none. 0 at the limit or during rundown. */
  allocate(processor: number): number {
    if ((this.flags & TABLE_RUNDOWN) !== 0) {
      return 0;
    }
    const strict = (this.flags & TABLE_STRICT_FIFO) !== 0;
    const index = this.freeLists.take(processor, strict);
    if (index !== 0) {
      return index;
    }
    this.grow(strict ? 0 : processor);
    return this.freeLists.take(processor, strict);
  }

  /** Takes exactly the entry of a handle value, growing the table as far as needed; 0 when it is not free. */
  allocateValue(value: number, processor: number): number {
    const index = value >>> 2;
    if (value <= 0 || this.entries.isReserved(index) || (this.flags & TABLE_RUNDOWN) !== 0) {
      return 0;
    }
    while (index >= this.entries.extent) {
      if (!this.grow(processor)) {
        return 0;
      }
    }
    return this.freeLists.remove(index, processor) ? index : 0;
  }

  /** Fills an entry that {@link allocate} returned. */
  fill(index: number, content: EntryContent): void {
    const page = this.entries.changingPageOf(index);
    const slot = this.entries.slotOf(index);
    const { object, attributes, grantedAccess } = content;
    page.objects[slot] = object;
    encodeHandleEntry(this.profile.entryFormat, page.words, slot * this.entries.stride, {
      headerLow: this.pointsToBodies ? object.bodyLow : object.headerLow,
      headerHigh: this.pointsToBodies ? object.bodyHigh : object.headerHigh,
      attributes,
      grantedAccess,
      references: 0,
    });
    this.handleCount++;
    if (this.handleCount > this.highWatermark) {
      this.highWatermark = this.handleCount;
    }
  }

  /** Empties an entry in use and gives it back to the free lists. */
  free(index: number, processor: number): void {
    this.entries.changingPageOf(index).objects[this.entries.slotOf(index)] = null;
    this.handleCount--;
    this.freeLists.give(index, processor, (this.flags & TABLE_STRICT_FIFO) !== 0);
  }

  /** Index of the entry of an open handle, tag bits ignored; 0 when the value names none. */
  find(handle: number): number {
    if (handle < 4 || handle >= this.nextHandleNeedingPool) {
      return 0;
    }
    const index = handle >>> 2;
    return this.entries.objectAt(index) === null ? 0 : index;
  }

  /** True when the value names a page's first entry, which no handle ever has. */
  isReservedValue(handle: number): boolean {
    return (
      handle >= 0 &&
      handle < this.nextHandleNeedingPool &&
      this.entries.isReserved(Math.floor(handle) >>> 2)
    );
  }

  /** OBJ_* bits of an entry in use. */
  attributes(index: number): number {
    const page = this.entries.pageOf(index);
    const at = this.entries.slotOf(index) * this.entries.stride;
    const word = page.words[at] ?? 0;
    switch (this.profile.entryFormat) {
      case 'pre8-x86':
      case 'pre8-x64': {
        const access = page.words[at + this.entries.nextWord] ?? 0;
        return (word & 6) | ((access & PRE8_PROTECT_BIT) === 0 ? 0 : 1);
      }
      case '8.0-x64':
        return (word >>> 20) & 7;
      case '8.1-x64':
        return (word >>> 17) & 7;
    }
  }

  /** Granted access of an entry in use. */
  grantedAccess(index: number): number {
    const page = this.entries.pageOf(index);
    const at = this.entries.slotOf(index) * this.entries.stride + this.entries.nextWord;
    const word = page.words[at] ?? 0;
    return this.profile.discipline === 'modern'
      ? word & ACCESS_BITS_MASK
      : (word & ~PRE8_PROTECT_BIT) >>> 0;
  }

  /** Prepaid references left in an entry in use. */
  references(index: number): number {
    const word = this.entries.pageOf(index).words[this.entries.slotOf(index) * this.entries.stride];
    return entryReferences(this.profile.entryFormat, word ?? 0);
  }

  /** Replaces the OBJ_* bits of an entry in use; prepaid references stay. */
  setAttributes(index: number, attributes: number): void {
    const object = this.entries.objectAt(index);
    if (object === null) {
      return;
    }
    const references = this.references(index);
    const grantedAccess = this.grantedAccess(index);
    this.handleCount--;
    this.fill(index, { object, attributes, grantedAccess });
    this.setReferences(index, references);
  }

  /**
   * Takes one reference to the object through the handle. Before Windows 8 that is simply one more reference. Since then
   * it is one of the references prepaid in the entry, which the first use fills: a fresh entry has none, and published
   * lists add up exactly when an unused handle counts 1 and a used one a block (domain.md 1.5, 2.3).
   */
  reference(index: number): void {
    const object = this.entries.objectAt(index);
    if (object === null) {
      return;
    }
    const block = this.profile.prepaidReferences;
    if (block === 0) {
      object.changeCounts().pointerCount++;
      return;
    }
    const left = this.references(index);
    if (left === 0) {
      object.changeCounts().pointerCount += block;
      this.setReferences(index, block - 1);
    } else {
      this.setReferences(index, left - 1);
    }
  }

  /** Gives all pages back. */
  destroy(): void {
    const { pageSource, firstPage } = this.options;
    this.entries.pages.forEach((page, position) => {
      if (position > 0 || firstPage === undefined) {
        pageSource.releasePage(page);
      }
    });
    this.midPages.forEach((page) => pageSource.releasePage(page));
    if (this.highPage !== null) {
      pageSource.releasePage(this.highPage);
    }
    this.entries.pages.length = 0;
    this.midPages.length = 0;
    this.highPage = null;
    this.handleCount = 0;
  }

  /** Adds a page whose entries are all free; false at the limit. */
  grow(processor: number): boolean {
    const first = this.entries.extent;
    if (!this.addPage()) {
      return false;
    }
    this.freeLists.addPage(first + 1, first + this.geometry.entriesPerPage - 1, processor);
    return true;
  }

  /** Adds a page without chaining its entries; false at the limit. */
  addPage(): boolean {
    const count = this.entries.pages.length;
    if (count >= this.options.maximumPages) {
      return false;
    }
    const pinned = count === 0 ? this.options.firstPage : undefined;
    const place = pinned ?? this.options.pageSource.allocatePage();
    if (place === null || !this.addUpperLevels(count + 1)) {
      return false;
    }
    this.entries.add(place);
    return true;
  }

  private setReferences(index: number, references: number): void {
    const { words } = this.entries.changingPageOf(index);
    const at = this.entries.slotOf(index) * this.entries.stride;
    words[at] = withEntryReferences(this.profile.entryFormat, words[at] ?? 0, references);
  }

  /** Allocates the mid-level pages and the high-level table that so many low-level pages need. */
  private addUpperLevels(pages: number): boolean {
    const { pointersPerMid } = this.geometry;
    const mids = pages <= 1 ? 0 : Math.ceil(pages / pointersPerMid);
    while (this.midPages.length < mids) {
      const place = this.options.pageSource.allocatePage();
      if (place === null) {
        return false;
      }
      this.midPages.push(place);
    }
    if (mids > 1 && this.highPage === null) {
      this.highPage = this.options.pageSource.allocatePage();
      return this.highPage !== null;
    }
    return true;
  }
}

function makeFreeLists(entries: TablePages, options: HandleTableOptions): FreeLists {
  switch (options.profile.discipline) {
    case 'xp':
      return new FreeListsXp(entries);
    case 'vista':
      return new FreeListsVista(entries);
    case 'modern':
      return new FreeListsModern(entries, options.processors);
  }
}
