/** Handles of an earlier stop as records: what is still known of them when the target has moved on. */

import type { HandleRecord } from '../../model/handle';
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
      records.push({
        value: columns.value(row),
        type: columns.typeName(row),
        name: names?.name(row) ?? null,
        attributes: columns.attributes[row] ?? 0,
        grantedAccess: columns.grantedAccess[row] ?? 0,
        handleCount: columns.handleCount[row] ?? 0,
        pointerCount: columns.pointerCount[row] ?? 0,
        objectInfo: [],
        objectInfoRefused: false,
      });
    }
  }
  return records;
}
