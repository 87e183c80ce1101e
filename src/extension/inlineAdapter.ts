/** A debug session as VS Code's own adapter type. */

import * as vscode from 'vscode';
import type { HandleDebugSession } from '../adapter/handleDebugSession';

/** Passes messages both ways; disposing of it ends the session. */
export class InlineAdapter extends vscode.Disposable implements vscode.DebugAdapter {
  readonly onDidSendMessage: vscode.Event<vscode.DebugProtocolMessage>;

  constructor(private readonly session: HandleDebugSession) {
    const messages = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
    super(() => {
      session.dispose();
      messages.dispose();
    });
    session.onDidSendMessage((message) => {
      messages.fire(message);
    });
    this.onDidSendMessage = messages.event;
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    this.session.handleMessage(message);
  }
}
