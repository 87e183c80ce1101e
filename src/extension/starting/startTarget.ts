/** Starts debug sessions on targets, and asks for files. */

import * as vscode from 'vscode';
import { configurationFor } from '../debugConfigurations';
import { VIEWS } from '../manifestIds';

/**
 * Starts a session on a path or `sample:<name>` and shows the Handles view; true when it started. Failures were told by
 * then. `marks` are added to its configuration.
 */
export async function startTarget(
  target: string,
  marks: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const isStarted = await vscode.debug.startDebugging(folder, {
    ...configurationFor(target),
    ...marks,
  });
  if (isStarted) {
    await vscode.commands.executeCommand(`${VIEWS.handles}.focus`, { preserveFocus: true });
  }
  return isStarted;
}

/** Asks for a dump; undefined when the user changes their mind. */
export async function pickFile(): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open a dump'),
    openLabel: vscode.l10n.t('Examine'),
    canSelectMany: false,
    filters: {
      [vscode.l10n.t('Dumps')]: ['dmp', 'mdmp', 'hdmp', 'dump'],
      [vscode.l10n.t('All files')]: ['*'],
    },
  });
  return files?.[0];
}
