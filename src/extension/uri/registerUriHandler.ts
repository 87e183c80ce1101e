/** Opens targets from links in a browser or a chat. Asks before it reads a file. */

import * as vscode from 'vscode';
import type { ExtensionServices } from '../services';
import { startTarget } from '../starting/startTarget';
import { readTargetLink } from './targetLink';

/** Registers the handler of `vscode://handle-lens.handle-lens/open?target=…`. */
export function registerUriHandler({ log }: ExtensionServices): vscode.Disposable {
  return vscode.window.registerUriHandler({
    handleUri: async ({ path, query }) => {
      const link = readTargetLink(path, query);
      if (!link.ok) {
        const { message, hint } = link.problem;
        log.warn(`A link was refused: ${message}`);
        void vscode.window.showWarningMessage(`Handle Lens: ${message} ${hint ?? ''}`.trim());
        return;
      }
      const { target, isSample } = link.value;
      if (isSample || (await isWanted(target))) {
        await startTarget(target);
      }
    },
  });
}

async function isWanted(target: string): Promise<boolean> {
  const open = vscode.l10n.t('Open');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('A link wants Handle Lens to open a file of this machine.'),
    { modal: true, detail: target },
    open,
  );
  return answer === open;
}
