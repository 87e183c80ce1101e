/** Which entry of the USER handle table is used next: lists of free entries, linked by index through `phead`. */

import { HIGHEST_USABLE_INDEX } from '../../windows/user/userHandleValue';
import type { HandleEntries } from './handleEntries';

/**
 * The free entries. Windows have even indexes and everything else odd ones in every table that was ever looked at, so
 * there are two lists unless the session is told otherwise (user-handles.md 4.2). Index 0 and those of reserved handle
 * values are in no list.
 */
export class FreeEntries {
  /** First free entry for even and for odd indexes; with a single list only the first counts. 0 = none. */
  private readonly heads: [number, number] = [0, 0];
  /** Entries that are in a list or in use. */
  private known = 0;

  constructor(
    private readonly entries: HandleEntries,
    private readonly byParity: boolean,
  ) {}

  /** Takes the first free entry of a list out of it, growing the table when the list is empty; 0 when it is full. */
  take(forWindow: boolean): number {
    const list = this.byParity && !forWindow ? 1 : 0;
    while (this.heads[list] === 0) {
      if (!this.entries.grow()) {
        return 0;
      }
      this.addNew();
    }
    const index = this.heads[list];
    this.heads[list] = this.entries.nextFree(index);
    return index;
  }

  /** Puts an entry at the head of its list. */
  give(index: number): void {
    const list = this.listOf(index);
    this.entries.setNextFree(index, this.heads[list]);
    this.heads[list] = index;
  }

  /** Indexes of the free entries, list after list, in the order in which they will be used. */
  all(): readonly number[] {
    const indexes: number[] = [];
    for (const head of this.heads) {
      for (let index = head; index !== 0; index = this.entries.nextFree(index)) {
        indexes.push(index);
      }
    }
    return indexes;
  }

  /** Links the entries of new pages, lowest first. */
  private addNew(): void {
    const first = Math.max(this.known, 1);
    const end = Math.min(this.entries.count, HIGHEST_USABLE_INDEX + 1);
    for (let index = end - 1; index >= first; index--) {
      this.give(index);
    }
    this.known = this.entries.count;
  }

  private listOf(index: number): 0 | 1 {
    return this.byParity && (index & 1) === 1 ? 1 : 0;
  }
}
