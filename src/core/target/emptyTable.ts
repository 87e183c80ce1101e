/** Stands for a handle table that could not be opened, or that a target only counts. */

import { HandleColumns } from '../model/handleColumns';
import type { HandleStore } from './handleStore';

const none = (): Promise<readonly never[]> => Promise.resolve([]);

/** No rows. */
export const EMPTY_COLUMNS = new HandleColumns(0);

/** A table without handles. */
export const EMPTY_STORE: HandleStore = {
  count: 0,
  kernelTable: null,
  columns: () => Promise.resolve(EMPTY_COLUMNS),
  page: none,
  records: none,
  freeEntries: none,
};
