// Packages the extension, installs the package into a fresh profile and goes from an empty window to the stack of a leak, only by what
// the window offers. Prints a line per step, the time, and, last, the counts.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inRoot } from '../../src/build/paths.mjs';
import { Workbench } from '../../src/build/editor/workbenchDriver.mjs';
import { startWorkbench } from '../../src/build/editor/workbenchServer.mjs';
import { driveWorkbench, say } from './driveWorkbench.mjs';
import { newcomerSteps } from './newcomerSteps.mjs';
import { runSteps } from './runSteps.mjs';

await driveWorkbench({
  start: () =>
    startWorkbench({
      vsix: packaged(),
      settings: { 'workbench.startupEditor': 'welcomePage' },
    }),
  run: async (browser, server) => {
    const workbench = await Workbench.open(browser, server);
    const started = performance.now();
    const counts = await runSteps({
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
    return counts;
  },
});

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
