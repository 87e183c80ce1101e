/** A language client for tests: talks to the server through streams in memory, timers under the test's control. */

import { PassThrough } from 'node:stream';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { createConnection } from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  Diagnostic,
  Hover,
  InitializeResult,
  MarkupContent,
  PublishDiagnosticsParams,
  Range,
} from 'vscode-languageserver';
import { startLanguageServer } from '../../src/server/languageServer';

/** What VS Code announces, as far as the server asks. */
export const editorCapabilities: ClientCapabilities = {
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    publishDiagnostics: { relatedInformation: true },
    foldingRange: { rangeLimit: 5000 },
  },
};

interface Delayed {
  readonly run: () => void;
  isCancelled: boolean;
}

/** A document that is opened. */
export interface Opened {
  readonly uri: string;
  readonly languageId: string;
}

const LOG: Opened = { uri: 'file:///c%3A/logs/courier.htrace', languageId: 'handle-lens-log' };

/** What the server asks to register. */
interface Registered {
  readonly method: string;
  readonly registerOptions?: { readonly documentSelector?: unknown };
}

/** A connected client with one server of its own. */
export class LogClient {
  /** Files of the workspace that are not open, by URI. */
  readonly files = new Map<string, string>();
  readonly registered: Registered[] = [];
  private readonly connection: MessageConnection;
  private readonly delayed: Delayed[] = [];
  private readonly published: PublishDiagnosticsParams[] = [];
  private readonly logged: string[] = [];
  private text = '';
  private version = 1;

  private constructor(readonly document: Opened) {
    const up = new PassThrough();
    const down = new PassThrough();
    const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
    startLanguageServer(server, (run) => {
      const delayed = { run, isCancelled: false };
      this.delayed.push(delayed);
      return () => {
        delayed.isCancelled = true;
      };
    });
    server.listen();
    this.connection = createMessageConnection(
      new StreamMessageReader(down),
      new StreamMessageWriter(up),
    );
    this.connection.onNotification(
      'textDocument/publishDiagnostics',
      (params: PublishDiagnosticsParams) => this.published.push(params),
    );
    this.connection.onNotification('window/logMessage', ({ message }: { message: string }) =>
      this.logged.push(message),
    );
    this.connection.onRequest(
      'client/registerCapability',
      ({ registrations }: { readonly registrations: readonly Registered[] }) => {
        this.registered.push(...registrations);
        return null;
      },
    );
    this.connection.onRequest(
      'handleLens/readScript',
      ({ uri }: { readonly uri: string }) => this.files.get(uri) ?? null,
    );
    this.connection.onRequest('handleLens/findScripts', () => [...this.files.keys()]);
    this.connection.listen();
  }

  get uri(): string {
    return this.document.uri;
  }

  /** Starts a server, shakes hands and opens a log. */
  static async open(
    text: string,
    capabilities = editorCapabilities,
    document = LOG,
  ): Promise<LogClient> {
    const client = new LogClient(document);
    await client.initialize(capabilities);
    await client.connection.sendNotification('initialized', {});
    client.text = text;
    await client.notify('didOpen', {
      textDocument: { ...document, version: 1, text },
    });
    return client;
  }

  /** The handshake; answers what the server can do. */
  initialize(capabilities = editorCapabilities): Promise<InitializeResult> {
    return this.connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities,
    });
  }

  /** Sends a `textDocument/…` notification. */
  notify(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(`textDocument/${method}`, params);
  }

  /** Sends a `textDocument/…` request about the open log. */
  request<R>(method: string, params: object = {}, uri = this.uri): Promise<R> {
    return this.connection.sendRequest(`textDocument/${method}`, {
      textDocument: { uri },
      ...params,
    });
  }

  /** Sends a `workspace/…` request. */
  ask<R>(method: string, params: object): Promise<R> {
    return this.connection.sendRequest(`workspace/${method}`, params);
  }

  /** Replaces a range of the open log. */
  async edit(range: Range, text: string): Promise<void> {
    this.version++;
    await this.notify('didChange', {
      textDocument: { uri: this.uri, version: this.version },
      contentChanges: [{ range, text }],
    });
  }

  /** Where the given words stand, the `occurrence`th time from 0; the position is that of `|` if the words hold one. */
  find(words: string, occurrence = 0): { readonly line: number; readonly character: number } {
    const mark = Math.max(0, words.indexOf('|'));
    const wanted = words.replace('|', '');
    let at = this.text.indexOf(wanted);
    for (let seen = 0; seen < occurrence && at !== -1; seen++) {
      at = this.text.indexOf(wanted, at + 1);
    }
    if (at === -1) {
      throw new Error(`The log does not hold ${JSON.stringify(wanted)} ${occurrence + 1} times.`);
    }
    const before = this.text.slice(0, at + mark).split('\n');
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  }

  /** The text of a hover at {@link find}; null when there is none. */
  async hover(words: string, occurrence = 0): Promise<string | null> {
    const answer = await this.request<Hover | null>('hover', {
      position: this.find(words, occurrence),
    });
    return answer === null ? null : (answer.contents as MarkupContent).value;
  }

  /** Lets the waiting work run and answers the newest findings. */
  async diagnostics(): Promise<readonly Diagnostic[]> {
    await this.settle();
    for (const delayed of this.delayed.splice(0)) {
      if (!delayed.isCancelled) {
        delayed.run();
      }
    }
    await this.settle();
    return this.published.at(-1)?.diagnostics ?? [];
  }

  /** The same of a script, whose problems are found after the waiting work has run. Throws what the server says of a failure. */
  async problems(): Promise<readonly Diagnostic[]> {
    const before = this.published.length;
    await this.diagnostics();
    while (this.published.length === before) {
      const failure = this.logged.find((message) => message.startsWith('Finding problems failed'));
      if (failure !== undefined) {
        throw new Error(failure);
      }
      await this.settle();
    }
    return this.published.at(-1)?.diagnostics ?? [];
  }

  /** Behind the last character. */
  get endPosition(): { readonly line: number; readonly character: number } {
    const lines = this.text.split('\n');
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  }

  /** How many times findings were sent. */
  get publications(): readonly PublishDiagnosticsParams[] {
    return this.published;
  }

  /** What the server wrote to its log. */
  get messages(): readonly string[] {
    return this.logged;
  }

  /** Waits until the server has worked through everything sent before: requests are answered in order. */
  async settle(): Promise<void> {
    await this.request('hover', { position: { line: 0, character: 0 } }, 'file:///nowhere');
  }
}
