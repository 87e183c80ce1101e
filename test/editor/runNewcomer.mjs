// Packages the extension, installs the package into a fresh profile and goes from an empty window to the stack of a leak, only by what
// the window offers. Prints a line per step, the time, and, last, the counts.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inRoot } from '../../src/build/paths.mjs';
import { launchBrowser, Workbench } from '../../src/build/editor/workbenchDriver.mjs';
import { installWorkbench } from '../../src/build/editor/workbenchInstall.mjs';
import { startWorkbench } from '../../src/build/editor/workbenchServer.mjs';
import { newcomerSteps } from './newcomerSteps.mjs';
import { runSteps } from './runSteps.mjs';

const say = (text) => process.stdout.write(`${text}\n`);
let counts = { passed: 0, failed: 1 };
let server;
let browser;
try {
  installWorkbench(say);
  const settings = { 'workbench.startupEditor': 'welcomePage' };
  server = await startWorkbench({ vsix: packaged(), settings });
  browser = await launchBrowser(say);
  const workbench = await Workbench.open(browser, server);
  const started = performance.now();
  counts = await runSteps({
    steps: newcomerSteps,
    workbench,
    files: {},
    pictures: 'editor-newcomer',
    say,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  say(
    `   from the empty window to the stack of a leak twice: ${newcomerSteps.length} steps, ${seconds} s`,
  );
} catch (error) {
  say(`FAILED to run the editor: ${error instanceof Error ? error.stack : String(error)}`);
} finally {
  await browser?.close();
  await server?.stop();
}
say(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;

/** Makes the package as `npm run package` does, and returns its file. */
function packaged() {
  const { status, stderr } = spawnSync(process.execPath, [inRoot('src', 'build', 'package.mjs')], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`The package could not be made:\n${stderr}`);
  }
  const { name, version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return inRoot(`${name}-${version}.vsix`);
}
