// Finds npm, however this process was started and on every system.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * How to start npm with arguments: the npm that runs us, the one beside Node, or the one on the path. The arguments must be
 * constants where `shell` is true.
 */
export function npmCommand(args) {
  const beside = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = candidates.find(
    (path) => path !== undefined && /npm-cli\.c?js$/.test(path) && existsSync(path),
  );
  if (script !== undefined) {
    return { command: process.execPath, args: [script, ...args], shell: false };
  }
  // Node refuses to start a .cmd file without a shell.
  return process.platform === 'win32'
    ? { command: 'npm.cmd', args, shell: true }
    : { command: 'npm', args, shell: false };
}
