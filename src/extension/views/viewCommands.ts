/** Commands of the views: choosing what is shown, copying, exporting, closing, revealing. */

import * as vscode from 'vscode';
import { SELECT_TRACE_REQUEST } from '../../protocol/dapExtensions';
import { CLOSE_HANDLES_REQUEST, VIEW_ROWS_REQUEST } from '../../protocol/viewMessages';
import { COMMANDS } from '../manifestIds';
import { askFilter, pickGrouping, pickSort } from './chooseView';
import { askHandle, filterTraces } from './chooseTraces';
import { copyRows, exportRows } from './copyAndExport';
import { frameLabel, rowDescription, type HandleNode, type HandleRowNode } from './handleNodes';
import { handleInText } from './handleInText';
import { newest, type ViewParts } from './viewParts';
import type { ViewState } from './viewState';

/** Most rows of the search. */
const MAXIMUM_HITS = 1000;

/** Registers all commands of the views. */
export function registerViewCommands(parts: ViewParts): readonly vscode.Disposable[] {
  const { handles, state } = parts;
  const show = (change: Parameters<ViewState['set']>[0]): void => {
    state.set(change);
    handles.refresh();
  };
  const table: readonly CommandEntry[] = [
    [COMMANDS.filter, () => askFilter(parts, show)],
    [
      COMMANDS.clearFilter,
      () => {
        show({ filter: '' });
      },
    ],
    [
      COMMANDS.filterType,
      (type: string) => {
        show({ filter: type === 'None' ? 'type:none' : `type="${type}"` });
        void handles.focus();
      },
    ],
    [COMMANDS.groupBy, () => pickGrouping(state, show)],
    [COMMANDS.sortBy, () => pickSort(state, show)],
    [
      COMMANDS.refresh,
      () => {
        refresh(parts);
      },
    ],
    [
      COMMANDS.find,
      async () => {
        await handles.focus();
        await vscode.commands.executeCommand('list.find');
      },
    ],
    [COMMANDS.search, () => search(parts)],
    [COMMANDS.reveal, (value: unknown, sessionId: unknown) => reveal(parts, value, sessionId)],
    [COMMANDS.revealFromVariable, (value: unknown) => reveal(parts, value)],
    ...rowCommands(parts),
    ...copyCommands(parts),
  ];
  return table.map(([id, run]) =>
    vscode.commands.registerCommand(id, async (...args: never[]) => {
      try {
        await run(...args);
      } catch (error) {
        void vscode.window.showWarningMessage(
          error instanceof Error ? error.message : String(error),
        );
      }
    }),
  );
}

/** A command and what it runs. */
type CommandEntry = readonly [id: string, run: (...args: never[]) => unknown];

/** Commands for the rows of the views. */
function rowCommands(parts: ViewParts): readonly CommandEntry[] {
  return [
    [COMMANDS.showStack, (node: HandleNode) => showStack(parts, node)],
    [COMMANDS.filterTraces, (node?: HandleNode) => filterTraces(parts.traces, node)],
    [
      COMMANDS.clearTraceFilter,
      () => {
        parts.traces.setFilter({});
      },
    ],
    [
      COMMANDS.pin,
      (node?: HandleNode, all?: readonly HandleNode[]) => {
        pin(parts, selected(parts, node, all), true);
      },
    ],
    [
      COMMANDS.unpin,
      (node?: HandleNode, all?: readonly HandleNode[]) => {
        pin(parts, selected(parts, node, all), false);
      },
    ],
    [
      COMMANDS.closeHandle,
      (node?: HandleNode, all?: readonly HandleNode[]) =>
        closeHandles(parts, selected(parts, node, all)),
    ],
  ];
}

function copyCommands(parts: ViewParts): readonly CommandEntry[] {
  const copy = (id: string, how: Parameters<typeof copyRows>[1]): CommandEntry => [
    id,
    (node?: HandleNode, all?: readonly HandleNode[]) =>
      copyRows(parts, how, selectedNodes(parts, node, all)),
  ];
  return [
    copy(COMMANDS.copyValue, 'value'),
    copy(COMMANDS.copyRow, 'row'),
    copy(COMMANDS.copyBlock, 'text'),
    copy(COMMANDS.copyCommand, 'command'),
    copy(COMMANDS.copyStack, 'stack'),
    copy(COMMANDS.copyMarkdown, 'markdown'),
    copy(COMMANDS.copyJson, 'json'),
    [COMMANDS.exportAll, () => exportRows(parts, null)],
    [
      COMMANDS.exportSelected,
      (node?: HandleNode, all?: readonly HandleNode[]) =>
        exportRows(parts, selected(parts, node, all)),
    ],
  ];
}

/** The rows a command is for: the selection if the clicked row is in it, else the clicked row; by keyboard, the selection. */
export function selectedNodes(
  parts: ViewParts,
  node: HandleNode | undefined,
  all: readonly HandleNode[] | undefined,
): readonly HandleNode[] {
  if (all !== undefined && all.length > 0) {
    return all;
  }
  return node === undefined ? parts.handles.tree.selection : [node];
}

function selected(
  parts: ViewParts,
  node: HandleNode | undefined,
  all: readonly HandleNode[] | undefined,
): readonly HandleRowNode[] {
  const rows = selectedNodes(parts, node, all).filter(
    (each): each is HandleRowNode => each.kind === 'handle',
  );
  if (rows.length === 0) {
    throw new Error(vscode.l10n.t('Select a handle in the Handles view first.'));
  }
  return rows;
}

function refresh({ store, handles }: ViewParts): void {
  for (const data of store.all) {
    data.refresh();
  }
  handles.refresh();
}

/** Searches all handles, not only the rows on the screen; choosing one reveals it. */
async function search(parts: ViewParts): Promise<void> {
  const data = newest(parts);
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly handle?: string }>();
  pick.title = vscode.l10n.t('Search All Handles');
  pick.placeholder = vscode.l10n.t('Value, type, name or a filter such as type:File access:write');
  let turn = 0;
  const look = async (filter: string): Promise<void> => {
    const mine = ++turn;
    pick.busy = true;
    const page = await data.ask(VIEW_ROWS_REQUEST, {
      grouping: 'none',
      sort: 'value',
      filter,
      group: 'all',
      start: 0,
      count: MAXIMUM_HITS,
    });
    if (mine !== turn) {
      return;
    }
    pick.busy = false;
    const rows = page.rows.map((row) => ({
      label: `${row.handle}  ${row.type ?? ''}`,
      description: rowDescription(row),
      handle: row.handle,
      alwaysShow: true,
    }));
    const more =
      page.total > rows.length
        ? [
            {
              label: vscode.l10n.t('{0} more: refine the search', page.total - rows.length),
              alwaysShow: true,
            },
          ]
        : [];
    pick.items = [...rows, ...more];
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  pick.onDidChangeValue((text) => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(text).catch(() => undefined), 120);
  });
  pick.onDidAccept(() => {
    const handle = pick.selectedItems[0]?.handle;
    if (handle !== undefined) {
      pick.hide();
      void reveal(parts, handle);
    }
  });
  pick.onDidHide(() => {
    clearTimeout(timer);
    pick.dispose();
  });
  pick.show();
  await look('');
}

/** Reveals a handle named by a value, a variable of the Variables or Watch view, or what the user enters. */
async function reveal(parts: ViewParts, argument: unknown, sessionId?: unknown): Promise<void> {
  const text = handleInText(argument) ?? (await askHandle());
  if (text !== undefined) {
    // The same value is another handle in another session.
    const session = typeof sessionId === 'string' ? sessionId : parts.services.sessions.active?.id;
    await parts.handles.reveal(text, session);
  }
}

/** Shows a record's stack as a call stack of the debugger. */
async function showStack({ store }: ViewParts, node: HandleNode): Promise<void> {
  if (node.kind !== 'frame' && node.kind !== 'trace') {
    return;
  }
  const data = store.find(node.sessionId);
  if (data === undefined || data.endedAt !== null) {
    throw new Error(
      vscode.l10n.t(
        'The session has ended: its stacks can be read here, not shown as a call stack.',
      ),
    );
  }
  await data.session.request(SELECT_TRACE_REQUEST, { row: node.trace.row });
  if (node.kind === 'frame' && node.frame.symbol !== null) {
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('Showing the stack with {0} in Call Stack', frameLabel(node.frame)),
      3000,
    );
  }
}

function pin(
  { state, store, handles }: ViewParts,
  rows: readonly HandleRowNode[],
  isPinned: boolean,
): void {
  for (const { sessionId, row } of rows) {
    const data = store.find(sessionId);
    if (data !== undefined) {
      state.setPinned(data.session.name, [row.handle], isPinned);
    }
  }
  handles.refresh();
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
