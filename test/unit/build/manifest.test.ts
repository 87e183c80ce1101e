/** The package is sound: its top folder, its manifest, its lock file. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TOOL_VERSION } from '../../../src/core/commands/toolVersion';
import { root } from './buildModule';

interface Manifest {
  readonly name: string;
  readonly displayName: string;
  readonly version: string;
  readonly license: string;
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes?: { readonly commands?: readonly { readonly command: string }[] };
}

interface LockFile {
  readonly version: string;
  readonly packages: Readonly<
    Record<string, { readonly version: string; readonly resolved?: string }>
  >;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}

describe('the package', () => {
  const manifest = readJson('package.json') as Manifest;
  const allDependencies = { ...manifest.dependencies, ...manifest.devDependencies };

  it('has nothing in its top folder but what belongs there', () => {
    const allowed = new Set([
      'package.json',
      'package.nls.json',
      'package-lock.json',
      'tsconfig.json',
      'src',
      'syntaxes',
      'test',
      'docs',
      'media',
      'README.md',
      'CHANGELOG.md',
      'LICENSE',
    ]);
    const strange = topLevelNames().filter((name) => !allowed.has(name) && !name.startsWith('.'));
    assert.deepEqual(strange, []);
  });

  it('needs no other package when it runs: all are bundled', () => {
    assert.equal(manifest.dependencies, undefined);
  });

  it('has a manifest that says nothing twice', () => {
    const text = readFileSync(join(root, 'package.json'), 'utf8');
    const keys = [...text.matchAll(/^ {2}"(\w+)":/gm)].map(([, key]) => key);
    assert.deepEqual(keys, Object.keys(manifest));
  });

  it('is called Handle Lens and is under the MIT licence', () => {
    assert.equal(manifest.name, 'handle-lens');
    assert.equal(manifest.displayName, 'Handle Lens');
    assert.equal(manifest.license, 'MIT');
    assert.match(readFileSync(join(root, 'LICENSE'), 'utf8'), /^MIT License\n/);
  });

  it('has the version that the tool tells', () => {
    assert.equal(TOOL_VERSION, manifest.version);
  });

  it('pins every dependency to one version', () => {
    for (const [name, version] of Object.entries(allDependencies)) {
      assert.match(version, /^\d+\.\d+\.\d+$/, `${name}: ${version}`);
    }
  });

  it('has a lock file that agrees with the manifest', () => {
    const lock = readJson('package-lock.json') as LockFile;
    assert.equal(lock.version, manifest.version);
    for (const [name, version] of Object.entries(allDependencies)) {
      assert.equal(lock.packages[`node_modules/${name}`]?.version, version, name);
    }
  });

  it('has a lock file that names no download host', () => {
    const lock = readJson('package-lock.json') as LockFile;
    const resolved = Object.entries(lock.packages).filter(
      ([, entry]) => entry.resolved !== undefined,
    );
    assert.deepEqual(resolved, []);
  });

  it('does not ask for newer editor typings than the editor it runs in', () => {
    const [, minor = ''] = /^\^1\.(\d+)\.0$/.exec(manifest.engines['vscode'] ?? '') ?? [];
    const [, typings = ''] =
      /^1\.(\d+)\./.exec(manifest.devDependencies['@types/vscode'] ?? '') ?? [];
    assert.ok(Number(typings) <= Number(minor), `typings 1.${typings}, engine 1.${minor}`);
  });

  it('runs on Node 20.20 and newer', () => {
    assert.equal(manifest.engines['node'], '>=20.20.0');
  });

  it('starts what the bundler writes', () => {
    assert.equal(manifest.main, './dist/extension.js');
    assert.deepEqual(manifest.bin, { 'handle-lens': 'dist/cli.js' });
    for (const shell of ['extension', 'adapter', 'cli']) {
      assert.ok(existsSync(join(root, 'src', shell, 'main.ts')), shell);
    }
  });

  it('has scripts that exist', () => {
    for (const [name, script] of Object.entries(manifest.scripts)) {
      const file = /^node (\S+\.mjs)$/.exec(script)?.[1];
      assert.ok(file === undefined || existsSync(join(root, file)), `${name}: ${script}`);
    }
    for (const name of ['start', 'test', 'package', 'bench']) {
      assert.ok(name in manifest.scripts, name);
    }
  });

  it('has a text for every %key%, and no text that nothing uses', () => {
    const text = readFileSync(join(root, 'package.json'), 'utf8');
    const used = [...text.matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key ?? '');
    const texts = readJson('package.nls.json') as Readonly<Record<string, string>>;
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
    for (const [key, value] of Object.entries(texts)) {
      assert.notEqual(value.trim(), '', key);
    }
  });

  it('names its commands handleLens.<verb>', () => {
    const ids = (manifest.contributes?.commands ?? []).map(({ command }) => command);
    for (const id of ids) {
      assert.match(id, /^handleLens\.[a-z][A-Za-z]*$/);
    }
    assert.equal(new Set(ids).size, ids.length, 'a command is declared twice');
  });
});

/** What the repository holds at its top; without git, what the folder holds apart from what builds leave there. */
function topLevelNames(): readonly string[] {
  try {
    const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
    return [...new Set(listed.split('\0').flatMap((path) => path.split('/')[0] ?? []))].filter(
      (name) => name !== '',
    );
  } catch {
    const made = new Set(['dist', 'node_modules', 'out', 'coverage']);
    return readdirSync(root).filter((name) => !made.has(name) && !name.endsWith('.vsix'));
  }
}
