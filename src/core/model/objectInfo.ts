/** Object-specific facts about the object behind a handle, by kind of object (domain.md 2.6, 5.3). */

import type { Address } from './identifiers';

/** State of an event object. */
export interface EventInfo {
  readonly kind: 'event';
  /** True for a notification (manual reset) event, false for a synchronization (auto reset) event. */
  readonly manualReset: boolean;
  readonly signalled: boolean;
}

/** State of a mutant (mutex). */
export interface MutantInfo {
  readonly kind: 'mutant';
  /** 1 = free, 0 or less = owned (exactly how often is not known of a log, which has 0). */
  readonly count: number;
  /** Null when the target does not tell. */
  readonly abandoned: boolean | null;
  /** Null when the target does not tell. */
  readonly ownedByCaller: boolean | null;
}

/** Who owns a mutant; both ids are 0 when it is free. */
export interface MutantOwnerInfo {
  readonly kind: 'mutantOwner';
  readonly processId: number;
  readonly threadId: number;
}

/** State of a semaphore. */
export interface SemaphoreInfo {
  readonly kind: 'semaphore';
  readonly count: number;
  readonly limit: number;
}

/** The process behind a process handle. */
export interface ProcessObjectInfo {
  readonly kind: 'process';
  readonly processId: number;
  readonly parentProcessId: number;
  readonly basePriority: number;
  /** NTSTATUS, 0x103 while it runs; null when the target does not tell. */
  readonly exitStatus: number | null;
  /** Null when the target does not tell. */
  readonly peb: Address | null;
  /** PROCESS_EXTENDED_BASIC_INFORMATION flags, where they were recorded. */
  readonly flags?: number;
}

/** The thread behind a thread handle. */
export interface ThreadObjectInfo {
  readonly kind: 'thread';
  readonly processId: number;
  readonly threadId: number;
  readonly priority: number;
  readonly basePriority: number;
  /** NTSTATUS, 0x103 while it runs; null when the target does not tell. */
  readonly exitStatus: number | null;
  /** Null when the target does not tell. */
  readonly teb: Address | null;
  /** Only live targets know it. */
  readonly startAddress?: Address;
}

/** A section (file mapping). */
export interface SectionInfo {
  readonly kind: 'section';
  readonly baseAddress: Address;
  /** SEC_* bits. */
  readonly attributes: number;
  /** Maximum size in bytes. */
  readonly size: bigint;
}

/** A registry key. */
export interface KeyInfo {
  readonly kind: 'key';
  /** Last write time in 100 ns units since 1601 (FILETIME), local time as the debugger prints it. */
  readonly lastWriteTime: bigint;
  /** Last component of the key's name. */
  readonly keyName: string;
}

/** An I/O completion port. */
export interface IoCompletionInfo {
  readonly kind: 'ioCompletion';
  readonly depth: number;
}

/** A thread pool's worker factory; times in 100 ns units. */
export interface WorkerFactoryInfo {
  readonly kind: 'workerFactory';
  readonly threadCreationTimeout: bigint;
  readonly threadCreationRetryTimeout: bigint;
  readonly threadIdleTimeout: bigint;
  readonly boundObjectCount: number;
  readonly workerMinimum: number;
  readonly workerMaximum: number;
  readonly pendingWorkers: number;
  readonly waitingWorkers: number;
  readonly totalWorkers: number;
  readonly releaseCount: number;
  readonly idleGoal: number;
  readonly startRoutine: Address;
  readonly pool: Address;
  readonly workerProcessId: number;
  readonly stackReserve: bigint;
  readonly stackCommit: bigint;
  readonly lastThreadCreationStatus: number;
}

/** An object-information record of a dump whose type or size is not understood. */
export interface UnknownObjectInfo {
  readonly kind: 'unknown';
  /** MINIDUMP_HANDLE_OBJECT_INFORMATION.InfoType. */
  readonly infoType: number;
  /** Payload size in bytes. */
  readonly size: number;
}

/** An object-specific line of a log as the debugger printed it, where it says less than one of the other kinds needs. */
export interface PrintedInfo {
  readonly kind: 'printed';
  readonly text: string;
}

/** One object-specific fact record. A mutant in a dump has two: `mutant` and `mutantOwner`. */
export type ObjectInfo =
  | EventInfo
  | MutantInfo
  | MutantOwnerInfo
  | SemaphoreInfo
  | ProcessObjectInfo
  | ThreadObjectInfo
  | SectionInfo
  | KeyInfo
  | IoCompletionInfo
  | WorkerFactoryInfo
  | UnknownObjectInfo
  | PrintedInfo;
