/** A process: identity, token, handle table, threads. */

import { address, type Address } from '../../model/identifiers';
import type { HandleTable } from './handleTable';
import type { HandleTracer } from './handleTracer';
import type { KernelObject } from './kernelObject';
import type { Privilege } from './machineTypes';
import type { SimulatedThread } from './simulatedThread';

const JOB_OBJECT_UILIMIT_HANDLES = 0x1;

/** What a process is made of. */
export interface ProcessParts {
  readonly processId: number;
  readonly parentProcessId: number;
  readonly image: string;
  readonly sessionId: number | null;
  readonly peb: Address;
  readonly directoryBase: Address;
  readonly table: HandleTable;
  readonly user: string;
  readonly privileges: readonly Privilege[];
  readonly basePriority: number;
  readonly jobs: readonly KernelObject[];
}

/** One process of a simulated machine. */
export class SimulatedProcess {
  readonly processId: number;
  readonly parentProcessId: number;
  readonly image: string;
  readonly sessionId: number | null;
  readonly peb: Address;
  readonly directoryBase: Address;
  readonly table: HandleTable;
  readonly threads: SimulatedThread[] = [];
  /** Account of the process's token. */
  user: string;
  privileges: readonly Privilege[];
  basePriority: number;
  /** True while a debugger is attached (the process has a debug port). */
  debugged = false;
  /** True for low-integrity and AppContainer processes, which may not read trace records. */
  restricted = false;
  /** The jobs it is in, the first one first; those of its parent, and those it was put into. */
  readonly jobs: KernelObject[];
  /** The window station that it chose; null for the one it began in. */
  windowStation: KernelObject | null = null;
  exited = false;
  /** NTSTATUS; 0x103 while it runs. */
  exitStatus = 0x103;
  /** The process object; set when it is made. */
  object: KernelObject | null = null;

  constructor(parts: ProcessParts) {
    this.processId = parts.processId;
    this.parentProcessId = parts.parentProcessId;
    this.image = parts.image;
    this.sessionId = parts.sessionId;
    this.peb = parts.peb;
    this.directoryBase = parts.directoryBase;
    this.table = parts.table;
    this.user = parts.user;
    this.privileges = parts.privileges;
    this.basePriority = parts.basePriority;
    this.jobs = [...parts.jobs];
  }

  /** The job that keeps it from USER handles of processes outside; null when none does. */
  get restrictingJob(): KernelObject | null {
    const limits = ({ body }: KernelObject): boolean =>
      body.kind === 'job' && (body.uiRestrictions & JOB_OBJECT_UILIMIT_HANDLES) !== 0;
    return this.jobs.find(limits) ?? null;
  }

  /** The tracer of the handle table; null while tracing is off. */
  get tracer(): HandleTracer | null {
    return this.table.tracer;
  }

  /** Address of the process object's body (the EPROCESS); 0 before it exists. */
  get objectAddress(): Address {
    return this.object?.bodyAddress ?? address(0);
  }
}
