/** Runs the debugger's command of a row in the Debug Console. */

import * as vscode from 'vscode';
import type { HandleNode } from './handleNodes';
import { commandOf } from './rowTexts';
import { typeLine } from './runLine';
import type { ViewParts } from './viewParts';

/** Shows the first row that has a command: the command and its answer stand in the console as if they had been typed. */
export async function runInConsole(
  { store }: ViewParts,
  nodes: readonly HandleNode[],
): Promise<void> {
  const node = nodes.find((each) => commandOf(each) !== undefined);
  const line = node === undefined ? undefined : commandOf(node);
  if (node === undefined || line === undefined) {
    throw new Error(vscode.l10n.t('Select a handle in the Handles view first.'));
  }
  const data = store.find(node.sessionId);
  if (data === undefined || data.endedAt !== null) {
    throw new Error(vscode.l10n.t('The session has ended: {0} cannot be run any more.', line));
  }
  await typeLine(data.session, line);
}
