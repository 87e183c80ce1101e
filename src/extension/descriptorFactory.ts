/** Runs the debug adapter inside the extension host: no process to start, nothing to install. */

import { homedir } from 'node:os';
import * as vscode from 'vscode';

/** Makes one adapter per session; its code is loaded with the first one. */
export class DescriptorFactory implements vscode.DebugAdapterDescriptorFactory {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** Relative paths start from the session's workspace folder, else the first one, else the home folder. */
  async createDebugAdapterDescriptor(
    session: vscode.DebugSession,
  ): Promise<vscode.DebugAdapterDescriptor> {
    const [{ HandleDebugSession }, { nodeHost }, { InlineAdapter }] = await Promise.all([
      import('../adapter/handleDebugSession'),
      import('../adapter/nodeHost'),
      import('./inlineAdapter'),
    ]);
    const folder = session.workspaceFolder ?? vscode.workspace.workspaceFolders?.[0];
    const adapter = new HandleDebugSession(
      nodeHost({
        folder: folder?.uri.fsPath ?? homedir(),
        report: (message) => {
          this.log.error(message);
        },
      }),
    );
    return new vscode.DebugAdapterInlineImplementation(new InlineAdapter(adapter));
  }
}
