/** Counts handles by type once per table. */

import type { HandleColumns, HandleSummary } from '../model/handleColumns';

const summaries = new WeakMap<HandleColumns, HandleSummary>();

/** How many handles there are of each type; computed on first use of the columns, then remembered. */
export function summaryOf(columns: HandleColumns): HandleSummary {
  const known = summaries.get(columns);
  if (known?.total === columns.count) {
    return known;
  }
  const summary = columns.summarise();
  summaries.set(columns, summary);
  return summary;
}

/** The summary of a table that could not be read. */
export const EMPTY_SUMMARY: HandleSummary = { total: 0, byType: new Map() };
