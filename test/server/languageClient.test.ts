/** When the extension starts and stops the language server, with VS Code and the client played by the test. */

import assert from 'node:assert/strict';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient';
import type { LogServer } from '../../src/extension/languageClient';
import { desktopClient, type LoadClient } from '../../src/extension/platform/desktopClient';
import type { Platform } from '../../src/extension/platform/platform';

type Server = typeof LogServer;

interface FakeDocument {
  readonly languageId: string;
}

class FakeDisposable {
  constructor(private readonly whenDisposed: () => void) {}

  dispose(): void {
    this.whenDisposed();
  }
}

class FakeEmitter {
  private readonly listeners: (() => void)[] = [];
  readonly event = (listener: () => void): void => void this.listeners.push(listener);
  readonly dispose = (): void => undefined;

  fire(): void {
    this.listeners.forEach((listener) => listener());
  }
}

/** The part of VS Code that the code under test touches. */
class FakeEditor {
  readonly warnings: string[] = [];
  readonly errors: string[] = [];
  readonly clients: FakeClient[] = [];
  textDocuments: FakeDocument[] = [];
  startFails = false;
  /** The button that is pressed on a warning. */
  answer: string | undefined;
  private readonly listeners = new Set<(document: FakeDocument) => void>();

  readonly vscode = {
    workspace: {
      textDocuments: this.textDocuments,
      onDidOpenTextDocument: (listener: (document: FakeDocument) => void) => {
        this.listeners.add(listener);
        return { dispose: () => this.listeners.delete(listener) };
      },
    },
    window: {
      showWarningMessage: (message: string) => {
        this.warnings.push(message);
        return Promise.resolve(this.answer);
      },
    },
    Disposable: FakeDisposable,
    EventEmitter: FakeEmitter,
    l10n: { t: (text: string) => text },
  };

  /** Stands for `vscode-languageclient/node`. */
  readonly load = (() => {
    const { clients } = this;
    const isFailing = (): boolean => this.startFails;
    function LanguageClient(...[, , server, options]: readonly unknown[]): FakeClient {
      const client = new FakeClient(server, options as FakeClient['options'], isFailing());
      clients.push(client);
      return client;
    }
    return Promise.resolve({
      LanguageClient,
      RevealOutputChannelOn: { Never: 4 },
      TransportKind: { ipc: 1 },
    });
  }) as unknown as LoadClient;

  readonly context = {
    asAbsolutePath: (path: string) => join('extension', path),
  } as vscode.ExtensionContext;

  readonly log = {
    error: (message: string) => this.errors.push(message),
  } as unknown as vscode.LogOutputChannel;

  /** What the code under test is given. */
  get services(): ConstructorParameters<Server>[0] {
    const platform: Pick<Platform, 'languageClient'> = {
      languageClient: (options) => desktopClient(this.context, options, this.load),
    };
    return { log: this.log, platform: platform as Platform };
  }

  open(languageId: string): void {
    this.listeners.forEach((listener) => listener({ languageId }));
  }

  get isWatched(): boolean {
    return this.listeners.size > 0;
  }
}

class FakeClient {
  isDisposed = false;
  isStarted = false;

  constructor(
    readonly server: unknown,
    readonly options: { readonly middleware?: Middleware },
    private readonly fails: boolean,
  ) {}

  private tell: (change: { readonly newState: number }) => void = () => undefined;

  readonly answers = new Map<string, unknown>();

  onRequest(method: string, answer: unknown): void {
    this.answers.set(method, answer);
  }

  onDidChangeState(listener: (change: { readonly newState: number }) => void): void {
    this.tell = listener;
  }

  /** Says what the client's library says of its server: 1 stopped, 2 running, 3 starting. */
  become(newState: number): void {
    this.tell({ newState });
  }

  start(): Promise<void> {
    this.isStarted = true;
    this.become(3);
    if (this.fails) {
      return Promise.reject(new Error('no such file'));
    }
    this.become(2);
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    this.isDisposed = true;
    return Promise.resolve();
  }
}

let editor: FakeEditor;

interface Loader {
  _load: (request: string, ...rest: readonly unknown[]) => unknown;
}

describe('the client of the language server', () => {
  const loader = Module as unknown as Loader;
  const load = loader._load;
  const file = require.resolve('../../src/extension/languageClient');
  let start: (services: ConstructorParameters<Server>[0]) => LogServer;

  beforeEach(() => {
    editor = new FakeEditor();
    loader._load = (request, ...rest) =>
      request === 'vscode' ? editor.vscode : load.call(Module, request, ...rest);
    Reflect.deleteProperty(require.cache, file);
    const loaded = createRequire(__filename)(file) as { LogServer: Server };
    start = (services) => new loaded.LogServer(services);
  });

  afterEach(() => {
    loader._load = load;
    Reflect.deleteProperty(require.cache, file);
  });

  /** Lets everything that was promised happen. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('starts nothing while no log is open', async () => {
    start(editor.services);
    editor.open('cpp');
    await settle();
    assert.equal(editor.clients.length, 0);
  });

  it('starts the bundled server over IPC at the first log, and only once', async () => {
    start(editor.services);
    editor.open('handle-lens-log');
    editor.open('handle-lens-log');
    await settle();
    assert.equal(editor.clients.length, 1);
    assert.equal(editor.clients[0]?.isStarted, true);
    assert.deepEqual(editor.clients[0].server, {
      module: join('extension', 'dist', 'server.js'),
      transport: 1,
    });
  });

  it('starts for a script, and answers what the server asks about others', async () => {
    start(editor.services);
    editor.open('hsim');
    await settle();
    assert.deepEqual(
      [...(editor.clients[0]?.answers.keys() ?? [])],
      ['handleLens/readScript', 'handleLens/findScripts'],
    );
  });

  it('starts for a log that was open before the extension', async () => {
    editor.textDocuments.push({ languageId: 'handle-lens-log' });
    start(editor.services);
    await settle();
    assert.equal(editor.clients.length, 1);
  });

  it('asks for logs and scripts only, and writes to the log of the extension', async () => {
    start(editor.services);
    editor.open('handle-lens-log');
    await settle();
    const { middleware, ...options } = editor.clients[0]?.options ?? {};
    assert.ok(middleware !== undefined);
    assert.deepEqual(options, {
      documentSelector: [{ language: 'handle-lens-log' }, { language: 'hsim' }],
      revealOutputChannelOn: 4,
      outputChannel: editor.log,
    });
  });

  it('says that it does not run and why when it cannot start, and starts again when asked to', async () => {
    editor.startFails = true;
    const server = start(editor.services);
    editor.open('handle-lens-log');
    await settle();
    assert.deepEqual(server.state, { kind: 'failed', reason: 'no such file' });
    assert.deepEqual(editor.errors, ['The language server does not run: no such file']);
    assert.match(editor.warnings.join(), /hovers, outline and findings are missing/);
    editor.startFails = false;
    await server.restart();
    assert.deepEqual(server.state, { kind: 'ready' });
    assert.equal(editor.clients[0]?.isDisposed, true);
  });

  it('tries again from the button of the warning', async () => {
    editor.startFails = true;
    editor.answer = 'Try Again';
    const server = start(editor.services);
    editor.open('handle-lens-log');
    editor.startFails = false;
    await settle();
    await settle();
    assert.equal(editor.clients.length, 1);
    assert.deepEqual(server.state, { kind: 'ready' });
  });

  it('tells how it is: nothing, starting, ready, stopped, ready again', async () => {
    const server = start(editor.services);
    assert.equal(server.state, null);
    const seen: (string | undefined)[] = [];
    server.onDidChange(() => seen.push(server.state?.kind));
    editor.open('handle-lens-log');
    await settle();
    const [client] = editor.clients;
    client?.become(1);
    client?.become(3);
    client?.become(2);
    assert.deepEqual(seen, ['starting', 'starting', 'ready', 'failed', 'starting', 'ready']);
  });

  it('does not hear what an earlier client says after a restart', async () => {
    const server = start(editor.services);
    editor.open('handle-lens-log');
    await settle();
    await server.restart();
    editor.clients[0]?.become(1);
    assert.deepEqual(server.state, { kind: 'ready' });
  });

  it('counts the findings of a log, and forgets them when it starts again', async () => {
    const server = start(editor.services);
    editor.open('handle-lens-log');
    await settle();
    const uri = { scheme: 'file', toString: () => 'file:///a.htrace' } as unknown as vscode.Uri;
    const document = { uri } as vscode.TextDocument;
    assert.equal(server.findingsIn(document), undefined);
    const passed: unknown[] = [];
    const { handleDiagnostics } = editor.clients[0]?.options.middleware ?? {};
    handleDiagnostics?.(uri, [{}, {}] as unknown as vscode.Diagnostic[], (_, all) =>
      passed.push(...all),
    );
    assert.equal(server.findingsIn(document), 2);
    assert.equal(passed.length, 2);
    await server.restart();
    assert.equal(server.findingsIn(document), undefined);
  });

  it('finds nothing in the answers of our own sessions', async () => {
    const server = start(editor.services);
    editor.open('handle-lens-log');
    await settle();
    const uri = { scheme: 'output', toString: () => 'output:x' } as unknown as vscode.Uri;
    const { handleDiagnostics } = editor.clients[0]?.options.middleware ?? {};
    handleDiagnostics?.(uri, [{}] as unknown as vscode.Diagnostic[], () => undefined);
    assert.equal(server.findingsIn({ uri } as vscode.TextDocument), 0);
  });

  it('stops server and watch with the extension', async () => {
    const disposable = start(editor.services);
    editor.open('handle-lens-log');
    await settle();
    disposable.dispose();
    assert.equal(editor.clients[0]?.isDisposed, true);
    assert.equal(editor.isWatched, false);
  });

  it('starts no server when it is stopped before the client was loaded', async () => {
    const disposable = start(editor.services);
    editor.open('handle-lens-log');
    disposable.dispose();
    await settle();
    assert.equal(editor.clients.filter(({ isStarted }) => isStarted).length, 0);
  });
});
