/** Starts the language server of debugger logs once a log is open, and stops it with the extension. */

import * as vscode from 'vscode';
import type { LanguageClient, Middleware } from 'vscode-languageclient/node';
import { ANSWER_SCHEME } from './documents/answerNames';

/** Language id of debugger logs, as the manifest declares it. */
export const LOG_LANGUAGE = 'handle-lens-log';

const SERVER = ['dist', 'server.js'].join('/');

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

/** Loads the client's code. */
export type LoadClient = () => Promise<typeof import('vscode-languageclient/node')>;

/**
 * Watches for documents in the language of logs and starts `dist/server.js` over IPC at the first one. The client's code is
 * loaded only then. What client and server have to say goes to `log`; without it the client opens a channel of its own.
 * `load` is for tests.
 */
export function startLanguageClient(
  context: vscode.ExtensionContext,
  log?: vscode.LogOutputChannel,
  load: LoadClient = () => import('vscode-languageclient/node'),
): vscode.Disposable {
  let isStarted = false;
  let client: LanguageClient | null = null;
  let isDisposed = false;

  const start = async (): Promise<void> => {
    const created = createClient(await load(), context, log);
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
    client?.dispose().catch((error: unknown) => log?.error(sentence(error)));
  });
}

function createClient(
  { LanguageClient, RevealOutputChannelOn, TransportKind }: Awaited<ReturnType<LoadClient>>,
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel | undefined,
): LanguageClient {
  const module = context.asAbsolutePath(SERVER);
  return new LanguageClient(
    'handleLens.log',
    'Handle Lens Log',
    { module, transport: TransportKind.ipc },
    {
      documentSelector: [{ language: LOG_LANGUAGE }],
      middleware: OWN_ANSWERS,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      ...(log !== undefined && { outputChannel: log }),
    },
  );
}

/** Logs remain readable and coloured without the server: a quiet warning, no modal. */
function reportFailure(error: unknown, log: vscode.LogOutputChannel | undefined): void {
  log?.error(`The language server for logs could not start: ${sentence(error)}`);
  void vscode.window.showWarningMessage(
    'Handle Lens: the language server for logs could not start, so hovers, outline and findings are missing. ' +
      'Reload the window; if that does not help, see the output "Handle Lens".',
  );
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
