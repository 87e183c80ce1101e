/** What happened to a session's USER handles between two looks at its table. */

import type { UserHandleTable } from './userTable';

/** Entries that differ between an earlier and a later table. Entries that could not be read in either are left out. */
export interface UserTableChanges {
  /** Entries of the later table with a handle that the earlier one does not have. */
  readonly opened: readonly number[];
  /** Entries of the earlier table with a handle that the later one does not have. */
  readonly closed: readonly number[];
  /** Entries with the same handle in both whose object, owner, type or flags differ. */
  readonly changed: readonly number[];
}

/** Compares two tables entry by entry. An entry that was freed and used again counts as closed and opened. */
export function compareTables(before: UserHandleTable, after: UserHandleTable): UserTableChanges {
  const opened: number[] = [];
  const closed: number[] = [];
  const changed: number[] = [];
  const count = Math.max(before.columns.count, after.columns.count);
  for (let index = 0; index < count; index++) {
    if (!known(before, index) || !known(after, index)) {
      continue;
    }
    const was = before.isInUse(index);
    const is = after.isInUse(index);
    const same = was && is && before.columns.uniq[index] === after.columns.uniq[index];
    if (same) {
      if (differs(before, after, index)) {
        changed.push(index);
      }
      continue;
    }
    if (was) {
      closed.push(index);
    }
    if (is) {
      opened.push(index);
    }
  }
  return { opened, closed, changed };
}

/** An entry past the end of a table that could be read whole was not in use; anything else unread is not known. */
function known(table: UserHandleTable, index: number): boolean {
  return table.columns.isReadable(index) || index >= table.entries;
}

function differs(before: UserHandleTable, after: UserHandleTable, index: number): boolean {
  const a = before.columns;
  const b = after.columns;
  return (
    a.type[index] !== b.type[index] ||
    a.flags[index] !== b.flags[index] ||
    a.ownerLow[index] !== b.ownerLow[index] ||
    a.ownerHigh[index] !== b.ownerHigh[index] ||
    a.pheadLow[index] !== b.pheadLow[index] ||
    a.pheadHigh[index] !== b.pheadHigh[index]
  );
}
