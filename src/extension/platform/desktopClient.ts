/** The client of the language server in Node. */

import type * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { CLIENT_ID, CLIENT_NAME } from './platform';

/** Loads the client's code. */
export type LoadClient = () => Promise<typeof import('./desktopLanguageClient')>;

/** A client that starts `dist/server.js` over IPC. `load` is for tests. */
export async function desktopClient(
  context: vscode.ExtensionContext,
  options: LanguageClientOptions,
  load: LoadClient = () => import('./desktopLanguageClient'),
): Promise<BaseLanguageClient> {
  const { LanguageClient, RevealOutputChannelOn, TransportKind } = await load();
  return new LanguageClient(
    CLIENT_ID,
    CLIENT_NAME,
    {
      module: context.asAbsolutePath(['dist', 'server.js'].join('/')),
      transport: TransportKind.ipc,
    },
    { ...options, revealOutputChannelOn: RevealOutputChannelOn.Never },
  );
}
