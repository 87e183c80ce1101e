/** Who opened each open handle: its records in the trace log, found for all handles in one pass. */

import type { HandleColumns } from '../../model/handleColumns';
import { TRACE_BADREF, TRACE_CLOSE, TRACE_OPEN } from '../../model/handleTrace';
import { sortByWideColumn } from '../sortRows';
import { WorkMeter, type Work } from '../work';
import type { TraceIndex } from './traceIndex';

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
  /** Code of the newest operation on the handle value, a bad reference included; 0 without any. */
  readonly lastOperation: Uint8Array;
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
    lastOperation: new Uint8Array(table.count),
    generation: new Uint32Array(table.count),
    badReferences: new Uint16Array(table.count),
  };
  const { valueLow, valueHigh, tagBits } = table;
  const order = await sortByWideColumn(work, { low: valueLow, high: valueHigh }, tagBits);
  const meter = new WorkMeter(work, STRETCH);
  let place = 0;
  let before = NO_RECORD;
  // No object and no view of an array for each row: for a million of them they take more memory than the answer.
  for (let at = 0; at < order.length; at++) {
    const row = order[at] ?? 0;
    const high = valueHigh?.[row] ?? 0;
    const low = (valueLow[row] ?? 0) >>> tagBits;
    const started = place;
    if (
      before !== NO_RECORD &&
      (valueLow[before] ?? 0) >>> tagBits === low &&
      (valueHigh?.[before] ?? 0) === high
    ) {
      copyRow(openers, before, row);
    } else {
      while (place < index.order.length && index.compare(place, high, low) < 0) {
        place++;
      }
      const end = index.endOf(place, high, low);
      if (end > place) {
        readLife(openers, row, index, { from: place, to: end });
      }
      place = end;
    }
    before = row;
    if (meter.add(1 + place - started)) {
      await meter.rest();
    }
  }
  work.scratch?.give(order);
  return openers;
}

/** Reads the records at some places of the index, which are those of one value, as the life of the handle in `row`. */
function readLife(
  openers: Openers,
  row: number,
  { order, columns }: TraceIndex,
  { from, to }: { readonly from: number; readonly to: number },
): void {
  const operations = columns.operation;
  let newest: number | undefined;
  let lives = 0;
  let isOpen = false;
  let bad = 0;
  for (let at = to - 1; at >= from; at--) {
    const record = order[at] ?? 0;
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
  openers.lastOperation[row] = operations[order[from] ?? 0] ?? 0;
  openers.badReferences[row] = Math.min(bad, 0xffff);
  openers.generation[row] = isOpen ? lives : lives + 1;
  if (isOpen && newest !== undefined) {
    openers.openRecord[row] = newest;
  }
}

/** Two rows of the same value, which only damaged tables have. */
function copyRow(openers: Openers, from: number, to: number): void {
  openers.openRecord[to] = openers.openRecord[from] ?? NO_RECORD;
  openers.lastOperation[to] = openers.lastOperation[from] ?? 0;
  openers.generation[to] = openers.generation[from] ?? 0;
  openers.badReferences[to] = openers.badReferences[from] ?? 0;
}
