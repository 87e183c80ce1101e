/** The handle table of a recording as it stood at an earlier moment. */

import {
  UNRECORDED_ACCESS,
  UNRECORDED_ATTRIBUTES,
  UNRECORDED_HANDLE_COUNT,
  UNRECORDED_NAME,
  UNRECORDED_POINTER_COUNT,
  unknownHandle,
  type HandleRecord,
} from '../../model/handle';
import { HandleColumns } from '../../model/handleColumns';
import type { TraceColumns } from '../../model/handleTrace';
import type { ObjectInfo } from '../../model/objectInfo';
import { rowsOfPage, type HandleStore } from '../../target/handleStore';
import type { CancellationToken } from '../../util/cancellation';
import type { HandleIntervals } from './handleIntervals';

/** What of a handle can have been otherwise before the end. */
const CHANGEABLE = UNRECORDED_ATTRIBUTES | UNRECORDED_HANDLE_COUNT | UNRECORDED_POINTER_COUNT;
/** Of a handle that was closed before the end nothing but its value is recorded. */
const ALL = CHANGEABLE | UNRECORDED_ACCESS | UNRECORDED_NAME;

/** What the table is made from. */
export interface MomentParts {
  readonly store: HandleStore;
  readonly columns: HandleColumns;
  readonly traces: TraceColumns;
  readonly intervals: HandleIntervals;
}

/** The handles that were open when a number of operations had been done, by value. */
export class MomentHandleStore implements HandleStore {
  readonly kernelTable = null;
  /** For each row its row in the table at the end, or, complemented, its place among the closed handles. */
  private readonly sources: Int32Array;

  constructor(
    private readonly parts: MomentParts,
    operations: number,
  ) {
    this.sources = this.openAt(operations);
  }

  get count(): number {
    return this.sources.length;
  }

  columns(): Promise<HandleColumns> {
    const { sources, parts } = this;
    const { columns: end } = parts;
    const columns = new HandleColumns(sources.length);
    const high = new Uint32Array(sources.length);
    const unrecorded = new Uint8Array(sources.length).fill(ALL);
    const typeIds = end.typeNames.map((name, id) => (id === 0 ? 0 : columns.typeId(name)));
    sources.forEach((source, row) => {
      const { low, high: upper } = this.valueOf(source);
      columns.valueLow[row] = low;
      high[row] = upper;
      if (source >= 0) {
        columns.type[row] = typeIds[end.type[source] ?? 0] ?? 0;
        columns.grantedAccess[row] = end.grantedAccess[source] ?? 0;
        unrecorded[row] = CHANGEABLE;
      }
    });
    columns.valueHigh = high.some((word) => word !== 0) ? high : null;
    columns.unrecorded = unrecorded;
    return Promise.resolve(columns);
  }

  page(start: number, length: number, token: CancellationToken): Promise<readonly HandleRecord[]> {
    return this.records(rowsOfPage(this.count, start, length), token);
  }

  async records(
    rows: ArrayLike<number>,
    token: CancellationToken,
  ): Promise<readonly HandleRecord[]> {
    const chosen = Array.from(rows)
      .map((row) => this.sources[row])
      .filter((source) => source !== undefined);
    const kept = chosen.filter((source) => source >= 0);
    const read = await this.parts.store.records(kept, token);
    let next = 0;
    return chosen.flatMap((source) => {
      const record = source >= 0 ? read[next++] : this.closedRecord(source);
      return record === undefined ? [] : source >= 0 ? [beforeTheEnd(record)] : [record];
    });
  }

  freeEntries(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }

  /** Handles of the end in their order, those that were closed before it among them by value. */
  private openAt(operations: number): Int32Array {
    const { intervals } = this.parts;
    const { from, to } = intervals.closed;
    const closed: number[] = [];
    for (let index = 0; index < from.length; index++) {
      if ((from[index] ?? 0) <= operations && operations < (to[index] ?? 0)) {
        closed.push(~index);
      }
    }
    closed.sort((a, b) => this.order(a) - this.order(b));
    const open = new Int32Array(intervals.from.length + closed.length);
    let count = 0;
    let next = 0;
    for (let row = 0; row < intervals.from.length; row++) {
      if ((intervals.from[row] ?? 0) <= operations) {
        const here = next < closed.length ? this.order(row) : 0;
        for (; next < closed.length && this.order(closed[next] ?? 0) < here; next++) {
          open[count++] = closed[next] ?? 0;
        }
        open[count++] = row;
      }
    }
    for (; next < closed.length; next++) {
      open[count++] = closed[next] ?? 0;
    }
    return open.subarray(0, count);
  }

  /** A number that is greater for greater values; values beyond 2^53 may share one. */
  private order(source: number): number {
    const { low, high } = this.valueOf(source);
    return high * 0x1_0000_0000 + low;
  }

  private valueOf(source: number): { readonly low: number; readonly high: number } {
    const { columns, traces, intervals } = this.parts;
    if (source >= 0) {
      return { low: columns.valueLow[source] ?? 0, high: columns.valueHigh?.[source] ?? 0 };
    }
    const row = intervals.closed.row[~source] ?? 0;
    return { low: traces.handleLow[row] ?? 0, high: traces.handleHigh?.[row] ?? 0 };
  }

  private closedRecord(source: number): HandleRecord {
    const { traces, intervals } = this.parts;
    return unknownHandle(traces.handle(intervals.closed.row[~source] ?? 0), null);
  }
}

/** A handle of the end at an earlier moment: type, name and access are for life; counts, attributes and states are not. */
function beforeTheEnd(record: HandleRecord): HandleRecord {
  const objectInfo = record.objectInfo.flatMap(lasting);
  const isLost = objectInfo.length < record.objectInfo.length;
  return {
    ...record,
    attributes: null,
    handleCount: null,
    pointerCount: null,
    objectInfo,
    ...(isLost && objectInfo.length === 0 ? { objectInfoUnrecorded: true } : {}),
  };
}

/** What of an object's facts does not change. */
function lasting(info: ObjectInfo): readonly ObjectInfo[] {
  switch (info.kind) {
    case 'section':
      return [info];
    case 'process':
    case 'thread':
      return [{ ...info, exitStatus: null }];
    default:
      return [];
  }
}
