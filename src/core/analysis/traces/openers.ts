/** Who opened each open handle: its records in the trace log, found for all handles in one pass. */

import type { HandleColumns } from '../../model/handleColumns';
import { TRACE_BADREF, TRACE_CLOSE, TRACE_OPEN } from '../../model/handleTrace';
import { sortByWideColumn } from '../sortRows';
import { WorkMeter, type Work } from '../work';
import { withoutTagBits, type TraceIndex } from './traceIndex';

/** Records looked at between two rests. */
const STRETCH = 32_768;
/** No such record. */
export const NO_RECORD = -1;

/** What the trace log knows about each row of a handle table. */
export interface Openers {
  /**
   * The record that opened the handle: the newest open of its value, unless a close is newer still. {@link NO_RECORD}
   * where the log has none: the handle was opened before tracing began, or the record was overwritten.
   */
  readonly openRecord: Int32Array;
  /** The newest record of the handle value, a bad reference included; {@link NO_RECORD} without any. */
  readonly lastRecord: Int32Array;
  /**
   * How many times the value is known to have been in use, this time included: opens, and closes of handles whose open is
   * not in the log. 0 where the log says nothing about the value.
   */
  readonly generation: Uint32Array;
  /** Bad references to the handle value, 65,535 standing for more: somebody took it for a handle that it was not. */
  readonly badReferences: Uint16Array;
}

/** Finds the records of all handles by walking both lists in the order of the values. */
export async function findOpeners(
  table: HandleColumns,
  index: TraceIndex,
  work: Work,
): Promise<Openers> {
  const openers: Openers = {
    openRecord: new Int32Array(table.count).fill(NO_RECORD),
    lastRecord: new Int32Array(table.count).fill(NO_RECORD),
    generation: new Uint32Array(table.count),
    badReferences: new Uint16Array(table.count),
  };
  const low = await withoutTagBits(table.valueLow, work);
  const order = await sortByWideColumn(work, { low, high: table.valueHigh });
  const meter = new WorkMeter(work, STRETCH);
  let place = 0;
  let before: { readonly row: number; readonly high: number; readonly low: number } | null = null;
  for (const row of order) {
    const value = { row, high: table.valueHigh?.[row] ?? 0, low: low[row] ?? 0 };
    const started = place;
    if (before?.high === value.high && before.low === value.low) {
      copyRow(openers, before.row, row);
    } else {
      while (place < index.order.length && index.compare(place, value.high, value.low) < 0) {
        place++;
      }
      const end = index.endOf(place, value.high, value.low);
      if (end > place) {
        readLife(openers, row, index, index.order.subarray(place, end));
      }
      place = end;
    }
    before = value;
    if (meter.add(1 + place - started)) {
      await meter.rest();
    }
  }
  return openers;
}

/** Reads the records of one value, newest first, as the life of the handle in `row`. */
function readLife(openers: Openers, row: number, index: TraceIndex, records: Uint32Array): void {
  const operations = index.columns.operation;
  let newest: number | undefined;
  let lives = 0;
  let isOpen = false;
  let bad = 0;
  for (let at = records.length - 1; at >= 0; at--) {
    const record = records[at] ?? 0;
    const operation = operations[record];
    if (operation === TRACE_OPEN) {
      lives++;
      isOpen = true;
      newest = record;
    } else if (operation === TRACE_CLOSE) {
      lives += isOpen ? 0 : 1;
      isOpen = false;
    } else if (operation === TRACE_BADREF) {
      bad++;
    }
  }
  openers.lastRecord[row] = records[0] ?? NO_RECORD;
  openers.badReferences[row] = Math.min(bad, 0xffff);
  openers.generation[row] = isOpen ? lives : lives + 1;
  if (isOpen && newest !== undefined) {
    openers.openRecord[row] = newest;
  }
}

/** Two rows of the same value, which only damaged tables have. */
function copyRow(openers: Openers, from: number, to: number): void {
  openers.openRecord[to] = openers.openRecord[from] ?? NO_RECORD;
  openers.lastRecord[to] = openers.lastRecord[from] ?? NO_RECORD;
  openers.generation[to] = openers.generation[from] ?? 0;
  openers.badReferences[to] = openers.badReferences[from] ?? 0;
}
