/** The versions and architectures of the USER handle table that can be read and simulated (user-handles.md 1, 9). */

import type { UserProfileId } from './userProfileId';
import { sourceList, type UserSource } from './userSources';
import { spanText, type UserRelease, type UserVersion } from './userVersions';

/** Where the owner of an object is noted. */
export type OwnerPlace =
  /** HEAD.pOwner: the entry has none (3.10). */
  | 'head'
  /** The entry, as the address of a THREADINFO or PROCESSINFO. */
  | 'entry'
  /** The entry, as the id of a thread or process (10.0 from 1703 on). */
  | 'entry-id';

/** Everything in which the tables of different versions differ. */
export interface UserProfile {
  readonly id: UserProfileId;
  /** First and last release that the profile stands for; `to` null means and higher. */
  readonly from: UserRelease;
  readonly to: UserRelease | null;
  /** The version whose types the table has. */
  readonly version: UserVersion;
  readonly architecture: 'x86' | 'x64';
  readonly pointerSize: 4 | 8;
  /** Bytes of a HANDLEENTRY. */
  readonly entrySize: 8 | 12 | 24 | 32;
  /** Offsets in a HANDLEENTRY, bytes. */
  readonly offsets: EntryOffsets;
  /** Bytes of the HEAD that every object begins with. */
  readonly headSize: 8 | 12 | 16;
  readonly owner: OwnerPlace;
  /** Value of `bType` in a free entry: 1 in 3.10, where 0 is Callback. */
  readonly freeType: 0 | 1;
  /**
   * High words that match any uniqueness. From 1703 on which of them count, and whether bit 15 of the uniqueness is
   * ignored, differs by build.
   */
  readonly wildcards: readonly number[];
  readonly sources: readonly UserSource[];
}

/** Offsets of the members of a HANDLEENTRY, bytes; null where it has no such member. */
export interface EntryOffsets {
  readonly phead: number;
  readonly owner: number | null;
  readonly desktopId: number | null;
  readonly type: number;
  readonly flags: number;
  readonly uniq: number;
}

/** First build of Windows 10 1703, the one that changed the table. */
export const BUILD_1703 = 15063;

type Shape = Pick<
  UserProfile,
  | 'architecture'
  | 'pointerSize'
  | 'entrySize'
  | 'offsets'
  | 'headSize'
  | 'owner'
  | 'freeType'
  | 'wildcards'
>;

const X86: Shape = {
  architecture: 'x86',
  pointerSize: 4,
  entrySize: 12,
  offsets: { phead: 0, owner: 4, desktopId: null, type: 8, flags: 9, uniq: 10 },
  headSize: 8,
  owner: 'entry',
  freeType: 0,
  wildcards: [0, 0xffff],
};
const X64: Shape = {
  ...X86,
  architecture: 'x64',
  pointerSize: 8,
  entrySize: 24,
  offsets: { phead: 0, owner: 8, desktopId: null, type: 16, flags: 17, uniq: 18 },
  headSize: 16,
};
const NT31: Shape = {
  ...X86,
  entrySize: 8,
  offsets: { phead: 0, owner: null, desktopId: null, type: 4, flags: 5, uniq: 6 },
  headSize: 12,
  owner: 'head',
  freeType: 1,
};
const X64_1703: Shape = {
  ...X64,
  entrySize: 32,
  offsets: { phead: 0, owner: 8, desktopId: 16, type: 24, flags: 25, uniq: 26 },
  owner: 'entry-id',
  wildcards: [0, 0x7fff, 0xffff],
};

const EARLY = 'SEED GC-HE GC-HEAD';
const CHECKED = 'SEED GC-HE VOL';
const LATE = 'SEED GC-HE';

/** All 16 profiles, oldest first. A 32-bit 1703 has a layout but no profile: nobody has verified it. */
export const USER_PROFILES: readonly UserProfile[] = [
  profile('nt31-x86', '3.10', NT31, EARLY),
  profile('nt351-x86', '3.51', { ...X86, headSize: 12 }, EARLY),
  profile('nt40-x86', '4.0', X86, EARLY),
  profile('w2k-x86', '5.0', X86, EARLY),
  profile('xp-x86', '5.1', X86, CHECKED),
  profile('ws03-x86', '5.2', X86, CHECKED),
  profile('ws03-x64', '5.2', X64, CHECKED),
  profile('vista-x86', '6.0', X86, CHECKED),
  profile('vista-x64', '6.0', X64, CHECKED),
  profile('win7-x86', '6.1', X86, CHECKED),
  profile('win7-x64', '6.1', X64, CHECKED),
  { ...profile('win8-x86', '6.2', X86, LATE), to: '6.3' },
  { ...profile('win8-x64', '6.2', X64, LATE), to: '6.3' },
  { ...profile('win10-x86', '10.0', X86, LATE), to: '10.0 (1607)' },
  { ...profile('win10-x64', '10.0', X64, `${LATE} SAMB`), to: '10.0 (1607)' },
  {
    ...profile('win10-1703-x64', '10.0', X64_1703, 'SAMB NTU SOGEN WINE DEC'),
    from: '10.0 (1703)',
    to: null,
  },
];

const BY_ID = new Map(USER_PROFILES.map((row) => [row.id, row]));

/** The profile with an id. */
export function userProfile(id: UserProfileId): UserProfile {
  const found = BY_ID.get(id);
  if (found === undefined) {
    throw new RangeError(`no profile ${id}`);
  }
  return found;
}

/** A Windows version as a target or dump states it. NT 3.1 calls itself 3.10. */
export interface WindowsVersion {
  readonly major: number;
  readonly minor: number;
  readonly build: number;
}

/** The profile of a Windows version; null when its table is not known (Windows NT 3.5, 32-bit Windows 10 from 1703 on). */
export function userProfileFor(
  { major, minor, build }: WindowsVersion,
  architecture: 'x86' | 'x64',
): UserProfile | null {
  const x64 = architecture === 'x64';
  if (major === 10 && minor === 0 && build >= BUILD_1703) {
    return x64 ? userProfile('win10-1703-x64') : null;
  }
  // 3.1 and 3.10 are the same Windows: the number is kept with and without its zero.
  const version = major === 3 && minor === 1 ? '3.10' : `${major}.${minor}`;
  const wanted = version === '6.3' ? '6.2' : version;
  return (
    USER_PROFILES.find((row) => row.version === wanted && row.architecture === architecture) ?? null
  );
}

/** The versions that a profile stands for, in words. */
export function profileVersions(row: UserProfile): string {
  return spanText(row);
}

function profile(
  id: UserProfileId,
  version: UserVersion,
  shape: Shape,
  source: string,
): UserProfile {
  return { id, from: version, to: version, version, ...shape, sources: sourceList(source) };
}
