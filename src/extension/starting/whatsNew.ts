/** Says once after an update that there is something new. Never on the first installation, and not for patches. */

import * as vscode from 'vscode';
import { TOOL_VERSION } from '../../core/commands/toolVersion';
import { SETTINGS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import { isNews } from './versions';

const KEY = 'handleLens.version';

/** Compares the version with the one that was used last, and remembers it. */
export async function tellWhatsNew({
  context: { globalState, extensionUri },
  log,
}: Pick<ExtensionServices, 'context' | 'log'>): Promise<void> {
  const before: unknown = globalState.get(KEY);
  if (before === TOOL_VERSION) {
    return;
  }
  await globalState.update(KEY, TOOL_VERSION);
  const settings = vscode.workspace.getConfiguration();
  if (!isNews(before, TOOL_VERSION) || settings.get(SETTINGS.whatsNew) === false) {
    return;
  }
  const show = vscode.l10n.t('Show');
  const never = vscode.l10n.t("Don't Show Again");
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Handle Lens is now version {0}.', TOOL_VERSION),
    show,
    never,
  );
  if (answer === show) {
    const changelog = vscode.Uri.joinPath(extensionUri, 'CHANGELOG.md');
    await vscode.commands.executeCommand('markdown.showPreview', changelog);
  } else if (answer === never) {
    await settings.update(SETTINGS.whatsNew, false, vscode.ConfigurationTarget.Global);
    log.info('News after updates are turned off.');
  }
}
