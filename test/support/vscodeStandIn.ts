/** A stand-in for VS Code that the bundled extension runs in: it remembers what was registered and answers questions as a test says. */

import { resolve } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { build, type Plugin } from 'esbuild';
import { loadBuildModule } from '../unit/build/buildModule';

/** What the extension registered with the stand-in for VS Code. */
export interface Registered {
  readonly factories: Map<string, Factory>;
  readonly providers: Map<number | undefined, Provider>;
  readonly asked: string[];
  /** What the next quick pick chooses: gets the items, returns one or nothing. */
  pick: (items: readonly Item[]) => Item | undefined;
  file: string | undefined;
  /** Paths of the dumps in the workspace. */
  dumps: readonly string[];
  /** Error messages that were shown. */
  readonly told: string[];
  /** Information messages that were shown. */
  readonly informed: string[];
  /** What settings say, by their full names. */
  readonly settings: Map<string, unknown>;
  /** What the memento holds. */
  readonly memory: Map<string, unknown>;
  /** Files behind `workspace.fs`, by URI. */
  readonly files: Map<string, Uint8Array>;
}

/** Nothing registered yet; nothing is picked, found or remembered. */
export function newlyRegistered(): Registered {
  return {
    factories: new Map(),
    providers: new Map(),
    asked: [],
    pick: () => undefined,
    file: undefined,
    dumps: [],
    told: [],
    informed: [],
    settings: new Map(),
    memory: new Map(),
    files: new Map(),
  };
}

export interface Item {
  readonly label: string;
  readonly target?: string;
}

export interface Adapter {
  readonly onDidSendMessage: (listener: (message: DebugProtocol.ProtocolMessage) => void) => void;
  handleMessage(message: object): void;
  dispose(): void;
}

export interface Factory {
  createDebugAdapterDescriptor(session: object): Promise<{ readonly implementation: Adapter }>;
}

export interface Provider {
  provideDebugConfigurations(): Promise<readonly Record<string, unknown>[]>;
  resolveDebugConfiguration(
    folder: undefined,
    configuration: object,
  ): Promise<Record<string, unknown> | undefined>;
  resolveDebugConfigurationWithSubstitutedVariables(
    folder: undefined,
    configuration: object,
  ): Promise<Record<string, unknown> | undefined>;
}

const asFile = (path: string): object => ({ scheme: 'file', fsPath: path });

/** Stands for whatever of VS Code a test does not look at: it can be called, made, read and disposed of. */
export const anything: object = new Proxy(function nothing() {}, {
  get: (_target, name) => {
    if (name === 'then') {
      return undefined;
    }
    return name === Symbol.toPrimitive ? () => '' : anything;
  },
  set: () => true,
  apply: () => anything,
  construct: () => anything,
});

/** An object whose other members are {@link anything}; inherited, because a bundle copies own members only. */
export function withAnything(known: object): object {
  const others = new Proxy({}, { get: () => anything });
  return Object.assign(Object.create(others) as object, known);
}

/** Addresses without an authority, which are all that tests need. */
class Uri {
  constructor(
    readonly scheme: string,
    readonly path: string,
  ) {}

  static parse(text: string): Uri {
    const [, scheme = '', path = ''] = /^([^:]+):(.*)$/.exec(text) ?? [];
    return new Uri(scheme, path);
  }

  static from({ scheme, path }: { readonly scheme: string; readonly path: string }): Uri {
    return new Uri(scheme, path);
  }

  static joinPath(base: Uri, ...parts: readonly string[]): Uri {
    return base.with({ path: [base.path, ...parts].join('/') });
  }

  with({ path }: { readonly path: string }): Uri {
    return new Uri(this.scheme, path);
  }

  toString(): string {
    return `${this.scheme}:${this.path}`;
  }
}

/** What `workspace.fs` does with the files of a test. */
function fileSystem({ files }: Registered): object {
  const bytesOf = (uri: Uri): Uint8Array => {
    const bytes = files.get(uri.toString());
    if (bytes === undefined) {
      throw Object.assign(new Error('no such file'), { code: 'FileNotFound' });
    }
    return bytes;
  };
  // eslint-disable-next-line @typescript-eslint/require-await -- rejects as VS Code does, never throws
  const stat = async (uri: Uri): Promise<object> => ({
    type: 1,
    mtime: 0,
    size: bytesOf(uri).length,
  });
  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  const readFile = async (uri: Uri): Promise<Uint8Array> => bytesOf(uri);
  return { stat, readFile };
}

/** Just enough of VS Code for the extension to run in. */
export function standIn(registered: Registered): object {
  class EventEmitter {
    private listener: (message: unknown) => void = () => undefined;
    readonly event = (listener: (message: unknown) => void): void => {
      this.listener = listener;
    };
    fire(message: unknown): void {
      this.listener(message);
    }
    dispose(): void {
      this.listener = () => undefined;
    }
  }
  class Disposable {
    constructor(readonly dispose: () => void) {}
    static from(...all: readonly { dispose(): void }[]): Disposable {
      return new Disposable(() => {
        all.forEach((each) => {
          each.dispose();
        });
      });
    }
  }
  class DebugAdapterInlineImplementation {
    constructor(readonly implementation: Adapter) {}
  }
  return withAnything({
    EventEmitter,
    Disposable,
    Uri,
    FileType: { Directory: 2 },
    DebugAdapterInlineImplementation,
    DebugConfigurationProviderTriggerKind: { Initial: 1, Dynamic: 2 },
    QuickPickItemKind: { Separator: -1 },
    l10n: { t: (text: string) => text },
    workspace: withAnything({
      workspaceFolders: undefined,
      fs: fileSystem(registered),
      findFiles: () => Promise.resolve(registered.dumps.map(asFile)),
      getConfiguration: () => ({ get: (name: string) => registered.settings.get(name) }),
    }),
    commands: withAnything({ registerCommand: () => new Disposable(() => undefined) }),
    window: withAnything({
      createOutputChannel: () => anything,
      showQuickPick: (items: readonly Item[]) => {
        registered.asked.push('pick');
        return Promise.resolve(registered.pick(items));
      },
      showErrorMessage: (message: string) => {
        registered.told.push(message);
        return Promise.resolve(undefined);
      },
      showInformationMessage: (message: string) => {
        registered.informed.push(message);
        return Promise.resolve(undefined);
      },
      showOpenDialog: () => {
        registered.asked.push('file');
        const { file } = registered;
        return Promise.resolve(file === undefined ? undefined : [asFile(file)]);
      },
    }),
    debug: withAnything({
      registerDebugAdapterDescriptorFactory: (type: string, factory: Factory) => {
        registered.factories.set(type, factory);
      },
      registerDebugConfigurationProvider: (_type: string, provider: Provider, kind?: number) => {
        registered.providers.set(kind, provider);
      },
    }),
  });
}

/** What the build does for browsers. */
export function loadStandIns(): Promise<{ readonly browserStandIns: Plugin }> {
  return loadBuildModule('browserStandIns.mjs');
}

/** Bundles an entry of the extension as the build does, in memory. */
export async function bundleExtension(
  entry: string,
  platform: 'node' | 'browser',
): Promise<string> {
  const { browserStandIns } = await loadStandIns();
  const { outputFiles } = await build({
    entryPoints: [resolve(__dirname, '../../src', entry)],
    bundle: true,
    platform,
    format: 'cjs',
    external: ['vscode'],
    plugins: platform === 'browser' ? [browserStandIns] : [],
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0]!.text;
}

/** Activates the extension as VS Code does. */
export function activate(
  { activate: start }: { readonly activate?: (context: object) => unknown },
  { memory }: Registered,
): unknown {
  return start!({
    subscriptions: [],
    extensionUri: new Uri('https', '//extension'),
    workspaceState: { get: () => undefined, update: () => Promise.resolve() },
    globalState: {
      get: (key: string) => memory.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void memory.set(key, value)),
    },
  });
}

/** Takes a new session to its first stop, and returns its adapter. */
export async function startInline(registered: Registered, target: string): Promise<Adapter> {
  const { implementation } = await registered.factories
    .get('handle-lens')!
    .createDebugAdapterDescriptor({ workspaceFolder: undefined, configuration: { target } });
  const stopped = new Promise<void>((done, failed) => {
    implementation.onDidSendMessage((message) => {
      const {
        event,
        success,
        message: why,
      } = message as Partial<DebugProtocol.Event & DebugProtocol.Response>;
      if (event === 'stopped') {
        done();
      } else if (success === false) {
        failed(new Error(why));
      }
    });
  });
  ['initialize', 'launch', 'configurationDone'].forEach((command, index) => {
    const request = { seq: index + 1, type: 'request', command };
    implementation.handleMessage({ ...request, arguments: { target } });
  });
  await stopped;
  return implementation;
}
