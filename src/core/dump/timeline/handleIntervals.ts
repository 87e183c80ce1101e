/** From when to when each handle of a recording was open, worked out of its operations and the handles of its end. */

import type { HandleColumns } from '../../model/handleColumns';
import { TRACE_CLOSE, TRACE_OPEN, type TraceColumns } from '../../model/handleTrace';
import { TAG_BITS } from '../../model/identifiers';
import type { MotionHost } from '../../target/program';
import { throwIfCancelled } from '../../util/cancellation';

/** Values as keys: without tag bits, upper half on top. */
const UPPER_HALF = 2 ** (32 - TAG_BITS);
/** Operations between two rests. */
const STRETCH = 16_384;

/**
 * Handles in time. A handle is open at a moment when at least `from` and fewer than `to` operations are done then; operations
 * are numbered from 1, the oldest. Where a record is missing, a handle counts as open for as long as nothing contradicts it.
 */
export interface HandleIntervals {
  /** For each row of the table at the end: the operation that opened it; 0: none did. Those stay open to the end. */
  readonly from: Uint32Array;
  /** Handles that were closed before the end; position i of each array is one of them. */
  readonly closed: {
    /** Row of a record of the handle, in the log at the end: it has the value. */
    readonly row: Uint32Array;
    readonly from: Uint32Array;
    readonly to: Uint32Array;
  };
  /** Rows of the table at the end that no record opens. */
  readonly withoutTime: number;
  /** Opens of what was open, closes of what was closed, and handles that came or went without a record. */
  readonly contradictions: number;
}

/** Works the intervals out in one pass over the operations, which are newest first. */
export async function findIntervals(
  handles: HandleColumns,
  traces: TraceColumns,
  host: MotionHost,
): Promise<HandleIntervals> {
  const pass = new Pass(traces);
  for (let number = 1; number <= traces.count; number++) {
    pass.take(number);
    if (number % STRETCH === 0) {
      await host.yieldNow();
      throwIfCancelled(host.token);
    }
  }
  return pass.finish(handles);
}

function keyOf(low: number, high: number): number {
  return (low >>> TAG_BITS) + high * UPPER_HALF;
}

class Pass {
  /** Operation that opened each open value. */
  private readonly opened = new Map<number, number>();
  /** Operation that closed each value last. */
  private readonly lastClosed = new Map<number, number>();
  private readonly rows: number[] = [];
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private contradictions = 0;

  constructor(private readonly traces: TraceColumns) {}

  take(number: number): void {
    const { traces, opened, lastClosed } = this;
    const row = traces.count - number;
    const operation = traces.operation[row];
    if (operation !== TRACE_OPEN && operation !== TRACE_CLOSE) {
      return;
    }
    const key = keyOf(traces.handleLow[row] ?? 0, traces.handleHigh?.[row] ?? 0);
    const since = opened.get(key);
    if (operation === TRACE_OPEN) {
      if (since !== undefined) {
        this.contradictions++;
        this.keep(row, since, number);
      }
      opened.set(key, number);
      return;
    }
    const before = lastClosed.get(key);
    if (since === undefined && before !== undefined) {
      this.contradictions++;
    }
    this.keep(row, since ?? before ?? 0, number);
    opened.delete(key);
    lastClosed.set(key, number);
  }

  finish(handles: HandleColumns): HandleIntervals {
    const { traces, opened, lastClosed } = this;
    const from = new Uint32Array(handles.count);
    const listed = new Set<number>();
    let withoutTime = 0;
    for (let row = 0; row < handles.count; row++) {
      const key = keyOf(handles.valueLow[row] ?? 0, handles.valueHigh?.[row] ?? 0);
      const since = opened.get(key);
      const before = lastClosed.get(key);
      if (since !== undefined) {
        listed.add(key);
      } else if (before !== undefined) {
        this.contradictions++;
      } else {
        withoutTime++;
      }
      from[row] = since ?? before ?? 0;
    }
    for (const [key, since] of opened) {
      if (!listed.has(key)) {
        this.contradictions++;
        this.keep(traces.count - since, since, traces.count);
      }
    }
    return {
      from,
      closed: {
        row: Uint32Array.from(this.rows),
        from: Uint32Array.from(this.from),
        to: Uint32Array.from(this.to),
      },
      withoutTime,
      contradictions: this.contradictions,
    };
  }

  private keep(row: number, from: number, to: number): void {
    this.rows.push(row);
    this.from.push(from);
    this.to.push(to);
  }
}
