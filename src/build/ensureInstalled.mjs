// Installs the packages of the lock file when they are missing or differ from it. Uses Node alone.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inRoot } from './paths.mjs';
import { npmCommand } from './npmCommand.mjs';
import { run } from './runTool.mjs';

const MINIMUM_NODE = [20, 20];

/** Stops with a sentence when Node is too old. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor < MINIMUM_NODE[1])) {
    throw new Error(
      `Handle Lens needs Node ${MINIMUM_NODE.join('.')} or newer; this is ${version}. Get it from https://nodejs.org.`,
    );
  }
}

/**
 * Compares the lock file with what npm says it installed. Time stamps are not used: a fresh checkout would spoil them.
 * Returns null when all is well, otherwise the reason to install in words.
 */
export function whyInstall(lock, installed) {
  if (installed === null) {
    return 'no packages are installed yet';
  }
  const wanted = lock.packages ?? {};
  const present = installed.packages ?? {};
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link === true) {
      continue;
    }
    const found = present[path];
    if (found === undefined && entry.optional !== true && entry.devOptional !== true) {
      return `${path} is missing`;
    }
    if (found !== undefined && found.version !== entry.version) {
      return `${path} is ${found.version}, the lock file says ${entry.version}`;
    }
  }
  const extra = Object.keys(present).find((path) => wanted[path] === undefined);
  return extra === undefined ? null : `${extra} is not in the lock file`;
}

/** Runs `npm ci` when needed and says so; throws when it fails. */
export async function ensureInstalled() {
  requireNode();
  const lock = readJson(inRoot('package-lock.json'));
  if (lock === null) {
    throw new Error('package-lock.json is missing or damaged: restore it from the repository.');
  }
  const reason = whyInstall(lock, readJson(inRoot('node_modules', '.package-lock.json')));
  if (reason === null) {
    return;
  }
  process.stderr.write(`Installing packages (${reason}): npm ci\n`);
  const { command, args, shell } = npmCommand(['ci', '--no-audit', '--no-fund']);
  // Its text goes to stderr.
  const code = await run(command, args, { shell, stdio: ['inherit', 2, 2] });
  if (code !== 0) {
    throw new Error(`npm ci failed with exit code ${code}; its messages are above.`);
  }
}

function readJson(path) {
  if (!existsSync(path)) {
    return null;
  }
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureInstalled();
}
