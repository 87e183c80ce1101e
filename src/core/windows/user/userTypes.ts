/** Looking up USER object types by version, value and name. */

import { sourceList, type UserSource } from './userSources';
import { USER_OBJECT_FACTS, type UserObjectFacts, type UserOwnerKind } from './userTypeFacts';
import { USER_TYPE_ROWS, type UserTypeId, type UserTypeRow } from './userTypeTable';
import { USER_VERSIONS, versionOrder, type UserVersion } from './userVersions';
import type { UserProfile } from './userProfiles';

/** An object type with all that is known of it. Absent members are not public. */
export interface UserType extends Omit<UserObjectFacts, 'owner'> {
  readonly id: UserTypeId;
  /** The TYPE_ symbol; null when no public source has one. */
  readonly symbol: string | null;
  readonly symbolSources: readonly UserSource[];
  readonly otherSymbols: readonly string[];
  /** For example `WND`; null when no name is public. */
  readonly structure: string | null;
  /** For example `tagWND`. */
  readonly formalName: string | null;
  /** What `!dhe` prints, or this project's name where {@link projectName} is true. */
  readonly name: string;
  /** True when the name is not Microsoft's. */
  readonly projectName: boolean;
  readonly owner: UserOwnerKind;
  /** Value in each version that has the type. */
  readonly values: Readonly<Partial<Record<UserVersion, number>>>;
  /** Versions in which the value is only supposed. */
  readonly conjecture: readonly UserVersion[];
  readonly tagHeapName: string | null;
  readonly duName: string | null;
  readonly notes: readonly string[];
  readonly sources: readonly UserSource[];
}

/** TYPE_GENERIC: never stored in an entry; asks validation for any type but Free (5.1 to 10.0; RW, SOGEN, DEC). */
export const GENERIC_TYPE = 0xff;

/** All types that any version has. */
export const USER_TYPES: readonly UserType[] = USER_TYPE_ROWS.map(complete);

const BY_ID = new Map(USER_TYPES.map((type) => [type.id, type]));
const BY_VALUE = new Map(USER_VERSIONS.map(({ id }) => [id, valuesOf(id)]));

/** The type with a key. */
export function userType(id: UserTypeId): UserType {
  const type = BY_ID.get(id);
  if (type === undefined) {
    throw new RangeError(`no type ${id}`);
  }
  return type;
}

/** The types of a version in the order of their values. */
export function typesOf(version: UserVersion): readonly UserType[] {
  return BY_VALUE.get(version) ?? [];
}

/** The type that a value of `bType` stands for; null when the version defines none. */
export function typeOf(profile: UserProfile, value: number): UserType | null {
  return typesOf(profile.version)[value] ?? null;
}

/** The value of a type; null when the version does not have the type. */
export function valueOf(profile: UserProfile, id: UserTypeId): number | null {
  return userType(id).values[profile.version] ?? null;
}

/** True where TYPE_ symbols and owner kinds are stated: from 5.0 on. Before, they are carried back from later versions. */
export function ownersStated(version: UserVersion): boolean {
  return versionOrder(version) >= versionOrder('5.0');
}

/** `<0xNN>`, as a value is shown that the version does not define: no name is ever guessed. */
export function unknownTypeText(value: number): string {
  return `<0x${value.toString(16).toUpperCase().padStart(2, '0')}>`;
}

/** Last version that USEREXTS names are public for. */
const LAST_USEREXTS = versionOrder('5.0');

/**
 * The name that `!dhe` of a version prints; null when that version has no name for the type or no USEREXTS of the version
 * is public (5.1 and later). The names of 3.10 come from an unused array in WINSRV.
 */
export function dheName(type: UserType, version: UserVersion): string | null {
  if (type.values[version] === undefined || versionOrder(version) > LAST_USEREXTS) {
    return null;
  }
  const exception = DHE_NAME_EXCEPTIONS.find(
    (row) => row.version === version && row.type === type.id,
  );
  return exception === undefined ? type.name : exception.name;
}

/** Where a version of USEREXTS departs from the usual names (SEED). */
export const DHE_NAME_EXCEPTIONS: readonly {
  readonly version: UserVersion;
  readonly type: UserTypeId;
  readonly name: string | null;
}[] = [
  { version: '4.0', type: 'kbdfile', name: null },
  { version: '5.0', type: 'setwindowpos', name: 'WPI(SWP) struct' },
];

/**
 * Types of a version that somebody may mean by a text: a TYPE_ symbol, structure, `!dhe` name, `!du` name, key or number
 * (`0x10`, or hexadecimal digits). Case does not matter. An exact name is preferred to the start of one.
 */
export function matchTypes(profile: UserProfile, text: string): readonly UserType[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') {
    return [];
  }
  const types = typesOf(profile.version);
  const exact = types.filter((type) => namesOf(type, profile.version).includes(wanted));
  if (exact.length > 0) {
    return exact;
  }
  if (/^(0x)?[0-9a-f]{1,2}$/.test(wanted)) {
    const type = types[Number.parseInt(wanted.replace('0x', ''), 16)];
    return type === undefined ? [] : [type];
  }
  return types.filter((type) =>
    namesOf(type, profile.version).some((name) => name.startsWith(wanted)),
  );
}

function namesOf(type: UserType, version: UserVersion): readonly string[] {
  return [
    type.id,
    type.symbol,
    ...type.otherSymbols,
    type.structure,
    type.formalName,
    type.name,
    dheName(type, version),
    type.duName,
  ]
    .filter((name) => name !== null)
    .map((name) => name.toLowerCase());
}

function valuesOf(version: UserVersion): readonly UserType[] {
  const found: UserType[] = [];
  for (const type of USER_TYPES) {
    const value = type.values[version];
    if (value !== undefined) {
      found[value] = type;
    }
  }
  return found;
}

function complete(row: UserTypeRow): UserType {
  const { since, symbolSource, source, formal, ...rest } = row;
  const structure = row.structure ?? null;
  return {
    ...(USER_OBJECT_FACTS[row.id] ?? { owner: 'unknown' }),
    ...rest,
    symbol: row.symbol ?? null,
    symbolSources: row.symbol === undefined ? [] : sourceList(symbolSource ?? 'RW VOL SOGEN NTU'),
    otherSymbols: row.otherSymbols ?? [],
    structure,
    formalName: formal ?? (structure === null ? null : `tag${structure}`),
    projectName: row.projectName ?? false,
    values: spread(since),
    conjecture: row.conjecture ?? [],
    tagHeapName: row.tagHeapName ?? null,
    duName: row.duName ?? null,
    notes: row.notes ?? [],
    sources: sourceList(source),
  };
}

function spread(since: UserTypeRow['since']): Partial<Record<UserVersion, number>> {
  const values: Partial<Record<UserVersion, number>> = {};
  let current: number | null = null;
  for (const { id } of USER_VERSIONS) {
    const change = since[id];
    current = change === undefined ? current : change;
    if (current !== null) {
      values[id] = current;
    }
  }
  return values;
}
