/**
 * The USER handles of a target: windows, menus, hooks and the like, which a session's processes share. A target says where
 * their table lies in its memory and who can own them; what the table holds is decoded from the bytes
 * (user-handles.md 1, 5).
 */

import type { Address } from '../model/identifiers';
import type { CancellationToken } from '../util/cancellation';
import type { Result } from '../util/result';
import type { UserProfileId } from '../windows/user/userProfileId';
import type { UserTraceStore } from './userTraceStore';

/** Code of the problem that a process has not used the windowing system: it has no USER handles then, which is certain. */
export const NOT_GUI = 'not-gui';

/** Where a structure was found, and how. */
export interface FoundAddress {
  readonly address: Address;
  /** For people, for example `user32!gSharedInfo`. */
  readonly from: string;
}

/** Table bounds that a target knows without SHAREDINFO: its layout is not public before Windows 2000 (user-handles.md 5.2). */
export interface UserTableBounds {
  readonly aheList: FoundAddress;
  /** Size of the table in entries, used or not. */
  readonly entries: number;
}

/** Where a session's USER handle table lies. At least one of {@link sharedInfo} and {@link bounds} is there. */
export interface UserTablePlace {
  readonly profile: UserProfileId;
  /** Session number; null when the target does not say. */
  readonly session: number | null;
  /**
   * Whose addresses `readMemory` takes: `kernel` needs no delta; `user` means that kernel addresses of shared objects must
   * be turned into those of the process.
   */
  readonly viewpoint: 'kernel' | 'user';
  readonly sharedInfo: FoundAddress | null;
  readonly bounds: UserTableBounds | null;
  /** The table of handle types (`win32k!gahti`); null when it is not readable. */
  readonly typeTable: FoundAddress | null;
}

/** A process that uses the windowing system. */
export interface GuiProcess {
  readonly processId: number;
  readonly image: string;
  /** Its PROCESSINFO; null when the target does not know it. */
  readonly processInfo: Address | null;
  /** Its USERProcessHandleQuota; null when the target does not know it (10,000 is usual). */
  readonly quota: number | null;
}

/** A thread that uses the windowing system. */
export interface GuiThread {
  readonly processId: number;
  readonly threadId: number;
  /** Its THREADINFO; null when the target does not know it. */
  readonly threadInfo: Address | null;
  /** Its DESKTOP; null when it has none or the target does not know it. */
  readonly desktop: Address | null;
  /** Kernel address minus user address of an object on its desktop heap (CLIENTINFO.ulClientDelta); null when unknown. */
  readonly clientDelta: bigint | null;
  /** Where its process maps the desktop heap; needed from Windows 10 1703 on; null when unknown. */
  readonly desktopHeap: Address | null;
}

/** Switches the USER handle trace. Absent on dumps. */
export interface UserTracingControl {
  /** Enables tracing with at least `slots` slots (rounded by the target; 0 = default) for the whole session. */
  enable(slots: number): Result<{ readonly slots: number }>;
  /** Disables tracing; the records are dropped. */
  disable(): Result<void>;
}

/** Access to the USER handles of a target. */
export interface UserHandleAccess {
  /** Finds the table; the problem says exactly which memory, export or layout is missing, and how to get it. */
  locate(token: CancellationToken): Promise<Result<UserTablePlace>>;
  guiProcesses(): readonly GuiProcess[];
  guiThreads(): readonly GuiThread[];
  /** Name of a DESKTOP such as `WinSta0\Default`; null when the target does not know it. */
  desktopName(desktop: Address): string | null;
  /** The trace log of USER handles; the problem says why there is none and how to get one. */
  traces(): Result<UserTraceStore>;
  readonly control: UserTracingControl | null;
}
