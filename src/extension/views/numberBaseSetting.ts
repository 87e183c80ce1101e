/** The setting for the base of numbers: follows it, and lets it be chosen from the view. */

import * as vscode from 'vscode';
import { SETTINGS } from '../manifestIds';
import { NUMBER_BASES, numberBase, showNumbersIn, type NumberBase } from './numberBase';

/** Takes the setting and follows it; `changed` is called after each change. */
export function followNumberBase(changed: () => void): vscode.Disposable {
  const take = (): void => {
    showNumbersIn(vscode.workspace.getConfiguration().get(SETTINGS.numberBase));
  };
  take();
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(SETTINGS.numberBase)) {
      take();
      changed();
    }
  });
}

/** Asks for the base and writes it into the user's settings. */
export async function pickNumberBase(): Promise<void> {
  const labels: Readonly<Record<NumberBase, string>> = {
    hex: vscode.l10n.t('Hexadecimal'),
    decimal: vscode.l10n.t('Decimal'),
    both: vscode.l10n.t('Both'),
  };
  const examples = { hex: '0x3d8', decimal: '984', both: '0x3d8 (984)' };
  const picked = await vscode.window.showQuickPick(
    NUMBER_BASES.map((base) => ({
      label: base === numberBase() ? `$(check) ${labels[base]}` : labels[base],
      description: examples[base],
      base,
    })),
    { title: vscode.l10n.t('Show numbers as') },
  );
  if (picked !== undefined) {
    await vscode.workspace
      .getConfiguration()
      .update(SETTINGS.numberBase, picked.base, vscode.ConfigurationTarget.Global);
  }
}
