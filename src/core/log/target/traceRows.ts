/** The trace records of one answer, gathered while the log streams by; newest first, as they are printed. */

import { NO_ACTOR, TRACE_OPERATIONS } from '../../model/handleTrace';
import type { Address, HandleValue } from '../../model/identifiers';
import type { StackTable } from '../../model/stackColumn';
import type { TraceOperation } from '../../model/handleTrace';
import type { TraceFacts as LogFacts } from '../../target/traceStore';
import { column32, column8 } from './growingColumn';

/** Records of one answer that are kept; Windows traces at most 0x20000, ours may hold more. */
const MOST_RECORDS = 2 ** 24;

/** One record. Ids that were not printed are null. */
export interface TraceFacts {
  readonly handle: HandleValue;
  readonly operation: TraceOperation;
  readonly processId: number | null;
  readonly threadId: number | null;
  /** Innermost first. */
  readonly stack: readonly Address[];
}

/** Rows of one answer, in the order they were printed. */
export class TraceRows {
  /** Records that were left out because there were too many. */
  leftOut = 0;
  /** What the log says about the tracing itself; null for debuggers, which print nothing of it. */
  facts: LogFacts | null = null;
  /** Most frames of a record. */
  deepest = 0;
  readonly handleLow = column32();
  readonly handleHigh = column32();
  readonly operation = column8();
  readonly processId = column32();
  readonly threadId = column32();
  /** Number of the stack in {@link stacks}. */
  readonly stack = column32();

  /** `stacks` is shared by all answers of a log. */
  constructor(readonly stacks: StackTable) {}

  get count(): number {
    return this.handleLow.length;
  }

  /** Adds a record in numbers: halves of the handle, code of the operation, halves of the addresses of `depth` frames. */
  addNumbers(
    record: {
      readonly low: number;
      readonly high: number;
      readonly operation: number;
      readonly processId: number;
      readonly threadId: number;
    },
    halves: ArrayLike<number>,
    depth: number,
  ): void {
    if (this.count >= MOST_RECORDS) {
      this.leftOut++;
      return;
    }
    this.handleLow.push(record.low);
    this.handleHigh.push(record.high);
    this.operation.push(record.operation);
    this.processId.push(record.processId);
    this.threadId.push(record.threadId);
    this.stack.push(this.stacks.addHalves(halves, depth));
    this.deepest = Math.max(this.deepest, depth);
  }

  add({ handle, operation, processId, threadId, stack }: TraceFacts): void {
    if (this.count >= MOST_RECORDS) {
      this.leftOut++;
      return;
    }
    this.handleLow.push(Number(handle & 0xffff_ffffn));
    this.handleHigh.push(Number(handle >> 32n));
    this.operation.push(TRACE_OPERATIONS.indexOf(operation));
    this.processId.push(processId ?? NO_ACTOR);
    this.threadId.push(threadId ?? NO_ACTOR);
    this.stack.push(this.stacks.add(stack));
    this.deepest = Math.max(this.deepest, stack.length);
  }
}
