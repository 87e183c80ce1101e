/** Handle trace records: who opened, closed or misused a handle, with the stack. */

import { handleValue, TAG_BITS, type Address, type HandleValue } from './identifiers';

/** What a trace record records. */
export type TraceOperation = 'open' | 'close' | 'badref';

/** Numeric codes of the operations as Windows stores them (domain.md 4.2): 0 is an unused slot. */
export const TRACE_OPERATIONS: readonly (TraceOperation | null)[] = [
  null,
  'open',
  'close',
  'badref',
];

/** Code of {@link TraceOperation} `open`. */
export const TRACE_OPEN = 1;
/** Code of {@link TraceOperation} `close`. */
export const TRACE_CLOSE = 2;
/** Code of {@link TraceOperation} `badref`. */
export const TRACE_BADREF = 3;

/**
 * Process and thread id of a record whose actor is not known: a kernel debugger prints neither. No actor has this id, it is
 * that of the idle process.
 */
export const NO_ACTOR = 0;

/** One trace record. */
export interface HandleTrace {
  /** Row in the store, 0 = newest. */
  readonly row: number;
  readonly handle: HandleValue;
  readonly operation: TraceOperation;
  /** The actor's process, not necessarily the owner of the table; {@link NO_ACTOR} when not known. */
  readonly processId: number;
  /** {@link NO_ACTOR} when not known. */
  readonly threadId: number;
  /** Return addresses, innermost first; at most 16 in a kernel ring, 32 in a verifier log. */
  readonly stack: readonly Address[];
}

/** Columns of a trace log, newest record first; row i of every array describes the same record. */
export class TraceColumns {
  readonly count: number;
  readonly handleLow: Uint32Array;
  /** Upper halves of the handle values; null when all are 0. */
  handleHigh: Uint32Array | null = null;
  /** Operation codes, see {@link TRACE_OPERATIONS}. */
  readonly operation: Uint8Array;
  readonly processId: Uint32Array;
  readonly threadId: Uint32Array;
  /** Running number of each record since tracing began; null where the target does not know it. */
  sequence: Float64Array | null = null;
  /** The type of the object of each record, an index into `names`; null where records do not say it, as those of Windows. */
  objectTypes: { readonly of: Uint16Array; readonly names: readonly string[] } | null = null;

  /** Allocates columns for `count` records, all zero. */
  constructor(
    count: number,
    /** Low bits that tell no handle from another: none in USER handles. */
    readonly tagBits = TAG_BITS,
  ) {
    this.count = count;
    this.handleLow = new Uint32Array(count);
    this.operation = new Uint8Array(count);
    this.processId = new Uint32Array(count);
    this.threadId = new Uint32Array(count);
  }

  /** The handle value of a row. */
  handle(row: number): HandleValue {
    const low = this.handleLow[row] ?? 0;
    const high = this.handleHigh?.[row] ?? 0;
    return high === 0 ? handleValue(low) : handleValue((BigInt(high) << 32n) | BigInt(low));
  }

  /** The same records from the last row to the first. */
  reversed(): TraceColumns {
    const reversed = new TraceColumns(this.count, this.tagBits);
    reversed.handleLow.set(this.handleLow);
    reversed.operation.set(this.operation);
    reversed.processId.set(this.processId);
    reversed.threadId.set(this.threadId);
    for (const column of ['handleLow', 'operation', 'processId', 'threadId'] as const) {
      reversed[column].reverse();
    }
    reversed.handleHigh = this.handleHigh?.slice().reverse() ?? null;
    reversed.sequence = this.sequence?.slice().reverse() ?? null;
    const types = this.objectTypes;
    reversed.objectTypes = types === null ? null : { ...types, of: types.of.slice().reverse() };
    return reversed;
  }

  /** Rows that record the handle value, tag bits ignored, newest first. */
  rowsOfHandle(value: HandleValue): Uint32Array {
    const { tagBits } = this;
    const low = Number(value & 0xffff_ffffn) >>> tagBits;
    const high = Number(value >> 32n);
    const rows: number[] = [];
    const column = this.handleLow;
    for (let row = 0; row < column.length; row++) {
      if ((column[row] ?? 0) >>> tagBits === low && (this.handleHigh?.[row] ?? 0) === high) {
        rows.push(row);
      }
    }
    return Uint32Array.from(rows);
  }
}
