/** Commands for the rows of the views: stacks, pins, notes, closing, what deserves a look. */

import * as vscode from 'vscode';
import { SELECT_TRACE_REQUEST, TRACES_REQUEST } from '../../protocol/dapExtensions';
import { CLOSE_HANDLES_REQUEST, VIEW_SUSPICIOUS_REQUEST } from '../../protocol/viewMessages';
import { COMMANDS } from '../manifestIds';
import { startAgain } from '../starting/startTarget';
import { filterTraces } from './chooseTraces';
import type { HandleNode, HandleRowNode } from './handleNodes';
import { keyboardRows } from './keyboardRows';
import { badReferencesText, frameLabel, stateWord } from './rowTexts';
import type { SessionData } from './sessionData';
import type { TypeNode } from './typesView';
import { newest, type ViewParts } from './viewParts';

/** Milliseconds a remark stays in the status bar. */
const REMARK_TIME = 5000;

/** A row of any view, as far as it tells its session. */
type SessionRow = Pick<HandleNode, 'sessionId'>;

/** A command and what it runs. */
export type CommandEntry = readonly [id: string, run: (...args: never[]) => unknown];

/** Commands for the rows of the views. */
export function rowCommands(parts: ViewParts): readonly CommandEntry[] {
  return [
    [COMMANDS.showStack, (node: HandleNode) => showStack(parts, node)],
    [COMMANDS.openStack, (node?: HandleNode) => openStack(parts, node)],
    [COMMANDS.filterTraces, (subject?: unknown) => filterTraces(parts.traces, subject)],
    [
      COMMANDS.clearTraceFilter,
      () => {
        parts.traces.setFilter({});
      },
    ],
    [COMMANDS.nextSuspicious, (view?: unknown) => goToSuspicious(parts, view, 'next')],
    [COMMANDS.previousSuspicious, (view?: unknown) => goToSuspicious(parts, view, 'previous')],
    ...pinCommands(parts),
    [
      COMMANDS.editNote,
      async (node?: HandleNode, all?: readonly HandleNode[]) => {
        await editNote(parts, await chosenHandles(parts, node, all));
      },
    ],
    [
      COMMANDS.closeHandle,
      async (node?: HandleNode, all?: readonly HandleNode[]) => {
        await closeHandles(parts, await chosenHandles(parts, node, all));
      },
    ],
    [COMMANDS.startAgain, ({ sessionId }: SessionRow) => startEnded(parts, sessionId)],
  ];
}

/** A row of any of our views that can be pinned. */
type PinnableRow = HandleNode | TypeNode;

function pinCommands(parts: ViewParts): readonly CommandEntry[] {
  const entry = (id: string, isPinned: boolean): CommandEntry => [
    id,
    async (node?: PinnableRow, all?: readonly PinnableRow[]) => {
      const rows = node === undefined ? await keyboardRows(parts.handles.tree) : (all ?? [node]);
      if (!setPinned(parts, rows, isPinned)) {
        throw new Error(vscode.l10n.t('Select a handle or a type in the Handles view first.'));
      }
    },
  ];
  return [
    entry(COMMANDS.pin, true),
    entry(COMMANDS.unpin, false),
    [
      COMMANDS.togglePin,
      async () => {
        const rows = await keyboardRows(parts.handles.tree);
        const isPinned = rows.every((row) => isRowPinned(parts, row));
        if (!setPinned(parts, rows, !isPinned)) {
          // The key does what it does in other trees.
          await vscode.commands.executeCommand('list.toggleExpand');
        }
      },
    ],
    [
      COMMANDS.unpinAll,
      ({ sessionId }: HandleNode) => {
        const name = parts.store.find(sessionId)?.session.name ?? '';
        parts.state.setPinned(name, parts.state.pins(name), false);
        parts.handles.refresh();
      },
    ],
  ];
}

/** The rows a command is for: the selection if the clicked row is in it, else the clicked row; by key, see {@link keyboardRows}. */
export async function chosenRows(
  parts: ViewParts,
  node: HandleNode | undefined,
  all: readonly HandleNode[] | undefined,
): Promise<readonly HandleNode[]> {
  if (all !== undefined && all.length > 0) {
    return all;
  }
  return node === undefined ? await keyboardRows(parts.handles.tree) : [node];
}

/** The handles a command is for; throws a sentence when there is none. */
export async function chosenHandles(
  parts: ViewParts,
  node: HandleNode | undefined,
  all: readonly HandleNode[] | undefined,
): Promise<readonly HandleRowNode[]> {
  const rows = (await chosenRows(parts, node, all)).filter(
    (each): each is HandleRowNode => each.kind === 'handle',
  );
  if (rows.length === 0) {
    throw new Error(vscode.l10n.t('Select a handle in the Handles view first.'));
  }
  return rows;
}

/** Shows a record's stack as a call stack of the debugger. */
async function showStack({ store }: ViewParts, node: HandleNode): Promise<void> {
  if (node.kind !== 'frame' && node.kind !== 'trace') {
    return;
  }
  const data = running(store.find(node.sessionId));
  await data.session.request(SELECT_TRACE_REQUEST, { row: node.trace.row });
  if (node.kind === 'frame' && node.frame.symbol !== null) {
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('Showing the stack with {0} in Call Stack', frameLabel(node.frame)),
      REMARK_TIME,
    );
  }
}

/** The stack of the focused record, or the one that opened the focused handle. */
async function openStack(parts: ViewParts, node: HandleNode | undefined): Promise<void> {
  const [row] = node === undefined ? await keyboardRows(parts.handles.tree) : [node];
  if (row?.kind === 'trace' || row?.kind === 'frame') {
    await showStack(parts, row);
  } else if (row?.kind === 'handle') {
    await showOpeningStack(parts, row);
  } else {
    // The key does what it does in other trees.
    await vscode.commands.executeCommand('list.select');
  }
}

/** Shows the stack that opened a handle as a call stack. */
async function showOpeningStack(
  { store }: ViewParts,
  { sessionId, row }: HandleRowNode,
): Promise<void> {
  const data = running(store.find(sessionId));
  const { rows } = await data.ask(TRACES_REQUEST, {
    handle: row.handle,
    operation: 'open',
    start: 0,
    count: 1,
  });
  const [opened] = rows;
  if (opened === undefined) {
    throw new Error(
      vscode.l10n.t(
        'Who opened {0} is not known: it was opened before tracing began, or its record was overwritten.',
        row.handle,
      ),
    );
  }
  await data.session.request(SELECT_TRACE_REQUEST, { row: opened.row });
}

function running(data: SessionData | undefined): SessionData {
  if (data === undefined || data.endedAt !== null) {
    throw new Error(
      vscode.l10n.t(
        'The session has ended: its stacks can be read here, not shown as a call stack.',
      ),
    );
  }
  return data;
}

type Direction = 'next' | 'previous';

/** In the Handles view, or in the Traces view when the key was pressed there. */
async function goToSuspicious(
  parts: ViewParts,
  view: unknown,
  direction: Direction,
): Promise<void> {
  if (view !== 'traces') {
    await goToHandle(parts, direction);
  } else if (!(await parts.traces.revealBadReference(direction))) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The Traces view shows no bad references to go to.'),
    );
  }
}

/** Reveals the next handle that is new or whose value was misused, and says which of the two. */
async function goToHandle(parts: ViewParts, direction: Direction): Promise<void> {
  const { handles } = parts;
  const [current] = handles.tree.visible ? await keyboardRows(handles.tree) : [];
  const data = parts.store.find(current?.sessionId ?? '') ?? newest(parts);
  const from = current !== undefined && 'row' in current ? { handle: current.row.handle } : {};
  const { place, position, count } = await data.ask(VIEW_SUSPICIOUS_REQUEST, {
    ...handles.content.viewArguments(),
    ...from,
    direction,
  });
  if (place === null) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'No handle of this view is new since the last stop, and the trace log has no bad reference to any of them.',
      ),
    );
    return;
  }
  await handles.revealPlace(data, place, false);
  const why = [stateWord(place.row.state), badReferencesText(place.row)].filter(
    (each) => each !== '',
  );
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('{0} of {1}: {2}, {3}', position + 1, count, place.row.handle, why.join(', ')),
    REMARK_TIME,
  );
}

/** Pins or unpins rows; false when none of them can be. */
function setPinned(
  { state, store, handles, types }: ViewParts,
  rows: readonly PinnableRow[],
  isPinned: boolean,
): boolean {
  let isDone = false;
  for (const row of rows) {
    const name = row.kind === 'message' ? undefined : store.find(row.sessionId)?.session.name;
    const type = typeOf(row);
    if (name !== undefined && row.kind === 'handle') {
      state.setPinned(name, [row.row.handle], isPinned);
      isDone = true;
    } else if (name !== undefined && type !== null) {
      state.setTypesPinned(name, [type], isPinned);
      isDone = true;
    }
  }
  if (isDone) {
    handles.refresh();
    types.refresh();
  }
  return isDone;
}

function isRowPinned({ store, handles }: ViewParts, row: HandleNode): boolean {
  const data = store.find(row.sessionId);
  return data !== undefined && handles.content.isPinned(data, row);
}

/** The type that a row stands for; null for other rows. */
function typeOf(row: PinnableRow): string | null {
  return row.kind === 'group' ? row.group.type : row.kind === 'type' ? row.row.type : null;
}

/** Asks for a note about a handle. */
async function editNote(
  { state, store, handles }: ViewParts,
  [node]: readonly HandleRowNode[],
): Promise<void> {
  const name = store.find(node?.sessionId ?? '')?.session.name;
  if (node === undefined || name === undefined) {
    return;
  }
  const { handle } = node.row;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Note on {0}', handle),
    value: state.note(name, handle),
    prompt: vscode.l10n.t('Kept for this value in {0}; an empty note is taken away.', name),
  });
  if (text !== undefined) {
    state.setNote(name, handle, text);
    handles.refresh();
  }
}

/** Starts a session again that has ended. */
async function startEnded({ store }: ViewParts, sessionId: string): Promise<void> {
  const ended = store.find(sessionId)?.session.debugSession;
  if (ended !== undefined) {
    await startAgain(ended);
  }
}

async function closeHandles({ store }: ViewParts, rows: readonly HandleRowNode[]): Promise<void> {
  const data = store.find(rows[0]?.sessionId ?? '');
  const open = rows
    .filter(({ row, sessionId }) => row.state !== 'closed' && sessionId === data?.id)
    .map(({ row }) => row.handle);
  if (data === undefined || open.length === 0) {
    throw new Error(vscode.l10n.t('None of the selected handles is open.'));
  }
  const close = vscode.l10n.t('Close');
  const question = vscode.l10n.t(
    'Close {0} in the target? The program will find its handles gone.',
    open.join(', '),
  );
  if ((await vscode.window.showWarningMessage(question, { modal: true }, close)) !== close) {
    return;
  }
  const { failed } = await data.session.request(CLOSE_HANDLES_REQUEST, { handles: open });
  if (failed.length > 0) {
    throw new Error(failed.map(({ message }) => message).join(' '));
  }
}
