/**
 * The trace log of a session's USER handles. Windows records create, destroy and owner changes through event tracing
 * (user-handles.md 7.2); bad references are the simulator's own.
 */

import type { Address } from '../model/identifiers';
import type { CancellationToken } from '../util/cancellation';

/** What a record records. */
export type UserTraceOperation = 'create' | 'destroy' | 'owner' | 'badref';

/** Numeric codes of the operations in columns; 0 is unused. */
export const USER_TRACE_OPERATIONS: readonly (UserTraceOperation | null)[] = [
  null,
  'create',
  'destroy',
  'owner',
  'badref',
];

/** One record. */
export interface UserTrace {
  /** Row in the store, 0 = newest. */
  readonly row: number;
  /** 32 bits. */
  readonly handle: number;
  readonly operation: UserTraceOperation;
  /** Type of the entry (`bType`) by the numbers of the target's version; for a bad reference the type that was wanted, 255 for any. */
  readonly type: number;
  /** Process that owns the object after the operation; 0 when none does. */
  readonly ownerProcessId: number;
  /** The actor. */
  readonly processId: number;
  readonly threadId: number;
  /** Return addresses, innermost first. */
  readonly stack: readonly Address[];
}

/** What the log can and cannot know. */
export interface UserTraceFacts {
  /** Slots of the ring. */
  readonly slots: number;
  /** Records that were overwritten. */
  readonly lost: number;
  /** How many records were made since tracing began, lost ones included. */
  readonly recorded: number;
  /** Most frames a record can hold. */
  readonly maximumDepth: number;
}

/** All records as columns, newest first. */
export interface UserTraceColumns {
  readonly count: number;
  readonly handle: Uint32Array;
  /** Index into {@link USER_TRACE_OPERATIONS}. */
  readonly operation: Uint8Array;
  readonly type: Uint8Array;
  readonly ownerProcessId: Uint32Array;
  readonly processId: Uint32Array;
  readonly threadId: Uint32Array;
  /** Running number of each record since tracing began. */
  readonly sequence: Float64Array;
}

/** A trace log that can be paged. Row 0 is the newest record. */
export interface UserTraceStore {
  readonly count: number;
  readonly facts: UserTraceFacts;
  columns(token: CancellationToken): Promise<UserTraceColumns>;
  /** Full records of some rows, in the order given; rows outside the log are left out. */
  records(rows: ArrayLike<number>, token: CancellationToken): Promise<readonly UserTrace[]>;
}
