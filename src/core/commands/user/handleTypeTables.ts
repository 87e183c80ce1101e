/** The tables of `!dsi -g`: HANDLETYPEINFO of every type, from memory or as printed on Windows 7 (user-handles.md 5.5, 5.6). */

import type { Address } from '../../model/identifiers';
import type { HandleTypeInfo } from '../../userHandles/counters';
import { hexPadded } from '../../util/hex';
import { CREATION_FLAGS, creationFlagNames } from '../../windows/user/userFlags';
import type { UserProfile } from '../../windows/user/userProfiles';
import { typeName } from '../../windows/user/userTypeText';
import { typesOf } from '../../windows/user/userTypes';
import type { UserVersion } from '../../windows/user/userVersions';
import { numberColumn, textColumn, type FactCell, type FactTable } from './factTable';

/** What is known of one type's row; null where it was not printed or read. */
interface TypeFacts {
  readonly value: number;
  /** As text. */
  readonly fnDestroy: string | null;
  readonly poolTag: string | null;
  readonly creationFlags: number | null;
}

const COLUMNS = [
  numberColumn('value', 'bType', 'byte'),
  textColumn('name', 'Name'),
  textColumn('header', 'Header'),
  textColumn('owner', 'Owner'),
  textColumn('fnDestroy', 'fnDestroy'),
  textColumn('poolTag', 'Tag'),
  numberColumn('creationFlags', 'Flags', 'byte'),
  textColumn('flagNames', 'Flag names'),
  textColumn('sizes', 'Size x86/x64'),
];

const NOTES: readonly string[] = [
  'Headers are stated for 5.0 and higher, owners checked for 5.1 to 10.0, sizes are those of 6.1.',
  'Later builds have the tags Umen, Ussh and Uscd for menus, hooks and CallProcData.',
  'The flags, checked for 5.1 to 6.1:',
  ...CREATION_FLAGS.map(
    ({ mask, symbol, meaning }) => `${hexPadded(mask, 2)} ${symbol}: ${meaning}`,
  ),
];

/** The types as memory has them. */
export function readHandleTypeTable(
  profile: UserProfile,
  at: Address,
  types: readonly HandleTypeInfo[],
): FactTable {
  const digits = profile.pointerSize * 2;
  return tableOf(
    `Handle types at ${hexPadded(at, digits)}`,
    profile.version,
    types.map(({ value, fnDestroy, poolTag, creationFlags }) => ({
      value,
      fnDestroy: hexPadded(fnDestroy, digits),
      poolTag,
      creationFlags,
    })),
  );
}

/** The types as a tool printed them for Windows 7 SP1 x64. */
export function knownHandleTypes(): FactTable {
  const table = tableOf(
    'Handle types as printed for Windows 7 SP1 x64, not read from this target',
    '6.1',
    typesOf('6.1').map((type, value) => ({
      value,
      fnDestroy: null,
      poolTag: type.poolTag ?? null,
      creationFlags: type.creationFlags ?? null,
    })),
  );
  return {
    ...table,
    notes: [
      'The table is kernel memory (win32k!gahti): only targets that show the kernel of 5.1 to 6.1 have it.',
      ...table.notes,
    ],
  };
}

function tableOf(title: string, version: UserVersion, rows: readonly TypeFacts[]): FactTable {
  return {
    topic: 'handle-types',
    title,
    columns: COLUMNS,
    rows: rows.map((facts) => rowOf(facts, version)),
    notes: NOTES,
  };
}

function rowOf(
  { value, fnDestroy, poolTag, creationFlags }: TypeFacts,
  version: UserVersion,
): readonly FactCell[] {
  const type = typesOf(version)[value];
  const names = creationFlagNames(creationFlags ?? 0).map((name) => name.replace('OCF_', ''));
  return [
    value,
    type === undefined ? null : typeName(type, version),
    type?.header ?? null,
    type?.owner ?? null,
    fnDestroy,
    poolTag === '' ? null : poolTag,
    creationFlags,
    names.length === 0 ? null : names.join(' | '),
    type?.sizes === undefined
      ? null
      : `${type.sizes.x86.toString(16)}/${type.sizes.x64.toString(16)}`,
  ];
}
