/** Finds records of a trace log: by handle, operation, thread and process. */

import {
  TRACE_BADREF,
  TRACE_OPERATIONS,
  type TraceColumns,
  type TraceOperation,
} from '../../model/handleTrace';
import type { HandleValue } from '../../model/identifiers';
import { inSteps, ROWS_PER_STEP, type Work } from '../work';
import type { TraceIndex } from './traceIndex';

/** What is asked for; a part that is absent does not matter. */
export interface TraceQuery {
  readonly handle?: HandleValue;
  readonly operation?: TraceOperation;
  readonly threadId?: number;
  readonly processId?: number;
  /** Bad references before all others; otherwise all are newest first. */
  readonly badReferencesFirst?: boolean;
}

/** The rows of the log that a query asks for, newest first. */
export async function findTraces(
  index: TraceIndex,
  query: TraceQuery,
  work: Work,
): Promise<Uint32Array> {
  const { columns } = index;
  const candidates = query.handle === undefined ? null : index.rowsOf(query.handle);
  const count = candidates?.length ?? columns.count;
  const matches = matcherOf(query, columns);
  const found = new Uint32Array(count);
  let length = 0;
  await inSteps(work, count, ROWS_PER_STEP, (from, to) => {
    for (let at = from; at < to; at++) {
      const row = candidates === null ? at : (candidates[at] ?? 0);
      if (matches(row)) {
        found[length++] = row;
      }
    }
  });
  const rows = found.slice(0, length);
  return query.badReferencesFirst === true ? badReferencesFirst(rows, columns) : rows;
}

/** How many records there are of each operation. */
export function countOperations(columns: TraceColumns): Readonly<Record<TraceOperation, number>> {
  const counts = new Uint32Array(TRACE_OPERATIONS.length);
  for (const operation of columns.operation) {
    counts[operation] = (counts[operation] ?? 0) + 1;
  }
  const [, open = 0, close = 0, badref = 0] = counts;
  return { open, close, badref };
}

function matcherOf(query: TraceQuery, columns: TraceColumns): (row: number) => boolean {
  const operation = query.operation === undefined ? -1 : TRACE_OPERATIONS.indexOf(query.operation);
  const threadId = query.threadId ?? -1;
  const processId = query.processId ?? -1;
  return (row) =>
    (operation === -1 || columns.operation[row] === operation) &&
    (threadId === -1 || columns.threadId[row] === threadId) &&
    (processId === -1 || columns.processId[row] === processId);
}

function badReferencesFirst(rows: Uint32Array, columns: TraceColumns): Uint32Array {
  const isBad = (row: number): boolean => columns.operation[row] === TRACE_BADREF;
  const bad = rows.filter(isBad);
  const sorted = new Uint32Array(rows.length);
  sorted.set(bad);
  sorted.set(
    rows.filter((row) => !isBad(row)),
    bad.length,
  );
  return sorted;
}
