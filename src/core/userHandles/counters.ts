/** Counters that the windowing system keeps for a process, and its own table of handle types (user-handles.md 5.5). */

import { address, type Address } from '../model/identifiers';
import type { BinaryView } from '../util/binaryView';
import type { CancellationToken } from '../util/cancellation';
import { fail, ok, type Result } from '../util/result';
import { flatFields, type UserLayout } from '../windows/user/userLayouts';
import type { UserProfile } from '../windows/user/userProfiles';
import { typesOf } from '../windows/user/userTypes';
import { publicLayout } from './readStructure';
import { numberIn, readExactly, type MemorySource } from './targetMemory';

/** Counters of a process. Peaks are null before 6.1, where there are none. */
export interface UserProcessCounters {
  readonly processId: number;
  /** Address of the EPROCESS. */
  readonly process: Address;
  readonly userHandles: number;
  readonly userHandlesPeak: number | null;
  readonly gdiHandles: number;
  readonly gdiHandlesPeak: number | null;
}

/** Reads the counters at the start of a PROCESSINFO (its W32PROCESS). */
export async function readProcessCounters(
  memory: MemorySource,
  profile: UserProfile,
  processInfo: Address,
  token: CancellationToken,
): Promise<Result<UserProcessCounters>> {
  const layout = publicLayout('W32PROCESS', profile);
  if (!layout.ok) {
    return layout;
  }
  const view = await readLayout(memory, { layout: layout.value, at: processInfo, profile }, token);
  if (!view.ok) {
    return view;
  }
  const value = (name: string): number | null => {
    const member = layout.value.fields.find((field) => field.name === name);
    const read = member === undefined ? null : numberIn(view.value, member.offset, member.size);
    return read === null ? null : Number(read);
  };
  return ok({
    processId: value('W32Pid') ?? 0,
    process: address(numberIn(view.value, 0, profile.pointerSize) ?? 0n),
    userHandles: value('UserHandleCount') ?? 0,
    userHandlesPeak: value('UserHandleCountPeak'),
    gdiHandles: value('GDIHandleCount') ?? 0,
    gdiHandlesPeak: value('GDIHandleCountPeak'),
  });
}

/** A row of the windowing system's table of handle types. */
export interface HandleTypeInfo {
  /** Value of `bType`. */
  readonly value: number;
  readonly fnDestroy: Address;
  /** Four characters; unprintable ones as dots, empty when there are none. */
  readonly poolTag: string;
  /** OCF_ bits. */
  readonly creationFlags: number;
}

/** Reads the table of handle types, one row a type of the version (5.1 to 6.1). */
export async function readHandleTypes(
  memory: MemorySource,
  profile: UserProfile,
  typeTable: Address | null,
  token: CancellationToken,
): Promise<Result<readonly HandleTypeInfo[]>> {
  const found = publicLayout('HANDLETYPEINFO', profile);
  if (!found.ok) {
    return found;
  }
  const layout = found.value;
  if (typeTable === null || layout.size === null) {
    return fail({
      code: 'user-no-type-table',
      message: 'The table of handle types (win32k!gahti) is not in this target.',
      hint: 'It is kernel memory: only targets that show the kernel have it.',
    });
  }
  const size = layout.size;
  const count = typesOf(profile.version).length;
  const view = await readExactly(
    memory,
    {
      at: typeTable,
      length: count * size,
      what: 'The table of handle types',
      pointerSize: profile.pointerSize,
    },
    token,
  );
  if (!view.ok) {
    return view;
  }
  const fields = flatFields(layout, profile);
  const offset = (name: string): number => fields.find((field) => field.name === name)?.offset ?? 0;
  return ok(
    Array.from({ length: count }, (_, value) => {
      const at = value * size;
      return {
        value,
        fnDestroy: address(numberIn(view.value, at, profile.pointerSize) ?? 0n),
        poolTag: tagText(view.value, at + offset('dwAllocTag')),
        creationFlags: view.value.u8(at + offset('bObjectCreateFlags')),
      };
    }),
  );
}

function tagText(view: BinaryView, at: number): string {
  const codes = [0, 1, 2, 3].map((index) => view.u8(at + index));
  return codes.every((code) => code === 0)
    ? ''
    : codes.map((code) => (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.')).join('');
}

async function readLayout(
  memory: MemorySource,
  wanted: { readonly layout: UserLayout; readonly at: Address; readonly profile: UserProfile },
  token: CancellationToken,
): Promise<Result<BinaryView>> {
  const { layout, at, profile } = wanted;
  const length = Math.max(...layout.fields.map((field) => field.offset + (field.size ?? 0)));
  return readExactly(
    memory,
    { at, length, what: layout.struct, pointerSize: profile.pointerSize },
    token,
  );
}
