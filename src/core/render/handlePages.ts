/** Walks the rows of a handle section in pages. */

import type { HandleRecord } from '../model/handle';
import type { HandleSection } from '../commands/results';
import { throwIfCancelled, type CancellationToken } from '../util/cancellation';

/** Rows per page: large enough to be fast, small enough that a page's text dies young. */
export const PAGE_ROWS = 1024;

/** Records of the section's rows, a page at a time. */
export async function* recordPages(
  section: HandleSection,
  token: CancellationToken,
): AsyncGenerator<readonly HandleRecord[], void, void> {
  const { store, rows } = section;
  const count = rowCount(section);
  for (let start = 0; start < count; start += PAGE_ROWS) {
    throwIfCancelled(token);
    yield rows === 'all'
      ? await store.page(start, PAGE_ROWS, token)
      : await store.records(rows.subarray(start, start + PAGE_ROWS), token);
  }
}

/** How many rows the section shows. */
export function rowCount(section: HandleSection): number {
  return section.rows === 'all' ? section.store.count : section.rows.length;
}
