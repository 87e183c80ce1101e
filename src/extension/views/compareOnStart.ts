/** Compares a target with another one at its first stop, when its configuration says so. */

import * as vscode from 'vscode';
import type { ExtensionServices } from '../services';
import type { HandleSession } from '../sessions/handleSession';
import { compareSession } from './siteCommands';

/** Milliseconds after a stop in which VS Code shows its place; a target without a stack has none to show. */
const PATIENCE = 2000;

/** Watches for sessions whose configuration has `compareWith`. What cannot be compared is told of, and the session goes on. */
export function registerCompareOnStart({ sessions }: ExtensionServices): vscode.Disposable {
  const waiting = new WeakSet<HandleSession>();
  return vscode.Disposable.from(
    sessions.onDidStart((session) => waiting.add(session)),
    sessions.onDidStop(async (session) => {
      const side: unknown = session.debugSession.configuration['compareWith'];
      if (!waiting.delete(session) || typeof side !== 'string' || side.trim() === '') {
        return;
      }
      try {
        await sourceShown();
        await compareSession(session, side.trim());
      } catch (error) {
        void vscode.window.showWarningMessage(
          error instanceof Error ? error.message : String(error),
        );
      }
    }),
  );
}

/** Resolves once VS Code shows where the target stopped, which would cover a document that is opened before. */
function sourceShown(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const timer = setTimeout(done, PATIENCE);
    const listener = vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor?.document.uri.scheme === 'debug') {
        done();
      }
    });
  });
}
