/** Reads any structure whose layout is public, member by member. */

import { address, type Address } from '../model/identifiers';
import { BinaryView } from '../util/binaryView';
import type { CancellationToken } from '../util/cancellation';
import { fail, ok, type Result } from '../util/result';
import { flatFields, layoutOf, type UserField, type UserLayout } from '../windows/user/userLayouts';
import { profileVersions, type UserProfile } from '../windows/user/userProfiles';
import type { UserRelease } from '../windows/user/userVersions';
import { numberIn, readSome, type MemorySource } from './targetMemory';

/** Most bytes of a member whose length varies. */
const VARIABLE_LENGTH = 64;
/** Most elements of an array of structures that are read at once. */
export const MAXIMUM_STRUCTURES = 4096;

/** What a member holds. */
export type MemberValue =
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'numbers'; readonly elementSize: number; readonly values: readonly bigint[] }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'structures'; readonly rows: readonly (readonly MemberReading[])[] }
  | { readonly kind: 'unreadable' };

/** A member with its value. */
export interface MemberReading {
  readonly field: UserField;
  readonly value: MemberValue;
}

/** A structure, or some in a row. */
export interface StructureReading {
  readonly layout: UserLayout;
  readonly rows: readonly {
    readonly address: Address;
    readonly members: readonly MemberReading[];
  }[];
}

/** What to read. */
export interface StructureRequest {
  /** Name such as `SHAREDINFO`; case does not matter. */
  readonly struct: string;
  readonly profile: UserProfile;
  readonly at: Address;
  /** The release, where a structure changed within the profile's run; the profile's first unless told. */
  readonly release?: UserRelease;
  /** How many in a row, 1 unless told. */
  readonly count?: number;
}

/** The layout of a structure for a version, or the problem that says it is not public. */
export function publicLayout(
  struct: string,
  profile: UserProfile,
  release?: UserRelease,
): Result<UserLayout> {
  const layout = layoutOf(struct, profile, release);
  return layout === null
    ? fail({
        code: 'user-layout-unknown',
        message: `The layout of ${struct} in Windows ${profileVersions(profile)} ${profile.architecture} is not public.`,
        hint: '!dso without arguments lists the structures that are.',
      })
    : ok(layout);
}

/** Reads structures; members without memory are `unreadable`. Throws CancelledError. */
export async function readStructure(
  memory: MemorySource,
  request: StructureRequest,
  token: CancellationToken,
): Promise<Result<StructureReading>> {
  const { profile, at } = request;
  const count = Math.max(1, Math.min(request.count ?? 1, MAXIMUM_STRUCTURES));
  const found = publicLayout(request.struct, profile, request.release);
  if (!found.ok) {
    return found;
  }
  const layout = found.value;
  const distance = layout.size;
  if (count > 1 && distance === null) {
    return fail({
      code: 'user-size-unknown',
      message: `The size of ${layout.struct} is not public, so there is no telling where the next one begins.`,
      hint: 'Leave *n out.',
    });
  }
  const rows = [];
  for (let index = 0; index < count; index++) {
    const start = address(at + BigInt(index * (distance ?? 0)));
    const bytes = await readSome(memory, start, lengthOf(layout), token);
    rows.push({ address: start, members: membersOf(layout, profile, new BinaryView(bytes)) });
  }
  return ok({ layout, rows });
}

/** Bytes to read for a layout. */
function lengthOf(layout: UserLayout): number {
  return Math.max(...layout.fields.map(({ offset, size }) => offset + (size ?? VARIABLE_LENGTH)));
}

function membersOf(
  layout: UserLayout,
  profile: UserProfile,
  view: BinaryView,
): readonly MemberReading[] {
  const members: MemberReading[] = [];
  for (const field of flatFields(layout, profile)) {
    const size = field.size ?? variableSize(members, view.length - field.offset);
    const value: MemberValue = view.has(field.offset, size)
      ? valueOf({ ...field, size }, profile, view)
      : { kind: 'unreadable' };
    members.push({ field, value });
  }
  return members;
}

/** Bytes of a member whose length the member before it tells (`cbData`), as far as they are there. */
function variableSize(before: readonly MemberReading[], available: number): number {
  const count = before.at(-1)?.value;
  const told = count?.kind === 'number' ? Number(count.value) : 0;
  return Math.max(0, Math.min(told, VARIABLE_LENGTH, available));
}

function valueOf(
  field: UserField & { readonly size: number },
  profile: UserProfile,
  view: BinaryView,
): MemberValue {
  const array = /^(\w+)\[(\w+)\]$/.exec(field.type);
  if (array === null) {
    const value = numberIn(view, field.offset, field.size);
    return value === null ? part(field.type, field, profile, view) : { kind: 'number', value };
  }
  const [, element = '', length = ''] = array;
  if (element === 'BYTE' || element === 'UCHAR' || element === 'CHAR') {
    return { kind: 'bytes', bytes: view.bytes.slice(field.offset, field.offset + field.size) };
  }
  const count = Number(length);
  const elementSize = field.size / count;
  if (layoutOf(element, profile) !== null) {
    return part(element, field, profile, view);
  }
  const values = Array.from({ length: count }, (_, index) =>
    numberIn(view, field.offset + index * elementSize, elementSize),
  ).filter((value) => value !== null);
  return { kind: 'numbers', elementSize, values };
}

/** An embedded structure, or an array of them; bytes where its layout is not public. */
function part(
  struct: string,
  field: UserField & { readonly size: number },
  profile: UserProfile,
  view: BinaryView,
): MemberValue {
  const layout = layoutOf(struct, profile);
  const bytes = view.bytes.subarray(field.offset, field.offset + field.size);
  const size = layout?.size ?? null;
  if (layout === null || size === null) {
    return { kind: 'bytes', bytes: bytes.slice() };
  }
  const count = Math.floor(field.size / size);
  const rows = Array.from({ length: count }, (_, index) =>
    membersOf(layout, profile, new BinaryView(bytes.subarray(index * size, (index + 1) * size))),
  );
  return { kind: 'structures', rows };
}
