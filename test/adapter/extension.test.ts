import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { TOOL_VERSION } from '../../src/core/commands/toolVersion';
import { sampleDescriptions } from '../../src/core/script/samples/catalog';
import {
  activate,
  bundleExtension,
  newlyRegistered,
  standIn,
  startInline,
  type Registered,
} from '../support/vscodeStandIn';

describe('The extension', () => {
  let code: string;
  let registered: Registered;

  before(async function () {
    this.timeout(60_000);
    code = await bundleExtension('extension/main.ts', 'node');
  });

  /** Loads the extension into a fresh stand-in, which `prepare` may change first, and activates it. */
  function start(prepare: (registered: Registered) => void = () => undefined): void {
    registered = newlyRegistered();
    prepare(registered);
    const module = { exports: {} };
    const load = (name: string): unknown =>
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- a bundle asks for its modules this way
      name === 'vscode' ? standIn(registered) : require(name);
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- runs the bundle with a stand-in for VS Code
    const run = new Function('require', 'module', 'exports', code) as (...words: unknown[]) => void;
    run(load, module, module.exports);
    activate(module.exports, registered);
  }

  beforeEach(() => {
    start();
  });

  it('registers its adapter and both kinds of configuration provider', () => {
    assert.deepEqual([...registered.factories.keys()], ['handle-lens']);
    assert.deepEqual([...registered.providers.keys()], [undefined, 2]);
  });

  it('runs a session inline up to its first stop', async () => {
    const adapter = await startInline(registered, 'sample:six-handles');
    adapter.dispose();
  });

  it('offers every sample as a configuration', async () => {
    const offered = await registered.providers.get(undefined)!.provideDebugConfigurations();
    const names = offered.map(({ target }) => target);
    assert.ok(names.includes('sample:leaky-service'));
    assert.equal(names.length, sampleDescriptions.length);
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
    assert.equal(offered.length, sampleDescriptions.length);
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

  it('leaves an adapter of the user to VS Code while it listens, and takes its own when it does not', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const provider = registered.providers.get(undefined)!;
    const given = { type: 'handle-lens', request: 'launch', name: 'n', target: 'sample:badhandle' };
    const resolve = (): Promise<Record<string, unknown> | undefined> =>
      provider.resolveDebugConfigurationWithSubstitutedVariables(undefined, {
        ...given,
        debugServer: port,
      });
    assert.equal((await resolve())?.['debugServer'], port);
    await new Promise((done) => server.close(done));
    const resolved = await resolve();
    assert.equal(resolved?.['target'], 'sample:badhandle');
    assert.ok(!('debugServer' in resolved));
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

  describe('after an update', () => {
    const VERSION = 'handleLens.version';

    it('says once that there is a new version', async () => {
      start(({ memory }) => memory.set(VERSION, '0.0.9'));
      await settled();
      assert.equal(registered.informed.length, 1);
      const { memory } = registered;
      start((fresh) => memory.forEach((value, key) => fresh.memory.set(key, value)));
      await settled();
      assert.deepEqual(registered.informed, []);
    });

    it('says nothing at the first installation, and remembers the version', async () => {
      await settled();
      assert.deepEqual(registered.informed, []);
      assert.equal(registered.memory.get(VERSION), TOOL_VERSION);
    });

    it('says nothing when the setting turns it off', async () => {
      start(({ memory, settings }) => {
        memory.set(VERSION, '0.0.9');
        settings.set('handleLens.whatsNew.show', false);
      });
      await settled();
      assert.deepEqual(registered.informed, []);
      assert.equal(registered.memory.get(VERSION), TOOL_VERSION);
    });
  });
});

/** Lets everything happen that activation left for later. */
function settled(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, 20);
  });
}
