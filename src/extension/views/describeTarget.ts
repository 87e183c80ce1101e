/** Opens what a target is and what could not be read of it as a document. */

import * as vscode from 'vscode';
import { TARGET_REQUEST } from '../../protocol/dapExtensions';
import { COMMANDS } from '../manifestIds';
import type { HandleNode } from './handleNodes';
import type { SessionDataStore } from './sessionData';
import { targetReport } from './targetReport';

/** Registers the command: for the session of a row, else for the newest one. */
export function registerDescribeTarget(store: SessionDataStore): vscode.Disposable {
  return vscode.commands.registerCommand(COMMANDS.describeTarget, async (node?: HandleNode) => {
    const data = node === undefined ? store.all.at(-1) : store.find(node.sessionId);
    if (data === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('No session of Handle Lens is running. Start one in Run and Debug.'),
      );
      return;
    }
    try {
      const content = targetReport(await data.ask(TARGET_REQUEST, {}));
      const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
      await vscode.window.showTextDocument(document, { preview: true });
    } catch (error) {
      void vscode.window.showWarningMessage(error instanceof Error ? error.message : String(error));
    }
  });
}
