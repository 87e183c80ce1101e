/** Writes the debug adapter traffic of our sessions to the log, at level Trace only. */

import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../../protocol/launchArguments';
import type { ExtensionServices } from '../services';

/** Longer messages are cut: pages of handles would fill the log. */
const MAXIMUM_LENGTH = 4000;

/** Writes one message to or from an adapter. Below level Trace it costs one comparison. */
export function traceMessage(
  log: vscode.LogOutputChannel,
  { name }: vscode.DebugSession,
  { direction, message }: { readonly direction: 'sent' | 'received'; readonly message: unknown },
): void {
  if (log.logLevel === vscode.LogLevel.Trace) {
    const text = JSON.stringify(message);
    const shown =
      text.length > MAXIMUM_LENGTH
        ? `${text.slice(0, MAXIMUM_LENGTH)}… ${text.length} characters`
        : text;
    log.trace(`${name} ${direction === 'sent' ? '→' : '←'} ${shown}`);
  }
}

/** Registers the log of traffic. */
export function registerTrafficLog({ log }: ExtensionServices): vscode.Disposable {
  return vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
    createDebugAdapterTracker: (session) => ({
      onWillReceiveMessage: (message: unknown) => {
        traceMessage(log, session, { direction: 'sent', message });
      },
      onDidSendMessage: (message: unknown) => {
        traceMessage(log, session, { direction: 'received', message });
      },
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
