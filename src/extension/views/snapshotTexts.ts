/** What the rows of the Snapshots view say, and the console lines behind its commands. Knows nothing of VS Code. */

import type { SnapshotRow } from '../../protocol/siteMessages';
import { l10n } from '../l10n';

/** `200 handles of OrderService.exe, 948 trace records, 40 USER handles`. */
export function snapshotDescription(row: SnapshotRow): string {
  const { handles, image, records, userHandles } = row;
  if (handles === null) {
    return l10n.t('{0} of {1}', userHandlesText(userHandles ?? 0), image);
  }
  const counted =
    handles === 1 ? l10n.t('1 handle of {0}', image) : l10n.t('{0} handles of {1}', handles, image);
  const traced = records === null ? counted : l10n.t('{0}, {1} trace records', counted, records);
  return userHandles === null ? traced : l10n.t('{0}, {1}', traced, userHandlesText(userHandles));
}

/** `40 USER handles`. */
export function userHandlesText(count: number): string {
  return count === 1 ? l10n.t('1 USER handle') : l10n.t('{0} USER handles', count);
}

/**
 * The line that compares two moments, the older one first; null stands for now. One alone is compared with now. Undefined when
 * there is nothing to compare.
 */
export function comparisonLine(
  chosen: readonly (string | null)[],
  order: readonly string[],
): string | undefined {
  const names = order.filter((name) => chosen.includes(name));
  const [first, second] = names;
  if (first === undefined || names.length > 2 || (names.length === 2 && chosen.includes(null))) {
    return undefined;
  }
  return second === undefined ? `!compare ${first}` : `!compare ${first} ${second}`;
}
