/** When packages are installed again, and when they are left alone. */

import assert from 'node:assert/strict';
import { loadBuildModule } from './buildModule';

interface LockFile {
  readonly packages?: Readonly<Record<string, object>>;
}

interface EnsureInstalled {
  whyInstall(lock: LockFile, installed: LockFile | null): string | null;
  requireNode(version?: string): void;
}

describe('the check of installed packages', () => {
  let module: EnsureInstalled;
  before(async () => {
    module = await loadBuildModule<EnsureInstalled>('ensureInstalled.mjs');
  });

  const lock = {
    packages: {
      '': { name: 'handle-lens' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  };

  it('installs when nothing is there', () => {
    assert.equal(module.whyInstall(lock, null), 'no packages are installed yet');
  });

  it('is content with exactly what the lock file says', () => {
    const installed = {
      packages: {
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b': { version: '2.0.0' },
      },
    };
    assert.equal(module.whyInstall(lock, installed), null);
  });

  it('is content without a package that is optional', () => {
    assert.equal(
      module.whyInstall(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } }),
      null,
    );
  });

  it('installs when a package is missing', () => {
    assert.equal(module.whyInstall(lock, { packages: {} }), 'node_modules/a is missing');
  });

  it('installs when a version differs', () => {
    assert.equal(
      module.whyInstall(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } }),
      'node_modules/a is 1.0.1, the lock file says 1.0.0',
    );
  });

  it('installs when something is there that the lock file does not know', () => {
    const packages = {
      'node_modules/a': { version: '1.0.0' },
      'node_modules/c': { version: '1.0.0' },
    };
    assert.equal(module.whyInstall(lock, { packages }), 'node_modules/c is not in the lock file');
  });

  it('accepts Node 20.20 and newer', () => {
    for (const version of ['20.20.0', '20.21.3', '22.0.0', '24.1.0']) {
      module.requireNode(version);
    }
  });

  it('names the Node that is needed when this one is too old', () => {
    for (const version of ['18.20.1', '20.19.9']) {
      assert.throws(() => module.requireNode(version), /needs Node 20\.20 or newer; this is /);
    }
  });
});
