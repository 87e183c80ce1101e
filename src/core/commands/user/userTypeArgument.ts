/** The Type and Process arguments of `!dhe`: a type by any of its names, which may hold blanks, then a process. */

import { nearestName } from '../../util/nearestName';
import { fail, ok, type Result } from '../../util/result';
import type { UserProfile } from '../../windows/user/userProfiles';
import {
  GENERIC_TYPE,
  matchTypes,
  typesOf,
  USER_TYPES,
  type UserType,
} from '../../windows/user/userTypes';
import { namesOfType } from '../../windows/user/userTypeNames';
import { USER_VERSIONS } from '../../windows/user/userVersions';

/** Ways to say "any type but Free". */
const ANY_TYPE = /^(?:\*|type_generic|(?:0x)?ff|0n255)$/i;

/** What can be a process: digits, or an expression that begins with a symbol. */
const LIKE_A_NUMBER = /^(?:0[xn])?[0-9a-f`]+h?$|^[@$(]/i;

/** The type and what was typed for the process. */
export interface TypeAndProcess {
  /** Value of `bType`; {@link GENERIC_TYPE} for any type but Free; null when no type was given. */
  readonly type: number | null;
  /** Null when no process was given. */
  readonly process: string | null;
}

/**
 * Splits what follows the flags. A type may have blanks (`DDE conv`), so all words are tried as a type first, then all
 * but the last one, which is the process. Fails when a type is unknown, is not one of the version's, or is several.
 */
export function splitTypeAndProcess(
  words: readonly string[],
  profile: UserProfile,
): Result<TypeAndProcess> {
  if (words.length === 0) {
    return ok({ type: null, process: null });
  }
  const whole = words.join(' ');
  const front = words.slice(0, -1).join(' ');
  const isWhole =
    words.length === 1 ||
    meansSomething(whole, profile) ||
    (!meansSomething(front, profile) &&
      (versionsWith(whole) !== null || !LIKE_A_NUMBER.test(words.at(-1) ?? '')));
  const type = chooseType(isWhole ? whole : front, profile);
  return type.ok
    ? ok({ type: type.value, process: isWhole ? null : (words.at(-1) ?? null) })
    : type;
}

/** The value of the one type that is meant by a text; {@link GENERIC_TYPE} for any type but Free. */
export function chooseType(text: string, profile: UserProfile): Result<number> {
  if (ANY_TYPE.test(text)) {
    return ok(GENERIC_TYPE);
  }
  const types = matchTypes(profile, text);
  const [only] = types;
  if (types.length > 1) {
    return fail({
      code: 'ambiguous-type',
      message: `'${text}' means several types: ${types.map((type) => describeType(type, profile)).join(', ')}.`,
      hint: 'Type more of the name, or the number.',
    });
  }
  const value = only?.values[profile.version];
  return value === undefined ? unknownType(text, profile) : ok(value);
}

function meansSomething(text: string, profile: UserProfile): boolean {
  return ANY_TYPE.test(text) || matchTypes(profile, text).length > 0;
}

/** `DDE conv (0xa)`. */
function describeType(type: UserType, profile: UserProfile): string {
  return `${type.name} (0x${(type.values[profile.version] ?? 0).toString(16)})`;
}

function unknownType(text: string, profile: UserProfile): Result<number> {
  const elsewhere = versionsWith(text);
  if (elsewhere !== null) {
    return fail({
      code: 'unknown-type',
      message: `This version (${profile.version}) has no type ${elsewhere}.`,
      hint: `!dhe -t ${profile.version} lists its types, !dhe -t those of all versions.`,
    });
  }
  const names = typesOf(profile.version).flatMap((type) => namesOfType(type));
  const nearest = nearestName(text, names);
  const isNumber = /^(?:0x)?[0-9a-f]+$/i.test(text);
  return fail({
    code: 'unknown-type',
    message: `No type is called '${text}'.`,
    hint:
      nearest !== null
        ? `Did you mean ${nearest}?`
        : isNumber
          ? `To choose a process without a type write * for the type: !dhe 0 1 * ${text}`
          : `!dhe -t ${profile.version} lists the types of this version.`,
  });
}

/** `Timer (5.0 and higher)` when only other versions have the type; null when none has. */
function versionsWith(text: string): string | null {
  const wanted = text.toLowerCase();
  const type = USER_TYPES.find((candidate) =>
    namesOfType(candidate).some((name) => name.toLowerCase() === wanted),
  );
  if (type === undefined) {
    return null;
  }
  const versions = USER_VERSIONS.filter(({ id }) => type.values[id] !== undefined).map(
    ({ id }) => id,
  );
  const [first] = versions;
  const last = versions.at(-1);
  const isNewest = last === USER_VERSIONS.at(-1)?.id;
  const span =
    first === last
      ? `${first ?? ''} only`
      : isNewest
        ? `${first ?? ''} and higher`
        : `${first ?? ''} to ${last ?? ''}`;
  return `${type.name} (${span})`;
}
