/** The tracer of a session's USER handles: a ring of records, each with its actor and a stack. */

import { Journalled, type Change, type Journal } from '../machine/journal';
import type { FrameList } from '../machine/machineTypes';
import { StackTable } from '../machine/stackTable';
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
export class UserTracer extends Journalled {
  readonly handle: Uint32Array;
  readonly operation: Uint8Array;
  readonly type: Uint8Array;
  readonly ownerProcessId: Uint32Array;
  readonly processId: Uint32Array;
  readonly threadId: Uint32Array;
  /** Numbers of the stacks in {@link stacks}. */
  readonly stackNumbers: Uint32Array;
  readonly stacks = new StackTable(USER_TRACE_DEPTH);
  /** Records written since tracing began; only the journal sets it otherwise. */
  recorded = 0;
  private readonly columns: readonly (Uint32Array | Uint8Array)[];
  private readonly born: number;
  private change: RingChange | null = null;
  private changeEpoch = 0;

  constructor(
    readonly slots: number,
    private readonly journal: Journal,
  ) {
    super();
    this.handle = new Uint32Array(slots);
    this.operation = new Uint8Array(slots);
    this.type = new Uint8Array(slots);
    this.ownerProcessId = new Uint32Array(slots);
    this.processId = new Uint32Array(slots);
    this.threadId = new Uint32Array(slots);
    this.stackNumbers = new Uint32Array(slots);
    this.columns = [
      this.handle,
      this.operation,
      this.type,
      this.ownerProcessId,
      this.processId,
      this.threadId,
      this.stackNumbers,
    ];
    this.born = journal.epoch;
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
    this.touch(slot);
    this.recorded++;
    this.handle[slot] = event.handle;
    this.operation[slot] = event.operation;
    this.type[slot] = event.type;
    this.ownerProcessId[slot] = event.ownerProcessId;
    this.processId[slot] = actor.processId;
    this.threadId[slot] = actor.threadId;
    this.stackNumbers[slot] = this.stacks.numberOf(actor.kernelFrames, actor.stack);
  }

  /** Numbers that a slot takes. */
  get width(): number {
    return this.columns.length;
  }

  /** Exchanges what a slot holds with numbers that lie elsewhere. */
  exchange(slot: number, numbers: Uint32Array, at: number): void {
    this.columns.forEach((column, index) => {
      const kept = numbers[at + index] ?? 0;
      numbers[at + index] = column[slot] ?? 0;
      column[slot] = kept;
    });
  }

  /** Copies what a slot holds. */
  copy(slot: number, numbers: Uint32Array, at: number): void {
    this.columns.forEach((column, index) => {
      numbers[at + index] = column[slot] ?? 0;
    });
  }

  private touch(slot: number): void {
    const { epoch } = this.journal;
    if (epoch === this.born) {
      return;
    }
    if (this.change === null || this.changeEpoch !== epoch) {
      this.change = new RingChange(this, this.born);
      this.changeEpoch = epoch;
      this.journal.keep(this.change);
    }
    this.change.add(slot);
  }
}

/** Records that a change has room for at first. */
const FIRST_ROOM = 16;

/** How many records there were, and what the slots held that were overwritten, in the order of the records. */
class RingChange implements Change {
  private recorded: number;
  private readonly first: number;
  private count = 0;
  private numbers: Uint32Array;

  constructor(
    private readonly tracer: UserTracer,
    readonly born: number,
  ) {
    this.recorded = tracer.recorded;
    this.first = tracer.recorded;
    this.numbers = new Uint32Array(FIRST_ROOM * tracer.width);
  }

  get bytes(): number {
    return 200 + this.numbers.length * 4;
  }

  /** A slot is about to be overwritten; each is kept once. */
  add(slot: number): void {
    const { tracer, count } = this;
    if (count === tracer.slots) {
      return;
    }
    if (count * tracer.width === this.numbers.length) {
      const larger = new Uint32Array(this.numbers.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    tracer.copy(slot, this.numbers, count * tracer.width);
    this.count++;
  }

  seal(): void {
    this.numbers = this.numbers.slice(0, this.count * this.tracer.width);
  }

  exchange(): void {
    const { tracer, numbers, first } = this;
    for (let index = 0; index < this.count; index++) {
      tracer.exchange((first + index) % tracer.slots, numbers, index * tracer.width);
    }
    const present = tracer.recorded;
    tracer.recorded = this.recorded;
    this.recorded = present;
  }
}
