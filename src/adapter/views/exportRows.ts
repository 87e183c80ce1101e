/** Handles as text to copy or save: the debugger's own blocks, CSV, JSON, a Markdown table or a page of HTML, page by page. */

import type { HandlesResult } from '../../core/commands/results';
import { renderText } from '../../core/render/renderText';
import type { Target } from '../../core/target/target';
import type { CancellationToken } from '../../core/util/cancellation';
import type { ExportFormat, ViewRow } from '../../protocol/viewMessages';
import type { ViewTable } from './viewTables';

/** Columns of CSV and Markdown, in order. */
const COLUMNS: readonly (readonly [title: string, read: (row: ViewRow) => string])[] = [
  ['Handle', (row) => row.handle],
  ['Type', (row) => row.type ?? ''],
  ['Name', (row) => row.name ?? ''],
  ['GrantedAccess', (row) => row.grantedAccess ?? ''],
  ['Access', (row) => row.accessText],
  ['Attributes', (row) => row.attributes ?? ''],
  ['HandleCount', (row) => String(row.handleCount ?? '')],
  ['PointerCount', (row) => String(row.pointerCount ?? '')],
  ['State', (row) => row.stateText ?? ''],
  ['OpenedBy', (row) => row.opener ?? ''],
  ['Change', (row) => (row.state === 'same' ? '' : row.state)],
];

/** Where a page stands in the document. */
export interface PagePosition {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** A page of rows in a format that is made from rows. */
export function exportRows(
  rows: readonly ViewRow[],
  format: Exclude<ExportFormat, 'text'>,
  position: PagePosition,
): string {
  switch (format) {
    case 'csv':
      return delimited(rows, position);
    case 'markdown':
      return markdown(rows, position);
    case 'html':
      return html(rows, position);
    case 'json': {
      const body = rows.map((row) => JSON.stringify(row)).join(',\n');
      const start = position.isFirst ? '[\n' : rows.length > 0 ? ',\n' : '';
      return `${start}${body}${position.isLast ? '\n]\n' : ''}`;
    }
  }
}

/** Blocks as `!handle <h> f` prints them, for rows of the table. */
export async function exportBlocks(
  table: ViewTable,
  rows: Uint32Array,
  target: Target,
  token: CancellationToken,
): Promise<string> {
  const process = target.processes().find(({ processId }) => processId === table.processId);
  if (rows.length === 0 || process === undefined) {
    return '';
  }
  const columns = await table.store.columns(token);
  const result: HandlesResult = {
    kind: 'handles',
    command: '!handle',
    target: target.info,
    symbols: target.symbols,
    flags: target.info.mode === 'user' ? 0xf : 0x3,
    // A single handle prints without summary; so do these, one after the other.
    handle: columns.value(rows[0] ?? 0),
    type: null,
    sections: [
      {
        process,
        store: table.store,
        rows,
        free: [],
        summary: { total: 0, byType: new Map() },
        problem: null,
      },
    ],
    allProcesses: false,
    searchedProcessId: null,
    table: 'process',
  };
  let text = '';
  for await (const chunk of renderText(result, token)) {
    text += chunk;
  }
  return text;
}

function delimited(rows: readonly ViewRow[], { isFirst }: PagePosition): string {
  const head = isFirst ? `${COLUMNS.map(([title]) => title).join(',')}\r\n` : '';
  return (
    head +
    rows.map((row) => `${COLUMNS.map(([, read]) => csvField(read(row))).join(',')}\r\n`).join('')
  );
}

/** Quoted where needed; a leading character that spreadsheets take for a formula is defused by a quote mark. */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function markdown(rows: readonly ViewRow[], { isFirst }: PagePosition): string {
  const head = isFirst
    ? `| ${COLUMNS.map(([title]) => title).join(' | ')} |\n| ${COLUMNS.map(() => '---').join(' | ')} |\n`
    : '';
  return (
    head +
    rows
      .map((row) => `| ${COLUMNS.map(([, read]) => markdownCell(read(row))).join(' | ')} |\n`)
      .join('')
  );
}

function markdownCell(text: string): string {
  return text.replace(/[\\|`*_<>[\]]/g, (char) => `\\${char}`).replace(/[\r\n]+/g, ' ');
}

const HTML_HEAD = `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Handles</title>
<style>
body { font: 14px system-ui, sans-serif; color-scheme: light dark }
table { border-collapse: collapse }
th, td { padding: 2px 8px; border: 1px solid #8888; text-align: left; vertical-align: top }
th { position: sticky; top: 0; background: Canvas }
</style>
<table>
`;

/** A page that stands alone: no script, nothing that is loaded. */
function html(rows: readonly ViewRow[], { isFirst, isLast }: PagePosition): string {
  const line = (cells: readonly string[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((text) => `<${tag}>${htmlText(text)}</${tag}>`).join('')}</tr>\n`;
  const titles = COLUMNS.map(([title]) => title);
  const head = isFirst
    ? `${HTML_HEAD}<thead>${line(titles, 'th').trimEnd()}</thead>\n<tbody>\n`
    : '';
  const body = rows
    .map((row) =>
      line(
        COLUMNS.map(([, read]) => read(row)),
        'td',
      ),
    )
    .join('');
  return `${head}${body}${isLast ? '</tbody>\n</table>\n</html>\n' : ''}`;
}

function htmlText(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
