/** Messages behind the branch of USER handles in the Handles view. Handles, masks and addresses travel as hexadecimal text. */

import type { RowState } from './viewMessages';

/** The table with its groups: {@link UserTableArguments} → {@link UserTableAnswer}. */
export const USER_TABLE_REQUEST = 'handleLens/userTable';
/** A page of one group's entries: {@link UserRowsArguments} → {@link UserRowsAnswer}. */
export const USER_ROWS_REQUEST = 'handleLens/userRows';
/** One value with everything known: {@link UserHandleArguments} → {@link UserHandleAnswer}. */
export const USER_HANDLE_REQUEST = 'handleLens/userHandle';

/** How entries are grouped. */
export type UserGrouping = 'type' | 'owner';

/** The table is the session's, not a process's. */
export interface UserTableArguments {
  /** Only entries that meet it, in the language of the filter of the Handles view; empty for all. */
  readonly filter: string;
}

/** How many USER handles a process may have, and how many it has. */
export interface UserQuota {
  /** Entries that the process or its threads own. */
  readonly counted: number;
  readonly quota: number;
  /** False when the quota is the usual one because the target does not say. */
  readonly isKnown: boolean;
  /** The windowing system's own count and its peak; null when they cannot be read or there are none. */
  readonly counter: number | null;
  readonly peak: number | null;
}

/** Entries of one type, or of one owner. */
export interface UserGroup {
  /** Stable across refreshes and sessions of the same target. */
  readonly key: string;
  readonly label: string;
  /** Entries, ghosts included. */
  readonly count: number;
  readonly newCount: number;
  readonly changedCount: number;
  readonly closedCount: number;
  /** Id of the type, for the icon; null for owners and for types that the version does not define. */
  readonly type: string | null;
  /** Functions that create and destroy objects of the type; null when they are not public, and for owners. */
  readonly createdBy: string | null;
  readonly destroyedBy: string | null;
  /** For processes; null for everything else. */
  readonly quota: UserQuota | null;
}

/** What a session's table holds at this stop. */
export interface UserTableFacts {
  /** Session number; null when the target does not say. */
  readonly session: number | null;
  /** The layout, for example `win7-x64`. */
  readonly profile: string;
  readonly inUse: number;
  /** Entries that meet the filter; null without one. */
  readonly matched: number | null;
  /** Size of the table in entries. */
  readonly entries: number;
  /** Since the previous stop; 0 at the first one. */
  readonly newCount: number;
  readonly changedCount: number;
  readonly closedCount: number;
  readonly types: readonly UserGroup[];
  readonly owners: readonly UserGroup[];
  /** Sentences about what is missing or strange in the table. */
  readonly notes: readonly string[];
}

/** Answer of {@link USER_TABLE_REQUEST}. */
export interface UserTableAnswer {
  /** Null when there is no table to show. */
  readonly table: UserTableFacts | null;
  /** Why the target's table cannot be shown, with the next step; null when it is, or when the target never has one. */
  readonly problem: string | null;
  readonly generation: number;
}

/** Arguments of {@link USER_ROWS_REQUEST}. */
export interface UserRowsArguments extends UserTableArguments {
  readonly grouping: UserGrouping;
  readonly group: string;
  readonly start: number;
  /** At most MAXIMUM_PAGE come back. */
  readonly count: number;
}

/** One entry. */
export interface UserRow {
  /** `0x000200d3`. */
  readonly handle: string;
  readonly index: number;
  readonly uniq: number;
  readonly typeName: string;
  /** Id of the type, for the icon; null when the version does not define it. */
  readonly type: string | null;
  /** In words, such as `process 8a4 leaky.exe`; empty for none. */
  readonly owner: string;
  /** Names of the flags; empty when none is set. */
  readonly flags: string;
  readonly state: RowState;
  /** Address of the entry, where the target has memory to read there. */
  readonly memoryReference: string | null;
}

/** Answer of {@link USER_ROWS_REQUEST}. */
export interface UserRowsAnswer {
  readonly rows: readonly UserRow[];
  /** Rows of the group. */
  readonly total: number;
  readonly generation: number;
}

/** Arguments of {@link USER_HANDLE_REQUEST}. */
export interface UserHandleArguments {
  /** 32 bits. */
  readonly handle: number;
}

/** A flag that is set. */
export interface UserFlagFact {
  readonly name: string;
  readonly meaning: string;
}

/** Answer of {@link USER_HANDLE_REQUEST}: a value judged by the table and by its object. */
export interface UserHandleAnswer {
  readonly handle: string;
  readonly index: number;
  readonly uniq: number;
  /** In the words of `!dhe`, for example `valid` or `stale (entry is at uniq 0003)`. */
  readonly verdict: string;
  /**
   * `valid`: good by the table, in full. `stale`: the entry is in use by a later handle. `other`: everything else, 16-bit
   * forms included, which tell nothing from a small number.
   */
  readonly kind: 'valid' | 'stale' | 'other';
  /** The object was read and has this handle. */
  readonly confirmed: boolean;
  /** What differs between builds, or between kernel and user mode; null when nothing need be said. */
  readonly note: string | null;
  /** Of what the entry holds now; null when it is free, unreadable or past the table. */
  readonly typeName: string | null;
  readonly createdBy: string | null;
  readonly destroyedBy: string | null;
  /** Empty for none. */
  readonly owner: string;
  readonly flags: readonly UserFlagFact[];
  readonly entryAddress: string | null;
  /** Where the object was read; null when it was not. */
  readonly objectAddress: string | null;
  /** Why the object was not read; null when it was, or when there is none. */
  readonly objectReason: string | null;
  readonly generation: number;
}
