/** The tracer of a session's USER handles: a ring of records, each with its actor and a stack. */

import type { FrameList } from '../machine/machineTypes';
import type { ThreadStack } from '../machine/threadStack';

/** Return addresses that a record holds at most. */
export const USER_TRACE_DEPTH = 32;
/** Slots that a ring has when nobody asks for a number; also the least. */
const DEFAULT_SLOTS = 0x1000;
/** Most slots of a ring. */
const MAXIMUM_SLOTS = 0x2_0000;

/** What is recorded; operation codes are those of `USER_TRACE_OPERATIONS`. */
export interface UserTraceEvent {
  readonly operation: 1 | 2 | 3 | 4;
  readonly handle: number;
  /** `bType`, or for a bad reference the type that was wanted. */
  readonly type: number;
  /** 0 when nobody owns the object. */
  readonly ownerProcessId: number;
}

/** Who does something, with the stack on which it happens. */
export interface UserTraceActor {
  readonly processId: number;
  readonly threadId: number;
  /** Null: nobody's stack is known, as when Windows cleans up after a thread. */
  readonly stack: ThreadStack | null;
  readonly kernelFrames: FrameList;
}

/** Slots for a request: a power of two, 0x1000 to 0x20000. */
export function userTraceSlots(wanted: number): number {
  let slots = DEFAULT_SLOTS;
  while (slots < wanted && slots < MAXIMUM_SLOTS) {
    slots *= 2;
  }
  return slots;
}

/** A ring of records; the newest overwrites the oldest. */
export class UserTracer {
  readonly handle: Uint32Array;
  readonly operation: Uint8Array;
  readonly type: Uint8Array;
  readonly ownerProcessId: Uint32Array;
  readonly processId: Uint32Array;
  readonly threadId: Uint32Array;
  /** Return addresses in each slot. */
  readonly depth: Uint8Array;
  /** Return addresses as (low, high) words, innermost first, {@link USER_TRACE_DEPTH} to a slot. */
  readonly stackWords: Uint32Array;
  /** Records written since tracing began. */
  recorded = 0;

  constructor(readonly slots: number) {
    this.handle = new Uint32Array(slots);
    this.operation = new Uint8Array(slots);
    this.type = new Uint8Array(slots);
    this.ownerProcessId = new Uint32Array(slots);
    this.processId = new Uint32Array(slots);
    this.threadId = new Uint32Array(slots);
    this.depth = new Uint8Array(slots);
    this.stackWords = new Uint32Array(slots * USER_TRACE_DEPTH * 2);
  }

  /** Records in the ring. */
  get count(): number {
    return Math.min(this.recorded, this.slots);
  }

  /** Records that newer ones overwrote. */
  get lost(): number {
    return this.recorded - this.count;
  }

  /** Writes one record. */
  record(event: UserTraceEvent, actor: UserTraceActor): void {
    const slot = this.recorded % this.slots;
    this.recorded++;
    this.handle[slot] = event.handle;
    this.operation[slot] = event.operation;
    this.type[slot] = event.type;
    this.ownerProcessId[slot] = event.ownerProcessId;
    this.processId[slot] = actor.processId;
    this.threadId[slot] = actor.threadId;
    this.depth[slot] = this.writeStack(slot, actor);
  }

  /** Kernel frames first, then the thread's, innermost first. Answers with their number. */
  private writeStack(slot: number, { stack, kernelFrames }: UserTraceActor): number {
    const start = slot * USER_TRACE_DEPTH * 2;
    const kernel = Math.min(kernelFrames.length / 2, USER_TRACE_DEPTH);
    this.stackWords.set(kernelFrames.subarray(0, kernel * 2), start);
    if (stack === null) {
      return kernel;
    }
    const depth = Math.min(kernel + stack.depth, USER_TRACE_DEPTH);
    for (let frame = kernel; frame < depth; frame++) {
      const from = (stack.depth - 1 - (frame - kernel)) * 2;
      this.stackWords[start + frame * 2] = stack.stackWords[from] ?? 0;
      this.stackWords[start + frame * 2 + 1] = stack.stackWords[from + 1] ?? 0;
    }
    return depth;
  }
}
