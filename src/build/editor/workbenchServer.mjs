// Starts the web workbench with the extension loaded, on loopback, with a profile of its own.

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { editorHome, workbenchPaths } from './workbenchInstall.mjs';

/** Settings of a fresh profile in which nothing moves by itself. */
export const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'editor.cursorBlinking': 'solid',
  'files.simpleDialog.enable': true,
};

const FLAGS = [
  '--accept-server-license-terms',
  '--disable-telemetry',
  '--telemetry-level',
  'off',
  '--disable-update-check',
  '--disable-workspace-trust',
  '--disable-getting-started-override',
];

/**
 * Starts a server. `extension` is the folder of the unpacked extension, or `vsix` a package that is installed as users do it. `token`
 * (optional) is what a browser must show, `settings` are added to the quiet ones, `args` to the server's flags. Resolves when it listens.
 */
export async function startWorkbench(options) {
  const { extension, vsix, token, settings = {}, args = [], port = 0 } = options;
  const { node, vscode } = workbenchPaths();
  mkdirSync(editorHome(), { recursive: true });
  const data = mkdtempSync(join(editorHome(), 'profile-'));
  const extensions = join(data, 'extensions');
  prepareProfile({ data, extensions, settings });
  if (extension !== undefined) {
    link(extension, extensions);
  }
  const access =
    token === undefined
      ? ['--without-connection-token']
      : ['--connection-token-file', writeToken(data, token)];
  const main = join(vscode, 'out', 'server-main.js');
  if (vsix !== undefined) {
    install({ node, main, data, extensions, vsix });
  }
  const where = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--server-data-dir',
    data,
    '--extensions-dir',
    extensions,
  ];
  const child = spawn(node, [main, ...where, ...access, ...FLAGS, ...args], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = [];
  const stop = stopper(child, data);
  let listening;
  try {
    listening = await whenListening(child, log);
  } catch (error) {
    await stop();
    throw error;
  }
  const authority = `127.0.0.1:${listening}`;
  return {
    authority,
    data,
    stop,
    log: () => log.join(''),
    /** A file as the workbench in the browser addresses it. */
    fileUri: (file) => `vscode-remote://${authority}${resolve(file)}`,
    /** The address of the workbench for a folder, or for an empty window. */
    url(folder, payload) {
      const query = new URLSearchParams(
        folder === undefined ? { ew: 'true' } : { folder: resolve(folder) },
      );
      if (payload !== undefined) {
        query.set('payload', JSON.stringify(payload));
      }
      if (token !== undefined) {
        query.set('tkn', token);
      }
      return `http://${authority}/?${query.toString()}`;
    },
  };
}

function prepareProfile({ data, extensions, settings }) {
  const user = join(data, 'data', 'User');
  mkdirSync(extensions, { recursive: true });
  mkdirSync(user, { recursive: true });
  writeFileSync(join(user, 'settings.json'), JSON.stringify({ ...QUIET, ...settings }, null, 2));
}

/** Puts the extension of a checkout where installed ones are. */
function link(extension, extensions) {
  const { publisher, name, version } = JSON.parse(
    readFileSync(join(extension, 'package.json'), 'utf8'),
  );
  symlinkSync(resolve(extension), join(extensions, `${publisher}.${name}-${version}`), 'junction');
}

/** Installs a package by the editor's own command line. */
function install({ node, main, data, extensions, vsix }) {
  const where = ['--server-data-dir', data, '--extensions-dir', extensions];
  const { status, stdout, stderr } = spawnSync(
    node,
    [main, '--accept-server-license-terms', ...where, '--install-extension', vsix],
    { env: cleanEnvironment(), encoding: 'utf8' },
  );
  if (status !== 0) {
    throw new Error(`The package could not be installed:\n${stdout}${stderr}`);
  }
}

/** The token goes into a file: a command line can be read by others on the machine. */
function writeToken(data, token) {
  const file = join(data, 'token');
  writeFileSync(file, token, { mode: 0o600 });
  return file;
}

/** This process may itself run inside VS Code: its variables must not reach the server. No marketplace is asked. */
function cleanEnvironment() {
  const env = { ...process.env, EXTENSIONS_GALLERY: '{}' };
  for (const name of Object.keys(env)) {
    if (/^(VSCODE_(?!TEST_)|ELECTRON_|NODE_OPTIONS$)/.test(name)) {
      delete env[name];
    }
  }
  return env;
}

function whenListening(child, log) {
  return new Promise((accept, refuse) => {
    const failed = (what) => refuse(new Error(`${what}:\n${log.join('')}`));
    const timer = setTimeout(() => failed('The workbench was not ready after 30 seconds'), 30_000);
    const read = (chunk) => {
      log.push(chunk);
      const match = /Extension host agent listening on (\d+)/.exec(log.join(''));
      if (match !== null) {
        clearTimeout(timer);
        accept(Number(match[1]));
      }
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      failed(`The workbench ended with exit code ${code}`);
    });
  });
}

function stopper(child, data) {
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  return async () => {
    process.off('exit', kill);
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      const timer = setTimeout(kill, 3000);
      await gone;
      clearTimeout(timer);
    }
    await removeWhenQuiet(data);
  };
}

/** Removes a folder; the extension host outlives its server for a moment and may still write its last log lines. */
async function removeWhenQuiet(folder) {
  for (let left = 10; ; left--) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (left === 0) {
        throw error;
      }
      await new Promise((done) => setTimeout(done, 300));
    }
  }
}
