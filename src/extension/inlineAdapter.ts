/** A debug session as VS Code's own adapter type. */

import * as vscode from 'vscode';
import type { HandleDebugSession } from '../adapter/handleDebugSession';
import { localiseWith } from './l10n';
import { DirectRequests, type ExchangeListener } from './sessions/directRequests';

// This module is loaded with a bundle of its own, which has its own copy of the translating module.
localiseWith((message, ...values) => vscode.l10n.t(message, ...values));

/** Who is told what. */
export interface InlineAdapterListeners {
  readonly exchange: ExchangeListener;
  /** VS Code has no more use for the adapter. */
  readonly disposed: () => void;
}

/** Passes messages both ways; disposing of it ends the session. */
export class InlineAdapter extends vscode.Disposable implements vscode.DebugAdapter {
  readonly onDidSendMessage: vscode.Event<vscode.DebugProtocolMessage>;
  /** For requests of ours, which need not go through the window. */
  readonly requests: DirectRequests;

  constructor(
    private readonly session: HandleDebugSession,
    listeners: InlineAdapterListeners,
  ) {
    const messages = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
    const requests = new DirectRequests((message) => {
      session.handleMessage(message);
    }, listeners.exchange);
    super(() => {
      session.dispose();
      requests.end();
      messages.dispose();
      listeners.disposed();
    });
    session.onDidSendMessage((message) => {
      if (!requests.take(message)) {
        messages.fire(message);
      }
    });
    this.requests = requests;
    this.onDidSendMessage = messages.event;
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    this.session.handleMessage(message);
  }
}
