/** The bundle for browsers, in a world that has nothing of Node: only what a worker has. */

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import vm from 'node:vm';
import { build } from 'esbuild';
import { richDump } from '../../support/richDump';
import {
  activate,
  bundleExtension,
  loadStandIns,
  newlyRegistered,
  standIn,
  startInline,
  type Registered,
} from '../../support/vscodeStandIn';

/** The globals of a worker that the extension may use, but for message channels; the language brings its own. */
const WORKER_GLOBALS = {
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  clearTimeout,
  console,
  crypto,
  navigator: { userAgent: 'a test' },
  performance,
  setTimeout,
};

describe('the bundle for browsers', function () {
  this.timeout(60_000);
  let code: string;
  let registered: Registered;
  const channels: InstanceType<typeof MessageChannel>[] = [];
  /** Open channels keep Node running. */
  class ClosableChannel extends MessageChannel {
    constructor() {
      super();
      channels.push(this);
    }
  }

  before(async () => {
    code = await bundleExtension('web/extensionMain.ts', 'browser');
  });

  beforeEach(() => {
    registered = newlyRegistered();
    const module = { exports: {} };
    const load = (name: string): unknown => {
      assert.equal(name, 'vscode');
      return standIn(registered);
    };
    const world = vm.createContext({ ...WORKER_GLOBALS, MessageChannel: ClosableChannel });
    const run = vm.runInContext(`(function (require, module, exports) {${code}\n})`, world) as (
      ...words: unknown[]
    ) => void;
    run(load, module, module.exports);
    activate(module.exports, registered);
  });

  afterEach(() => {
    for (const { port1 } of channels.splice(0)) {
      port1.close();
    }
  });

  for (const entry of ['extensionMain.ts', 'serverMain.ts']) {
    it(`imports nothing but VS Code's own module: ${entry}`, async () => {
      const { metafile } = await build({
        entryPoints: [resolve(__dirname, '../../../src/web', entry)],
        bundle: true,
        platform: 'browser',
        format: 'cjs',
        external: ['vscode'],
        plugins: [(await loadStandIns()).browserStandIns],
        write: false,
        metafile: true,
        // A built-in module of Node cannot be resolved for a browser: the build itself would fail.
        logLevel: 'silent',
      });
      const outside = Object.values(metafile.outputs)
        .flatMap(({ imports }) => imports)
        .filter(({ external }) => external === true)
        .map(({ path }) => path);
      assert.deepEqual([...new Set(outside)], entry === 'extensionMain.ts' ? ['vscode'] : []);
    });
  }

  it('runs a sample up to its first stop', async () => {
    const adapter = await startInline(registered, 'sample:leaky-service');
    adapter.dispose();
  });

  it('runs a dump of the workspace up to its first stop', async () => {
    registered.files.set('memfs:/rich.dmp', richDump().build());
    const adapter = await startInline(registered, 'memfs:/rich.dmp');
    adapter.dispose();
  });

  it('says in one sentence that a file is not there', async () => {
    await assert.rejects(startInline(registered, 'memfs:/gone.dmp'), /There is no file memfs:/);
  });

  it('looks at a file before a session starts', async () => {
    registered.files.set('memfs:/notes.dmp', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]));
    const provider = registered.providers.get(undefined)!;
    const given = { type: 'handle-lens', request: 'launch', name: 'n', target: 'memfs:/notes.dmp' };
    const resolved = await provider.resolveDebugConfigurationWithSubstitutedVariables(
      undefined,
      given,
    );
    assert.equal(resolved, undefined);
    assert.equal(registered.told.length, 1);
  });

  it('knows no folder to start from while none is open, and says so', async () => {
    const provider = registered.providers.get(undefined)!;
    const given = { type: 'handle-lens', request: 'launch', name: 'n', target: 'x.dmp' };
    await provider.resolveDebugConfigurationWithSubstitutedVariables(undefined, given);
    assert.equal(registered.told.length, 1);
  });
});
