/** What the Types view says, in words. Knows nothing of VS Code. */

import type { UserTableFacts } from '../../protocol/userMessages';

/** A type of USER handles. */
export interface UserTypeRow {
  readonly key: string;
  readonly label: string;
  /** Id of the type, for the icon; null for one that the version does not define. */
  readonly icon: string | null;
  readonly count: number;
  readonly growth: number;
  /** Leaves only handles of the type in the Handles view. */
  readonly filter: string;
}

/** `+12`, `−3`, or nothing. */
export function growthText(growth: number): string {
  return growth === 0 ? '' : growth > 0 ? `+${growth}` : `−${-growth}`;
}

/** How many USER handles of each type there are, and how that grew, the largest first; the table has those that went, too. */
export function userTypeRows({ types }: Pick<UserTableFacts, 'types'>): readonly UserTypeRow[] {
  return types
    .map(({ key, label, type, count, newCount, closedCount }) => ({
      key,
      label: `USER: ${label}`,
      icon: type,
      count: count - closedCount,
      growth: newCount - closedCount,
      filter: `family:user type="${label.replaceAll('"', '""')}"`,
    }))
    .sort((a, b) => b.count - a.count);
}
