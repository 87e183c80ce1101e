/** The status bar item: how many handles, and how that changed since the last stop. */

import * as vscode from 'vscode';
import { USER_TABLE_REQUEST } from '../../protocol/userMessages';
import { TYPE_GROWTH_REQUEST } from '../../protocol/viewMessages';
import { COMMANDS, SETTINGS, VIEWS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import type { HandleSession } from '../sessions/handleSession';
import { STATUS_SHOWS, statusText, type StatusShows } from './statusText';

/** Id of the item, under which users hide it. */
const ITEM_ID = 'handleLens.status';

/** Registers the item. It shows the active session and hides without one. */
export function registerStatus({ sessions, log }: ExtensionServices): vscode.Disposable {
  const shows = (): StatusShows => {
    const chosen: unknown = vscode.workspace.getConfiguration().get(SETTINGS.statusBar);
    return STATUS_SHOWS.find((each) => each === chosen) ?? 'all';
  };
  const item = vscode.window.createStatusBarItem(ITEM_ID, vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t('Handle count');
  item.command = `${VIEWS.handles}.focus`;
  let asked = 0;

  const show = async (session: HandleSession | undefined): Promise<void> => {
    const ask = ++asked;
    const wanted = shows();
    if (session === undefined || wanted === 'none') {
      item.hide();
      return;
    }
    if (!session.isStopped) {
      // The last count stays while the target runs.
      return;
    }
    // A target without handle data has no count; the Handles view says why.
    const orNull = (error: unknown): null => {
      log.debug(`No handle count: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    };
    const [growth, users] = await Promise.all([
      wanted === 'user' ? null : session.request(TYPE_GROWTH_REQUEST).catch(orNull),
      wanted === 'kernel' ? null : session.request(USER_TABLE_REQUEST).catch(orNull),
    ]);
    const table = users?.table ?? null;
    if (ask !== asked) {
      return;
    }
    if (growth === null && table === null) {
      item.hide();
    } else if (session.isRunning) {
      const { text, tooltip, spoken } = statusText(session.name, growth, table);
      item.text = text;
      item.tooltip = withSwitches(tooltip);
      item.accessibilityInformation = { label: spoken };
      item.show();
    }
  };

  const update = (session: HandleSession): void => {
    if (session === sessions.active) {
      void show(session);
    }
  };
  return vscode.Disposable.from(
    item,
    sessions.onDidStop(update),
    sessions.onDidChange(update),
    sessions.onDidEnd(() => void show(sessions.active)),
    sessions.onDidChangeActive((session) => void show(session)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(SETTINGS.statusBar)) {
        void show(sessions.active);
      }
    }),
  );
}

/** The lines, and below them links to what can be switched. The lines are data: nothing in them is markup. */
function withSwitches(lines: readonly string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  for (const line of lines) {
    markdown.appendText(line).appendMarkdown('\n\n');
  }
  const settings = 'workbench.action.openSettings';
  const links = [
    [vscode.l10n.t('Group by…'), COMMANDS.groupBy],
    [vscode.l10n.t('Sort by…'), COMMANDS.sortBy],
    [vscode.l10n.t('Show numbers as…'), COMMANDS.numberBase],
    [
      vscode.l10n.t('What is counted here…'),
      `${settings}?${encodeURIComponent(JSON.stringify([SETTINGS.statusBar]))}`,
    ],
  ] as const;
  markdown.appendMarkdown(
    links.map(([text, target]) => `[${text}](command:${target})`).join(' · '),
  );
  markdown.isTrusted = {
    enabledCommands: [COMMANDS.groupBy, COMMANDS.sortBy, COMMANDS.numberBase, settings],
  };
  return markdown;
}
