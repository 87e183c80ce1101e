/** The extension in a browser: files are read whole through the editor, the language server is a worker, and nothing is written. */

import * as vscode from 'vscode';
import { CLIENT_ID, CLIENT_NAME, type Platform } from '../extension/platform/platform';
import { VirtualFiles } from '../extension/platform/virtualFiles';
import { browserScheduler } from './browserScheduler';

/** What `context` is needed for: the address of the language server. */
export function browserPlatform({ extensionUri }: vscode.ExtensionContext): Platform {
  const files = new VirtualFiles();
  const scheduler = browserScheduler(new MessageChannel());
  return {
    files,
    sessionHost: async ({ report }) => {
      const { browserHost } = await import('../adapter/browserHost');
      return browserHost({
        scheduler,
        openFile: (name) => files.open(name),
        report,
      });
    },
    languageClient: async (options) => {
      const { LanguageClient, RevealOutputChannelOn } =
        await import('vscode-languageclient/browser');
      const server = vscode.Uri.joinPath(extensionUri, 'dist', 'web', 'server.js');
      return new LanguageClient(
        CLIENT_ID,
        CLIENT_NAME,
        { ...options, revealOutputChannelOn: RevealOutputChannelOn.Never },
        new Worker(server.toString(true)),
      );
    },
    isListening: () => Promise.resolve(false),
    system: `browser: ${navigator.userAgent}`,
    // A page is told neither the user's name nor the machine's.
    personalNames: () => [],
  };
}
