/** A thread of a simulated machine: its identity and its state. */

import { address, type Address } from '../../model/identifiers';
import type { KernelObject } from './kernelObject';
import type { SimulatedProcess } from './simulatedProcess';
import { ThreadStack } from './threadStack';

/** What a thread is made of. */
export interface ThreadParts {
  readonly threadId: number;
  readonly process: SimulatedProcess;
  readonly teb: Address;
  readonly startAddress: Address;
  readonly priority: number;
  readonly basePriority: number;
  readonly name: string | null;
}

/** One thread of a simulated process. */
export class SimulatedThread extends ThreadStack {
  readonly threadId: number;
  readonly process: SimulatedProcess;
  readonly teb: Address;
  startAddress: Address;
  priority: number;
  basePriority: number;
  name: string | null;
  suspendCount = 0;
  exited = false;
  /** NTSTATUS; 0x103 while it runs. */
  exitStatus = 0x103;
  /** Kernel-mode callers may use kernel handles and are not access-checked. */
  previousMode: 'user' | 'kernel' = 'user';
  /** Processor the thread runs on: which free list it uses on Windows 8 and later. */
  processor = 0;
  /** The thread object; set when it is made. */
  object: KernelObject | null = null;

  constructor(parts: ThreadParts) {
    super();
    this.threadId = parts.threadId;
    this.process = parts.process;
    this.teb = parts.teb;
    this.startAddress = parts.startAddress;
    this.priority = parts.priority;
    this.basePriority = parts.basePriority;
    this.name = parts.name;
  }

  /** Address of the thread object's body; 0 before it exists. */
  get objectAddress(): Address {
    return this.object?.bodyAddress ?? address(0);
  }
}
