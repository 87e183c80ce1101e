/** The text of `!snapshot` and `!compare`. */

import type { Comparison } from '../../analysis/compare/comparison';
import type { CountChange } from '../../analysis/compare/countChanges';
import type { NamedSnapshot } from '../../analysis/compare/namedSnapshot';
import {
  CHANGE_ATTRIBUTES,
  CHANGE_HANDLE_COUNT,
  CHANGE_NAME,
} from '../../analysis/table/tableDiff';
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
        { title: 'Process' },
      ],
      snapshots.map((snapshot, at) => {
        const before = snapshots[at - 1];
        const { origin, records } = snapshot;
        return [
          snapshot.name,
          String(handles(snapshot)),
          before === undefined ? '' : signed(handles(snapshot) - handles(before)),
          records === null ? '-' : String(records),
          `${hex0x(origin.processId)} ${escapeText(origin.image)}`,
        ];
      }),
    ),
  ];
}

/** One line: what happened to a snapshot. */
export function snapshotLine(action: SnapshotsResult['action'], subject: NamedSnapshot): string {
  const verb = { taken: 'taken', replaced: 'taken again', deleted: 'deleted', list: '' }[action];
  const records = subject.records === null ? 'no trace log' : `${subject.records} trace records`;
  return `Snapshot ${subject.name} ${verb}: ${handles(subject)} handles, ${records}.`;
}

/** One line: the numbers of a comparison. */
export function comparisonLine({ comparison }: ComparisonResult): string {
  const { before, after, added, removed, replaced, changed } = comparison;
  const parts = [
    `${added.length} opened`,
    `${removed.length} closed`,
    `${replaced.length} replaced`,
    `${changed.length} changed`,
  ];
  return `${escapeText(before.name)} (${handles(before)}) against ${escapeText(after.name)} (${handles(after)}): ${parts.join(', ')}`;
}

/** `!compare`: counts by type and by place, then the handles. */
export function comparisonChunks(result: ComparisonResult): readonly string[] {
  const { comparison, most } = result;
  const { before, after } = comparison;
  return [
    `${comparisonLine(result)}\n`,
    ...comparison.notes.map((note) => `Note: ${escapeText(note)}\n`),
    countsText('Type', comparison.types),
    ...(comparison.sites === null
      ? ['Places are not compared: not both sides have a trace log.\n']
      : [countsText('Opened at', comparison.sites)]),
    ...handleList('Opened', after, comparison.added, most),
    ...handleList('Closed', before, comparison.removed, most),
    ...replacedList(comparison, most),
    ...changedList(comparison, most),
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
  side: NamedSnapshot,
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

function replacedList({ before, after, replaced }: Comparison, most: number): readonly string[] {
  return replaced.length === 0
    ? []
    : [
        `Replaced (same value, another object): ${replaced.length}\n`,
        ...replaced
          .slice(0, most)
          .map(
            (pair) =>
              `  ${handleText(before, pair.before)}\n    now ${handleText(after, pair.after)}\n`,
          ),
        ...leftOut(replaced.length, most),
      ];
}

function changedList({ before, after, changed }: Comparison, most: number): readonly string[] {
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
  before: NamedSnapshot,
  after: NamedSnapshot,
  pair: Comparison['changed'][number],
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
function handleText({ table, sites }: NamedSnapshot, row: number): string {
  const { columns, names } = table;
  const name = names?.name(row) ?? null;
  const site = sites?.list[sites.of[row] ?? 0];
  const parts = [
    hex0x(columns.value(row)).padEnd(8),
    (columns.typeName(row) ?? 'type not recorded').padEnd(14),
    ...(name === null ? [] : [escapeText(name)]),
    ...(site === undefined || site.key === '' ? [] : [`opened at ${escapeText(site.label)}`]),
  ];
  return parts.join(' ').trimEnd();
}

function leftOut(total: number, most: number): readonly string[] {
  return total > most ? [`  … ${total - most} more: add -all to list them\n`] : [];
}

function handles(snapshot: NamedSnapshot): number {
  return snapshot.table.columns.count;
}

function signed(number: number): string {
  return number > 0 ? `+${number}` : String(number);
}
