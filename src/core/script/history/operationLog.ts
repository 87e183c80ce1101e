/** Every operation on a handle since the program began: columns, and each distinct stack once. */

import type { TraceOperation } from '../../model/handleTrace';
import type { HandleOperation } from '../../simulator/machine/machine';

const OPERATIONS: readonly TraceOperation[] = ['open', 'close', 'badref'];
/** Frames that are kept of a stack, as in a trace record. */
const DEPTH = 16;
const FIRST_ROOM = 1024;

/** One operation, as it was. */
export interface LoggedOperation {
  readonly operation: TraceOperation;
  readonly handle: number;
  readonly processId: number;
  readonly threadId: number;
  /** Instructions that were executed when it happened. */
  readonly position: number;
  /** Return addresses as pairs of words (low, high), innermost first. */
  readonly stack: Uint32Array;
}

/** The log of one run. 25 bytes an operation, and the distinct stacks. */
export class OperationLog {
  private positions = new Float64Array(FIRST_ROOM);
  private handles = new Uint32Array(FIRST_ROOM);
  private processIds = new Uint32Array(FIRST_ROOM);
  private threadIds = new Uint32Array(FIRST_ROOM);
  private stackNumbers = new Uint32Array(FIRST_ROOM);
  private kinds = new Uint8Array(FIRST_ROOM);
  private readonly stacks: Uint32Array[] = [];
  private readonly stackIndex = new Map<number, number[]>();
  private readonly scratch = new Uint32Array(DEPTH * 2);
  private length = 0;

  /** Operations in the log. */
  get count(): number {
    return this.length;
  }

  /** Distinct stacks. */
  get stackCount(): number {
    return this.stacks.length;
  }

  /** Bytes that the columns take. */
  get bytes(): number {
    return this.kinds.length * (8 + 4 * 4 + 1);
  }

  /** Adds an operation that happens now. `kernelFrames` are the frames in the kernel, innermost first. */
  add(event: HandleOperation, position: number, kernelFrames: Uint32Array): void {
    if (this.length === this.kinds.length) {
      this.grow();
    }
    const at = this.length++;
    this.positions[at] = position;
    this.handles[at] = event.handle >>> 0;
    this.processIds[at] = event.thread.process.processId;
    this.threadIds[at] = event.thread.threadId;
    this.kinds[at] = OPERATIONS.indexOf(event.operation);
    this.stackNumbers[at] = this.stackNumber(event, kernelFrames);
  }

  /** An operation by its number, from 0. */
  at(number: number): LoggedOperation | null {
    if (number < 0 || number >= this.length) {
      return null;
    }
    return {
      operation: OPERATIONS[this.kinds[number] ?? 0] ?? 'open',
      handle: this.handles[number] ?? 0,
      processId: this.processIds[number] ?? 0,
      threadId: this.threadIds[number] ?? 0,
      position: this.positions[number] ?? 0,
      stack: this.stacks[this.stackNumbers[number] ?? 0] ?? new Uint32Array(0),
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

  /** Forgets what happened after a position: the program takes another way from there. */
  truncate(position: number): void {
    this.length = this.countAt(position);
  }

  private stackNumber({ thread }: HandleOperation, kernelFrames: Uint32Array): number {
    const { scratch } = this;
    let length = Math.min(kernelFrames.length, scratch.length);
    for (let index = 0; index < length; index++) {
      scratch[index] = kernelFrames[index] ?? 0;
    }
    for (let frame = thread.depth - 1; frame >= 0 && length < scratch.length; frame--) {
      scratch[length++] = thread.stackWords[frame * 2] ?? 0;
      scratch[length++] = thread.stackWords[frame * 2 + 1] ?? 0;
    }
    let hash = length;
    for (let index = 0; index < length; index++) {
      hash = (Math.imul(hash, 31) + (scratch[index] ?? 0)) | 0;
    }
    const known = this.stackIndex.get(hash);
    const found = known?.find((number) => this.equals(number, length));
    if (found !== undefined) {
      return found;
    }
    const number = this.stacks.push(scratch.slice(0, length)) - 1;
    if (known === undefined) {
      this.stackIndex.set(hash, [number]);
    } else {
      known.push(number);
    }
    return number;
  }

  private equals(number: number, length: number): boolean {
    const stack = this.stacks[number];
    if (stack?.length !== length) {
      return false;
    }
    for (let index = 0; index < length; index++) {
      if (stack[index] !== this.scratch[index]) {
        return false;
      }
    }
    return true;
  }

  private grow(): void {
    const room = Math.ceil(this.kinds.length * 1.25);
    const wider = <T extends { set(source: T): void }>(larger: T, source: T): T => {
      larger.set(source);
      return larger;
    };
    this.positions = wider(new Float64Array(room), this.positions);
    this.handles = wider(new Uint32Array(room), this.handles);
    this.processIds = wider(new Uint32Array(room), this.processIds);
    this.threadIds = wider(new Uint32Array(room), this.threadIds);
    this.stackNumbers = wider(new Uint32Array(room), this.stackNumbers);
    this.kinds = wider(new Uint8Array(room), this.kinds);
  }
}
