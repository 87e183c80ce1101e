/** The header an object of a type begins with, in every version (user-handles.md 5.1, 5.6). */

import { flatFields, layoutOf, type UserField, type UserLayout } from './userLayouts';
import type { UserProfile } from './userProfiles';
import type { UserHeaderName } from './userTypeFacts';
import type { UserType } from './userTypes';
import { versionOrder } from './userVersions';

/** The header of a type's objects. */
export interface UserObjectHeader {
  readonly layout: UserLayout;
  /** Its members with nested headers spread out. */
  readonly fields: readonly UserField[];
  /** True where it is carried back from later versions: which header a type has is stated from 5.0 on, HEAD alone from 4.0. */
  readonly extrapolated: boolean;
}

/** Before 5.0 there are fewer headers: one for what threads own and one for what processes own. */
const EARLY_HEADERS: Readonly<Record<UserHeaderName, UserHeaderName>> = {
  HEAD: 'HEAD',
  THROBJHEAD: 'THROBJHEAD',
  THRDESKHEAD: 'THROBJHEAD',
  PROCOBJHEAD: 'PROCOBJHEAD',
  PROCMARKHEAD: 'PROCOBJHEAD',
  PROCDESKHEAD: 'PROCOBJHEAD',
};

/** The header of objects of a type; HEAD for types of which no more is known, and for null. */
export function objectHeader(type: UserType | null, profile: UserProfile): UserObjectHeader {
  const late = type?.header ?? 'HEAD';
  const early = versionOrder(profile.version) < versionOrder('5.0');
  const layout = layoutOf(early ? EARLY_HEADERS[late] : late, profile) ?? headLayout(profile);
  const since = type?.headerSince;
  return {
    layout,
    fields: flatFields(layout, profile),
    extrapolated: since === undefined || versionOrder(profile.version) < versionOrder(since),
  };
}

function headLayout(profile: UserProfile): UserLayout {
  const layout = layoutOf('HEAD', profile);
  if (layout === null) {
    throw new RangeError(`no HEAD for ${profile.id}`);
  }
  return layout;
}
