/** USER handles by the thread that owns them, counted in one pass. */

import type { UserOwners } from './owners';
import type { UserHandleCounts } from './summary';
import type { UserHandleTable } from './userTable';

/** Handles by thread id; threads that own none are absent. */
export function countByThread(
  table: UserHandleTable,
  owners: UserOwners,
): ReadonlyMap<number, UserHandleCounts> {
  const counts = new Map<number, { total: number; readonly byType: Uint32Array }>();
  for (let index = 0; index < table.columns.count; index++) {
    const threadId = table.isInUse(index) ? owners.threadIdOf(index) : null;
    if (threadId === null) {
      continue;
    }
    let own = counts.get(threadId);
    if (own === undefined) {
      own = { total: 0, byType: new Uint32Array(256) };
      counts.set(threadId, own);
    }
    const type = table.columns.type[index] ?? 0;
    own.total += 1;
    own.byType[type] = (own.byType[type] ?? 0) + 1;
  }
  return counts;
}
