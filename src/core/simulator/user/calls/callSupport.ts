/** Which calls a version of the windowing system can answer, and why it refuses the others. */

import type { UserProfile } from '../../../windows/user/userProfiles';
import { userType, valueOf } from '../../../windows/user/userTypes';
import type { UserTypeId } from '../../../windows/user/userTypeTable';
import { USER_VERSIONS, userVersion, versionOrder } from '../../../windows/user/userVersions';

/** Types that versions have but that no call is known to make. */
const NEVER_MADE: Readonly<Partial<Record<UserTypeId, string>>> = {
  callback: 'no call is known that makes one',
  zombie: 'no use of the type is known',
  free: 'it is what an unused entry is',
};

/** Why a version has no objects of a type or cannot make them; null when it can. */
export function refusalOf(profile: UserProfile, type: UserTypeId): string | null {
  const { product } = userVersion(profile.version);
  const { name, values, notes } = userType(type);
  const never = NEVER_MADE[type];
  if (never !== undefined) {
    return `USER objects of type ${name} cannot be made: ${never}.`;
  }
  if (type === 'threadinfo' && profile.version === '4.0') {
    return `${product} is only supposed to have the type ${name}; nothing is known that makes one.`;
  }
  if (valueOf(profile, type) !== null) {
    return null;
  }
  const versions = USER_VERSIONS.filter(({ id }) => values[id] !== undefined);
  const first = versions[0];
  const last = versions.at(-1);
  const when =
    first === undefined || last === undefined
      ? ''
      : versionOrder(first.id) > versionOrder(profile.version)
        ? ` They came with ${first.product}.`
        : ` ${last.product} was the last with them${notes[0] === undefined ? '' : ` (${notes[0]})`}.`;
  return `${product} has no USER objects of type ${name}.${when}`;
}
