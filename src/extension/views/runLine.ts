/** Runs lines as if they were typed into the Debug Console. */

import * as vscode from 'vscode';
import type { HandleSession } from '../sessions/handleSession';

/** Runs a line; its text appears in the Debug Console. Resolves with the short answer. */
export async function runLine(session: HandleSession, line: string): Promise<string> {
  if (!session.isRunning) {
    throw new Error(vscode.l10n.t('The session "{0}" has ended.', session.name));
  }
  const { result } = (await session.debugSession.customRequest('evaluate', {
    expression: line,
    context: 'repl',
  })) as { readonly result: string };
  return result;
}

/** The same, with the line and its short answer in the console too, which is brought to the front. */
export async function typeLine(session: HandleSession, line: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.panel.repl.view.focus');
  vscode.debug.activeDebugConsole.appendLine(`> ${line}`);
  const result = await runLine(session, line);
  if (result !== '') {
    vscode.debug.activeDebugConsole.appendLine(result);
  }
}
