/** Stands for a handle table that could not be opened, or that a target only counts. */

import { HandleColumns, type HandleSummary } from '../model/handleColumns';
import type { HandleStore } from './handleStore';

const none = (): Promise<readonly never[]> => Promise.resolve([]);

/** No rows. */
export const EMPTY_COLUMNS = new HandleColumns(0);

/** A table of which only the counts by type are known. */
export function countedStore(counts: HandleSummary): HandleStore {
  const columns = new HandleColumns(0);
  columns.counted = counts;
  return { ...EMPTY_STORE, columns: () => Promise.resolve(columns) };
}

/** A table without handles. */
export const EMPTY_STORE: HandleStore = {
  count: 0,
  kernelTable: null,
  columns: () => Promise.resolve(EMPTY_COLUMNS),
  page: none,
  records: none,
  freeEntries: none,
};
