/** Who opened some handles, in words: for lists that show it beside each. */

import type { CancellationToken } from '../../util/cancellation';
import { siteOfRows } from '../filter/siteTests';
import type { HandleTable } from '../handleTable';
import { NO_RECORD } from '../traces/openers';

/** Where a handle comes from. */
export interface RowOrigin {
  /** Key and frame to blame of the place; null where the open has no stack. */
  readonly site: { readonly key: string; readonly label: string } | null;
  readonly threadId: number;
  readonly processId: number;
  /** Records newer than the one that opened it. */
  readonly age: number;
  /** Running number of that record; null where the target does not number them. */
  readonly sequence: number | null;
}

/** Answers for rows of one table. */
export type OriginOf = (row: number) => RowOrigin | null;

/** What is known about the rows of a table; null without a trace log. A row whose open is not on record has no origin. */
export async function rowOrigins(
  table: HandleTable,
  token: CancellationToken,
): Promise<OriginOf | null> {
  const traces = await table.traces(token);
  const sites = await table.sites(token);
  if (traces === null || sites === null) {
    return null;
  }
  const { threadId, processId, sequence } = traces.columns;
  const siteOf = siteOfRows(traces, sites);
  const known = new Map<number, RowOrigin['site']>();
  const wordsOf = (site: number): RowOrigin['site'] => {
    let words = known.get(site);
    if (words === undefined) {
      const facts = sites.facts(site);
      words = facts === null ? null : { key: facts.key, label: facts.label };
      known.set(site, words);
    }
    return words;
  };
  return (row) => {
    const record = traces.openers.openRecord[row] ?? NO_RECORD;
    return record === NO_RECORD
      ? null
      : {
          site: wordsOf(siteOf(row)),
          threadId: threadId[record] ?? 0,
          processId: processId[record] ?? 0,
          age: record,
          sequence: sequence?.[record] ?? null,
        };
  };
}
