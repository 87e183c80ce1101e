/** Reads SHAREDINFO and SERVERINFO: where the table is, how many entries it has, how far shared objects are displaced. */

import type { Address } from '../model/identifiers';
import type { FoundAddress, UserTablePlace } from '../target/userHandles';
import type { BinaryView } from '../util/binaryView';
import type { CancellationToken } from '../util/cancellation';
import { hex0x, hexAddress } from '../util/hex';
import type { Problem } from '../util/problem';
import { fail, ok, type Result } from '../util/result';
import { wholeEntries } from '../windows/user/userHandleValue';
import type { UserField, UserLayout } from '../windows/user/userLayouts';
import { profileVersions, type UserProfile } from '../windows/user/userProfiles';
import { tableSizeFields, usableSharedInfo } from '../windows/user/userSharedInfo';
import { numberIn, pointerIn, readExactly, type MemorySource } from './targetMemory';

const SIZE_DISAGREES = 'user-table-size-disagrees';

/** What SHAREDINFO says. */
export interface SharedInfo {
  readonly address: Address;
  readonly from: string;
  readonly psi: Address;
  readonly aheList: Address;
  /** Null where the version has no such member (before 6.1). */
  readonly heEntrySize: number | null;
  /** Kernel address minus user address of what lies on the shared heap; 0 in win32k's own copy. */
  readonly ulSharedDelta: bigint;
  /** True when an older version's layout stood in. */
  readonly assumed: boolean;
}

/** What SERVERINFO says about the size of the table. */
export interface TableSize {
  readonly cHandleEntries: number;
  /** Bytes; null where its place is not public. */
  readonly cbHandleTable: number | null;
  readonly assumed: boolean;
}

/** Where the table is and how large, by everything that the target knows. */
export interface TableExtent {
  readonly aheList: Address;
  /** How the address was found. */
  readonly from: string;
  readonly entries: number;
  readonly shared: SharedInfo | null;
  /** False when what SERVERINFO says contradicts itself. */
  readonly consistent: boolean;
  readonly problems: readonly Problem[];
}

/** Finds the table's address and size; fails when either cannot be known. Throws CancelledError. */
export async function readTableExtent(
  memory: MemorySource,
  place: UserTablePlace,
  profile: UserProfile,
  token: CancellationToken,
): Promise<Result<TableExtent>> {
  const { sharedInfo, bounds } = place;
  const read =
    sharedInfo === null ? null : await readSharedInfo(memory, sharedInfo, profile, token);
  if (read !== null && !read.ok && bounds === null) {
    return read;
  }
  const shared = read?.ok === true ? read.value : null;
  const problems: Problem[] = read?.ok === false ? [read.problem] : [];
  if (shared?.assumed === true) {
    problems.push(assumedLayout('SHAREDINFO', profile));
  }
  if (shared === null) {
    return bounds === null
      ? fail(noPlace())
      : ok({
          aheList: bounds.aheList.address,
          from: bounds.aheList.from,
          entries: bounds.entries,
          shared,
          consistent: true,
          problems,
        });
  }
  const size = await readTableSize(memory, shared, profile, token);
  if (!size.ok && bounds === null) {
    return size;
  }
  if (bounds !== null && bounds.aheList.address !== shared.aheList) {
    problems.push({
      code: 'user-table-moved',
      message: `SHAREDINFO says that the table is at ${hexAddress(shared.aheList, profile.pointerSize)}, the target says ${hexAddress(bounds.aheList.address, profile.pointerSize)}; SHAREDINFO is believed.`,
    });
  }
  const before = problems.length;
  const entries = size.ok ? entriesOf(size.value, profile, problems) : (bounds?.entries ?? 0);
  const consistent = problems.slice(before).every(({ code }) => code !== SIZE_DISAGREES);
  return ok({
    aheList: shared.aheList,
    from: `${shared.from} aheList`,
    entries,
    shared,
    consistent,
    problems,
  });
}

/** Reads SHAREDINFO as far as `ulSharedDelta` and refuses entries of a size that the version does not have. */
export async function readSharedInfo(
  memory: MemorySource,
  found: FoundAddress,
  profile: UserProfile,
  token: CancellationToken,
): Promise<Result<SharedInfo>> {
  const usable = usableSharedInfo(profile);
  if (usable === null) {
    return fail({
      code: 'user-layout-unknown',
      message: `The layout of SHAREDINFO in Windows ${profileVersions(profile)} is not public.`,
      hint: 'The table can only be found where the target itself knows its address and size.',
    });
  }
  const { layout, assumed } = usable;
  const delta = member(layout, 'ulSharedDelta');
  const length = delta.offset + profile.pointerSize;
  const view = await readExactly(
    memory,
    {
      at: found.address,
      length,
      what: `SHAREDINFO (${found.from})`,
      pointerSize: profile.pointerSize,
    },
    token,
  );
  if (!view.ok) {
    return view;
  }
  const pointer = (name: string): Address =>
    pointerIn(view.value, member(layout, name).offset, profile.pointerSize);
  const shared: SharedInfo = {
    address: found.address,
    from: found.from,
    psi: pointer('psi'),
    aheList: pointer('aheList'),
    heEntrySize: optionalNumber(view.value, layout, 'HeEntrySize'),
    ulSharedDelta: pointer('ulSharedDelta'),
    assumed,
  };
  return checked(shared, profile);
}

function checked(shared: SharedInfo, profile: UserProfile): Result<SharedInfo> {
  const where = hexAddress(shared.address, profile.pointerSize);
  if (shared.heEntrySize !== null && shared.heEntrySize !== profile.entrySize) {
    return fail({
      code: 'user-entry-size',
      message: `SHAREDINFO says that an entry has ${hex0x(shared.heEntrySize)} bytes; in Windows ${profileVersions(profile)} ${profile.architecture} it has ${hex0x(profile.entrySize)}. The table is not read.`,
      where,
      hint: 'Either the Windows version of the target is another one, or these bytes are not SHAREDINFO.',
    });
  }
  if (shared.aheList === 0n || shared.psi === 0n) {
    return fail({
      code: 'user-not-connected',
      message: `SHAREDINFO has no ${shared.aheList === 0n ? 'aheList' : 'psi'}: the process has not connected to the windowing system.`,
      where,
      hint: 'Take the dump or stop the target after the program has made its first window.',
    });
  }
  return ok(shared);
}

async function readTableSize(
  memory: MemorySource,
  shared: SharedInfo,
  profile: UserProfile,
  token: CancellationToken,
): Promise<Result<TableSize>> {
  const fields = tableSizeFields(profile);
  if (fields === null) {
    return fail({
      code: 'user-layout-unknown',
      message: `The layout of SERVERINFO in Windows ${profileVersions(profile)} is not public, so the size of the table is unknown.`,
      hint: 'The table can only be read where the target itself knows its size.',
    });
  }
  const { cHandleEntries, cbHandleTable, assumed } = fields;
  const { pointerSize } = profile;
  const count = await readExactly(
    memory,
    {
      at: (shared.psi + BigInt(cHandleEntries.offset)) as Address,
      length: cHandleEntries.size ?? 4,
      what: 'SERVERINFO.cHandleEntries',
      pointerSize,
    },
    token,
  );
  if (!count.ok) {
    return count;
  }
  const entries = Number(numberIn(count.value, 0, cHandleEntries.size) ?? 0n);
  const bytes =
    cbHandleTable === null
      ? null
      : await readExactly(
          memory,
          {
            at: (shared.psi + BigInt(cbHandleTable.offset)) as Address,
            length: 4,
            what: 'SERVERINFO.cbHandleTable',
            pointerSize,
          },
          token,
        );
  return ok({
    cHandleEntries: entries,
    cbHandleTable: bytes?.ok === true ? bytes.value.u32(0) : null,
    assumed,
  });
}

/** The number of entries that both members of SERVERINFO vouch for. */
function entriesOf(size: TableSize, profile: UserProfile, problems: Problem[]): number {
  if (size.assumed) {
    problems.push(assumedLayout('SERVERINFO', profile));
  }
  const { cHandleEntries, cbHandleTable } = size;
  const whole =
    cbHandleTable === null ? cHandleEntries : wholeEntries(cbHandleTable, profile.entrySize);
  if (whole !== cHandleEntries) {
    problems.push({
      code: SIZE_DISAGREES,
      message: `SERVERINFO says ${cHandleEntries} entries and ${hex0x(cbHandleTable ?? 0)} bytes, which is room for ${whole}; the smaller number is believed.`,
      hint: 'These bytes may not be SERVERINFO.',
    });
  }
  return Math.min(whole, cHandleEntries);
}

function assumedLayout(struct: string, profile: UserProfile): Problem {
  return {
    code: 'user-layout-assumed',
    message: `Where ${struct} of Windows ${profileVersions(profile)} ${profile.architecture} has its members is not public; an older version's layout is used.`,
    where: struct,
  };
}

function noPlace(): Problem {
  return {
    code: 'user-table-not-found',
    message: 'The target does not say where its USER handle table is.',
  };
}

function member(layout: UserLayout, name: string): UserField {
  const field = layout.fields.find((candidate) => candidate.name === name);
  if (field === undefined) {
    throw new RangeError(`${layout.struct} has no ${name}`);
  }
  return field;
}

function optionalNumber(view: BinaryView, layout: UserLayout, name: string): number | null {
  const field = layout.fields.find((candidate) => candidate.name === name);
  return field === undefined ? null : view.u32(field.offset);
}
