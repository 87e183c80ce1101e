/** When the extension starts and stops the language server, with VS Code and the client played by the test. */

import assert from 'node:assert/strict';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { startLanguageClient } from '../../src/extension/languageClient';
import { desktopClient, type LoadClient } from '../../src/extension/platform/desktopClient';
import type { Platform } from '../../src/extension/platform/platform';

type Start = typeof startLanguageClient;

interface FakeDocument {
  readonly languageId: string;
}

class FakeDisposable {
  constructor(private readonly whenDisposed: () => void) {}

  dispose(): void {
    this.whenDisposed();
  }
}

/** The part of VS Code that the code under test touches. */
class FakeEditor {
  readonly warnings: string[] = [];
  readonly errors: string[] = [];
  readonly clients: FakeClient[] = [];
  textDocuments: FakeDocument[] = [];
  startFails = false;
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
        return Promise.resolve();
      },
    },
    Disposable: FakeDisposable,
  };

  /** Stands for `vscode-languageclient/node`. */
  readonly load = (() => {
    const { clients, startFails } = this;
    function LanguageClient(...[, , server, options]: readonly unknown[]): FakeClient {
      const client = new FakeClient(server, options, startFails);
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
  get services(): Parameters<Start>[0] {
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
    readonly options: unknown,
    private readonly fails: boolean,
  ) {}

  start(): Promise<void> {
    this.isStarted = true;
    return this.fails ? Promise.reject(new Error('no such file')) : Promise.resolve();
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
  let start: Start;

  beforeEach(() => {
    editor = new FakeEditor();
    loader._load = (request, ...rest) =>
      request === 'vscode' ? editor.vscode : load.call(Module, request, ...rest);
    Reflect.deleteProperty(require.cache, file);
    const loaded = createRequire(__filename)(file) as { startLanguageClient: Start };
    start = loaded.startLanguageClient;
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

  it('starts for a log that was open before the extension', async () => {
    editor.textDocuments.push({ languageId: 'handle-lens-log' });
    start(editor.services);
    await settle();
    assert.equal(editor.clients.length, 1);
  });

  it('asks for logs only, and writes to the log of the extension', async () => {
    start(editor.services);
    editor.open('handle-lens-log');
    await settle();
    const { middleware, ...options } = editor.clients[0]?.options as { middleware?: unknown };
    assert.ok(middleware !== undefined);
    assert.deepEqual(options, {
      documentSelector: [{ language: 'handle-lens-log' }],
      revealOutputChannelOn: 4,
      outputChannel: editor.log,
    });
  });

  it('says what is missing and where to look when the server cannot start', async () => {
    editor.startFails = true;
    start(editor.services);
    editor.open('handle-lens-log');
    await settle();
    assert.deepEqual(editor.errors, ['The language server for logs could not start: no such file']);
    assert.match(editor.warnings.join(), /hovers, outline and findings are missing.*"Handle Lens"/);
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
