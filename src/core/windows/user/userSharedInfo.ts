/** What SHAREDINFO and SERVERINFO must be taken to look like where no layout of the very version is public. */

import { fieldOf, layoutOf, type UserField, type UserLayout } from './userLayouts';
import { USER_PROFILES, type UserProfile } from './userProfiles';

/** A layout to read by. */
export interface UsableLayout {
  readonly layout: UserLayout;
  /** True when it is an older version's: nobody has said that it still holds. */
  readonly assumed: boolean;
}

/** SHAREDINFO of a version: from 5.0 on; that of 6.3 stands in for 32-bit 10.0. Null before. */
export function usableSharedInfo(profile: UserProfile): UsableLayout | null {
  return usable('SHAREDINFO', profile);
}

/**
 * SERVERINFO of a version as far as `cHandleEntries`, which has kept its place since 5.2: an older layout stands in for
 * 6.0 x64, 6.2, 6.3 and 10.0. Null before 5.1, where no layout is public.
 */
export function usableServerInfo(profile: UserProfile): UsableLayout | null {
  return usable('SERVERINFO', profile);
}

/** Members of SERVERINFO that say how large the table is. */
export interface TableSizeFields {
  readonly cHandleEntries: UserField;
  /** Null where its place is not public. */
  readonly cbHandleTable: UserField | null;
  readonly assumed: boolean;
}

/** Where SERVERINFO has the size of the table; null before 5.1. */
export function tableSizeFields(profile: UserProfile): TableSizeFields | null {
  const found = usableServerInfo(profile);
  const cHandleEntries = found?.layout.fields.find(({ name }) => name === 'cHandleEntries');
  if (found === null || cHandleEntries === undefined) {
    return null;
  }
  return {
    cHandleEntries,
    // Members further on have moved with every version.
    cbHandleTable: found.assumed ? null : fieldOf('SERVERINFO', 'cbHandleTable', profile),
    assumed: found.assumed,
  };
}

function usable(struct: string, profile: UserProfile): UsableLayout | null {
  const own = layoutOf(struct, profile);
  if (own !== null) {
    return { layout: own, assumed: false };
  }
  const older = USER_PROFILES.slice(0, USER_PROFILES.indexOf(profile)).reverse();
  for (const candidate of older) {
    const layout =
      candidate.architecture === profile.architecture ? layoutOf(struct, candidate) : null;
    if (layout !== null) {
      return { layout, assumed: true };
    }
  }
  return null;
}
