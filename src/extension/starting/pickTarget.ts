/** Asks the user what to examine. */

import * as vscode from 'vscode';
import type { RecentTargets } from './recentTargets';
import { pickFile } from './startTarget';
import type { TargetChoice } from './targetChoices';

/** The samples come with the simulator, which is loaded only when somebody chooses. */
const loadChoices = () => import('./targetChoices');

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice: TargetChoice;
}

/** Recent targets, a file, or a sample; undefined when the user picks nothing. */
export async function pickTarget(recent: RecentTargets): Promise<string | undefined> {
  const { targetChoices } = await loadChoices();
  const choices = targetChoices(recent.list, (text) => vscode.l10n.t(text));
  return await pickFrom(choices, vscode.l10n.t('What should be examined?'));
}

/** One of the samples. */
export async function pickSample(): Promise<string | undefined> {
  const { sampleChoices } = await loadChoices();
  return await pickFrom(sampleChoices(), vscode.l10n.t('Which sample should be examined?'));
}

/** One of the targets that were examined last. */
export async function pickRecent(recent: RecentTargets): Promise<string | undefined> {
  const { recentChoices } = await loadChoices();
  return await pickFrom(
    recentChoices(recent.list),
    vscode.l10n.t('Which recent target should be examined again?'),
  );
}

async function pickFrom(
  choices: readonly TargetChoice[],
  placeHolder: string,
): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick<ChoiceItem>(choices.map(itemOf), {
    title: vscode.l10n.t('Handle Lens'),
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.choice.kind === 'askForFile' ? pickFile() : picked?.choice.target;
}

function itemOf(choice: TargetChoice): ChoiceItem {
  const { kind, label, description, detail } = choice;
  return {
    choice,
    label,
    ...(description !== undefined && { description }),
    ...(detail !== undefined && { detail }),
    ...(kind === 'title' && { kind: vscode.QuickPickItemKind.Separator }),
  };
}
