/** Counts over a whole table: by type, by process, by thread, free entries, highest index. */

import { NO_OWNER, UNKNOWN_OWNER, type UserOwners } from './owners';
import type { UserHandleTable } from './userTable';

/** Handles of somebody, in all and by the value of `bType`. */
export interface UserHandleCounts {
  readonly total: number;
  /** 256 counts. */
  readonly byType: Uint32Array;
}

/** What a table holds. */
export interface UserTableSummary {
  /** Size of the table as the target claims it. */
  readonly entries: number;
  /** Entries that were read and are in use. */
  readonly inUse: number;
  readonly free: number;
  /** Entries that could not be read. */
  readonly unreadable: number;
  /** Highest index in use, -1 when none is. */
  readonly highestUsed: number;
  readonly byType: Uint32Array;
  /** By process id, in the order of their first entry. */
  readonly byProcess: ReadonlyMap<number, UserHandleCounts>;
  /** Entries without an owner. */
  readonly unowned: UserHandleCounts;
  /** Entries whose owner the target does not know. */
  readonly unknownOwner: UserHandleCounts;
}

interface GrowingCounts {
  total: number;
  readonly byType: Uint32Array;
}

/** Counts everything in one pass. */
export function summariseTable(table: UserHandleTable, owners: UserOwners): UserTableSummary {
  const { columns, profile } = table;
  const byProcess = new Map<number, GrowingCounts>();
  const all = noCounts();
  let free = 0;
  let highestUsed = -1;
  let readable = 0;
  for (let index = 0; index < columns.count; index++) {
    if (!columns.isReadable(index)) {
      continue;
    }
    readable += 1;
    const type = columns.type[index] ?? 0;
    if (type === profile.freeType) {
      free += 1;
      continue;
    }
    highestUsed = index;
    count(all, type);
    const processId = owners.processIdOf(index);
    let counts = byProcess.get(processId);
    if (counts === undefined) {
      counts = noCounts();
      byProcess.set(processId, counts);
    }
    count(counts, type);
  }
  const unowned = byProcess.get(NO_OWNER) ?? noCounts();
  const unknownOwner = byProcess.get(UNKNOWN_OWNER) ?? noCounts();
  byProcess.delete(NO_OWNER);
  byProcess.delete(UNKNOWN_OWNER);
  return {
    entries: table.entries,
    inUse: all.total,
    free,
    unreadable: table.entries - readable,
    highestUsed,
    byType: all.byType,
    byProcess,
    unowned,
    unknownOwner,
  };
}

/** Counts the handles that one thread owns. */
export function countForThread(
  table: UserHandleTable,
  owners: UserOwners,
  threadId: number,
): UserHandleCounts {
  const counts = noCounts();
  for (let index = 0; index < table.columns.count; index++) {
    if (table.isInUse(index) && owners.threadIdOf(index) === threadId) {
      count(counts, table.columns.type[index] ?? 0);
    }
  }
  return counts;
}

function noCounts(): GrowingCounts {
  return { total: 0, byType: new Uint32Array(256) };
}

function count(counts: GrowingCounts, type: number): void {
  counts.total += 1;
  counts.byType[type] = (counts.byType[type] ?? 0) + 1;
}
