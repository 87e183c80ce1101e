/** The tables of `!dhe -t` and `!dhe -f`: object types by version, the types of one version, and the flags. */

import { USER_FLAGS } from '../../windows/user/userFlags';
import { TYPE_HISTORY, type TypeHistoryRow } from '../../windows/user/userTypeHistory';
import { typeName } from '../../windows/user/userTypeText';
import { typesOf, userType, type UserType } from '../../windows/user/userTypes';
import { userVersion, type UserVersion } from '../../windows/user/userVersions';
import { numberColumn, textColumn, type FactTable } from './factTable';

/** Every type that any version has, with its values: the 37 rows of the article, restored (user-handles.md 2.2). */
export function typeHistoryTable(): FactTable {
  return {
    topic: 'type-history',
    title: 'USER object types by Windows version',
    columns: [
      textColumn('type', 'Type'),
      textColumn('object', 'Object'),
      textColumn('name', 'Name'),
      textColumn('versions', 'Versions'),
      textColumn('remarks', 'Remarks'),
      textColumn('restored', 'Restored'),
    ],
    rows: TYPE_HISTORY.map((row) => {
      const type = userType(row.type);
      return [
        row.cell,
        type.structure,
        type.projectName ? null : type.name,
        historyVersions(row),
        row.remarks ?? null,
        row.restoredFrom === undefined ? null : `from ${row.restoredFrom} on`,
      ];
    }),
    notes: [
      'A value without a version holds for every later version of the row. In 3.10 a free entry has type 01, and 00 is Callback.',
      'The values of ThreadInfo (06) and Zombie (0d) in 4.0 are conjecture. Types without a name have none that is public.',
      '!dhe -t and a version, such as !dhe -t 6.1, lists the types of that version.',
    ],
  };
}

/** `3.10 only`, `3.51 to 4.0`, `5.0 and higher`, `all`. */
function historyVersions({ from, to }: TypeHistoryRow): string {
  if (to === undefined) {
    return from === '3.10' ? 'all' : `${from} and higher`;
  }
  return from === to ? `${from} only` : `${from} to ${to}`;
}

/** The types of a version by value, with header, owner, and what makes and destroys them. */
export function versionTypesTable(version: UserVersion): FactTable {
  const { product, typeCount } = userVersion(version);
  const types = typesOf(version);
  const notes = [
    ...(Number(version) < 5
      ? [
          'Owners before 5.0 are an extrapolation from later versions, headers are known from 5.0 on only.',
        ]
      : []),
    ...conjectureNote(types, version),
    ...projectNote(types),
  ];
  return {
    topic: 'types',
    title: `Types of ${product} (${version}): ${typeCount}`,
    columns: [
      numberColumn('value', 'bType', 'byte'),
      textColumn('name', 'Name'),
      textColumn('structure', 'Structure'),
      textColumn('symbol', 'Symbol'),
      textColumn('header', 'Header'),
      textColumn('owner', 'Owner'),
      textColumn('createdBy', 'Created by'),
      textColumn('destroyedBy', 'Destroyed by'),
    ],
    rows: types.map((type, value) => [
      value,
      typeName(type, version),
      type.structure,
      type.symbol,
      headerIn(type, version),
      type.owner,
      type.createdBy ?? null,
      type.destroyedBy ?? null,
    ]),
    notes,
  };
}

function headerIn(type: UserType, version: UserVersion): string | null {
  const { header, headerSince } = type;
  return header === undefined || Number(version) < Number(headerSince ?? version) ? null : header;
}

function conjectureNote(types: readonly UserType[], version: UserVersion): readonly string[] {
  const supposed = types.filter((type) => type.conjecture.includes(version));
  return supposed.length === 0
    ? []
    : [`Only supposed in ${version}: ${supposed.map(({ name }) => name).join(', ')}.`];
}

function projectNote(types: readonly UserType[]): readonly string[] {
  const named = types.filter((type) => type.projectName);
  return named.length === 0
    ? []
    : [
        `Without a Microsoft name, called by their structures: ${named.map(({ structure, name }) => `${structure ?? ''} (${name} in this project)`).join(', ')}.`,
      ];
}

/** The eight bits of `bFlags` (user-handles.md 3). */
export function flagTable(): FactTable {
  return {
    topic: 'flags',
    title: 'HANDLEENTRY.bFlags',
    columns: [
      numberColumn('mask', 'Mask', 'byte'),
      textColumn('symbol', 'Symbol'),
      textColumn('versions', 'Versions'),
      textColumn('meaning', 'Meaning'),
      textColumn('sources', 'Sources'),
    ],
    rows: USER_FLAGS.map((flag) => [
      flag.mask,
      flag.symbol,
      flag.versions ?? 'not known',
      flag.coinedName === undefined
        ? flag.meaning
        : `${flag.meaning} (NtUtils calls it ${flag.coinedName})`,
      flag.source,
    ]),
    notes: ['Bits have been added over time; none is known to have changed.'],
  };
}
