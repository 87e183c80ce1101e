/**
 * Runs the debug adapter inside the extension host: no process to start, nothing to install. Configurations with
 * `debugServer` never come here: VS Code connects to that server by itself.
 */

import * as vscode from 'vscode';
import { isScriptName } from '../core/open/scriptName';
import type { InlineAdapter } from './inlineAdapter';
import { traceMessage } from './output/trafficLog';
import type { ExtensionServices } from './services';
import type { DirectRequests } from './sessions/directRequests';

/** Makes one adapter per session; its code is loaded with the first one. */
export class DescriptorFactory implements vscode.DebugAdapterDescriptorFactory {
  /** The newest adapter of each session, by the session's id. */
  private readonly adapters = new Map<string, InlineAdapter>();

  constructor(private readonly services: Pick<ExtensionServices, 'log' | 'platform'>) {}

  /** The straight way to a session's adapter; undefined when that runs elsewhere. */
  directRequests(sessionId: string): DirectRequests | undefined {
    return this.adapters.get(sessionId)?.requests;
  }

  /** Relative paths start from the session's workspace folder, else the first one. */
  async createDebugAdapterDescriptor(
    session: vscode.DebugSession,
  ): Promise<vscode.DebugAdapterDescriptor> {
    const { adapters } = this;
    const { log, platform } = this.services;
    const folder = session.workspaceFolder ?? vscode.workspace.workspaceFolders?.[0];
    const { target } = session.configuration as { readonly target?: unknown };
    const isNoProgram = typeof target === 'string' && !isScriptName(target);
    const [{ HandleDebugSession }, { InlineAdapter: Adapter }, host] = await Promise.all([
      import('../adapter/handleDebugSession'),
      import('./inlineAdapter'),
      platform.sessionHost({
        folder: folder?.uri,
        report: (message) => {
          log.error(message);
        },
      }),
    ]);
    const adapter: InlineAdapter = new Adapter(new HandleDebugSession({ ...host, isNoProgram }), {
      exchange: (direction, message) => {
        traceMessage(log, session, { direction, message });
      },
      disposed: () => {
        if (adapters.get(session.id) === adapter) {
          adapters.delete(session.id);
        }
      },
    });
    adapters.set(session.id, adapter);
    return new vscode.DebugAdapterInlineImplementation(adapter);
  }
}
