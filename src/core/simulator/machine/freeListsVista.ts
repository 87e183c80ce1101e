/** Free handle values on Windows Vista and 7: one list with a tail pointer (domain.md 1.3, 1.4). */

import type { FreeLists, FreeListState } from './freeLists';
import type { TablePages } from './tablePages';

/**
 * One chain of handle values. Closed handles go to the head (reused next), in strict tables to the tail. That strict
 * tables append, and that the rule of 100 is gone, follows from the tail pointer; it is not confirmed (domain.md 1.4).
 */
export class FreeListsVista implements FreeLists {
  readonly wantsGrowth = false;
  private firstFree = 0;
  private lastIndex = 0;

  constructor(private readonly pages: TablePages) {}

  take(): number {
    const index = this.firstFree >>> 2;
    if (index !== 0) {
      this.firstFree = this.pages.nextFreeValue(index);
      if (this.firstFree === 0) {
        this.lastIndex = 0;
      }
    }
    return index;
  }

  give(index: number, _processor: number, strict: boolean): void {
    if (strict) {
      this.append(index);
    } else {
      this.push(index);
    }
  }

  addPage(first: number, last: number): void {
    for (let index = first; index <= last; index++) {
      this.append(index);
    }
  }

  addGap(index: number): void {
    this.push(index);
  }

  adopt(): void {
    // Windows 7 counts handles in the table, not in the list.
  }

  remove(index: number): boolean {
    const wanted = index * 4;
    if (this.firstFree === wanted) {
      this.take();
      return true;
    }
    for (let value = this.firstFree; value !== 0;) {
      const following = this.pages.nextFreeValue(value >>> 2);
      if (following === wanted) {
        this.pages.linkValue(value >>> 2, this.pages.nextFreeValue(index));
        if (this.lastIndex === index) {
          this.lastIndex = value >>> 2;
        }
        return true;
      }
      value = following;
    }
    return false;
  }

  states(): readonly FreeListState[] {
    return [{ first: this.firstFree, last: this.lastIndex, handleCount: 0, highWaterMark: 0 }];
  }

  private push(index: number): void {
    this.pages.linkValue(index, this.firstFree);
    this.firstFree = index * 4;
    if (this.lastIndex === 0) {
      this.lastIndex = index;
    }
  }

  private append(index: number): void {
    this.pages.linkValue(index, 0);
    if (this.lastIndex === 0) {
      this.firstFree = index * 4;
    } else {
      this.pages.linkValue(this.lastIndex, index * 4);
    }
    this.lastIndex = index;
  }
}
