/** The USER trace records of a simulated session at one moment, newest first. */

import type { Address } from '../../model/identifiers';
import {
  USER_TRACE_OPERATIONS,
  type UserTrace,
  type UserTraceColumns,
  type UserTraceFacts,
  type UserTraceStore,
} from '../../target/userTraceStore';
import type { StackTable } from '../machine/stackTable';
import { fromWords } from '../machine/words';
import { USER_TRACE_DEPTH, type UserTracer } from './userTracer';

/** A copy of a trace ring; later records do not change it. */
export class SimulatedUserTraces implements UserTraceStore {
  readonly count: number;
  readonly facts: UserTraceFacts;
  private readonly data: UserTraceColumns;
  private readonly stackNumbers: Uint32Array;
  private readonly stacks: StackTable;
  private readonly slotOf: (row: number) => number;

  constructor(tracer: UserTracer) {
    const { count, slots, recorded } = tracer;
    this.count = count;
    this.facts = { slots, lost: tracer.lost, recorded, maximumDepth: USER_TRACE_DEPTH };
    this.slotOf = (row) => (recorded - 1 - row) % slots;
    this.stackNumbers = tracer.stackNumbers.slice(0, count);
    this.stacks = tracer.stacks;
    this.data = {
      count,
      handle: this.newestFirst(tracer.handle),
      operation: this.newestFirst(tracer.operation),
      type: this.newestFirst(tracer.type),
      ownerProcessId: this.newestFirst(tracer.ownerProcessId),
      processId: this.newestFirst(tracer.processId),
      threadId: this.newestFirst(tracer.threadId),
      sequence: Float64Array.from({ length: count }, (_, row) => recorded - row),
    };
  }

  columns(): Promise<UserTraceColumns> {
    return Promise.resolve(this.data);
  }

  records(rows: ArrayLike<number>): Promise<readonly UserTrace[]> {
    return Promise.resolve(Array.from(rows).flatMap((row) => this.record(row)));
  }

  private record(row: number): readonly UserTrace[] {
    const { data } = this;
    const operation = USER_TRACE_OPERATIONS[data.operation[row] ?? 0];
    if (operation === undefined || operation === null) {
      return [];
    }
    return [
      {
        row,
        handle: data.handle[row] ?? 0,
        operation,
        type: data.type[row] ?? 0,
        ownerProcessId: data.ownerProcessId[row] ?? 0,
        processId: data.processId[row] ?? 0,
        threadId: data.threadId[row] ?? 0,
        stack: this.stack(this.slotOf(row)),
      },
    ];
  }

  private stack(slot: number): readonly Address[] {
    const words = this.stacks.at(this.stackNumbers[slot] ?? 0);
    return Array.from({ length: words.length / 2 }, (_, frame) =>
      fromWords(words[frame * 2] ?? 0, words[frame * 2 + 1] ?? 0),
    );
  }

  private newestFirst<T extends Uint32Array | Uint8Array>(column: T): T {
    const rows = column.slice(0, this.count) as T;
    for (let row = 0; row < this.count; row++) {
      rows[row] = column[this.slotOf(row)] ?? 0;
    }
    return rows;
  }
}
