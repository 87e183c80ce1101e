/** Commands of the views: choosing what is shown, copying, exporting, closing, revealing. */

import * as vscode from 'vscode';
import { VIEW_ROWS_REQUEST } from '../../protocol/viewMessages';
import type { KeptDocuments } from '../documents/keptDocuments';
import { COMMANDS, GROUPED_BY, SORTED_BY } from '../manifestIds';
import { askFilter, pickGrouping, pickSort } from './chooseView';
import { askHandle } from './chooseTraces';
import { copyRows, exportRows } from './copyAndExport';
import { goCommands } from './goFromRow';
import type { HandleNode } from './handleNodes';
import { chosenHandles, chosenRows, rowCommands, type CommandEntry } from './rowCommands';
import { shownNumber } from './numberBase';
import { pickNumberBase } from './numberBaseSetting';
import { rowDescription } from './rowTexts';
import { handleInText } from './handleInText';
import { typeLine } from './runLine';
import { newest, type ViewParts } from './viewParts';
import { saveAsDump } from './saveAsDump';
import { writeReport } from './writeReport';
import type { ViewState } from './viewState';

/** Most rows of the search. */
const MAXIMUM_HITS = 1000;

/** Registers all commands of the views. */
export function registerViewCommands(
  parts: ViewParts,
  documents: KeptDocuments,
): readonly vscode.Disposable[] {
  const { handles, state } = parts;
  const show = (change: Parameters<ViewState['set']>[0]): void => {
    state.set(change);
    handles.refresh();
  };
  const table: readonly CommandEntry[] = [
    ...choosingCommands(parts, show),
    [
      COMMANDS.refresh,
      () => {
        parts.store.refresh();
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
    [COMMANDS.traceFromVariable, (value: unknown) => traceValue(parts, value)],
    ...rowCommands(parts),
    ...copyCommands(parts),
    ...goCommands(parts, documents),
    [COMMANDS.numberBase, pickNumberBase],
    [COMMANDS.writeReport, () => writeReport(parts, documents)],
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

/** What is shown, how it is grouped and sorted. */
function choosingCommands(
  parts: ViewParts,
  show: (change: Parameters<ViewState['set']>[0]) => void,
): readonly CommandEntry[] {
  const { handles, state } = parts;
  return [
    [
      COMMANDS.filter,
      async (filter?: unknown) => {
        if (typeof filter === 'string') {
          show({ filter });
        } else {
          await askFilter(parts, show);
        }
      },
    ],
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
    ...[COMMANDS.groupBy, ...Object.values(GROUPED_BY)].map((id): CommandEntry => [
      id,
      (grouping?: unknown) => pickGrouping(state, show, grouping),
    ]),
    ...[COMMANDS.sortBy, ...Object.values(SORTED_BY)].map((id): CommandEntry => [
      id,
      () => pickSort(state, show),
    ]),
  ];
}

function copyCommands(parts: ViewParts): readonly CommandEntry[] {
  const copy = (id: string, how: Parameters<typeof copyRows>[1]): CommandEntry => [
    id,
    async (node?: HandleNode, all?: readonly HandleNode[]) => {
      await copyRows(parts, how, await chosenRows(parts, node, all));
    },
  ];
  return [
    copy(COMMANDS.copyValue, 'value'),
    copy(COMMANDS.copyRow, 'row'),
    copy(COMMANDS.copyBlock, 'text'),
    copy(COMMANDS.copyCommand, 'command'),
    copy(COMMANDS.copyStack, 'stack'),
    copy(COMMANDS.copyMarkdown, 'markdown'),
    copy(COMMANDS.copyJson, 'json'),
    copy(COMMANDS.copyTsv, 'tsv'),
    [COMMANDS.saveAsDump, () => saveAsDump(parts)],
    [COMMANDS.exportAll, () => exportRows(parts, null)],
    [
      COMMANDS.exportSelected,
      async (node?: HandleNode, all?: readonly HandleNode[]) => {
        await exportRows(parts, await chosenHandles(parts, node, all));
      },
    ],
  ];
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
      label: `${shownNumber(row.handle)}  ${row.type ?? ''}`,
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

/** Lists the trace records of what a variable of the Variables or Watch view names. */
async function traceValue({ services }: ViewParts, argument: unknown): Promise<void> {
  const handle = handleInText(argument);
  const session = services.sessions.active;
  if (handle === undefined || session === undefined) {
    throw new Error(
      vscode.l10n.t('Choose a handle of a running session in the Variables or Watch view first.'),
    );
  }
  await typeLine(session, `!htrace ${handle}`);
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
