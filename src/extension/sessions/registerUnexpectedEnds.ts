/** Says that a debug adapter ended although nobody asked it to, and offers a way on. */

import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../../protocol/launchArguments';
import type { ExtensionServices } from '../services';
import { startAgain } from '../starting/startTarget';
import { EndWatch } from './endWatch';

/** Watches every session: one whose adapter is killed or crashes is told of once. */
export function registerUnexpectedEnds({ log }: ExtensionServices): vscode.Disposable {
  return vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
    createDebugAdapterTracker: (session) => {
      const watch = new EndWatch();
      const ended = (reason: string): void => {
        if (!watch.isExpected) {
          watch.isExpected = true;
          log.warn(`${session.name}: the debug adapter ended unexpectedly: ${reason}`);
          void offerWayOn(session, reason, log);
        }
      };
      return {
        onWillReceiveMessage: (message: unknown) => watch.take(message),
        onDidSendMessage: (message: unknown) => watch.take(message),
        onError: ({ message }) => ended(message),
        onExit: (code, signal) => ended(signal ?? vscode.l10n.t('exit code {0}', code ?? '?')),
      };
    },
  });
}

async function offerWayOn(
  session: vscode.DebugSession,
  reason: string,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const restart = vscode.l10n.t('Restart');
  const showLog = vscode.l10n.t('Show Log');
  const answer = await vscode.window.showErrorMessage(
    vscode.l10n.t(
      'Handle Lens: the debug adapter of "{0}" ended unexpectedly ({1}). The views keep its last data.',
      session.name,
      reason,
    ),
    restart,
    showLog,
  );
  if (answer === restart) {
    await startAgain(session);
  } else if (answer === showLog) {
    log.show();
  }
}
