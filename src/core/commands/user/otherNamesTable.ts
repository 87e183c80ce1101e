/** The table of `!du -l`: names that `!du` and the 3.51 executable have for type values, and which of them are wrong. */

import { duName, type DuName } from '../../windows/user/userDuNames';
import {
  DU_NAMES,
  DU_VERSIONS,
  type DuNameRow,
  type DuVersion,
} from '../../windows/user/userTypeHistory';
import { numberColumn, textColumn, type FactTable } from './factTable';

/** Every row of the article's table, with the verdict recomputed for each version of USEREXTS (user-handles.md 2.3). */
export function otherNamesTable(): FactTable {
  return {
    topic: 'other-names',
    title: 'Names that !du and the tagged heap of 3.51 have for type values',
    columns: [
      numberColumn('value', 'bType', 'byte'),
      textColumn('tagHeapName', 'Tag heap'),
      textColumn('duName', '!du'),
      textColumn('versions', 'USEREXTS'),
      textColumn('remarks', 'Remarks'),
      ...DU_VERSIONS.map((version) => textColumn(`in${version}`, `In ${version}`)),
    ],
    rows: DU_NAMES.map((row) => [
      row.value,
      row.tagHeapName ?? null,
      row.duName ?? null,
      statedVersions(row),
      row.remarks ?? null,
      ...DU_VERSIONS.map((version) => verdictIn(row, version)),
    ]),
    notes: [
      'Tag heap names are those of the 3.51 executable only. "Remarks" is what the article says, the last columns are worked out from the types of each version.',
      'In 5.0 Timer has 10 and Input Context 11, so Ctypes and Console are wrong there too, which the article does not remark.',
      'A name in brackets is not stated for that version. Ctypes, Console, Generic, HM and LOCK never were types of an entry.',
    ],
  };
}

/** The names that `!du` of one version has, each with the truth. */
export function duNamesTable(version: DuVersion): FactTable {
  const values = [...new Set(DU_NAMES.map(({ value }) => value))];
  return {
    topic: 'other-names',
    title: `Names that !du of ${version} has for type values`,
    columns: [
      numberColumn('value', 'bType', 'byte'),
      textColumn('duName', '!du'),
      textColumn('truth', 'Truth'),
      textColumn('stated', 'Stated'),
    ],
    rows: values
      .map((value) => duName(version, value))
      .filter((name) => name !== null)
      .map((name) => [
        name.value,
        name.name,
        truth(name),
        name.attested ? 'yes' : `no: (${version} not attested)`,
      ]),
    notes:
      version === '3.51'
        ? [
            'The article states the names of 08 to 0e for 4.0 and 5.0 only, although they fit 3.51 alone.',
          ]
        : [],
  };
}

/** `correct`, or what the value really is. */
export function truth(name: DuName): string {
  switch (name.verdict) {
    case 'correct':
      return 'correct';
    case 'incorrect':
      return `incorrect: ${name.actual?.name ?? ''}`;
    case 'names no defined type':
      return 'no type has this value';
  }
}

function statedVersions({ from, to }: DuNameRow): string | null {
  if (from === undefined || to === undefined) {
    return null;
  }
  return from === to ? from : `${from} to ${to}`;
}

/** What the name of a row is worth in a version; null when that version has another name for the value, or none. */
function verdictIn(row: DuNameRow, version: DuVersion): string | null {
  const name = duName(version, row.value);
  if (name === null || name.name !== row.duName) {
    return null;
  }
  return name.attested ? truth(name) : `(${truth(name)})`;
}
