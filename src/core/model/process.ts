/** Processes, threads and modules of a target as plain data. */

import type { Address } from './identifiers';

/** A process as a debugger lists it. */
export interface ProcessInfo {
  readonly processId: number;
  readonly parentProcessId: number;
  /** Image name such as `smss.exe`. */
  readonly image: string;
  /** Session number; null for processes that belong to none (printed `none`). */
  readonly sessionId: number | null;
  /** Kernel-side facts; present on kernel-mode targets. */
  readonly kernel?: KernelProcessFacts;
}

/** What a kernel debugger prints in a PROCESS block. */
export interface KernelProcessFacts {
  /** Address of the EPROCESS. */
  readonly object: Address;
  readonly peb: Address;
  /** CR3, physical. */
  readonly directoryBase: Address;
  /** Address of the HANDLE_TABLE. */
  readonly objectTable: Address;
  /** Handles in use. */
  readonly handleCount: number;
}

/** A thread as a debugger lists it. */
export interface ThreadInfo {
  readonly processId: number;
  readonly threadId: number;
  readonly teb: Address;
  /** Thread description; null when it has none or none was recorded. */
  readonly name: string | null;
  readonly suspendCount: number;
}

/** A loaded module. */
export interface ModuleInfo {
  /** Name without extension, as frames print it: `ntdll`. */
  readonly name: string;
  /** Full path of the image as the target recorded it. */
  readonly path: string;
  readonly base: Address;
  /** Size in bytes. */
  readonly size: number;
  /** PE time stamp, seconds since 1970. */
  readonly timeDateStamp: number;
  /** PDB identity from the CodeView record; null when there is none. */
  readonly pdb: PdbIdentity | null;
  /** Where symbols come from. */
  readonly symbols: 'simulated' | 'exports' | 'none';
}

/** What names the PDB file of a module. */
export interface PdbIdentity {
  readonly path: string;
  /** Upper-case GUID without dashes. */
  readonly guid: string;
  readonly age: number;
}
