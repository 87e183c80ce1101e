/** Handles of an earlier stop as records: what is still known of them when the target has moved on. */

import {
  UNRECORDED_ACCESS,
  UNRECORDED_ATTRIBUTES,
  UNRECORDED_HANDLE_COUNT,
  UNRECORDED_NAME,
  UNRECORDED_POINTER_COUNT,
  type HandleRecord,
} from '../../model/handle';
import type { TableSnapshot } from './tableDiff';

/**
 * The last facts about some rows of a table, in the order given; rows outside it are left out. Only what columns hold:
 * there is no object-specific information. Names are null where the snapshot has none.
 */
export function snapshotRecords(
  snapshot: TableSnapshot,
  rows: ArrayLike<number>,
): readonly HandleRecord[] {
  const { columns, names } = snapshot;
  const records: HandleRecord[] = [];
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? -1;
    if (row >= 0 && row < columns.count) {
      const unrecorded = columns.unrecorded?.[row] ?? 0;
      records.push({
        value: columns.value(row),
        type: columns.typeName(row),
        name: names?.name(row) ?? null,
        ...((unrecorded & UNRECORDED_NAME) === 0 ? {} : { nameUnrecorded: true }),
        attributes: columns.fact(columns.attributes, row, UNRECORDED_ATTRIBUTES),
        grantedAccess: columns.fact(columns.grantedAccess, row, UNRECORDED_ACCESS),
        handleCount: columns.fact(columns.handleCount, row, UNRECORDED_HANDLE_COUNT),
        pointerCount: columns.fact(columns.pointerCount, row, UNRECORDED_POINTER_COUNT),
        objectInfo: [],
        objectInfoRefused: false,
      });
    }
  }
  return records;
}
