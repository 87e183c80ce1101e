/** Repeats the last line of the Debug Console. */

import * as vscode from 'vscode';
import { COMMANDS } from '../manifestIds';
import type { ExtensionServices } from '../services';
import { typeLine } from '../views/runLine';
import type { Answers } from './answers';

/** Registers the command. It repeats what was run last in the active session, typed or from a row. */
export function registerRepeatCommand(
  { sessions }: ExtensionServices,
  answers: Answers,
): vscode.Disposable {
  return vscode.commands.registerCommand(COMMANDS.repeatCommand, async () => {
    const { active } = sessions;
    const last = answers.newest.find(({ sessionId }) => sessionId === active?.id);
    if (active === undefined || last === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'There is no command to repeat yet. Type one such as !handle in the Debug Console.',
        ),
      );
      return;
    }
    try {
      await typeLine(active, last.line);
    } catch (error) {
      vscode.debug.activeDebugConsole.appendLine(
        error instanceof Error ? error.message : String(error),
      );
    }
  });
}
