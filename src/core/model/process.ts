/** Processes, threads and modules of a target as plain data. */

import type { Address } from './identifiers';

/** A process as a debugger lists it. */
export interface ProcessInfo {
  readonly processId: number;
  /** Present when the target does not know the id: {@link processId} is then only a number to ask for the process by. */
  readonly idUnrecorded?: true;
  /** 0 when it has none or the target does not know it. */
  readonly parentProcessId: number;
  /** Image name such as `smss.exe`; empty when the target does not know it. */
  readonly image: string;
  /** Session number; null for processes that belong to none (printed `none`). */
  readonly sessionId: number | null;
  /** Kernel-side facts; present on kernel-mode targets. */
  readonly kernel?: KernelProcessFacts;
}

/** What a kernel debugger prints in a PROCESS block. A fact that the target does not know is null. */
export interface KernelProcessFacts {
  /** Address of the EPROCESS. */
  readonly object: Address;
  readonly peb: Address | null;
  /** CR3, physical. */
  readonly directoryBase: Address | null;
  /** Address of the HANDLE_TABLE. */
  readonly objectTable: Address | null;
  /** Handles in use. */
  readonly handleCount: number | null;
}

/** A thread as a debugger lists it. */
export interface ThreadInfo {
  readonly processId: number;
  readonly threadId: number;
  /** Null when the target does not know it. */
  readonly teb: Address | null;
  /** Thread description; null when it has none or none was recorded. */
  readonly name: string | null;
  readonly suspendCount: number;
}

/** A loaded module. */
export interface ModuleInfo {
  /** Name without extension, as frames print it: `ntdll`. */
  readonly name: string;
  /** Full path of the image as the target recorded it; empty when it did not. */
  readonly path: string;
  /** Null when the target knows the module by its name only. */
  readonly base: Address | null;
  /** Size in bytes; null when the target does not know it. */
  readonly size: number | null;
  /** PE time stamp, seconds since 1970; null when the target does not know it. */
  readonly timeDateStamp: number | null;
  /** PDB identity from the CodeView record; null when there is none. */
  readonly pdb: PdbIdentity | null;
  /** Where symbols come from; `printed` are those a debugger wrote into a log. */
  readonly symbols: 'simulated' | 'exports' | 'printed' | 'none';
}

/** A module whose place in memory is known. */
export interface LoadedModule extends ModuleInfo {
  readonly base: Address;
  readonly size: number;
  readonly timeDateStamp: number;
}

/** What names the PDB file of a module. */
export interface PdbIdentity {
  readonly path: string;
  /** Upper-case GUID without dashes. */
  readonly guid: string;
  readonly age: number;
}
