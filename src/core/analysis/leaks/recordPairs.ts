/** Which close ended which open: the lives of all handles in a trace log, found in one walk over the values. */

import { TRACE_CLOSE, TRACE_OPEN } from '../../model/handleTrace';
import { NO_RECORD } from '../traces/openers';
import type { TraceIndex } from '../traces/traceIndex';
import { WorkMeter, type Work } from '../work';

/** Records looked at between two rests. */
const STRETCH = 65_536;

/** How the opens and closes of a log belong together. Records are rows, 0 being the newest. */
export interface RecordPairs {
  /**
   * For an open the record that ended it: its close, or the next open of the value. For a close the open that it ended.
   * {@link NO_RECORD} without one.
   */
  readonly mate: Int32Array;
  /** 1 for an open that is outstanding: nothing on record ended it. */
  readonly outstanding: Uint8Array;
  readonly opens: number;
  readonly closes: number;
  readonly outstandingOpens: number;
  /** Opens whose value was opened again although no close is on record: something else closed them. */
  readonly replacedOpens: number;
  /** Closes of handles whose open is not on record. */
  readonly orphanedCloses: number;
}

/**
 * Pairs the records of each value from the oldest to the newest: a close ends the open before it. An open after an open
 * ends that one too, since a value stands for one handle at a time.
 */
export async function pairRecords(index: TraceIndex, work: Work): Promise<RecordPairs> {
  const { columns, order } = index;
  const { handleLow, handleHigh, operation, tagBits } = columns;
  const mate = new Int32Array(columns.count).fill(NO_RECORD);
  const outstanding = new Uint8Array(columns.count);
  const counts = { opens: 0, closes: 0, outstandingOpens: 0, replacedOpens: 0, orphanedCloses: 0 };
  const meter = new WorkMeter(work, STRETCH);
  let open = NO_RECORD;
  let low = -1;
  let high = -1;
  // Records of one value lie together, newest first: from the end of the list they come oldest first.
  for (let at = order.length - 1; at >= 0; at--) {
    const row = order[at] ?? 0;
    const rowLow = (handleLow[row] ?? 0) >>> tagBits;
    const rowHigh = handleHigh?.[row] ?? 0;
    if (rowLow !== low || rowHigh !== high) {
      open = NO_RECORD;
      low = rowLow;
      high = rowHigh;
    }
    if (operation[row] === TRACE_OPEN) {
      counts.opens++;
      outstanding[row] = 1;
      if (open === NO_RECORD) {
        counts.outstandingOpens++;
      } else {
        mate[open] = row;
        outstanding[open] = 0;
        counts.replacedOpens++;
      }
      open = row;
    } else if (operation[row] === TRACE_CLOSE) {
      counts.closes++;
      if (open === NO_RECORD) {
        counts.orphanedCloses++;
      } else {
        mate[open] = row;
        mate[row] = open;
        outstanding[open] = 0;
        counts.outstandingOpens--;
        open = NO_RECORD;
      }
    }
    if (meter.add(1)) {
      await meter.rest();
    }
  }
  return { mate, outstanding, ...counts };
}
