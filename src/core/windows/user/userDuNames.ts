/** What `!du` of a certain age calls a type value, and whether that is true (user-handles.md 2.3). */

import { DU_NAMES, type DuVersion } from './userTypeHistory';
import { typesOf, type UserType } from './userTypes';
import type { UserVersion } from './userVersions';

/** Whether a `!du` name fits the type that really has the value. */
export type DuVerdict = 'correct' | 'incorrect' | 'names no defined type';

/** A `!du` name with the truth beside it. */
export interface DuName {
  readonly userexts: DuVersion;
  readonly value: number;
  readonly name: string;
  /** False for 3.51 where the article states the name only for later versions. */
  readonly attested: boolean;
  /** The type that really has the value; null when none has. */
  readonly actual: UserType | null;
  readonly verdict: DuVerdict;
  /** The article says so itself. */
  readonly remarked: boolean;
}

/**
 * The name that `!du` of `userexts` prints for a value of `bType`; null when it has none. The verdict is for objects of
 * `target`, which is the extension's own Windows version unless somebody looks at another one.
 */
export function duName(
  userexts: DuVersion,
  value: number,
  target: UserVersion = userexts,
): DuName | null {
  const rows = DU_NAMES.filter((row) => row.value === value && row.duName !== undefined);
  const stated = rows.find((row) => covers(row.from, row.to, userexts));
  const row = stated ?? (userexts === '3.51' ? rows[0] : undefined);
  if (row?.duName === undefined) {
    return null;
  }
  const actual = typesOf(target)[value] ?? null;
  return {
    userexts,
    value,
    name: row.duName,
    attested: stated !== undefined,
    actual,
    verdict: verdictOf(row.duName, actual),
    remarked: row.remarks === 'incorrect' || row.remarks === `incorrect in ${userexts}`,
  };
}

function verdictOf(name: string, actual: UserType | null): DuVerdict {
  if (actual === null) {
    return 'names no defined type';
  }
  return actual.duName === name ? 'correct' : 'incorrect';
}

function covers(from: DuVersion | undefined, to: DuVersion | undefined, at: DuVersion): boolean {
  return (
    from !== undefined && to !== undefined && Number(from) <= Number(at) && Number(at) <= Number(to)
  );
}
