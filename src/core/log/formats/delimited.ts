/** Lists with one row per line: CSV and TSV with a header whose names say what the columns hold. */

import { parse } from 'papaparse';
import { planColumns, type ColumnPlan } from './columnNames';

/** What stands between the cells of a list. */
export type Delimiter = '\t' | ',' | ';';

const DELIMITERS: readonly Delimiter[] = ['\t', ',', ';'];

/** A header and what stands between its cells. */
export interface Header {
  readonly delimiter: Delimiter;
  readonly plan: ColumnPlan;
  /** Rows may stand in another order of columns than the header says. */
  readonly isMisstated: boolean;
}

/** The cells of a row, and whether its quotation marks do not pair up. */
export interface DelimitedRow {
  readonly cells: readonly string[];
  readonly isBroken: boolean;
}

/** What every header holds, as {@link planColumns} reads names; most rows do not, and that is seen faster. */
const HEADING = /(?:^|[\t,;])[\s"\uFEFF_-]*h[\s_-]*a[\s_-]*n[\s_-]*d[\s_-]*l[\s_-]*e/i;

/** The header a line is; null for other lines. */
export function headerOf(line: string): Header | null {
  if (!HEADING.test(line)) {
    return null;
  }
  for (const delimiter of DELIMITERS) {
    if (line.includes(delimiter)) {
      const plan = planColumns(splitRow(line, delimiter).cells);
      if (plan !== null) {
        const isMisstated = plan.names.join(',').toLowerCase() === MISSTATED;
        return { delimiter, plan, isMisstated };
      }
    }
  }
  return null;
}

/** Cuts a row into its cells. Only cells that start with a quotation mark are quoted. */
export function splitRow(text: string, delimiter: Delimiter): DelimitedRow {
  if (!text.includes('"')) {
    return { cells: text.split(delimiter), isBroken: false };
  }
  const { data, errors } = parse(text, { delimiter, newline: '\n' });
  return { cells: data[0] ?? [], isBroken: errors.length > 0 };
}

/** `handle -v` with a name prints this header above rows in another order: process, id, type, user, value, name. */
const MISSTATED = 'process,pid,user,handle,type,share flags,name,access';

/**
 * Brings the cells of a row to their columns. A name may hold the delimiter without quotation marks: what is too much belongs
 * to it.
 */
export function alignCells(
  { plan, delimiter, isMisstated }: Header,
  cells: readonly string[],
): readonly string[] {
  if (isMisstated && isHex(cells[4]) && !isHex(cells[3])) {
    const [process = '', pid = '', type = '', user = '', value = '', ...name] = cells;
    return [process, pid, user, value, type, '', name.join(delimiter)];
  }
  const surplus = cells.length - plan.width;
  const name = plan.at.get('name');
  if (surplus <= 0 || name === undefined) {
    return cells;
  }
  return [
    ...cells.slice(0, name),
    cells.slice(name, name + surplus + 1).join(delimiter),
    ...cells.slice(name + surplus + 1),
  ];
}

function isHex(cell: string | undefined): boolean {
  return /^\s*0x[0-9a-f]{1,16}\s*$/i.test(cell ?? '');
}

/** What to call a list, from the names of its columns; `kind` for those that no tool is known to write. */
export function listName(columns: readonly string[], kind: string): string {
  const names = new Set(columns.map((name) => name.toLowerCase()));
  const has = (...wanted: readonly string[]): boolean => wanted.every((name) => names.has(name));
  if (has('offset', 'handlevalue', 'grantedaccess')) {
    return 'Volatility 3 handles';
  }
  if (has('offset(v)', 'handle', 'details')) {
    return 'Volatility 2 handles';
  }
  return has('process', 'pid', 'handle', 'type', 'name')
    ? 'Sysinternals handle -v list'
    : `${kind} list of handles`;
}
