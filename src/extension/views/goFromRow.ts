/** From a row to other places: memory, the Watch view, the Debug Console, an explanation. */

import * as vscode from 'vscode';
import { HANDLE_REQUEST } from '../../protocol/dapExtensions';
import { hexDump } from '../documents/hexDump';
import type { KeptDocuments } from '../documents/keptDocuments';
import { COMMANDS } from '../manifestIds';
import { rowsText } from './copyAndExport';
import { explainRow } from './explainRow';
import type { HandleNode } from './handleNodes';
import { chosenRows, type CommandEntry } from './rowCommands';
import { runInConsole } from './runInConsole';
import type { SessionData } from './sessionData';
import type { ViewParts } from './viewParts';

/** The editor that VS Code shows memory in, if it is installed. */
const HEX_EDITOR = 'ms-vscode.hexeditor';
/** Bytes that are shown without it. */
const SHOWN_BYTES = 512;

/** The commands. */
export function goCommands(parts: ViewParts, documents: KeptDocuments): readonly CommandEntry[] {
  const entry = (
    id: string,
    run: (row: HandleNode, rows: readonly HandleNode[]) => Promise<void>,
  ): CommandEntry => [
    id,
    async (node?: HandleNode, all?: readonly HandleNode[]) => {
      const rows = await chosenRows(parts, node, all);
      const [first] = rows;
      if (first === undefined) {
        throw new Error(vscode.l10n.t('Select a row in the Handles view first.'));
      }
      await run(first, rows);
    },
  ];
  return [
    entry(COMMANDS.runInConsole, (_, rows) => runInConsole(parts, rows)),
    entry(COMMANDS.traceInConsole, (_, rows) => runInConsole(parts, rows.map(tracesOfRow))),
    entry(COMMANDS.addToWatch, (_, rows) => addToWatch(rows)),
    entry(COMMANDS.goToMemory, (row) => goToMemory(parts, documents, row)),
    entry(COMMANDS.explainRow, explain),
    entry(COMMANDS.compareHandles, (_, rows) => compareHandles(parts, documents, rows)),
  ];
}

/** Two handles side by side: the debugger's block of each, and its records. */
async function compareHandles(
  parts: ViewParts,
  documents: KeptDocuments,
  rows: readonly HandleNode[],
): Promise<void> {
  const [left, right, ...others] = rows.filter(({ kind }) => kind === 'handle');
  if (left === undefined || right === undefined || others.length > 0) {
    throw new Error(vscode.l10n.t('Select two handles in the Handles view to compare them.'));
  }
  const kept = async (node: HandleNode): Promise<readonly [string, vscode.Uri]> => {
    const block = await rowsText(parts, 'text', [node]);
    const stacks = await rowsText(parts, 'stack', [node]);
    const [name] = block.split('\n', 1);
    return [name ?? '', documents.keep(`${name ?? ''}.htrace`, `${block}\n${stacks}`)];
  };
  const [[oneName, one], [otherName, other]] = [await kept(left), await kept(right)];
  await vscode.commands.executeCommand('vscode.diff', one, other, `${oneName} ↔ ${otherName}`);
}

/** The row whose command lists the records of a handle. */
function tracesOfRow(node: HandleNode): HandleNode {
  return node.kind === 'handle' ? { ...node, kind: 'traces' } : node;
}

/** The value that a row stands for, as the debugger evaluates it. */
function expressionOf(node: HandleNode): string | undefined {
  switch (node.kind) {
    case 'handle':
    case 'rights':
    case 'facts':
    case 'traces':
      return node.row.handle;
    case 'trace':
      return node.trace.handle;
    case 'userEntry':
      return `!dhe ${node.entry.handle}`;
    default:
      return undefined;
  }
}

async function addToWatch(nodes: readonly HandleNode[]): Promise<void> {
  const expressions = new Set(nodes.map(expressionOf).filter((each) => each !== undefined));
  if (expressions.size === 0) {
    throw new Error(vscode.l10n.t('Select a handle in the Handles view first.'));
  }
  for (const evaluateName of expressions) {
    await vscode.commands.executeCommand('debug.addToWatchExpressions', {
      variable: { evaluateName },
    });
  }
  await vscode.commands.executeCommand('workbench.debug.action.focusWatchView');
}

async function goToMemory(
  { store }: ViewParts,
  documents: KeptDocuments,
  node: HandleNode,
): Promise<void> {
  const data = store.find(node.sessionId);
  if (data === undefined || data.endedAt !== null) {
    throw new Error(vscode.l10n.t('The session has ended: its memory cannot be read any more.'));
  }
  const place = await memoryOf(data, node);
  if (place.reference === null) {
    throw new Error(
      vscode.l10n.t(
        'The target does not tell where {0} lies in memory: addresses of objects are in kernel targets only, and a dump has memory only where it was recorded.',
        place.what,
      ),
    );
  }
  if (vscode.extensions.getExtension(HEX_EDITOR) !== undefined) {
    await vscode.commands.executeCommand('workbench.debug.viewlet.action.viewMemory', {
      sessionId: data.id,
      variable: { memoryReference: place.reference },
    });
    return;
  }
  const answer = (await data.session.debugSession.customRequest('readMemory', {
    memoryReference: place.reference,
    count: SHOWN_BYTES,
  })) as { readonly data?: string } | undefined;
  const bytes = bytesOf(answer?.data ?? '');
  if (bytes.length === 0) {
    throw new Error(
      vscode.l10n.t(
        'The target holds no bytes at {0}, where {1} lies.',
        place.reference,
        place.what,
      ),
    );
  }
  const heading = vscode.l10n.t(
    '{0}, {1} bytes at {2}. Install the extension {3} to look further.',
    place.what,
    bytes.length,
    place.reference,
    HEX_EDITOR,
  );
  const text = `${heading}\n\n${hexDump(BigInt(place.reference), bytes)}`;
  await documents.show(`${place.reference}.txt`, text);
}

interface MemoryPlace {
  readonly what: string;
  readonly reference: string | null;
}

async function memoryOf(data: SessionData, node: HandleNode): Promise<MemoryPlace> {
  if (node.kind === 'userEntry') {
    const { handle, memoryReference } = node.entry;
    return { what: vscode.l10n.t('the entry of {0}', handle), reference: memoryReference };
  }
  if (!('row' in node)) {
    throw new Error(vscode.l10n.t('Select a handle in the Handles view first.'));
  }
  const { handle } = node.row;
  const { memoryReference } = await data.ask(HANDLE_REQUEST, { handle });
  return { what: vscode.l10n.t('the object of {0}', handle), reference: memoryReference };
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** A modal message: it is read, closed with Escape, and leaves nothing behind. */
async function explain(node: HandleNode): Promise<void> {
  const explanation = explainRow(node);
  if (explanation === undefined) {
    throw new Error(vscode.l10n.t('There is nothing more to say about this row.'));
  }
  await vscode.window.showInformationMessage(explanation.title, {
    modal: true,
    detail: explanation.sentences.join('\n\n'),
  });
}
