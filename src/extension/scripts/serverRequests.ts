/** Answers what the language server asks about scripts that are not open. */

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { FIND_SCRIPTS_REQUEST, READ_SCRIPT_REQUEST } from '../../protocol/scriptFiles';

/** Scripts of a workspace that are told at most. */
const MOST_SCRIPTS = 200;
/** Larger files are no scripts. */
const LARGEST = 4 * 1024 * 1024;

/** Registers the answers on a client. */
export function answerServer(client: Pick<BaseLanguageClient, 'onRequest'>): void {
  client.onRequest(READ_SCRIPT_REQUEST, ({ uri }: { readonly uri: string }) => readScript(uri));
  client.onRequest(FIND_SCRIPTS_REQUEST, async () => {
    const found = await vscode.workspace.findFiles('**/*.hsim', undefined, MOST_SCRIPTS);
    return found.map((uri) => uri.toString());
  });
}

/** Null when there is no such file, or it is no script. */
async function readScript(uri: string): Promise<string | null> {
  try {
    const file = vscode.Uri.parse(uri, true);
    const { size } = await vscode.workspace.fs.stat(file);
    return size > LARGEST
      ? null
      : new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    // The script that includes it says that it cannot be read.
    return null;
  }
}
