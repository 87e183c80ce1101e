/** The vocabulary of the simulated machine: options, outcomes and frames that callers and the machine exchange. */

import type { Address } from '../../model/identifiers';
import type { TraceOperation } from '../../model/handleTrace';
import type { WindowsProfile } from '../../windows/profiles';
import type { KernelObject } from './kernelObject';
import type { ObjectBody } from './objectBody';
import type { ObjectSecurity } from './accessCheck';
import type { SimulatedProcess } from './simulatedProcess';
import type { SimulatedThread } from './simulatedThread';

/**
 * A handle as the simulator's services take and return it: a signed number. Ordinary handles are positive, pseudo
 * handles are -1 to -6, kernel handles are `value - 0x80000000` (so the handle printed `80000004` is -2147483644).
 */
export type SimulatedHandle = number;

/** Addresses as pairs of 32-bit words (low, high), innermost frame first. */
export type FrameList = Uint32Array;

/** Supplies the kernel part of the stacks that the handle tracer records. */
export interface KernelFrameSource {
  /**
   * Return addresses from the tracing routine's caller outwards to the system service, for one service such as
   * `NtCreateEvent` and one kind of record. The same array may be returned each time; it is copied.
   */
  frames(service: string, operation: TraceOperation): FrameList;
}

/** How a machine is built. */
export interface MachineOptions {
  readonly profile: WindowsProfile;
  /** Absent: stacks hold user frames only. */
  readonly kernelFrames?: KernelFrameSource;
  /** NtGlobalFlag; 0x400000 raises exceptions on bad closes, 0x100 is Application Verifier. Default 0. */
  readonly globalFlags?: number;
  /** Free lists per handle table on Windows 8 and later, 1 to 64. Default 1 (domain.md 1.7). */
  readonly processorCount?: number;
  /** Low-level pages a handle table may have; default the limit of the architecture (domain.md 1.2). */
  readonly maximumTablePages?: number;
  /** Where the System process, its handle table and so on live; absent parts are allocated from the pools. */
  readonly systemPlacement?: ProcessPlacement;
  /** The same for the Idle process, which shares the kernel handle table. */
  readonly idlePlacement?: ProcessPlacement;
}

/** Fixed places of a process's parts, for machines that reproduce a known session. All addresses are optional. */
export interface ProcessPlacement {
  /** Body of the process object (the EPROCESS). */
  readonly object?: Address;
  /** The HANDLE_TABLE. */
  readonly table?: Address;
  /** The first low-level page of handle table entries. */
  readonly tablePage?: Address;
  readonly peb?: Address;
  /** CR3. */
  readonly directoryBase?: Address;
}

/** A process made without anybody's handle: the bootstrap form. */
export interface ProcessOptions extends ProcessPlacement {
  /** Image name such as `smss.exe`. */
  readonly image: string;
  /** Null = no session; default 0. */
  readonly sessionId?: number | null;
  readonly parent?: SimulatedProcess;
  /** A free value of the CID table, multiple of 4; default: the next free one. */
  readonly processId?: number;
  /** Account the process runs as, matched against object security; default the parent's, else `SYSTEM`. */
  readonly user?: string;
  /** Default the parent's, else none. */
  readonly privileges?: readonly Privilege[];
  /** Copy the parent's inheritable handles (bInheritHandles). */
  readonly inheritHandles?: boolean;
  /** Copy exactly these handles (PROC_THREAD_ATTRIBUTE_HANDLE_LIST); Windows Vista and later. */
  readonly handleList?: readonly SimulatedHandle[];
  readonly basePriority?: number;
}

/** Privileges the machine looks at. */
export type Privilege = 'SeDebugPrivilege' | 'SeSecurityPrivilege';

/** A thread made without anybody's handle. */
export interface ThreadOptions {
  /** A free value of the CID table; default: the next free one. */
  readonly threadId?: number;
  /** Body of the thread object (the ETHREAD). */
  readonly object?: Address;
  readonly teb?: Address;
  readonly startAddress?: Address;
  readonly priority?: number;
  readonly basePriority?: number;
  /** Thread description. */
  readonly name?: string | null;
}

/** What every service answers with. */
export interface ServiceOutcome {
  /** NTSTATUS as an unsigned number; see status.ts. */
  readonly status: number;
  /** True when the status is (also) raised as an exception at the caller (domain.md 1.6). */
  readonly raised: boolean;
  /** Return addresses of the thread when it was raised, innermost first; absent when it was not. */
  readonly raisedFrom?: readonly Address[];
}

/** Answer of services that return a handle. */
export interface HandleOutcome extends ServiceOutcome {
  /** 0 when no handle was made. */
  readonly handle: SimulatedHandle;
  /** The object behind the handle; null on failure. */
  readonly object: KernelObject | null;
}

/** Answer of services that look a handle up. */
export interface ReferenceOutcome extends ServiceOutcome {
  readonly object: KernelObject | null;
  readonly grantedAccess: number;
}

/** What is created. */
export interface CreateOptions {
  /** Type name as the object manager spells it. */
  readonly type: string;
  readonly desiredAccess: number;
  /** OBJ_* bits of the OBJECT_ATTRIBUTES: inherit, permanent, exclusive, openif, kernel handle … Default 0. */
  readonly attributes?: number;
  /** Full path in the object namespace (`\Sessions\1\BaseNamedObjects\X`); absent or null: unnamed. */
  readonly name?: string | null;
  /** Default: a fresh body of the type (see objectBody.ts). */
  readonly body?: ObjectBody;
  /** Who may get what; default: everybody everything. */
  readonly security?: ObjectSecurity | null;
  /** Address of the object body, when a known session is reproduced. */
  readonly address?: Address;
  /** Give out exactly this free handle value instead of the next one; for reproducing a known session. */
  readonly handle?: SimulatedHandle;
}

/** What is opened. */
export interface OpenOptions {
  readonly type: string;
  /** Full path in the object namespace. */
  readonly name: string;
  readonly desiredAccess: number;
  /** OBJ_* bits. Default 0x40 (case insensitive), as all Win32 calls pass. */
  readonly attributes?: number;
  readonly handle?: SimulatedHandle;
}

/** An open by pointer instead of by name: OpenProcess, OpenThread, a token of a process. */
export interface OpenObjectOptions {
  readonly object: KernelObject;
  readonly desiredAccess: number;
  readonly attributes?: number;
  readonly handle?: SimulatedHandle;
}

/** NtDuplicateObject. */
export interface DuplicateOptions {
  /** A process, or a handle to it in the caller's table that grants PROCESS_DUP_HANDLE. */
  readonly sourceProcess: SimulatedProcess | SimulatedHandle;
  readonly sourceHandle: SimulatedHandle;
  /** Null: no target; with CLOSE_SOURCE this only closes. */
  readonly targetProcess: SimulatedProcess | SimulatedHandle | null;
  /** Ignored with SAME_ACCESS. */
  readonly desiredAccess?: number;
  /** OBJ_INHERIT and so on; ignored with SAME_ATTRIBUTES. */
  readonly attributes?: number;
  /** DUPLICATE_CLOSE_SOURCE 1, DUPLICATE_SAME_ACCESS 2, DUPLICATE_SAME_ATTRIBUTES 4. */
  readonly options: number;
}

/** NtSetInformationObject(ObjectHandleFlagInformation): each absent flag stays as it is. */
export interface HandleFlagChange {
  readonly inherit?: boolean;
  readonly protectFromClose?: boolean;
}

/** Answer of process creation. */
export interface CreateProcessOutcome extends ServiceOutcome {
  readonly process: SimulatedProcess | null;
  readonly thread: SimulatedThread | null;
  readonly processHandle: SimulatedHandle;
  readonly threadHandle: SimulatedHandle;
}
