/** Writes the target of a session as a minidump that the user names, and offers to open it. */

import * as vscode from 'vscode';
import { SAVE_DUMP_REQUEST } from '../../protocol/dumpMessages';
import { startTarget } from '../starting/startTarget';
import { newest, type ViewParts } from './viewParts';

/** Asks where, writes, says what the file holds. */
export async function saveAsDump(parts: ViewParts): Promise<void> {
  const data = newest(parts);
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save as Dump'),
    filters: { [vscode.l10n.t('Minidumps')]: ['dmp'] },
  });
  if (file === undefined) {
    return;
  }
  if (file.scheme !== 'file') {
    throw new Error(
      vscode.l10n.t('A dump can be written to a folder of this machine only. Choose another one.'),
    );
  }
  const saved = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Writing the dump'),
    },
    // The dialog has asked already whether a file may be replaced.
    () => data.ask(SAVE_DUMP_REQUEST, { path: file.fsPath, overwrite: true }),
  );
  const open = vscode.l10n.t('Open');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Written to {0}: {1} handles and {2} traces.',
      saved.path,
      saved.handles,
      saved.traces,
    ),
    open,
  );
  if (answer === open) {
    await startTarget(saved.path);
  }
}
