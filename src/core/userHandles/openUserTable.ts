/** Opens the USER handle table of a target: the door to everything about USER handles. */

import type { Target } from '../target/target';
import type { CancellationToken } from '../util/cancellation';
import { hexAddress } from '../util/hex';
import type { Problem } from '../util/problem';
import { fail, ok, type Result } from '../util/result';
import { SESSION_LIMIT } from '../windows/user/userLimits';
import { userProfile, type UserProfile } from '../windows/user/userProfiles';
import { typesOf } from '../windows/user/userTypes';
import { readHeadOwners } from './headOwners';
import { readEntries, type EntryGap, type ReadEntries } from './readEntries';
import { readTableExtent, type TableExtent } from './sharedInfo';
import { UserHandleTable } from './userTable';

/** The parts of a target that decoding needs. */
export type UserHandleTarget = Pick<Target, 'readMemory' | 'userHandles'>;

/** More entries than this are not read, whatever SERVERINFO claims: 64 times what handles can address. */
export const MAXIMUM_ENTRIES = 4 * 1024 * 1024;

/**
 * Finds and reads the target's USER handle table. Fails when there is none or it cannot be found; damage short of that is
 * among the table's problems. Throws CancelledError.
 */
export async function openUserHandleTable(
  target: UserHandleTarget,
  token: CancellationToken,
): Promise<Result<UserHandleTable>> {
  if (target.userHandles === null) {
    return fail({
      code: 'no-user-handles',
      message: 'This target has no USER handles.',
      hint: 'Open a full dump of a program with windows (.dump /ma), or a sample that has some.',
    });
  }
  const place = await target.userHandles.locate(token);
  if (!place.ok) {
    return place;
  }
  const profile = userProfile(place.value.profile);
  const extent = await readTableExtent(target, place.value, profile, token);
  if (!extent.ok) {
    return extent;
  }
  const problems = [...extent.value.problems];
  const entries = possibleEntries(extent.value, problems);
  const read = await readEntries(
    target,
    {
      aheList: extent.value.aheList,
      entries,
      profile,
      mayHaveGaps: extent.value.consistent && extent.value.entries <= SESSION_LIMIT,
    },
    token,
  );
  if (read.columns.count === 0) {
    return fail(nothingRead(extent.value, profile));
  }
  problems.push(...damage(read, extent.value, profile));
  const table = new UserHandleTable(place.value, extent.value, read.columns, problems);
  if (profile.owner === 'head') {
    await readHeadOwners(target, table, token);
  }
  return ok(table);
}

function possibleEntries(extent: TableExtent, problems: Problem[]): number {
  const { entries } = extent;
  if (entries > SESSION_LIMIT) {
    const cut = entries > MAXIMUM_ENTRIES;
    problems.push({
      code: 'user-table-too-long',
      message: `The table claims ${entries} entries, more than the ${SESSION_LIMIT} that handles can address.${cut ? ` Only ${MAXIMUM_ENTRIES} are read.` : ''}`,
      hint: 'These bytes may not be the windowing system’s.',
    });
  }
  return Math.min(entries, MAXIMUM_ENTRIES);
}

function nothingRead(extent: TableExtent, profile: UserProfile): Problem {
  const where = hexAddress(extent.aheList, profile.pointerSize);
  return extent.entries === 0
    ? {
        code: 'user-table-empty',
        message: `The table at ${where} has no entries, by what SERVERINFO says.`,
        where,
        hint: 'The session has no windowing system yet, or these bytes are not SERVERINFO.',
      }
    : {
        code: 'user-table-unreadable',
        message: `The USER handle table at ${where} cannot be read: the target has no memory there.`,
        where,
        hint: 'Record all memory with .dump /ma in WinDbg or with procdump -ma.',
      };
}

function damage(read: ReadEntries, extent: TableExtent, profile: UserProfile): readonly Problem[] {
  const problems: Problem[] = [];
  const { columns, gaps } = read;
  const wanted = Math.min(extent.entries, MAXIMUM_ENTRIES);
  if (columns.count < wanted) {
    problems.push({
      code: 'user-table-cut',
      message: `The table claims ${extent.entries} entries; the target has memory for the first ${columns.count}.`,
      where: hexAddress(extent.aheList, profile.pointerSize),
      hint: 'Handles past them are not judged. Record all memory with .dump /ma.',
    });
  }
  if (gaps.length > 0) {
    problems.push({
      code: 'user-table-gaps',
      message: `${missing(gaps)} entries in the middle of the table cannot be read: ${gapsText(gaps)}.`,
      where: hexAddress(extent.aheList, profile.pointerSize),
      hint: 'Handles in them are not judged, and what follows a gap may not belong to the table. Record all memory with .dump /ma.',
    });
  }
  return [...problems, ...implausible(read, profile)];
}

/** Says so when values of `bType` occur that the version does not define. */
function implausible(read: ReadEntries, profile: UserProfile): readonly Problem[] {
  const { type, count } = read.columns;
  const limit = typesOf(profile.version).length;
  let strange = 0;
  // Rows that could not be read are 0, which every version defines.
  for (let index = 0; index < count; index++) {
    strange += (type[index] ?? 0) >= limit ? 1 : 0;
  }
  if (strange === 0) {
    return [];
  }
  const readable = count - missing(read.gaps);
  return [
    {
      code: 'user-table-strange-types',
      message: `${strange} of ${readable} entries have a type that Windows ${profile.version} does not define.`,
      hint:
        strange * 2 > readable
          ? 'This is probably not a USER handle table.'
          : 'They are shown by their number.',
    },
  ];
}

function missing(gaps: readonly EntryGap[]): number {
  return gaps.reduce((sum, { from, to }) => sum + to - from, 0);
}

function gapsText(gaps: readonly EntryGap[]): string {
  const shown = gaps
    .slice(0, 4)
    .map(({ from, to }) => `${from.toString(16)} to ${(to - 1).toString(16)}`);
  return [...shown, ...(gaps.length > 4 ? [`${gaps.length - 4} more`] : [])].join(', ');
}
