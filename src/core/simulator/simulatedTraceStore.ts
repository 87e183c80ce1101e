/** The trace records of a simulated process at one moment, newest first. */

import { TRACE_OPERATIONS, TraceColumns, type HandleTrace } from '../model/handleTrace';
import type { Address } from '../model/identifiers';
import type { TraceFacts, TraceStore } from '../target/traceStore';
import { TRACE_DEPTH, type TraceBufferLayout } from '../windows/handleTraceLayout';
import type { HandleTracer } from './machine/handleTracer';
import { fromWords } from './machine/words';

/** A copy of a trace ring; later records do not change it. */
export class SimulatedTraceStore implements TraceStore {
  readonly count: number;
  readonly facts: TraceFacts;
  private readonly words: Uint32Array;
  private readonly slots: Uint32Array;
  private readonly layout: TraceBufferLayout;
  private readonly data: TraceColumns;

  constructor(tracer: HandleTracer, programEnded: boolean) {
    this.layout = tracer.layout;
    this.words = tracer.words.slice();
    this.slots = tracer.usedSlots();
    this.count = this.slots.length;
    this.data = readColumns(tracer, this.slots);
    this.facts = {
      source: 'kernel ring',
      slots: tracer.slots,
      lost: tracer.lost,
      recorded: tracer.recorded,
      orderIsKnown: true,
      ...(programEnded && { programEnded }),
      maximumDepth: TRACE_DEPTH,
    };
  }

  columns(): Promise<TraceColumns> {
    return Promise.resolve(this.data);
  }

  records(rows: ArrayLike<number>): Promise<readonly HandleTrace[]> {
    return Promise.resolve(Array.from(rows).flatMap((row) => this.record(row)));
  }

  private record(row: number): readonly HandleTrace[] {
    const slot = this.slots[row];
    const operation = TRACE_OPERATIONS[this.data.operation[row] ?? 0];
    if (slot === undefined || operation === undefined || operation === null) {
      return [];
    }
    return [
      {
        row,
        handle: this.data.handle(row),
        operation,
        processId: this.data.processId[row] ?? 0,
        threadId: this.data.threadId[row] ?? 0,
        stack: this.stack(slot),
      },
    ];
  }

  /** Return addresses up to the first zero word. */
  private stack(slot: number): readonly Address[] {
    const { entrySize, entryStack } = this.layout;
    const wide = entrySize === 0xa0;
    const step = wide ? 2 : 1;
    const start = (slot * entrySize + entryStack) / 4;
    const frames: Address[] = [];
    for (let depth = 0; depth < TRACE_DEPTH; depth++) {
      const low = this.words[start + depth * step] ?? 0;
      const high = wide ? (this.words[start + depth * step + 1] ?? 0) : 0;
      if (low === 0 && high === 0) {
        break;
      }
      frames.push(fromWords(low, high));
    }
    return frames;
  }
}

function readColumns(tracer: HandleTracer, slots: Uint32Array): TraceColumns {
  const columns = new TraceColumns(slots.length);
  const { entrySize, entryThreadId } = tracer.layout;
  const sequence = new Float64Array(slots.length);
  const handleHigh = new Uint32Array(slots.length);
  slots.forEach((slot, row) => {
    const at = (slot * entrySize) / 4;
    columns.handleLow[row] = tracer.handleLow(slot);
    handleHigh[row] = tracer.handleHigh(slot);
    columns.operation[row] = tracer.operation(slot);
    columns.processId[row] = tracer.words[at] ?? 0;
    columns.threadId[row] = tracer.words[at + entryThreadId / 4] ?? 0;
    sequence[row] = tracer.sequences[slot] ?? 0;
  });
  columns.handleHigh = handleHigh.some((word) => word !== 0) ? handleHigh : null;
  columns.sequence = sequence;
  return columns;
}
