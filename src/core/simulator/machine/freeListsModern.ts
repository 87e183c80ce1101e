/** Free handle table entries on Windows 8 and later: one list per processor (domain.md 1.3). */

import type { FreeLists, FreeListState } from './freeLists';
import type { TablePages } from './tablePages';

interface List {
  first: number;
  last: number;
  handleCount: number;
  highWaterMark: number;
}

/**
 * Lists of entries linked by entry pointer. A handle is taken from the head of the processor's list (list 0 in strict
 * tables), else from the following lists in cyclic order; closing pushes at the head of the closing processor's list, in
 * strict tables it appends to list 0.
 */
export class FreeListsModern implements FreeLists {
  readonly wantsGrowth = false;
  private readonly lists: List[];

  constructor(
    private readonly pages: TablePages,
    processors: number,
  ) {
    this.lists = Array.from({ length: processors }, () => ({
      first: 0,
      last: 0,
      handleCount: 0,
      highWaterMark: 0,
    }));
  }

  take(processor: number, strict: boolean): number {
    const count = this.lists.length;
    const start = strict ? 0 : processor % count;
    for (let step = 0; step < count; step++) {
      const list = this.list(start + step);
      const index = list.first;
      if (index !== 0) {
        list.first = this.pages.nextEntry(index);
        if (list.first === 0) {
          list.last = 0;
        }
        this.charge(list);
        return index;
      }
    }
    return 0;
  }

  give(index: number, processor: number, strict: boolean): void {
    const list = this.list(strict ? 0 : processor);
    list.handleCount--;
    if (strict) {
      this.append(list, index);
      return;
    }
    this.pages.linkEntry(index, list.first);
    list.first = index;
    if (list.last === 0) {
      list.last = index;
    }
  }

  addPage(first: number, last: number, processor: number): void {
    const list = this.list(processor);
    for (let index = first; index <= last; index++) {
      this.append(list, index);
    }
  }

  addGap(index: number): void {
    this.append(this.list(0), index);
  }

  adopt(handles: number): void {
    const list = this.list(0);
    list.handleCount += handles;
    list.highWaterMark = Math.max(list.highWaterMark, list.handleCount);
  }

  remove(index: number, processor: number): boolean {
    for (const list of this.lists) {
      if (this.unlink(list, index)) {
        this.charge(this.list(processor));
        return true;
      }
    }
    return false;
  }

  states(): readonly FreeListState[] {
    return this.lists;
  }

  private list(processor: number): List {
    const list = this.lists[processor % this.lists.length];
    if (list === undefined) {
      throw new RangeError('A handle table needs at least one free list.');
    }
    return list;
  }

  private charge(list: List): void {
    list.handleCount++;
    if (list.handleCount > list.highWaterMark) {
      list.highWaterMark = list.handleCount;
    }
  }

  private append(list: List, index: number): void {
    this.pages.linkEntry(index, 0);
    if (list.last === 0) {
      list.first = index;
    } else {
      this.pages.linkEntry(list.last, index);
    }
    list.last = index;
  }

  private unlink(list: List, wanted: number): boolean {
    let previous = 0;
    for (let index = list.first; index !== 0; index = this.pages.nextEntry(index)) {
      if (index === wanted) {
        const following = this.pages.nextEntry(index);
        if (previous === 0) {
          list.first = following;
        } else {
          this.pages.linkEntry(previous, following);
        }
        if (list.last === index) {
          list.last = previous;
        }
        return true;
      }
      previous = index;
    }
    return false;
  }
}
