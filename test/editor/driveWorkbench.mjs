// What every run of steps in a workbench begins and ends with.

import { launchBrowser } from '../../src/build/editor/workbenchDriver.mjs';
import { installWorkbench } from '../../src/build/editor/workbenchInstall.mjs';

/** Writes a line of the run. */
export const say = (text) => process.stdout.write(`${text}\n`);

/**
 * Starts a workbench and Chromium, runs steps in them, and ends both. `start` gives the server, `run` the counts, and `cleanUp`
 * comes last. Prints the counts and sets the exit code: it fails, never skips, when the editor cannot start.
 */
export async function driveWorkbench({ start, run, cleanUp }) {
  let counts = { passed: 0, failed: 1 };
  let server;
  let browser;
  try {
    installWorkbench(say);
    server = await start();
    browser = await launchBrowser(say);
    counts = await run(browser, server);
  } catch (error) {
    say(`FAILED to run the editor: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    await browser?.close();
    await server?.stop();
    cleanUp?.();
  }
  say(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}
