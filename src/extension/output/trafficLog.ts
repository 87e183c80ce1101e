/** Writes the debug adapter traffic of our sessions to the log, at level Trace only. */

import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../../protocol/launchArguments';
import type { ExtensionServices } from '../services';

/** Longer messages are cut: pages of handles would fill the log. */
const MAXIMUM_LENGTH = 4000;

/** Registers the log of traffic. Below level Trace it costs one comparison per message. */
export function registerTrafficLog({ log }: ExtensionServices): vscode.Disposable {
  const trace = (arrow: string, session: vscode.DebugSession, message: unknown): void => {
    if (log.logLevel === vscode.LogLevel.Trace) {
      const text = JSON.stringify(message);
      const shown =
        text.length > MAXIMUM_LENGTH
          ? `${text.slice(0, MAXIMUM_LENGTH)}… ${text.length} characters`
          : text;
      log.trace(`${session.name} ${arrow} ${shown}`);
    }
  };
  return vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
    createDebugAdapterTracker: (session) => ({
      onWillReceiveMessage: (message: unknown) => trace('→', session, message),
      onDidSendMessage: (message: unknown) => trace('←', session, message),
      onError: (error) => {
        log.error(`${session.name}: ${error.message}`);
      },
      onExit: (code, signal) => {
        log.debug(
          `${session.name}: the adapter ended (code ${code ?? 'none'}, signal ${signal ?? 'none'}).`,
        );
      },
    }),
  });
}
