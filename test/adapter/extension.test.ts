import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { build } from 'esbuild';

/** What the extension registered with the stand-in for VS Code. */
interface Registered {
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
  /** What the memento holds. */
  readonly memory: Map<string, unknown>;
}

interface Item {
  readonly label: string;
  readonly target?: string;
}

interface Adapter {
  readonly onDidSendMessage: (listener: (message: DebugProtocol.ProtocolMessage) => void) => void;
  handleMessage(message: object): void;
  dispose(): void;
}

interface Factory {
  createDebugAdapterDescriptor(session: object): Promise<{ readonly implementation: Adapter }>;
}

interface Provider {
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
const anything: object = new Proxy(function nothing() {}, {
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
function withAnything(known: object): object {
  const others = new Proxy({}, { get: () => anything });
  return Object.assign(Object.create(others) as object, known);
}

/** Just enough of VS Code for the extension to run in. */
function standIn(registered: Registered): object {
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
    DebugAdapterInlineImplementation,
    DebugConfigurationProviderTriggerKind: { Initial: 1, Dynamic: 2 },
    QuickPickItemKind: { Separator: -1 },
    l10n: { t: (text: string) => text },
    workspace: withAnything({
      workspaceFolders: undefined,
      findFiles: () => Promise.resolve(registered.dumps.map(asFile)),
      getConfiguration: () => ({ get: () => undefined }),
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
      showOpenDialog: () => {
        registered.asked.push('file');
        const { file } = registered;
        return Promise.resolve(file === undefined ? undefined : [{ fsPath: file }]);
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

describe('The extension', () => {
  let code: string;
  let registered: Registered;

  before(async function () {
    this.timeout(60_000);
    const { outputFiles } = await build({
      entryPoints: [resolve(__dirname, '../../src/extension/main.ts')],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
      write: false,
      logLevel: 'warning',
    });
    code = outputFiles[0]!.text;
  });

  beforeEach(() => {
    registered = {
      factories: new Map(),
      providers: new Map(),
      asked: [],
      pick: () => undefined,
      file: undefined,
      dumps: [],
      told: [],
      memory: new Map(),
    };
    const module: { exports: { activate?: (context: object) => void } } = { exports: {} };
    const load = (name: string): unknown =>
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- a bundle asks for its modules this way
      name === 'vscode' ? standIn(registered) : require(name);
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- runs the bundle with a stand-in for VS Code
    const run = new Function('require', 'module', 'exports', code) as (...words: unknown[]) => void;
    run(load, module, module.exports);
    const { memory } = registered;
    module.exports.activate!({
      subscriptions: [],
      workspaceState: { get: () => undefined, update: () => Promise.resolve() },
      globalState: {
        get: (key: string) => memory.get(key),
        update: (key: string, value: unknown) => Promise.resolve(void memory.set(key, value)),
      },
    });
  });

  it('registers its adapter and both kinds of configuration provider', () => {
    assert.deepEqual([...registered.factories.keys()], ['handle-lens']);
    assert.deepEqual([...registered.providers.keys()], [undefined, 2]);
  });

  it('runs a session inline up to its first stop', async () => {
    const { implementation } = await registered.factories
      .get('handle-lens')!
      .createDebugAdapterDescriptor({ workspaceFolder: undefined });
    const stopped = new Promise<void>((done) => {
      implementation.onDidSendMessage((message) => {
        if ((message as DebugProtocol.Event).event === 'stopped') {
          done();
        }
      });
    });
    ['initialize', 'launch', 'configurationDone'].forEach((command, index) => {
      const request = { seq: index + 1, type: 'request', command };
      implementation.handleMessage({ ...request, arguments: { target: 'sample:six-handles' } });
    });
    await stopped;
    implementation.dispose();
  });

  it('offers every sample as a configuration', async () => {
    const offered = await registered.providers.get(undefined)!.provideDebugConfigurations();
    const names = offered.map(({ target }) => target);
    assert.ok(names.includes('sample:leaky-service'));
    assert.equal(names.length, 5);
  });

  it('offers the dumps of the workspace before the samples', async () => {
    registered.dumps = ['/w/b.dmp', '/w/a.dmp'];
    const offered = await registered.providers.get(2)!.provideDebugConfigurations();
    assert.deepEqual(
      offered.slice(0, 3).map(({ target }) => target),
      ['/w/a.dmp', '/w/b.dmp', 'sample:leaky-service'],
    );
  });

  it('writes no dumps into a new launch.json', async () => {
    registered.dumps = ['/w/a.dmp'];
    const offered = await registered.providers.get(undefined)!.provideDebugConfigurations();
    assert.equal(offered.length, 5);
  });

  it('says in one sentence why a file cannot be examined, and starts nothing', async () => {
    const provider = registered.providers.get(undefined)!;
    const given = { type: 'handle-lens', request: 'launch', name: 'n', target: '/nowhere/x.dmp' };
    const resolved = await provider.resolveDebugConfigurationWithSubstitutedVariables(
      undefined,
      given,
    );
    assert.equal(resolved, undefined);
    assert.equal(registered.told.length, 1);
  });

  it('remembers what was examined and offers it first', async () => {
    const provider = registered.providers.get(undefined)!;
    const given = { type: 'handle-lens', request: 'launch', name: 'n', target: 'sample:BadHandle' };
    await provider.resolveDebugConfigurationWithSubstitutedVariables(undefined, given);
    registered.pick = (items) => items.find(({ label }) => label.includes('$(history)'));
    const resolved = await provider.resolveDebugConfiguration(undefined, {});
    assert.equal(resolved?.['target'], 'sample:badhandle');
  });

  it('leaves a configuration with a target as it is', async () => {
    const given = { type: 'handle-lens', request: 'attach', name: 'n', target: 'x.dmp' };
    const provider = registered.providers.get(undefined)!;
    assert.deepEqual(await provider.resolveDebugConfiguration(undefined, given), given);
    assert.deepEqual(registered.asked, []);
  });

  it('asks for a target when there is no launch.json', async () => {
    registered.pick = (items) => items.find(({ label }) => label === 'sample:badhandle');
    const provider = registered.providers.get(undefined)!;
    assert.deepEqual(await provider.resolveDebugConfiguration(undefined, {}), {
      type: 'handle-lens',
      request: 'launch',
      name: 'Handle Lens: sample:badhandle',
      target: 'sample:badhandle',
    });
  });

  it('asks for a file when the user wants to open a dump', async () => {
    registered.pick = ([first]) => first;
    registered.file = '/dumps/x.dmp';
    const provider = registered.providers.get(undefined)!;
    const resolved = await provider.resolveDebugConfiguration(undefined, { name: '' });
    assert.equal(resolved?.['target'], '/dumps/x.dmp');
    assert.equal(resolved['name'], 'Handle Lens: x.dmp');
  });

  it('starts nothing when the user picks nothing', async () => {
    const provider = registered.providers.get(undefined)!;
    assert.equal(await provider.resolveDebugConfiguration(undefined, {}), undefined);
    registered.pick = ([first]) => first;
    assert.equal(await provider.resolveDebugConfiguration(undefined, {}), undefined);
    assert.deepEqual(registered.asked, ['pick', 'pick', 'file']);
  });
});
