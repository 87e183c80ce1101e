/** Access to one handle table: columns for counting and searching, records for showing. */

import type { FreeHandleEntry, HandleRecord } from '../model/handle';
import type { HandleColumns } from '../model/handleColumns';
import type { Address } from '../model/identifiers';
import type { NameColumn } from '../model/nameColumn';
import type { CancellationToken } from '../util/cancellation';

/** What a kernel debugger prints about a table itself. */
export interface KernelTableFacts {
  /** Address of the HANDLE_TABLE; null when the target does not know it. */
  readonly table: Address | null;
  /**
   * Address of the page that TableCode points to, level bits removed; XP-era debuggers print this one. Null when the target
   * does not know it.
   */
  readonly tableCode: Address | null;
  /** True for the System process's table. */
  readonly isKernelTable: boolean;
  /** Entries in use. */
  readonly count: number;
}

/** A handle table that can be paged. Rows run from 0 to `count - 1`, in the order of the table. */
export interface HandleStore {
  readonly count: number;
  /** Present on kernel-mode targets. */
  readonly kernelTable: KernelTableFacts | null;
  /** All rows as columns; loaded once, then kept. */
  columns(token: CancellationToken): Promise<HandleColumns>;
  /**
   * The names of all rows; loaded once, then kept. Present where the target can read them faster than by making records;
   * `loadNames` in core/analysis works for every store.
   */
  names?(token: CancellationToken): Promise<NameColumn>;
  /** Full records of `length` rows from `start`, clipped to the table. Cheap without {@link columns}. */
  page(start: number, length: number, token: CancellationToken): Promise<readonly HandleRecord[]>;
  /** Full records of some rows, in the order given; rows outside the table are left out. */
  records(rows: ArrayLike<number>, token: CancellationToken): Promise<readonly HandleRecord[]>;
  /**
   * Free entries by handle value; only kernel-mode targets know them, others return an empty list. Reserved entries
   * (the first of each page) are included, as the debugger lists them.
   */
  freeEntries(token: CancellationToken): Promise<readonly FreeHandleEntry[]>;
}

/** The rows of a page, of a store of `count` handles: what lies outside is left out. */
export function rowsOfPage(count: number, start: number, length: number): Uint32Array {
  const first = Math.max(0, start);
  const end = Math.max(first, Math.min(count, start + length));
  return Uint32Array.from({ length: end - first }, (_, index) => first + index);
}
