/** What the commands about USER handles answer with. */

import type { SymbolSource } from '../../target/symbolSource';
import type { GuiProcess, GuiThread } from '../../target/userHandles';
import type { UserTraceStore } from '../../target/userTraceStore';
import type { ExaminedUserHandle } from '../../userHandles/examine';
import type { ExplainedValidation } from '../../userHandles/explain';
import type { StructureReading } from '../../userHandles/readStructure';
import type { UserHandleCounts, UserTableSummary } from '../../userHandles/summary';
import type { DecodedUserHandle } from '../../userHandles/verdict';
import type { Problem } from '../../util/problem';
import type { DuName } from '../../windows/user/userDuNames';
import type { UserLayout } from '../../windows/user/userLayouts';
import type { UserProfileId } from '../../windows/user/userProfileId';
import type { UserProfile } from '../../windows/user/userProfiles';
import type { DuVersion } from '../../windows/user/userTypeHistory';
import type { UserType } from '../../windows/user/userTypes';
import type { ResultHeader } from '../results';
import type { FactTableResult } from './factTable';
import type { ProcessAccount } from './processAccount';
import type { UserHandles } from '../../userHandles/keptUserHandles';

/** Answer of `!dhe` for a list: entries of the session's table, and how many there are of each type. */
export interface UserHandlesResult extends ResultHeader {
  readonly kind: 'userHandles';
  readonly handles: UserHandles;
  /** Flags as given or defaulted; 0 asks for the counts only. */
  readonly flags: number;
  /** Value of `bType`, 255 for any but Free; null without filter. */
  readonly type: number | null;
  /** The process whose handles are shown; null for all. */
  readonly process: ProcessAccount | null;
  /** Indexes of the entries to show, ascending. */
  readonly rows: Uint32Array;
  /** Counts over the whole table, whatever is shown. */
  readonly summary: UserTableSummary;
}

/** Answer of `!dhe` for one handle. */
export interface UserHandleResult extends ResultHeader {
  readonly kind: 'userHandle';
  readonly handles: UserHandles;
  /** Flags as given or defaulted. */
  readonly flags: number;
  /** The type that was wanted; null for any. */
  readonly wanted: UserType | null;
  readonly examined: ExaminedUserHandle;
  /** The check that Windows makes, step by step. */
  readonly validation: ExplainedValidation;
  /** The process that the object counts for; null when none is known. */
  readonly owner: ProcessAccount | null;
}

/** Answer of `!du`. */
export interface UserNameResult extends ResultHeader {
  readonly kind: 'userName';
  readonly handles: UserHandles;
  /** The handle, typed or that of the entry found by address, and what Windows would say of it. */
  readonly decoded: DecodedUserHandle;
  /** Index of the entry. */
  readonly index: number;
  /** Value of `bType`. */
  readonly type: number;
  /** The version of the extension whose names are used. */
  readonly userexts: DuVersion;
  /** Null when that extension has no name for the value. */
  readonly name: DuName | null;
}

/** Answer of `!dso` with a structure. */
export interface StructureResult extends ResultHeader {
  readonly kind: 'structure';
  readonly layout: UserLayout;
  readonly profile: UserProfile;
  /** The only member to show; null for all. */
  readonly member: string | null;
  /** Structures read from memory; null without an address. */
  readonly reading: StructureReading | null;
}

/** Answer of `!dsi`. */
export interface ServerInfoResult extends ResultHeader {
  readonly kind: 'serverInfo';
  readonly handles: UserHandles;
  /** SERVERINFO as memory has it; null where its layout or place is not public. */
  readonly reading: StructureReading | null;
  /** Why there is no reading; null when there is one. */
  readonly problem: Problem | null;
  readonly summary: UserTableSummary;
}

/** A thread that uses the windowing system, with its handles. */
export interface ThreadAccount {
  readonly thread: GuiThread;
  readonly process: GuiProcess | null;
  readonly counts: UserHandleCounts;
}

/** Answer of `!dti`. */
export interface GuiThreadsResult extends ResultHeader {
  readonly kind: 'guiThreads';
  readonly handles: UserHandles;
  /** The thread was asked for by id or address: it is shown in full. */
  readonly single: boolean;
  readonly threads: readonly ThreadAccount[];
}

/** Answer of `!dpi`. */
export interface GuiProcessesResult extends ResultHeader {
  readonly kind: 'guiProcesses';
  readonly handles: UserHandles;
  /** The process was asked for by id or address: it is shown in full. */
  readonly single: boolean;
  readonly processes: readonly ProcessAccount[];
  readonly summary: UserTableSummary;
}

/** Answer of `!utrace [handle [max]]`. */
export interface UserTracesResult extends ResultHeader {
  readonly kind: 'userTraces';
  /** Whose numbers the types of the records are; null when the table was not found. */
  readonly profile: UserProfileId | null;
  readonly store: UserTraceStore;
  readonly symbols: SymbolSource;
  readonly rows: Uint32Array;
  /** Records that match. */
  readonly parsed: number;
  /** Records shown. */
  readonly dumped: number;
}

/** Answer of `!utrace -diff`. */
export interface UserTraceDiffResult extends ResultHeader {
  readonly kind: 'userTraceDiff';
  readonly profile: UserProfileId | null;
  readonly store: UserTraceStore;
  readonly symbols: SymbolSource;
  /** Records made since the snapshot. */
  readonly newRecords: number;
  /** Outstanding creations, newest first. */
  readonly rows: Uint32Array;
}

/** Answer of `!utrace -enable`, `-snapshot` and `-disable`. */
export interface UserTracingResult extends ResultHeader {
  readonly kind: 'userTracing';
  readonly action: 'enable' | 'snapshot' | 'disable';
  /** Slots of the ring after `-enable`. */
  readonly slots: number | null;
}

/** Every answer about USER handles. */
export type UserCommandResult =
  | FactTableResult
  | UserHandlesResult
  | UserHandleResult
  | UserNameResult
  | StructureResult
  | ServerInfoResult
  | GuiThreadsResult
  | GuiProcessesResult
  | UserTracesResult
  | UserTraceDiffResult
  | UserTracingResult;

const USER_KINDS: Readonly<Record<UserCommandResult['kind'], true>> = {
  userFacts: true,
  userHandles: true,
  userHandle: true,
  userName: true,
  structure: true,
  serverInfo: true,
  guiThreads: true,
  guiProcesses: true,
  userTraces: true,
  userTraceDiff: true,
  userTracing: true,
};

/** True for answers about USER handles, which have renderers of their own. */
export function isUserResult<Result extends { readonly kind: string }>(
  result: Result,
): result is Extract<Result, UserCommandResult> {
  return Object.hasOwn(USER_KINDS, result.kind);
}
