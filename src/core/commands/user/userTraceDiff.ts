/** Which USER handles were created since a snapshot and not destroyed. */

import {
  USER_TRACE_OPERATIONS,
  type UserTraceColumns,
  type UserTraceFacts,
} from '../../target/userTraceStore';

const CREATE = USER_TRACE_OPERATIONS.indexOf('create');
const DESTROY = USER_TRACE_OPERATIONS.indexOf('destroy');

/** What `!utrace -diff` finds. */
export interface UserTraceDiff {
  /** Records made since the snapshot: rows 0 to `newRecords - 1`. */
  readonly newRecords: number;
  /** Creations among them that no later destruction cancels, newest first. */
  readonly outstanding: Uint32Array;
}

/**
 * Compares the log with a snapshot, which is nothing but the number of records made until then. Null when the log has
 * lost some of the records made since, or was started anew.
 */
export function diffUserTraces(
  before: number,
  facts: UserTraceFacts,
  columns: UserTraceColumns,
): UserTraceDiff | null {
  const newRecords = facts.recorded - before;
  return newRecords < 0 || newRecords > columns.count
    ? null
    : { newRecords, outstanding: outstandingCreations(columns, newRecords) };
}

/** A handle names one object at a time, so the newest record of each decides. */
function outstandingCreations(columns: UserTraceColumns, length: number): Uint32Array {
  const settled = new Set<number>();
  const rows: number[] = [];
  for (let row = 0; row < length; row++) {
    const operation = columns.operation[row];
    const handle = columns.handle[row] ?? 0;
    if ((operation !== CREATE && operation !== DESTROY) || settled.has(handle)) {
      continue;
    }
    settled.add(handle);
    if (operation === CREATE) {
      rows.push(row);
    }
  }
  return Uint32Array.from(rows);
}
