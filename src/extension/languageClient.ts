/** Starts the language server of debugger logs once a log is open, and stops it with the extension. */

import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions, Middleware } from 'vscode-languageclient';
import { ANSWER_SCHEME } from './documents/answerNames';
import type { ExtensionServices } from './services';

/** Language id of debugger logs, as the manifest declares it. */
export const LOG_LANGUAGE = 'handle-lens-log';

/**
 * What is different in the answers of our own sessions: a click on a handle value reveals it in the tree, so it does not also
 * go to its definition; and an answer the user asked for is no finding in the list of problems.
 */
const OWN_ANSWERS: Middleware = {
  provideDefinition: (document, position, token, next) =>
    isOwnAnswer(document.uri) ? null : next(document, position, token),
  handleDiagnostics: (uri, diagnostics, next) => {
    next(uri, isOwnAnswer(uri) ? [] : diagnostics);
  },
};

function isOwnAnswer({ scheme }: vscode.Uri): boolean {
  return scheme === 'output' || scheme === ANSWER_SCHEME;
}

/**
 * Watches for documents in the language of logs and starts the language server at the first one; the code of its client is loaded
 * only then. What client and server have to say goes to the log of the extension.
 */
export function startLanguageClient({
  log,
  platform,
}: Pick<ExtensionServices, 'log' | 'platform'>): vscode.Disposable {
  let isStarted = false;
  let client: BaseLanguageClient | null = null;
  let isDisposed = false;

  const start = async (): Promise<void> => {
    const created = await platform.languageClient(clientOptions(log));
    if (isDisposed) {
      return;
    }
    client = created;
    await created.start();
  };

  const consider = ({ languageId }: vscode.TextDocument): void => {
    if (languageId === LOG_LANGUAGE && !isStarted) {
      isStarted = true;
      start().catch((error: unknown) => reportFailure(error, log));
    }
  };

  const watch = vscode.workspace.onDidOpenTextDocument(consider);
  vscode.workspace.textDocuments.forEach(consider);
  return new vscode.Disposable(() => {
    isDisposed = true;
    watch.dispose();
    client?.dispose().catch((error: unknown) => log.error(sentence(error)));
  });
}

function clientOptions(outputChannel: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: [{ language: LOG_LANGUAGE }],
    middleware: OWN_ANSWERS,
    outputChannel,
  };
}

/** Logs remain readable and coloured without the server: a quiet warning, no modal. */
function reportFailure(error: unknown, log: vscode.LogOutputChannel): void {
  log.error(`The language server for logs could not start: ${sentence(error)}`);
  void vscode.window.showWarningMessage(
    'Handle Lens: the language server for logs could not start, so hovers, outline and findings are missing. ' +
      'Reload the window; if that does not help, see the output "Handle Lens".',
  );
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
