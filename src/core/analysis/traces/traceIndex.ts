/** All records of a trace log in the order of their handle values, so that one value's records lie together. */

import type { TraceColumns } from '../../model/handleTrace';
import type { HandleValue } from '../../model/identifiers';
import { sortByWideColumn } from '../sortRows';
import type { Work } from '../work';

/** Records by handle value, tag bits ignored; those of one value newest first. */
export class TraceIndex {
  private readonly tagBits: number;

  private constructor(
    readonly columns: TraceColumns,
    /** Rows of the log. */
    readonly order: Uint32Array,
  ) {
    this.tagBits = columns.tagBits;
  }

  /** Sorts the records of a log. */
  static async build(columns: TraceColumns, work: Work): Promise<TraceIndex> {
    const { handleLow, handleHigh, tagBits } = columns;
    const order = await sortByWideColumn(work, { low: handleLow, high: handleHigh }, tagBits);
    return new TraceIndex(columns, order);
  }

  /** The rows that record a handle value, newest first. A view, not a copy. */
  rowsOf(handle: HandleValue): Uint32Array {
    const high = Number(handle >> 32n);
    const low = Number(handle & 0xffff_ffffn) >>> this.tagBits;
    const from = this.firstNotBelow(high, low);
    return this.order.subarray(from, this.endOf(from, high, low));
  }

  /** Where the records at place `from` with the value `high`, `low` (tag bits shifted out) end. */
  endOf(from: number, high: number, low: number): number {
    let to = from;
    while (to < this.order.length && this.compare(to, high, low) === 0) {
      to++;
    }
    return to;
  }

  /** The difference between the value at a place and `high`, `low` (tag bits shifted out): negative, 0 or positive. */
  compare(place: number, high: number, low: number): number {
    const row = this.order[place] ?? 0;
    const { handleHigh, handleLow } = this.columns;
    return (handleHigh?.[row] ?? 0) - high || ((handleLow[row] ?? 0) >>> this.tagBits) - low;
  }

  private firstNotBelow(high: number, low: number): number {
    let from = 0;
    let to = this.order.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.compare(middle, high, low) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
