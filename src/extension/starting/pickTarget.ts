/** Asks the user what to examine. */

import * as vscode from 'vscode';
import type { TargetFiles } from '../platform/platform';
import type { RecentTargets } from './recentTargets';
import { pickFile } from './startTarget';
import type { TargetChoice } from './targetChoices';

/** The samples come with the simulator, which is loaded only when somebody chooses. */
const loadChoices = () => import('./targetChoices');

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choice: TargetChoice;
}

/** Recent targets, a file, or a sample; undefined when the user picks nothing. */
export async function pickTarget(
  recent: RecentTargets,
  files: TargetFiles,
): Promise<string | undefined> {
  const { targetChoices } = await loadChoices();
  const choices = targetChoices(recent.list, (text) => vscode.l10n.t(text));
  const choice = await pickFrom(choices, vscode.l10n.t('What should be examined?'));
  if (choice?.kind !== 'askForFile') {
    return choice?.target;
  }
  const file = await pickFile();
  return file === undefined ? undefined : files.targetOf(file);
}

/** One of the samples. */
export async function pickSample(): Promise<string | undefined> {
  const { sampleChoices } = await loadChoices();
  const question = vscode.l10n.t('Which sample should be examined?');
  return (await pickFrom(sampleChoices(), question))?.target;
}

/** One of the targets that were examined last. */
export async function pickRecent(recent: RecentTargets): Promise<string | undefined> {
  const { recentChoices } = await loadChoices();
  const question = vscode.l10n.t('Which recent target should be examined again?');
  return (await pickFrom(recentChoices(recent.list), question))?.target;
}

async function pickFrom(
  choices: readonly TargetChoice[],
  placeHolder: string,
): Promise<TargetChoice | undefined> {
  const picked = await vscode.window.showQuickPick<ChoiceItem>(choices.map(itemOf), {
    title: vscode.l10n.t('Handle Lens'),
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.choice;
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
