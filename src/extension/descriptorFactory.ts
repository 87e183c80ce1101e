/** Runs the debug adapter inside the extension host: no process to start, nothing to install. */

import * as vscode from 'vscode';
import type { ExtensionServices } from './services';

/** Makes one adapter per session; its code is loaded with the first one. */
export class DescriptorFactory implements vscode.DebugAdapterDescriptorFactory {
  constructor(private readonly services: Pick<ExtensionServices, 'log' | 'platform'>) {}

  /** Relative paths start from the session's workspace folder, else the first one. */
  async createDebugAdapterDescriptor(
    session: vscode.DebugSession,
  ): Promise<vscode.DebugAdapterDescriptor> {
    const { log, platform } = this.services;
    const folder = session.workspaceFolder ?? vscode.workspace.workspaceFolders?.[0];
    const [{ HandleDebugSession }, { InlineAdapter }, host] = await Promise.all([
      import('../adapter/handleDebugSession'),
      import('./inlineAdapter'),
      platform.sessionHost({
        folder: folder?.uri,
        report: (message) => {
          log.error(message);
        },
      }),
    ]);
    const adapter = new InlineAdapter(new HandleDebugSession(host));
    return new vscode.DebugAdapterInlineImplementation(adapter);
  }
}
