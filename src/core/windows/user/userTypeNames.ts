/** Every name that somebody may give a USER object type. */

import { dheName, USER_TYPES, type UserType } from './userTypes';
import { USER_VERSIONS } from './userVersions';

/** The names of a type that people are told of, the usual one first. */
export function namesOfType(type: UserType): readonly string[] {
  return [type.name, type.symbol, ...type.otherSymbols, type.structure, type.duName].filter(
    (name) => name !== null,
  );
}

/** The type of any version that has exactly this name, letter case ignored; null when none has. */
export function typeNamed(name: string): UserType | null {
  const wanted = name.trim().toLowerCase();
  return (
    USER_TYPES.find((type) => everyName(type).some((each) => each.toLowerCase() === wanted)) ?? null
  );
}

/** {@link namesOfType}, and what single versions print. */
export function everyName(type: UserType): readonly string[] {
  const printed = USER_VERSIONS.map(({ id }) => dheName(type, id)).filter((name) => name !== null);
  return [...new Set([...namesOfType(type), ...printed])];
}
