/** Sorts the rows of a handle table. */

import type { HandleColumns } from '../../model/handleColumns';
import { foldCase } from '../../util/foldCase';
import type { QuerySort } from '../query/querySyntax';
import { sortByColumn } from '../sortRows';
import { NO_RECORD, type Openers } from '../traces/openers';
import { inSteps, ROWS_PER_STEP, type Work } from '../work';

/** What sorting needs beside the rows; parts that a sort does not use may be null. */
export interface OrderFacts {
  readonly columns: HandleColumns;
  /** Name numbers by row and their places in the order; null: by name, rows stay as they are. */
  readonly names: { readonly id: Uint32Array; readonly ranks: Uint32Array } | null;
  /** Null: by age, rows stay as they are. */
  readonly openers: { readonly found: Openers; readonly records: number } | null;
}

/**
 * Rows in the order asked for; rows that are equal keep theirs. `count` is a matter of groups and changes nothing. Handle
 * counts: largest first. Newest: the handle opened last first, those whose open is not in the log at the end.
 */
export async function sortHandles(
  rows: Uint32Array,
  sort: QuerySort,
  facts: OrderFacts,
  work: Work,
): Promise<Uint32Array> {
  const { columns, names, openers } = facts;
  switch (sort) {
    case 'value': {
      const sorted = await sortByColumn(work, rows, columns.valueLow);
      return columns.valueHigh === null
        ? sorted
        : await sortByColumn(work, sorted, columns.valueHigh);
    }
    case 'type': {
      const ranks = typeRanks(columns.typeNames);
      return await sortByKey(work, rows, columns, (row) => ranks[columns.type[row] ?? 0] ?? 0);
    }
    case 'name':
      return names === null
        ? rows
        : await sortByKey(work, rows, columns, (row) => names.ranks[names.id[row] ?? 0] ?? 0);
    case 'handleCount':
      return await sortByColumn(work, rows, columns.handleCount, { descending: true });
    case 'newest':
      return openers === null
        ? rows
        : await sortByKey(work, rows, columns, (row) => {
            const record = openers.found.openRecord[row] ?? NO_RECORD;
            return record === NO_RECORD ? openers.records : record;
          });
    case 'count':
      return rows;
  }
}

/** For each type by number its place in alphabetical order; handles without a recorded type come last. */
export function typeRanks(typeNames: readonly string[]): Uint32Array {
  const folded = typeNames.map(foldCase);
  const order = typeNames.map((_, id) => id).slice(1);
  order.sort((a, b) => compareTexts(folded[a] ?? '', folded[b] ?? '') || a - b);
  const ranks = new Uint32Array(typeNames.length);
  order.forEach((id, place) => {
    ranks[id] = place;
  });
  ranks[0] = typeNames.length;
  return ranks;
}

/** Compares by UTF-16 units: the same everywhere, whatever the host's language. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function sortByKey(
  work: Work,
  rows: Uint32Array,
  columns: HandleColumns,
  keyOf: (row: number) => number,
): Promise<Uint32Array> {
  const keys = work.scratch?.take(columns.count) ?? new Uint32Array(columns.count);
  await inSteps(work, rows.length, ROWS_PER_STEP, (from, to) => {
    for (let at = from; at < to; at++) {
      const row = rows[at] ?? 0;
      keys[row] = keyOf(row);
    }
  });
  const sorted = await sortByColumn(work, rows, keys);
  work.scratch?.give(keys);
  return sorted;
}
