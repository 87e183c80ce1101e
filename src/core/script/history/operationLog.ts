/** Every operation on a handle since the program began: columns, and each distinct stack once. */

import type { TraceOperation } from '../../model/handleTrace';
import type { HandleOperation } from '../../simulator/machine/machine';
import type { FrameList } from '../../simulator/machine/machineTypes';
import { StackTable } from '../../simulator/machine/stackTable';

const OPERATIONS: readonly TraceOperation[] = ['open', 'close', 'badref'];
/** Frames that are kept of a stack, as in a trace record. */
export const HISTORY_DEPTH = 16;
const FIRST_ROOM = 1024;

/** One operation, as it was. */
export interface LoggedOperation {
  readonly operation: TraceOperation;
  /** As it was used. */
  readonly handle: number;
  /** Process in whose table the handle was looked up. */
  readonly tableProcessId: number;
  /** Process of the thread. */
  readonly processId: number;
  readonly threadId: number;
  /** Instructions that were executed when it happened. */
  readonly position: number;
  /** Return addresses as pairs of words (low, high), innermost first. */
  readonly stack: FrameList;
}

/** Who does something to which table. */
interface Actor {
  readonly tableProcessId: number;
  readonly processId: number;
  readonly threadId: number;
}

const NOBODY: Actor = { tableProcessId: 0, processId: 0, threadId: 0 };
/** A handle's upper word that differs from this is kept aside. */
const WORD = 0x1_0000_0000;

/** The log of one run. 21 bytes an operation, the distinct stacks, and who acted. */
export class OperationLog {
  private positions = new Float64Array(FIRST_ROOM);
  private handles = new Uint32Array(FIRST_ROOM);
  private actorNumbers = new Uint32Array(FIRST_ROOM);
  private stackNumbers = new Uint32Array(FIRST_ROOM);
  private kinds = new Uint8Array(FIRST_ROOM);
  private readonly stacks = new StackTable(HISTORY_DEPTH);
  private readonly actors: Actor[] = [];
  private lastActor = 0;
  /** Upper words of handles that have one, by operation: bad handles only. */
  private readonly upperWords = new Map<number, number>();
  private length = 0;

  /** Operations in the log. */
  get count(): number {
    return this.length;
  }

  /** Distinct stacks. */
  get stackCount(): number {
    return this.stacks.count;
  }

  /** Bytes that the columns take. */
  get bytes(): number {
    return this.kinds.length * (8 + 3 * 4 + 1);
  }

  /** Adds an operation that happens now. `kernelFrames` are the frames in the kernel, innermost first. */
  add(event: HandleOperation, position: number, kernelFrames: FrameList): void {
    if (this.length === this.kinds.length) {
      this.grow();
    }
    const at = this.length++;
    this.positions[at] = position;
    this.handles[at] = event.handle >>> 0;
    this.actorNumbers[at] = this.actorNumber(event);
    const upper = Math.floor(event.handle / WORD);
    if (upper === 0) {
      this.upperWords.delete(at);
    } else {
      this.upperWords.set(at, upper);
    }
    this.kinds[at] = OPERATIONS.indexOf(event.operation);
    this.stackNumbers[at] = this.stacks.numberOf(kernelFrames, event.thread);
  }

  /** An operation by its number, from 0. */
  at(number: number): LoggedOperation | null {
    if (number < 0 || number >= this.length) {
      return null;
    }
    return {
      operation: OPERATIONS[this.kinds[number] ?? 0] ?? 'open',
      handle: (this.handles[number] ?? 0) + (this.upperWords.get(number) ?? 0) * WORD,
      ...(this.actors[this.actorNumbers[number] ?? 0] ?? NOBODY),
      position: this.positions[number] ?? 0,
      stack: this.stacks.at(this.stackNumbers[number] ?? 0),
    };
  }

  /** Position of an operation; Infinity when there is none of that number. */
  position(number: number): number {
    return number < this.length ? (this.positions[number] ?? Infinity) : Infinity;
  }

  /** Operations that happened up to a position. */
  countAt(position: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.positions[middle] ?? 0) <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Forgets all but the first operations: the program takes another way from there. */
  truncate(count: number): void {
    this.length = Math.min(this.length, count);
  }

  private actorNumber({ table, thread }: HandleOperation): number {
    const tableProcessId = table.owner?.processId ?? 0;
    const { threadId } = thread;
    const { processId } = thread.process;
    const isActor = (actor: Actor | undefined): boolean =>
      actor?.threadId === threadId &&
      actor.processId === processId &&
      actor.tableProcessId === tableProcessId;
    if (!isActor(this.actors[this.lastActor])) {
      const known = this.actors.findLastIndex(isActor);
      this.lastActor =
        known === -1 ? this.actors.push({ tableProcessId, processId, threadId }) - 1 : known;
    }
    return this.lastActor;
  }

  private grow(): void {
    const room = Math.ceil(this.kinds.length * 1.25);
    const wider = <T extends { set(source: T): void }>(larger: T, source: T): T => {
      larger.set(source);
      return larger;
    };
    this.positions = wider(new Float64Array(room), this.positions);
    this.handles = wider(new Uint32Array(room), this.handles);
    this.actorNumbers = wider(new Uint32Array(room), this.actorNumbers);
    this.stackNumbers = wider(new Uint32Array(room), this.stackNumbers);
    this.kinds = wider(new Uint8Array(room), this.kinds);
  }
}
