/**
 * The trace log of USER handles in the form of a trace log of handles, for one process: creations as opens, destructions as
 * closes, so that what finds leaks and bad references of kernel handles finds those of USER handles too.
 */

import {
  TRACE_BADREF,
  TRACE_CLOSE,
  TRACE_OPEN,
  TRACE_OPERATIONS,
  TraceColumns,
  type HandleTrace,
} from '../model/handleTrace';
import { handleValue } from '../model/identifiers';
import type { TraceFacts, TraceStore } from '../target/traceStore';
import {
  USER_TRACE_OPERATIONS,
  type UserTraceColumns,
  type UserTraceStore,
} from '../target/userTraceStore';
import type { CancellationToken } from '../util/cancellation';
import { typeText } from '../windows/user/userTypeText';
import type { UserVersion } from '../windows/user/userVersions';

const CREATE = USER_TRACE_OPERATIONS.indexOf('create');
const DESTROY = USER_TRACE_OPERATIONS.indexOf('destroy');
/** Code of each operation of the log in {@link TraceColumns}; 0 for those that are left out. */
const CODES = new Uint8Array(USER_TRACE_OPERATIONS.length);
CODES[CREATE] = TRACE_OPEN;
CODES[DESTROY] = TRACE_CLOSE;
CODES[USER_TRACE_OPERATIONS.indexOf('badref')] = TRACE_BADREF;
/** USER handles differ in every bit (user-handles.md 4.1). */
const NO_TAG_BITS = 0;

/** Whose records. */
export interface RecordsOf {
  /** Null for all of the session. */
  readonly processId: number | null;
  /** Whose type numbers the log uses; null when not known. */
  readonly version: UserVersion | null;
}

/**
 * The records about the handles that a process created or owned at any time. Changes of owner are left out: they neither
 * begin nor end the life of a handle. Bad references are among the records of the whole session only: what the handle once
 * was may be another process's story.
 */
export class UserLifeRecords implements TraceStore {
  private constructor(
    private readonly log: UserTraceStore,
    /** Rows of the log, newest first. */
    private readonly rows: Uint32Array,
    private readonly data: TraceColumns,
    /** Handles that the process created on record. */
    readonly created: ReadonlySet<number>,
  ) {}

  /** Picks the records of a process out of the session's log; all of them for null. */
  static async open(
    log: UserTraceStore,
    { processId, version }: RecordsOf,
    token: CancellationToken,
  ): Promise<UserLifeRecords> {
    const columns = await log.columns(token);
    const { created, concerned } = handlesOf(columns, processId);
    const rows = new Uint32Array(columns.count);
    let count = 0;
    for (let row = 0; row < columns.count; row++) {
      const code = CODES[columns.operation[row] ?? 0] ?? 0;
      const isWanted =
        code === TRACE_BADREF ? processId === null : concerned.has(columns.handle[row] ?? 0);
      if (code !== 0 && isWanted) {
        rows[count++] = row;
      }
    }
    const kept = rows.slice(0, count);
    return new UserLifeRecords(log, kept, recordColumns(columns, kept, version), created);
  }

  get count(): number {
    return this.rows.length;
  }

  /** What is lost is lost of the whole session's log. */
  get facts(): TraceFacts {
    const { slots, lost, recorded, maximumDepth } = this.log.facts;
    return { source: 'event log', slots, lost, recorded, orderIsKnown: true, maximumDepth };
  }

  columns(): Promise<TraceColumns> {
    return Promise.resolve(this.data);
  }

  async records(
    rows: ArrayLike<number>,
    token: CancellationToken,
  ): Promise<readonly HandleTrace[]> {
    const wanted = Array.from(rows).filter((row) => row < this.rows.length);
    const traces = await this.log.records(
      wanted.map((row) => this.rows[row] ?? 0),
      token,
    );
    return traces.map(({ handle, processId, threadId, stack }, at) => ({
      row: wanted[at] ?? 0,
      handle: handleValue(handle),
      operation: TRACE_OPERATIONS[this.data.operation[wanted[at] ?? 0] ?? 0] ?? 'open',
      processId,
      threadId,
      stack,
    }));
  }
}

/** The handles that a process created, and all that it had to do with as creator or owner. */
function handlesOf(
  { count, operation, handle, processId: actor, ownerProcessId }: UserTraceColumns,
  processId: number | null,
): { readonly created: Set<number>; readonly concerned: Set<number> } {
  const created = new Set<number>();
  const concerned = new Set<number>();
  for (let row = 0; row < count; row++) {
    const value = handle[row] ?? 0;
    const isAll = processId === null;
    if (operation[row] === CREATE && (isAll || actor[row] === processId)) {
      created.add(value);
      concerned.add(value);
    } else if (isAll || ownerProcessId[row] === processId) {
      concerned.add(value);
    }
  }
  return { created, concerned };
}

function recordColumns(
  log: UserTraceColumns,
  rows: Uint32Array,
  version: UserVersion | null,
): TraceColumns {
  const types = new Uint16Array(rows.length);
  const columns = new TraceColumns(rows.length, NO_TAG_BITS);
  columns.sequence = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    columns.handleLow[at] = log.handle[row] ?? 0;
    columns.operation[at] = CODES[log.operation[row] ?? 0] ?? 0;
    columns.processId[at] = log.processId[row] ?? 0;
    columns.threadId[at] = log.threadId[row] ?? 0;
    columns.sequence[at] = log.sequence[row] ?? 0;
    types[at] = log.type[row] ?? 0;
  }
  const names = Array.from({ length: 256 }, (_, type) => typeText(version, type));
  columns.objectTypes = { of: types, names };
  return columns;
}
