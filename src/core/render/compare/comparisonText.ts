/** The text of `!snapshot` and `!compare`. */

import type { PartComparison } from '../../analysis/compare/comparison';
import type { CountChange } from '../../analysis/compare/countChanges';
import type { NamedSnapshot, SnapshotPart } from '../../analysis/compare/namedSnapshot';
import {
  CHANGE_ATTRIBUTES,
  CHANGE_HANDLE_COUNT,
  CHANGE_NAME,
} from '../../analysis/table/tableDiff';
import { FAMILY_WORDS } from '../../analysis/traces/familyWords';
import type { ComparisonResult, SnapshotsResult } from '../../commands/compare/compareResults';
import { hex0x } from '../../util/hex';
import { escapeText } from '../escapeText';
import { textTable } from '../textTable';

/** Longest place and name that a table shows in full. */
const WIDEST = 60;
/** Types and places listed in the text. */
const MOST_COUNTS = 20;

/** `!snapshot`. */
export function snapshotsChunks(result: SnapshotsResult): readonly string[] {
  const { subject, snapshots } = result;
  const first = subject === null ? [] : [`${snapshotLine(result.action, subject)}\n`];
  const hasUser = snapshots.some(({ user }) => user !== null);
  if (result.action !== 'list') {
    return first;
  }
  if (snapshots.length === 0) {
    return ['There are no snapshots. !snapshot <Name> takes one.\n'];
  }
  const counted = { alignRight: true };
  return [
    textTable(
      [
        { title: 'Snapshot' },
        { title: 'Handles', ...counted },
        { title: 'Change', ...counted },
        { title: 'Records', ...counted },
        ...(hasUser ? [{ title: 'USER', ...counted }] : []),
        { title: 'Process' },
      ],
      snapshots.map((snapshot, at) => {
        const before = snapshots[at - 1];
        const { origin, records } = snapshot;
        return [
          snapshot.name,
          snapshot.unlisted === null ? String(handles(snapshot)) : '-',
          before === undefined ? '' : signed(handles(snapshot) - handles(before)),
          records === null ? '-' : String(records),
          ...(hasUser ? [snapshot.user === null ? '-' : String(handles(snapshot.user))] : []),
          `${hex0x(origin.processId)} ${escapeText(origin.image)}`.trimEnd(),
        ];
      }),
    ),
  ];
}

/** One line: what happened to a snapshot. */
export function snapshotLine(action: SnapshotsResult['action'], subject: NamedSnapshot): string {
  const verb = { taken: 'taken', replaced: 'taken again', deleted: 'deleted', list: '' }[action];
  const { user, unlisted } = subject;
  const parts = [
    ...(unlisted === null ? [partText(subject, 'handles')] : []),
    ...(user === null ? [] : [partText(user, 'USER handles')]),
  ];
  return `Snapshot ${subject.name} ${verb}: ${parts.join('; ')}.`;
}

function partText(part: SnapshotPart, what: string): string {
  const records = part.records === null ? 'no trace log' : `${part.records} trace records`;
  return `${handles(part)} ${what}, ${records}`;
}

/** One line: the numbers of a comparison. */
export function comparisonLine({ comparison }: ComparisonResult): string {
  const { before, after, user } = comparison;
  const isListed = before.unlisted === null || after.unlisted === null;
  const kernel = `${escapeText(before.name)} (${handles(before)}) against ${escapeText(after.name)} (${handles(after)}): ${comparison.by === 'count' ? countedText(comparison) : changesText(comparison)}`;
  const own = user === null ? '' : userLine(user);
  return isListed
    ? `${kernel}${own === '' ? '' : `; ${own}`}`
    : `${escapeText(before.name)} against ${escapeText(after.name)}: ${own}`;
}

function countedText({ types }: PartComparison): string {
  const many = types.length === 1 ? '1 type differs' : `${types.length} types differ`;
  return `${many}, handles not listed`;
}

function userLine(user: PartComparison): string {
  return `USER handles (${handles(user.before)} against ${handles(user.after)}): ${changesText(user)}`;
}

function changesText({ after, added, removed, replaced, changed }: PartComparison): string {
  const { family } = after;
  const { opened, closed } = FAMILY_WORDS[family];
  const parts = [
    `${added.length} ${opened}`,
    `${removed.length} ${closed}`,
    `${replaced.length} replaced`,
    // Of what is compared here, nothing of a USER handle changes.
    ...(family === 'USER' ? [] : [`${changed.length} changed`]),
  ];
  return parts.join(', ');
}

/** `!compare`: counts by type and by place, then the handles. */
export function comparisonChunks(result: ComparisonResult): readonly string[] {
  const { comparison, most } = result;
  const { before, after, user } = comparison;
  const isListed = before.unlisted === null || after.unlisted === null;
  return [
    `${comparisonLine(result)}\n`,
    ...comparison.notes.map((note) => `Note: ${escapeText(note)}\n`),
    ...(isListed ? partChunks(comparison, most) : []),
    ...(user === null ? [] : partChunks(user, most)),
  ];
}

/** Counts by type and by place, then the handles of one kind; USER handles say so in every heading. */
function partChunks(part: PartComparison, most: number): readonly string[] {
  const { before, after, types, sites, added, removed } = part;
  const { family } = after;
  const { opened, closed } = FAMILY_WORDS[family];
  const kind = family === 'USER' ? 'USER ' : '';
  const heading = (word: string): string =>
    kind === '' ? word.charAt(0).toUpperCase() + word.slice(1) : `${kind}handles ${word}`;
  return [
    countsText(kind === '' ? 'Type' : 'USER type', types),
    ...(sites === null
      ? [
          `Places${kind === '' ? '' : ' of USER handles'} are not compared: not both sides have a trace log.\n`,
        ]
      : [countsText(heading(`${opened} at`), sites)]),
    ...handleList(heading(opened), after, added, most),
    ...handleList(heading(closed), before, removed, most),
    ...replacedList(part, heading('replaced'), most),
    ...changedList(part, most),
  ];
}

function countsText(title: string, counts: readonly CountChange[]): string {
  if (counts.length === 0) {
    return `${title}: no difference\n`;
  }
  const right = { alignRight: true };
  // Growth stands at one end and shrinkage at the other: both are shown when not all fit.
  const shown =
    counts.length <= MOST_COUNTS
      ? counts
      : [...counts.slice(0, MOST_COUNTS - 5), ...counts.slice(-5)];
  const table = textTable(
    [
      { title, most: WIDEST },
      { title: 'Before', ...right },
      { title: 'After', ...right },
      { title: 'Change', ...right },
    ],
    shown.map((each) => [
      escapeText(each.label),
      String(each.before),
      String(each.after),
      signed(each.change),
    ]),
  );
  return shown.length === counts.length
    ? table
    : `${table}… ${counts.length - shown.length} more between them\n`;
}

function handleList(
  title: string,
  side: SnapshotPart,
  rows: Uint32Array,
  most: number,
): readonly string[] {
  return rows.length === 0
    ? []
    : [
        `${title}: ${rows.length}\n`,
        ...Array.from(rows.subarray(0, most), (row) => `  ${handleText(side, row)}\n`),
        ...leftOut(rows.length, most),
      ];
}

function replacedList(
  { before, after, replaced }: PartComparison,
  title: string,
  most: number,
): readonly string[] {
  return replaced.length === 0
    ? []
    : [
        `${title} (same value, another object): ${replaced.length}\n`,
        ...replaced
          .slice(0, most)
          .map(
            (pair) =>
              `  ${handleText(before, pair.before)}\n    now ${handleText(after, pair.after)}\n`,
          ),
        ...leftOut(replaced.length, most),
      ];
}

function changedList({ before, after, changed }: PartComparison, most: number): readonly string[] {
  return changed.length === 0
    ? []
    : [
        `Changed: ${changed.length}\n`,
        ...changed.slice(0, most).map((pair) => {
          const words = changeWords(before, after, pair);
          return `  ${handleText(after, pair.after)}\n    ${words.join(', ')}\n`;
        }),
        ...leftOut(changed.length, most),
      ];
}

/** What changed of a handle, such as `attributes 0x0 to 0x2`. */
export function changeWords(
  before: SnapshotPart,
  after: SnapshotPart,
  pair: PartComparison['changed'][number],
): readonly string[] {
  const older = before.table.columns;
  const newer = after.table.columns;
  const words: string[] = [];
  if ((pair.changes & CHANGE_ATTRIBUTES) !== 0) {
    words.push(
      `attributes ${hex0x(older.attributes[pair.before] ?? 0)} to ${hex0x(newer.attributes[pair.after] ?? 0)}`,
    );
  }
  if ((pair.changes & CHANGE_HANDLE_COUNT) !== 0) {
    words.push(
      `handle count ${older.handleCount[pair.before] ?? 0} to ${newer.handleCount[pair.after] ?? 0}`,
    );
  }
  if ((pair.changes & CHANGE_NAME) !== 0) {
    words.push(`renamed from ${escapeText(before.table.names?.name(pair.before) ?? 'unnamed')}`);
  }
  return words;
}

/** Value, type, name and opening place of a handle of a snapshot. */
function handleText({ table, sites, family }: SnapshotPart, row: number): string {
  const { columns, names } = table;
  const name = names?.name(row) ?? null;
  const site = sites?.list[sites.of[row] ?? 0];
  const parts = [
    hex0x(columns.value(row)).padEnd(8),
    (columns.typeName(row) ?? 'type not recorded').padEnd(14),
    ...(name === null ? [] : [escapeText(name)]),
    ...(site === undefined || site.key === ''
      ? []
      : [`${FAMILY_WORDS[family].opened} at ${escapeText(site.label)}`]),
  ];
  return parts.join(' ').trimEnd();
}

function leftOut(total: number, most: number): readonly string[] {
  return total > most ? [`  … ${total - most} more: add -all to list them\n`] : [];
}

function handles({ table }: SnapshotPart): number {
  return table.columns.summarise().total;
}

function signed(number: number): string {
  return number > 0 ? `+${number}` : String(number);
}
