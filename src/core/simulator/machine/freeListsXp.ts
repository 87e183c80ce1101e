/** Free handle values on Windows XP and Server 2003: a stack and a side list (domain.md 1.3). */

import type { FreeLists, FreeListState } from './freeLists';
import type { TablePages } from './tablePages';

/** With fewer recovered entries than this, a strict table grows first. */
const FEW_RECOVERED = 100;

/**
 * Two chains of handle values through the entries: FirstFree, from which handles are taken, and LastFree, where strict
 * tables put closed ones. When FirstFree runs dry, a strict table installs the side list reversed, oldest first; fewer
 * than 100 of them make it grow as well, and the new page goes first.
 */
export class FreeListsXp implements FreeLists {
  wantsGrowth = false;
  private firstFree = 0;
  private lastFree = 0;

  constructor(private readonly pages: TablePages) {}

  take(_processor: number, strict: boolean): number {
    this.wantsGrowth = this.firstFree === 0 && this.lastFree !== 0 && this.recover(strict);
    if (this.wantsGrowth) {
      return 0;
    }
    const index = this.firstFree >>> 2;
    if (index !== 0) {
      this.firstFree = this.pages.nextFreeValue(index);
    }
    return index;
  }

  give(index: number, _processor: number, strict: boolean): void {
    if (strict) {
      this.pages.linkValue(index, this.lastFree);
      this.lastFree = index * 4;
    } else {
      this.pages.linkValue(index, this.firstFree);
      this.firstFree = index * 4;
    }
  }

  addPage(first: number, last: number): void {
    for (let index = first; index < last; index++) {
      this.pages.linkValue(index, (index + 1) * 4);
    }
    this.pages.linkValue(last, this.firstFree);
    this.firstFree = first * 4;
  }

  addGap(index: number): void {
    this.pages.linkValue(index, this.firstFree);
    this.firstFree = index * 4;
  }

  adopt(): void {
    // XP counts handles in the table, not in the lists.
  }

  remove(index: number): boolean {
    return this.unlinkFrom('firstFree', index) || this.unlinkFrom('lastFree', index);
  }

  states(): readonly FreeListState[] {
    return [{ first: this.firstFree, last: this.lastFree, handleCount: 0, highWaterMark: 0 }];
  }

  /** Moves the side list over: as it is, or reversed in strict mode. True when the table shall grow as well. */
  private recover(strict: boolean): boolean {
    if (!strict) {
      this.firstFree = this.lastFree;
      this.lastFree = 0;
      return false;
    }
    let recovered = 0;
    let reversed = 0;
    for (let value = this.lastFree; value !== 0; recovered++) {
      const following = this.pages.nextFreeValue(value >>> 2);
      this.pages.linkValue(value >>> 2, reversed);
      reversed = value;
      value = following;
    }
    this.firstFree = reversed;
    this.lastFree = 0;
    return recovered < FEW_RECOVERED;
  }

  private unlinkFrom(list: 'firstFree' | 'lastFree', index: number): boolean {
    const wanted = index * 4;
    if (this[list] === wanted) {
      this[list] = this.pages.nextFreeValue(index);
      return true;
    }
    for (let value = this[list]; value !== 0;) {
      const following = this.pages.nextFreeValue(value >>> 2);
      if (following === wanted) {
        this.pages.linkValue(value >>> 2, this.pages.nextFreeValue(index));
        return true;
      }
      value = following;
    }
    return false;
  }
}
