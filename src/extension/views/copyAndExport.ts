/** Puts rows on the clipboard or into a file: values, lines, the debugger's blocks, stacks, Markdown, JSON, CSV. */

import * as vscode from 'vscode';
import { NO_ACTOR } from '../../core/model/handleTrace';
import { TRACES_REQUEST } from '../../protocol/dapExtensions';
import { USER_HANDLE_REQUEST } from '../../protocol/userMessages';
import { EXPORT_REQUEST, type ExportFormat } from '../../protocol/viewMessages';
import { type HandleNode, type HandleRowNode } from './handleNodes';
import { commandOf, frameLabel, operationWord, rowDescription, threadText } from './rowTexts';
import { shownNumber } from './numberBase';
import { rowsAsTsv } from './rowsAsTsv';
import type { SessionData } from './sessionData';
import { newest, type ViewParts } from './viewParts';

/** What is copied of each row. */
export type CopyForm =
  | 'value'
  | 'row'
  | 'tsv'
  | 'stack'
  | 'command'
  | Extract<ExportFormat, 'text' | 'markdown' | 'json'>;

/** Copies rows; what is copied equals what is shown. */
export async function copyRows(
  parts: ViewParts,
  form: CopyForm,
  nodes: readonly HandleNode[],
): Promise<void> {
  if (nodes.length === 0) {
    throw new Error(vscode.l10n.t('Select a row in the Handles view first.'));
  }
  const text = await rowsText(parts, form, nodes);
  await vscode.env.clipboard.writeText(text);
}

/** Rows as the text that is copied of them. */
export async function rowsText(
  parts: ViewParts,
  form: CopyForm,
  nodes: readonly HandleNode[],
): Promise<string> {
  const rows = nodes.filter((node): node is HandleRowNode => node.kind === 'handle');
  if (form === 'value') {
    return nodes.map((node) => valueOf(parts, node)).join('\n');
  }
  if (form === 'row') {
    return nodes.map((node) => lineOf(parts, node)).join('\n');
  }
  if (form === 'command') {
    return [...new Set(nodes.map(commandOf).filter((line) => line !== undefined))].join('\n');
  }
  if (form === 'stack') {
    return (await Promise.all(nodes.map((node) => stackOf(parts, node)))).join('\n');
  }
  if (form === 'json' && rows.length === 0) {
    return await userJson(parts, nodes);
  }
  if (form === 'tsv') {
    if (rows.length === 0) {
      throw new Error(vscode.l10n.t('Select a handle in the Handles view first.'));
    }
    return rowsAsTsv(rows.map(({ row }) => row));
  }
  const data = dataOf(parts, rows);
  return await exported(data, { format: form, handles: rows.map(({ row }) => row.handle) });
}

/** USER handles with everything that is known of them. */
async function userJson({ store }: ViewParts, nodes: readonly HandleNode[]): Promise<string> {
  const answers: unknown[] = [];
  for (const node of nodes) {
    const data = store.find(node.sessionId);
    if (node.kind === 'userEntry' && data !== undefined) {
      answers.push(await data.ask(USER_HANDLE_REQUEST, { handle: node.entry.handle }));
    }
  }
  if (answers.length === 0) {
    throw new Error(vscode.l10n.t('Select a handle in the Handles view first.'));
  }
  return `${JSON.stringify(answers, null, 2)}\n`;
}

/** Writes all rows of the view, or some, into a file that the user names. */
export async function exportRows(
  parts: ViewParts,
  rows: readonly HandleRowNode[] | null,
): Promise<void> {
  const data = rows === null ? newest(parts) : dataOf(parts, rows);
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Handles'),
    filters: {
      [vscode.l10n.t('CSV')]: ['csv'],
      JSON: ['json'],
      Markdown: ['md'],
      HTML: ['html', 'htm'],
      [vscode.l10n.t('Debugger text')]: ['txt', 'dbglog'],
    },
  });
  if (file === undefined) {
    return;
  }
  const format = formatOf(file.path);
  const what =
    rows === null
      ? parts.handles.content.viewArguments()
      : { handles: rows.map(({ row }) => row.handle) };
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Exporting handles'),
      cancellable: true,
    },
    async (progress, token) => {
      const text = await exported(data, { ...what, format }, (done, total) => {
        progress.report({ message: vscode.l10n.t('{0} of {1}', done, total) });
        return !token.isCancellationRequested;
      });
      if (!token.isCancellationRequested) {
        await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
      }
    },
  );
}

/** Fetches all pages of an export; stops early when `go` says so. */
async function exported(
  data: SessionData,
  what: object,
  go: (done: number, total: number) => boolean = () => true,
): Promise<string> {
  const texts: string[] = [];
  let start: number | null = 0;
  while (start !== null) {
    const page: { text: string; next: number | null; total: number } = await data.session.request(
      EXPORT_REQUEST,
      { ...what, start, count: 1000 },
    );
    texts.push(page.text);
    start = go(page.next ?? page.total, page.total) ? page.next : null;
  }
  return texts.join('');
}

/** By the ending of the file; the debugger's text for all others. */
function formatOf(path: string): ExportFormat {
  const formats: Readonly<Record<string, ExportFormat>> = {
    csv: 'csv',
    json: 'json',
    md: 'markdown',
    html: 'html',
    htm: 'html',
  };
  const ending = /\.([^./\\]+)$/.exec(path.toLowerCase())?.[1] ?? '';
  return Object.hasOwn(formats, ending) ? (formats[ending] ?? 'text') : 'text';
}

function dataOf({ store }: ViewParts, rows: readonly HandleRowNode[]): SessionData {
  const data = store.find(rows[0]?.sessionId ?? '');
  if (data === undefined) {
    throw new Error(vscode.l10n.t('Select a handle in the Handles view first.'));
  }
  return data;
}

function valueOf(parts: ViewParts, node: HandleNode): string {
  switch (node.kind) {
    case 'handle':
      return shownNumber(node.row.handle);
    case 'userEntry':
      return shownNumber(node.entry.handle);
    case 'trace':
      return shownNumber(node.trace.handle);
    case 'frame':
      return node.frame.address;
    case 'fact':
      return node.value;
    default:
      return lineOf(parts, node);
  }
}

/** What the row shows, its parts separated by tabs. */
function lineOf({ handles }: ViewParts, node: HandleNode): string {
  switch (node.kind) {
    case 'handle':
      return `${shownNumber(node.row.handle)}\t${node.row.type ?? ''}\t${rowDescription(node.row, node.note)}`;
    case 'trace':
      return `${operationWord(node.trace.operation)}\t${shownNumber(node.trace.handle)}\t${node.trace.threadId === NO_ACTOR ? '' : shownNumber(`0x${node.trace.threadId.toString(16)}`)}`;
    case 'frame':
      return frameLabel(node.frame);
    default: {
      const { label, description } = handles.getTreeItem(node);
      return [label, description]
        .filter((part): part is string => typeof part === 'string' && part !== '')
        .join('\t');
    }
  }
}

async function stackOf({ store }: ViewParts, node: HandleNode): Promise<string> {
  if (node.kind === 'trace' || node.kind === 'frame') {
    return stackText(node.trace);
  }
  const data = store.find(node.sessionId);
  if (data === undefined || node.kind !== 'handle') {
    return '';
  }
  const { rows } = await data.ask(TRACES_REQUEST, { handle: node.row.handle, start: 0, count: 50 });
  return rows.map(stackText).join('\n');
}

function stackText(trace: Parameters<typeof traceHead>[0]): string {
  return [traceHead(trace), ...trace.stack.map((frame) => `    ${frameLabel(frame)}`), ''].join(
    '\n',
  );
}

function traceHead(trace: Extract<HandleNode, { kind: 'trace' }>['trace']): string {
  const process = trace.processId === NO_ACTOR ? '' : `, process 0x${trace.processId.toString(16)}`;
  return `${trace.handle} ${operationWord(trace.operation)}, ${threadText(trace.threadId)}${process}`;
}
