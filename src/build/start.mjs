// `npm start`: installs and builds what is missing, then opens the debugger prompt on a target.

import { createRequire } from 'node:module';
import { ensureInstalled } from './ensureInstalled.mjs';
import { inRoot } from './paths.mjs';

const DEFAULT_TARGET = 'sample:leaky-service';

const given = process.argv.slice(2);
const args = given.length === 0 || given[0].startsWith('-') ? [DEFAULT_TARGET, ...given] : given;

try {
  await ensureInstalled();
  const { bundle } = await import('./bundle.mjs');
  await bundle();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

// The command line runs in this process: the terminal stays its own.
const cli = inRoot('dist', 'cli.js');
process.argv = [process.execPath, cli, 'open', ...args];
createRequire(import.meta.url)(cli);
