/** The recorded handle operations of a minidump, their stacks read from the file when somebody looks. */

import {
  TRACE_BADREF,
  TRACE_OPEN,
  TRACE_OPERATIONS,
  TraceColumns,
  type HandleTrace,
} from '../model/handleTrace';
import { address, type Address } from '../model/identifiers';
import type { StackColumn } from '../model/stackColumn';
import type { TraceFacts, TraceStore } from '../target/traceStore';
import type { CancellationToken } from '../util/cancellation';
import { placeItems, readScattered } from '../util/scatteredReads';
import { readSequentially, type RecordRun } from '../util/sequentialReads';
import { SharedLoad } from '../util/sharedLoad';
import type { DumpFile } from './dumpFile';
import { readStackColumn } from './dumpStacks';
import { MAXIMUM_DEPTH, OPERATION_HEADER } from './handleOperations';
import { findOperationOrder, type OperationOrder, type OrderHints } from './operationOrder';

/** Rows that are read together. */
const BATCH = 4096;

/** The scanned log: columns as the stream has them, and the entry of each where unused entries were left out. */
interface ScannedLog {
  readonly columns: TraceColumns;
  readonly entries: Uint32Array | null;
}

/** Trace store over the HandleOperationList stream. Row 0 is the newest record, at whichever end of the stream it is. */
export class DumpTraceStore implements TraceStore {
  readonly facts: TraceFacts;
  private readonly rows: TraceColumns;

  private readonly loadedStacks = new SharedLoad((token) =>
    readStackColumn({ ...this.file, token }, this.run, {
      count: this.count,
      entries: this.log.entries,
      oldestFirst: this.order.oldestFirst,
    }),
  );

  private constructor(
    private readonly file: DumpFile,
    private readonly run: RecordRun,
    private readonly log: ScannedLog,
    private readonly order: OperationOrder,
  ) {
    const { oldestFirst, reason } = order;
    this.rows = oldestFirst ? log.columns.reversed() : log.columns;
    const end = oldestFirst ? 'oldest' : 'newest';
    this.facts = {
      source: 'verifier log',
      slots: null,
      lost: null,
      recorded: null,
      orderIsKnown: reason !== null,
      ...(reason !== null && {
        orderReason: `The dump has its records ${end} first: ${reason}.`,
      }),
      maximumDepth: MAXIMUM_DEPTH,
    };
  }

  /**
   * Scans all entries once, keeping who did what to which handle but not the stacks. `hints` help to find the order of
   * the entries.
   */
  static async scan(
    file: DumpFile,
    run: RecordRun,
    token: CancellationToken,
    hints: OrderHints,
  ): Promise<DumpTraceStore> {
    const log = await scanLog({ ...file, token }, run);
    return new DumpTraceStore(file, run, log, await findOperationOrder(log.columns, hints));
  }

  get count(): number {
    return this.rows.count;
  }

  columns(): Promise<TraceColumns> {
    return Promise.resolve(this.rows);
  }

  stacks(token: CancellationToken): Promise<StackColumn> {
    return this.loadedStacks.get(token);
  }

  async records(
    rows: ArrayLike<number>,
    token: CancellationToken,
  ): Promise<readonly HandleTrace[]> {
    const inside: number[] = [];
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] ?? -1;
      if (Number.isInteger(row) && row >= 0 && row < this.count) {
        inside.push(row);
      }
    }
    const traces: HandleTrace[] = [];
    for (let start = 0; start < inside.length; start += BATCH) {
      for (const trace of await this.readBatch(inside.slice(start, start + BATCH), token)) {
        traces.push(trace);
      }
    }
    return traces;
  }

  private async readBatch(
    rows: readonly number[],
    token: CancellationToken,
  ): Promise<HandleTrace[]> {
    const { entries } = this.log;
    const columns = this.rows;
    const { offset, stride } = this.run;
    const stacks = new Array<readonly Address[]>(rows.length).fill([]);
    const offsets = rows.map((row) => {
      const record = this.order.oldestFirst ? this.count - 1 - row : row;
      return offset + (entries?.[record] ?? record) * stride;
    });
    const placed = placeItems(offsets);
    const options = { reach: stride, token };
    await readScattered(this.file.source, placed.offsets, options, (index, view, at, available) => {
      if (available >= stride) {
        stacks[placed.order[index] ?? 0] = readStack(view, at, stride);
      }
    });
    return rows.map((row, index) => ({
      row,
      handle: columns.handle(row),
      operation: TRACE_OPERATIONS[columns.operation[row] ?? 0] ?? 'open',
      processId: columns.processId[row] ?? 0,
      threadId: columns.threadId[row] ?? 0,
      stack: stacks[index] ?? [],
    }));
  }
}

/** The return addresses of the entry at `at`: as many as it says, up to the first that is 0. */
function readStack(view: DataView, at: number, stride: number): readonly Address[] {
  const room = Math.floor((stride - OPERATION_HEADER) / 8);
  const depth = Math.min(view.getUint32(at + 0x18, true), MAXIMUM_DEPTH, room);
  const stack: Address[] = [];
  for (let frame = 0; frame < depth; frame++) {
    const returnAddress = view.getBigUint64(at + OPERATION_HEADER + frame * 8, true);
    if (returnAddress === 0n) {
      break;
    }
    stack.push(address(returnAddress));
  }
  return stack;
}

async function scanLog(file: DumpFile, run: RecordRun): Promise<ScannedLog> {
  const scan = new LogScan(run);
  await readSequentially(file.source, run, file.token, (view, first, count) =>
    scan.add(view, first, count),
  );
  if (scan.unknown > 0) {
    file.problems.add('operation-type', 'HandleOperationList', () => ({
      message: `${scan.unknown} handle operations are of an unknown type (neither open, close nor bad reference); they are left out.`,
      hint: 'The dump is damaged, or a newer Windows wrote it.',
    }));
  }
  return scan.finish();
}

/** Room for the entries of `count` rows; the first `known` rows are those of the first entries. */
function firstEntries(known: number, count: number): Uint32Array {
  const entries = new Uint32Array(count);
  for (let row = 0; row < known; row++) {
    entries[row] = row;
  }
  return entries;
}

/** Gathers the columns of the entries that are in use. */
class LogScan {
  /** Entries whose operation is not known. */
  unknown = 0;
  private readonly full: TraceColumns;
  /** Entry of each row; null as long as no entry was left out. */
  private entries: Uint32Array | null = null;
  private high: Uint32Array | null = null;
  private used = 0;

  constructor(private readonly run: RecordRun) {
    this.full = new TraceColumns(run.count);
  }

  add(view: DataView, first: number, count: number): void {
    const { handleLow, processId, threadId, operation: operations } = this.full;
    const { stride } = this.run;
    let row = this.used;
    for (let index = 0, at = 0; index < count; index++, at += stride) {
      const operation = view.getUint32(at + 0x10, true);
      if (operation < TRACE_OPEN || operation > TRACE_BADREF) {
        this.unknown += operation === 0 ? 0 : 1;
        this.entries ??= firstEntries(row, this.run.count);
        continue;
      }
      handleLow[row] = view.getUint32(at, true);
      const upper = view.getUint32(at + 4, true);
      if (upper !== 0) {
        this.high ??= new Uint32Array(this.run.count);
        this.high[row] = upper;
      }
      processId[row] = view.getUint32(at + 8, true);
      threadId[row] = view.getUint32(at + 12, true);
      operations[row] = operation;
      if (this.entries !== null) {
        this.entries[row] = first + index;
      }
      row++;
    }
    this.used = row;
  }

  /** The columns, cut to the entries in use. */
  finish(): ScannedLog {
    const { full, used } = this;
    // A file that became shorter has fewer entries than it says.
    if (used < full.count) {
      this.entries ??= firstEntries(used, used);
    }
    if (this.entries === null) {
      full.handleHigh = this.high;
      return { columns: full, entries: null };
    }
    const columns = new TraceColumns(used);
    columns.handleLow.set(full.handleLow.subarray(0, used));
    columns.processId.set(full.processId.subarray(0, used));
    columns.threadId.set(full.threadId.subarray(0, used));
    columns.operation.set(full.operation.subarray(0, used));
    columns.handleHigh = this.high?.slice(0, used) ?? null;
    return { columns, entries: this.entries.slice(0, used) };
  }
}
