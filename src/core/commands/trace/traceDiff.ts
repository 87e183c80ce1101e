/** Compares two snapshots of a trace log: which records are new, and which opens are outstanding (domain.md 4.6). */

import { TRACE_CLOSE, TRACE_OPEN, type TraceColumns } from '../../model/handleTrace';
import { withoutTagBits, type HandleValue } from '../../model/identifiers';
import type { TraceSnapshot } from '../debuggerState';

/** What `!htrace -diff` finds. */
export interface TraceDiff {
  /** Records newer than the old snapshot: rows 0 to `newRecords - 1`. */
  readonly newRecords: number;
  /** New opens without a later close, newest first. */
  readonly outstanding: Uint32Array;
}

/**
 * Compares; null when the log lost records since the old snapshot, so that the new ones can no longer be told from the
 * old. Sequence numbers decide where the target has them, else the total of recorded records, else equal records.
 */
export function diffTraces(older: TraceSnapshot, newer: TraceSnapshot): TraceDiff | null {
  const newRecords = countNewRecords(older, newer);
  return newRecords === null
    ? null
    : { newRecords, outstanding: outstandingOpens(newer.columns, newRecords) };
}

/** Opens among rows 0 to `length - 1` that no later close cancels, newest first. */
export function outstandingOpens(columns: TraceColumns, length: number): Uint32Array {
  const open = new Map<HandleValue, number[]>();
  const closed = new Set<number>();
  for (let row = length - 1; row >= 0; row--) {
    const operation = columns.operation[row];
    if (operation !== TRACE_OPEN && operation !== TRACE_CLOSE) {
      continue;
    }
    const handle = withoutTagBits(columns.handle(row));
    const rows = open.get(handle);
    if (operation === TRACE_CLOSE) {
      const last = rows?.pop();
      if (last !== undefined) {
        closed.add(last);
      }
    } else if (rows === undefined) {
      open.set(handle, [row]);
    } else {
      rows.push(row);
    }
  }
  const outstanding = [...open.values()].flat();
  return Uint32Array.from(outstanding).sort();
}

function countNewRecords(older: TraceSnapshot, newer: TraceSnapshot): number | null {
  const before = newestSequence(older.columns);
  if (before !== null && newer.columns.sequence !== null) {
    return countAfter(newer.columns.sequence, before);
  }
  if (older.recorded !== null && newer.recorded !== null) {
    return countByTotals(older.recorded, newer);
  }
  return countByRecords(older.columns, newer.columns);
}

function newestSequence(columns: TraceColumns): number | null {
  return columns.sequence?.[0] ?? null;
}

/** Rows with a number above `before`; null when the record `before` itself is gone. */
function countAfter(sequence: Float64Array, before: number): number | null {
  const at = sequence.indexOf(before);
  return at === -1 ? null : at;
}

/** By totals: everything recorded since must still be there. */
function countByTotals(before: number, newer: TraceSnapshot): number | null {
  const added = (newer.recorded ?? 0) - before;
  return added < 0 || added > newer.columns.count ? null : added;
}

/**
 * By content: the smallest number of new rows after which the newer log continues as the older one began. Uses the
 * Z-algorithm, so it is linear.
 */
function countByRecords(older: TraceColumns, newer: TraceColumns): number | null {
  if (older.count === 0) {
    return newer.count;
  }
  const joined = joinRecords(older, newer);
  const matches = prefixMatches(joined);
  for (let row = 0; row < newer.count; row++) {
    const wanted = Math.min(older.count, newer.count - row);
    if ((matches[older.count + 1 + row] ?? 0) >= wanted) {
      return row;
    }
  }
  return null;
}

/** Records of both logs as small numbers, equal records as equal numbers, with a separator between. */
function joinRecords(older: TraceColumns, newer: TraceColumns): Int32Array {
  const ids = new Map<string, number>();
  const joined = new Int32Array(older.count + 1 + newer.count).fill(-1);
  const add = (columns: TraceColumns, offset: number): void => {
    for (let row = 0; row < columns.count; row++) {
      const key = [
        columns.handleHigh?.[row] ?? 0,
        columns.handleLow[row],
        columns.operation[row],
        columns.processId[row],
        columns.threadId[row],
      ].join();
      let id = ids.get(key);
      if (id === undefined) {
        id = ids.size;
        ids.set(key, id);
      }
      joined[offset + row] = id;
    }
  };
  add(older, 0);
  add(newer, older.count + 1);
  return joined;
}

/** For each place, how many numbers from there on equal those from the start (Z-function). */
function prefixMatches(values: Int32Array): Int32Array {
  const matches = new Int32Array(values.length);
  let left = 0;
  let right = 0;
  for (let index = 1; index < values.length; index++) {
    let length = index < right ? Math.min(right - index, matches[index - left] ?? 0) : 0;
    while (index + length < values.length && values[length] === values[index + length]) {
      length++;
    }
    matches[index] = length;
    if (index + length > right) {
      left = index;
      right = index + length;
    }
  }
  return matches;
}
