/** Every operation on a handle since the program began: columns, and each distinct stack once. */

import type { TraceOperation } from '../../model/handleTrace';
import type { HandleOperation } from '../../simulator/machine/machine';
import type { FrameList } from '../../simulator/machine/machineTypes';
import { StackTable } from '../../simulator/machine/stackTable';

/** Frames that are kept of a stack, as in a trace record. */
export const HISTORY_DEPTH = 16;
/** Operations of a part of the log, as a power of two. */
const PART_SHIFT = 12;
const PART = 1 << PART_SHIFT;

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

/** Who does what with which table, and from where. */
interface Deed {
  readonly operation: TraceOperation;
  readonly tableProcessId: number;
  readonly processId: number;
  readonly threadId: number;
  /** Type of the object; null for bad references. */
  readonly type: string | null;
  /** Number of the stack. */
  readonly stack: number;
}

const NOTHING: Deed = {
  operation: 'open',
  tableProcessId: 0,
  processId: 0,
  threadId: 0,
  type: null,
  stack: 0,
};
/** A handle's upper word that differs from this is kept aside. */
const WORD = 0x1_0000_0000;

/** Some operations that follow each other. */
class Part {
  readonly positions = new Float64Array(PART);
  readonly handles = new Uint32Array(PART);
  readonly deeds = new Uint32Array(PART);
  readonly bytes = PART * (8 + 2 * 4);
}

/** The log of one run. 16 bytes an operation, the distinct stacks, and what was done from each. */
export class OperationLog {
  private readonly parts: Part[] = [];
  private readonly stacks = new StackTable(HISTORY_DEPTH);
  private readonly deeds: Deed[] = [];
  /** Numbers of the deeds from each stack. */
  private readonly deedsFrom: number[][] = [];
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

  /** Bytes that the operations take. */
  get bytes(): number {
    return this.parts.reduce((sum, part) => sum + part.bytes, 0);
  }

  /** Adds an operation that happens now. `kernelFrames` are the frames in the kernel, innermost first. */
  add(event: HandleOperation, position: number, kernelFrames: FrameList): void {
    const number = this.length++;
    const part = (this.parts[number >> PART_SHIFT] ??= new Part());
    const at = number % PART;
    part.positions[at] = position;
    part.handles[at] = event.handle >>> 0;
    part.deeds[at] = this.deedNumber(event, this.stacks.numberOf(kernelFrames, event.thread));
    const upper = Math.floor(event.handle / WORD);
    if (upper === 0) {
      this.upperWords.delete(number);
    } else {
      this.upperWords.set(number, upper);
    }
  }

  /** An operation by its number, from 0. */
  at(number: number): LoggedOperation | null {
    const part = number < this.length ? this.parts[number >> PART_SHIFT] : undefined;
    if (part === undefined) {
      return null;
    }
    const at = number % PART;
    const deed = this.deeds[part.deeds[at] ?? 0] ?? NOTHING;
    return {
      operation: deed.operation,
      tableProcessId: deed.tableProcessId,
      processId: deed.processId,
      threadId: deed.threadId,
      handle: (part.handles[at] ?? 0) + (this.upperWords.get(number) ?? 0) * WORD,
      position: part.positions[at] ?? 0,
      stack: this.stacks.at(deed.stack),
    };
  }

  /** Type of the object that a handle of a process stood for last before an operation; null when it never stood for any. */
  lastTypeOf(tableProcessId: number, handle: number, before: number): string | null {
    const index = (handle >>> 0) >>> 2;
    for (let number = before - 1; number >= 0; number--) {
      const part = this.parts[number >> PART_SHIFT];
      const at = number % PART;
      if ((part?.handles[at] ?? 0) >>> 2 === index) {
        const deed = this.deeds[part?.deeds[at] ?? 0] ?? NOTHING;
        if (deed.tableProcessId === tableProcessId && deed.type !== null) {
          return deed.type;
        }
      }
    }
    return null;
  }

  /** Position of an operation; Infinity when there is none of that number. */
  position(number: number): number {
    const part = number < this.length ? this.parts[number >> PART_SHIFT] : undefined;
    return part?.positions[number % PART] ?? Infinity;
  }

  /** Operations that happened up to a position. */
  countAt(position: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.position(middle) <= position) {
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

  private deedNumber({ operation, table, thread, object }: HandleOperation, stack: number): number {
    const tableProcessId = table.owner?.processId ?? 0;
    const { threadId } = thread;
    const { processId } = thread.process;
    const type = object?.type.name ?? null;
    const known = (this.deedsFrom[stack] ??= []);
    for (const number of known) {
      const deed = this.deeds[number];
      if (
        deed?.threadId === threadId &&
        deed.processId === processId &&
        deed.tableProcessId === tableProcessId &&
        deed.operation === operation &&
        deed.type === type
      ) {
        return number;
      }
    }
    const deed = { operation, tableProcessId, processId, threadId, type, stack };
    const number = this.deeds.push(deed) - 1;
    known.push(number);
    return number;
  }
}
