/** Handles as a table for spreadsheets: columns separated by tabs, with a heading. Knows nothing of VS Code. */

import type { ViewRow } from '../../protocol/viewMessages';
import { shownNumber } from './numberBase';
import { stateWord } from './rowTexts';

/** Columns in their order; the headings are those of the other exports, which programs may read. */
const COLUMNS: readonly (readonly [title: string, read: (row: ViewRow) => string])[] = [
  ['Handle', ({ handle }) => shownNumber(handle)],
  ['Type', ({ type }) => type ?? ''],
  ['Name', ({ name }) => name ?? ''],
  ['GrantedAccess', ({ grantedAccess }) => shownNumber(grantedAccess ?? '')],
  ['Access', ({ accessText }) => accessText],
  ['Attributes', ({ attributes }) => attributes ?? ''],
  ['HandleCount', ({ handleCount }) => String(handleCount ?? '')],
  ['PointerCount', ({ pointerCount }) => String(pointerCount ?? '')],
  ['State', ({ stateText }) => stateText ?? ''],
  ['OpenedBy', ({ opener }) => opener ?? ''],
  ['Change', ({ state }) => stateWord(state)],
];

/** The heading and a line for each row, each ended by a line feed. Numbers are written as the views show them. */
export function rowsAsTsv(rows: readonly ViewRow[]): string {
  const lines = [
    COLUMNS.map(([title]) => title),
    ...rows.map((row) => COLUMNS.map(([, read]) => cell(read(row)))),
  ];
  return lines.map((cells) => `${cells.join('\t')}\n`).join('');
}

/** Names can hold anything: tabs and line ends become blanks, and nothing is left that a spreadsheet takes for a formula. */
function cell(text: string): string {
  const flat = text.replace(/[\t\r\n]+/g, ' ');
  return /^[=+\-@]/.test(flat) ? `'${flat}` : flat;
}
