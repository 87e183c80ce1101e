/**
 * The rows of a view that deserve a look: handles opened since the last stop that are still open, and handles whose value
 * somebody used while it was not open. Both are facts of the target; whether they are mistakes is for people to say.
 */

import { parseQuery } from '../../core/analysis/query/queryParser';
import { handleValue } from '../../core/model/identifiers';
import type { CancellationToken } from '../../core/util/cancellation';
import type { ViewSuspiciousArguments } from '../../protocol/viewMessages';
import type { GroupedView } from './groupedView';
import type { ViewTable } from './viewTables';

/** Queries for suspicious handles; the second one for targets without a trace log. */
const QUERIES = ['badrefs>0 or state:new', 'state:new'];

/** A suspicious row of a view: where it stands, and the how-manieth it is. */
export interface SuspiciousPlace {
  /** Index of the group among the places of the view. */
  readonly place: number;
  /** Index among the live rows of the group. */
  readonly index: number;
  /** Among the suspicious rows of the view, from 0. */
  readonly position: number;
}

/** The next or previous suspicious row, around the ends, and how many there are in all. */
export async function findSuspicious(
  view: GroupedView,
  { direction, handle }: Pick<ViewSuspiciousArguments, 'direction' | 'handle'>,
  token: CancellationToken,
): Promise<{ readonly found: SuspiciousPlace | null; readonly count: number }> {
  const flags = await suspiciousFlags(view.table, token);
  const columns = await view.table.table.columns(token);
  const current = handle === undefined ? -1 : columns.find(handleValue(handle));
  let first: SuspiciousPlace | null = null;
  let last: SuspiciousPlace | null = null;
  let before: SuspiciousPlace | null = null;
  let after: SuspiciousPlace | null = null;
  let isPast = false;
  let count = 0;
  for (const [place, { live }] of (await view.places(token)).entries()) {
    for (const [index, row] of live.entries()) {
      if (row === current) {
        isPast = true;
        before = last;
      } else if (flags[row] === 1 && isPast) {
        after ??= { place, index, position: count };
      }
      if (flags[row] === 1) {
        last = { place, index, position: count++ };
        first ??= last;
      }
    }
  }
  return { found: direction === 'next' ? (after ?? first) : (before ?? last), count };
}

/** 1 for each suspicious row of the table. */
async function suspiciousFlags(table: ViewTable, token: CancellationToken): Promise<Uint8Array> {
  const flags = new Uint8Array(table.table.count);
  for (const text of QUERIES) {
    const query = parseQuery(text);
    const rows = query.ok ? await table.table.select(query.value, token) : query;
    if (rows.ok) {
      for (const row of rows.value) {
        flags[row] = 1;
      }
      break;
    }
  }
  return flags;
}
