/** How free handle table entries are kept: the interface that the three disciplines share. */

/** Numbers that the HANDLE_TABLE structure shows about its free lists. */
export interface FreeListState {
  /** XP to 7: FirstFree, a handle value. Windows 8: index of the head entry. */
  readonly first: number;
  /** XP: LastFree, a handle value. Vista and later: index of the tail entry. */
  readonly last: number;
  /** Windows 8: handles taken from minus given to this list; may be negative. */
  readonly handleCount: number;
  /** Windows 8: the largest {@link handleCount} so far. */
  readonly highWaterMark: number;
}

/** The free entries of one table. Entries are named by index; 0 is never free and stands for "none". */
export interface FreeLists {
  /** Takes the next entry for a processor, 0 when there is none left. */
  take(processor: number, strict: boolean): number;
  /** Gives an entry back. The entry's object was already cleared. */
  give(index: number, processor: number, strict: boolean): void;
  /** Chains the entries of a fresh page, `first` to `last` in ascending order, for a processor. */
  addPage(first: number, last: number, processor: number): void;
  /** Adds a single gap of an inherited table; called in ascending order of index. */
  addGap(index: number): void;
  /** Counts handles that came by inheritance instead of through {@link take}. */
  adopt(handles: number): void;
  /** Takes one particular entry out of the lists; false when it is not free. */
  remove(index: number, processor: number): boolean;
  /** True when XP's rule asks for a new page although entries were recovered. */
  readonly wantsGrowth: boolean;
  /** State per list: one before Windows 8, one per processor since. */
  states(): readonly FreeListState[];
}
