// Starts Node scripts and installed tools without a shell, on every system alike.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inRoot, root } from './paths.mjs';

/**
 * Runs a command with this terminal and waits; resolves with its exit code (130 when a signal ended it).
 * Ctrl+C reaches the child by itself, so this process only waits for it to end.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const wait = () => undefined;
    process.on('SIGINT', wait);
    child.once('error', (error) => {
      process.off('SIGINT', wait);
      reject(error);
    });
    child.once('close', (code) => {
      process.off('SIGINT', wait);
      resolve(code ?? 130);
    });
  });
}

/** Runs a Node script; resolves with its exit code. */
export function runNode(script, args = [], options = {}) {
  return run(process.execPath, [script, ...args], options);
}

/** Runs the program that an installed package declares, such as `eslint`; resolves with its exit code. */
export function runTool(packageName, args = [], program = packageName) {
  return runNode(toolScript(packageName, program), args);
}

/** The script behind a package's program. Throws when the package is not installed. */
export function toolScript(packageName, program = packageName) {
  const manifestPath = createRequire(inRoot('package.json')).resolve(`${packageName}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const script = typeof bin === 'string' ? bin : bin?.[program];
  if (script === undefined) {
    throw new Error(`The package ${packageName} has no program called ${program}.`);
  }
  return join(dirname(manifestPath), script);
}
