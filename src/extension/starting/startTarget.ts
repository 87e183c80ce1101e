/** Starts debug sessions on targets, and asks for files. */

import * as vscode from 'vscode';
import { configurationFor } from '../debugConfigurations';
import { VIEWS } from '../manifestIds';

/** Endings of files that are offered; what a file is decides its content. */
const DUMPS = ['dmp', 'mdmp', 'hdmp', 'dump'];
const SCRIPTS = ['hsim'];
const LOGS = ['htrace', 'windbg', 'dbglog', 'log', 'txt', 'csv', 'tsv', 'json', 'xml'];

/**
 * Starts a session on a path or `sample:<name>` and shows the Handles view; true when it started. Failures were told by
 * then. `marks` are added to its configuration.
 */
export async function startTarget(
  target: string,
  marks: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const isStarted = await vscode.debug.startDebugging(
    folder,
    { ...configurationFor(target), ...marks },
    // No target is made of what is unsaved; asking where to save a pasted text would only stand in the way.
    { suppressSaveBeforeStart: true },
  );
  if (isStarted) {
    await vscode.commands.executeCommand(`${VIEWS.handles}.focus`, { preserveFocus: true });
  }
  return isStarted;
}

/** What a session was started with. */
export type StartedSession = Pick<vscode.DebugSession, 'configuration' | 'workspaceFolder'>;

/** Starts the target of a session again; true when it started. What VS Code added to its configuration is left out. */
export async function startAgain({
  configuration,
  workspaceFolder,
}: StartedSession): Promise<boolean> {
  return await vscode.debug.startDebugging(workspaceFolder, startedWith(configuration));
}

/** The part of a configuration that a session can be started with again, as plain data. */
export function startedWith(configuration: vscode.DebugConfiguration): vscode.DebugConfiguration {
  const { type, request, name } = configuration;
  const given: Record<string, unknown> = configuration;
  const kept = ['target', 'compareWith', 'debugServer'].filter((key) => given[key] !== undefined);
  return { type, request, name, ...Object.fromEntries(kept.map((key) => [key, given[key]])) };
}

/** Asks for a dump or a log; undefined when the user changes their mind. */
export async function pickFile(): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open a dump or log'),
    openLabel: vscode.l10n.t('Examine'),
    canSelectMany: false,
    filters: {
      [vscode.l10n.t('Dumps and logs')]: [...DUMPS, ...LOGS, ...SCRIPTS],
      [vscode.l10n.t('Dumps')]: [...DUMPS],
      [vscode.l10n.t('Logs')]: [...LOGS],
      [vscode.l10n.t('All files')]: ['*'],
    },
  });
  return files?.[0];
}
