/** The text of tables of facts about USER handles. */

import type { FactCell, FactColumn, FactTable } from '../../commands/user/factTable';
import { hex, hexPadded } from '../../util/hex';
import { escapeText } from '../escapeText';
import { alignedRows } from './alignedRows';

/** Title, headings, one line per row, notes. */
export function factTableChunks(table: FactTable): readonly string[] {
  const [headings = '', ...lines] = alignedRows([
    table.columns.map(({ heading }) => heading),
    ...table.rows.map((row) =>
      table.columns.map((column, index) => factText(row[index] ?? null, column)),
    ),
  ]);
  return [`${table.title}\n${headings}`, ...lines, ...table.notes.map((note) => `${note}\n`)];
}

/** A cell as text; `-` when there is nothing. */
export function factText(cell: FactCell, column: FactColumn): string {
  if (cell === null) {
    return '-';
  }
  if (typeof cell === 'string') {
    return escapeText(cell);
  }
  switch (column.format) {
    case 'byte':
      return hexPadded(cell, 2);
    case 'hex':
      return hex(cell);
    default:
      return String(cell);
  }
}
