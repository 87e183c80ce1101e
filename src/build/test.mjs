// `npm test`: installs, builds, lints, type-checks, checks formatting and runs every test; stops at the first failure.

import { existsSync } from 'node:fs';
import { ensureInstalled } from './ensureInstalled.mjs';
import { inRoot } from './paths.mjs';
import { runTool } from './runTool.mjs';

const mochaArguments = process.argv.slice(2);
const files = mochaArguments.some((each) => existsSync(inRoot(each))) ? [] : ['test/**/*.test.ts'];
const ownReporter = mochaArguments.some((each) => /^(--reporter|-R)(=|$)/.test(each))
  ? []
  : ['--reporter', inRoot('src', 'build', 'countsReporter.cjs')];

/** Each stage resolves with an exit code; 0 is success. */
const stages = [
  ['install', () => succeed(ensureInstalled())],
  ['build', () => succeed(build())],
  [
    'lint',
    () =>
      runTool('eslint', [
        '--config',
        'src/build/eslint.config.mjs',
        '--max-warnings',
        '0',
        'src',
        'test',
      ]),
  ],
  ['type-check', () => runTool('typescript', ['--noEmit'], 'tsc')],
  [
    'type-check of the core',
    () => runTool('typescript', ['--noEmit', '-p', 'src/core/tsconfig.json'], 'tsc'),
  ],
  [
    'type-check of the browser bundle',
    () => runTool('typescript', ['--noEmit', '-p', 'src/web/tsconfig.json'], 'tsc'),
  ],
  ['format check', () => runTool('prettier', ['--check', '--log-level', 'warn', '.'])],
  ['test', () => runTool('mocha', [...ownReporter, ...mochaArguments, ...files])],
];

async function build() {
  const { bundle, describeSizes } = await import('./bundle.mjs');
  process.stdout.write(`${describeSizes(await bundle())}\n`);
}

async function succeed(work) {
  await work;
  return 0;
}

for (const [name, stage] of stages) {
  const started = performance.now();
  process.stdout.write(`== ${name}\n`);
  let code = 1;
  try {
    code = await stage();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  if (code !== 0) {
    // After the tests the runner's own counts are the last words.
    if (name !== 'test') {
      process.stderr.write(`Stopped: ${name} failed (exit code ${code}).\n`);
    }
    process.exit(code);
  }
  if (name !== 'test') {
    process.stdout.write(`   ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  }
}
