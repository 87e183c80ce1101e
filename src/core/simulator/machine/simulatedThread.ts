/** A thread: its identity and the user-mode return addresses that a trace record would find on its stack. */

import { address, type Address } from '../../model/identifiers';
import type { KernelObject } from './kernelObject';
import type { SimulatedProcess } from './simulatedProcess';
import { fromWords, highWord, lowWord } from './words';

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

/** Return addresses a stack starts with room for. */
const INITIAL_DEPTH = 64;

/** One thread of a simulated process. */
export class SimulatedThread {
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
  /** Return addresses as (low, high) words, outermost first; {@link depth} of them count. */
  stackWords = new Uint32Array(INITIAL_DEPTH * 2);
  /** Return addresses on the stack. */
  depth = 0;

  constructor(parts: ThreadParts) {
    this.threadId = parts.threadId;
    this.process = parts.process;
    this.teb = parts.teb;
    this.startAddress = parts.startAddress;
    this.priority = parts.priority;
    this.basePriority = parts.basePriority;
    this.name = parts.name;
  }

  /** Pushes a return address, given as two words. */
  pushFrame(low: number, high: number): void {
    if (this.depth * 2 === this.stackWords.length) {
      const larger = new Uint32Array(this.stackWords.length * 2);
      larger.set(this.stackWords);
      this.stackWords = larger;
    }
    this.stackWords[this.depth * 2] = low;
    this.stackWords[this.depth * 2 + 1] = high;
    this.depth++;
  }

  /** Removes the innermost return address; an empty stack stays empty. */
  popFrame(): void {
    if (this.depth > 0) {
      this.depth--;
    }
  }

  /** Runs something with one more return address on the stack, which is removed again whatever happens. */
  withFrame<T>(returnAddress: bigint, body: () => T): T {
    this.pushFrame(lowWord(returnAddress), highWord(returnAddress));
    try {
      return body();
    } finally {
      this.popFrame();
    }
  }

  /** The return addresses, innermost first. */
  frames(): readonly Address[] {
    const frames: Address[] = [];
    for (let position = this.depth - 1; position >= 0; position--) {
      const low = this.stackWords[position * 2] ?? 0;
      frames.push(fromWords(low, this.stackWords[position * 2 + 1] ?? 0));
    }
    return frames;
  }

  /** Address of the thread object's body; 0 before it exists. */
  get objectAddress(): Address {
    return this.object?.bodyAddress ?? address(0);
  }
}
