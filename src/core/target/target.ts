/** The one interface between what is examined and everything that examines it. */

import type { Address, HandleValue } from '../model/identifiers';
import type { ModuleInfo, ProcessInfo, ThreadInfo } from '../model/process';
import type { CancellationToken } from '../util/cancellation';
import type { Problem } from '../util/problem';
import type { Result } from '../util/result';
import type { HandleStore } from './handleStore';
import type { LogAccess } from './logAccess';
import type { ProgramAccess } from './program';
import type { RecordingAccess } from './recording';
import type { SymbolSource } from './symbolSource';
import type { TargetInfo } from './targetInfo';
import type { TraceStore } from './traceStore';
import type { UserHandleAccess } from './userHandles';

/** What a target can do; announced before anyone asks for it. */
export interface TargetCapabilities {
  /** Handle tables can be listed. */
  readonly handles: boolean;
  /** A trace log exists or can be enabled. */
  readonly traces: boolean;
  /** Memory bytes can be read. */
  readonly memory: boolean;
  /** State can change: tracing can be switched, handles closed, the program resumed. */
  readonly control: boolean;
}

/** An exception the target stopped with. */
export interface ExceptionInfo {
  readonly processId: number;
  readonly threadId: number;
  /** NTSTATUS such as 0xC0000008. */
  readonly code: number;
  readonly address: Address;
  readonly firstChance: boolean;
  /** Exception parameters as recorded; may be empty. */
  readonly parameters: readonly bigint[];
}

/** Bytes of the target's memory; shorter than asked where memory is missing. */
export interface MemoryBytes {
  readonly address: Address;
  readonly bytes: Uint8Array;
  /** Bytes that were asked for and could not be read after the readable start. */
  readonly unreadable: number;
}

/** A stretch of memory. */
export interface MemoryRange {
  readonly start: Address;
  /** Bytes. */
  readonly size: number;
}

/** One part of a dump or target, for people who want to know what is inside. */
export interface TargetPart {
  /** For example `HandleData`. */
  readonly name: string;
  /** Size in bytes; null when it has none. */
  readonly size: number | null;
  /** What it gives, or why it was refused. */
  readonly note: string;
}

/** Which handle table is meant. */
export type HandleTableSelector = 'process' | 'kernel' | 'cid';

/** Changes a live target. Absent on dumps. */
export interface TargetControl {
  /** Enables handle tracing with at least `slots` slots (rounded by the target; 0 = default) for a process. */
  enableTracing(processId: number, slots: number): Result<{ readonly slots: number }>;
  /** Disables handle tracing; the records are dropped. */
  disableTracing(processId: number): Result<void>;
  /** Closes a handle of a process as the debugger does it. */
  closeHandle(processId: number, handle: HandleValue): Result<void>;
  /** Runs until the next stop. A problem is returned when the program cannot run any further. */
  resume(token: CancellationToken): Promise<Result<StopInfo>>;
}

/** Why a resumed target stopped. */
export interface StopInfo {
  /** `moment`: nothing ran, another moment of a log or of a recorded run is looked at. */
  readonly reason: 'breakpoint' | 'exception' | 'ended' | 'moment' | 'step';
  /** One sentence for people. */
  readonly description: string;
  readonly threadId: number;
  /** The run was ended by a limit, not by the program. */
  readonly isCutShort?: boolean;
  /** A process of the program dies of the exception it stopped at, as soon as it goes on. */
  readonly isFatal?: boolean;
}

/** Something whose handles can be examined. */
export interface Target {
  readonly info: TargetInfo;
  readonly capabilities: TargetCapabilities;
  /** What was refused or is missing, each with its place and the next step; empty when all is well. */
  readonly problems: readonly Problem[];
  /** What the target consists of. */
  readonly parts: readonly TargetPart[];
  readonly symbols: SymbolSource;
  /** Null on dumps. */
  readonly control: TargetControl | null;
  /** The windowing system's handles; null where the target has none and never could. */
  readonly userHandles: UserHandleAccess | null;
  /** The log behind the target; only targets made from one have it. */
  readonly log?: LogAccess;
  /** The program with its source; only targets that run a script have it. */
  readonly program?: ProgramAccess;
  /** The recorded operations as moments that can be gone to; only dumps that have some have it. */
  readonly recording?: RecordingAccess;
  /** Grows with every change of state, so that caches know when to forget. */
  readonly generation: number;
  /** All processes a debugger sees: exactly one in user mode. */
  processes(): readonly ProcessInfo[];
  /** Process and thread the target stopped in; there always is one. */
  currentProcessId(): number;
  currentThreadId(): number;
  threads(processId: number): readonly ThreadInfo[];
  modules(): readonly ModuleInfo[];
  /** Call stack of a thread, innermost first: instruction pointer, then return addresses. May be a single frame. */
  callStack(threadId: number, token: CancellationToken): Promise<readonly Address[]>;
  /** Null when the target did not stop with an exception. */
  exception(): ExceptionInfo | null;
  /** The handle table of a process; `kernel` and `cid` only on kernel-mode targets. */
  handles(processId: number, table: HandleTableSelector): Promise<Result<HandleStore>>;
  /**
   * The handles of a process as they stood at a moment of the log, by its number; the problem says that the moment lists
   * none. Only targets made from a log have it.
   */
  handlesAt?(moment: number, processId: number): Promise<Result<HandleStore>>;
  /** The trace log of a process; the problem says why there is none and how to get one. A dump is scanned once for it. */
  traces(processId: number, token?: CancellationToken): Promise<Result<TraceStore>>;
  /**
   * Every operation on the handles of a process up to this moment, where more is known than what the trace log has room for.
   * Absent where it is not.
   */
  history?(processId: number): Promise<Result<TraceStore>>;
  /**
   * The memory of the current process that a recording should keep: what is small and says something about handles. Absent
   * where there is none.
   */
  memoryRanges?(): readonly MemoryRange[];
  readMemory(
    address: Address,
    length: number,
    token: CancellationToken,
  ): Promise<Result<MemoryBytes>>;
  /** Releases files; the target is unusable afterwards. */
  close(): Promise<void>;
}
