/** How type values of the USER handle table are written. */

import type { UserProfileId } from './userProfileId';
import { userProfile } from './userProfiles';
import { dheName, typesOf, unknownTypeText, type UserType } from './userTypes';
import type { UserVersion } from './userVersions';

/** Newest version whose own `!dhe` names are public. */
const LAST_KNOWN_NAMES: UserVersion = '5.0';

/**
 * The name of a type value in a version: what `!dhe` prints, the structure where it has no name, `<0xNN>` where the
 * version has no such type or is not known.
 */
export function typeText(version: UserVersion | null, value: number): string {
  const type = version === null ? undefined : typesOf(version)[value];
  return type === undefined || version === null ? unknownTypeText(value) : typeName(type, version);
}

/** The same by profile; null when it is not known. */
export function profileTypeText(profile: UserProfileId | null, value: number): string {
  return typeText(profile === null ? null : userProfile(profile).version, value);
}

/** The name of a type in a version that has it. */
export function typeName(type: UserType, version: UserVersion): string {
  const name =
    dheName(type, version) ?? (knowsNames(version) || type.projectName ? null : type.name);
  return name ?? type.structure ?? type.name;
}

function knowsNames(version: UserVersion): boolean {
  return Number(version) <= Number(LAST_KNOWN_NAMES);
}

/** What else is known of a type, for brackets: `MENU, TYPE_MENU`; tells where a name is not Microsoft's. */
export function typeRemark(type: UserType, version: UserVersion): string {
  const shown = typeName(type, version);
  const others = [type.structure, type.symbol].filter((name) => name !== null && name !== shown);
  const parts = [others.join(', ')];
  if (type.projectName) {
    parts.push(`no Microsoft name is public, "${type.name}" is this project's`);
  } else if (shown !== type.name && version === '4.0') {
    parts.push(`USEREXTS 4.0 has no name for it, others call it ${type.name}`);
  }
  if (type.conjecture.includes(version)) {
    parts.push(`a supposed value`);
  }
  return parts.filter((part) => part !== '').join('; ');
}
