// Drives the extension in a real VS Code workbench with a real extension host. Prints a line per step and, last, the counts.
// Screenshots of each step go to out/editor. Fails, never skips, when the editor cannot start.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot, out, root } from '../../src/build/paths.mjs';
import { launchBrowser, Workbench } from '../../src/build/editor/workbenchDriver.mjs';
import { installWorkbench } from '../../src/build/editor/workbenchInstall.mjs';
import { startWorkbench } from '../../src/build/editor/workbenchServer.mjs';
import { richDump } from '../support/richDump.ts';
import { steps } from './steps.mjs';

const say = (text) => process.stdout.write(`${text}\n`);
const pictures = join(out, 'editor');
rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });

const files = { log: 'order-service.htrace', dump: 'rich.dmp', broken: 'broken.dmp' };
const workspace = mkdtempSync(join(tmpdir(), 'handle-lens-workspace-'));
cpSync(inRoot('media', 'samples'), workspace, { recursive: true });
writeFileSync(join(workspace, files.dump), richDump().build());
writeFileSync(join(workspace, files.broken), 'This is a text, not a dump.\n');

let passed = 0;
let failed = 0;
let server;
let browser;
try {
  installWorkbench(say);
  server = await startWorkbench({ extension: root });
  browser = await launchBrowser(say);
  const workbench = await Workbench.open(browser, server, workspace);
  await runSteps(workbench);
} catch (error) {
  failed++;
  say(`FAILED to run the editor: ${error instanceof Error ? error.stack : String(error)}`);
} finally {
  await browser?.close();
  await server?.stop();
  rmSync(workspace, { recursive: true, force: true });
}
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function runSteps(workbench) {
  const only = process.env.HANDLE_LENS_EDITOR_STEPS;
  for (const [index, [name, body]] of steps.entries()) {
    if (only !== undefined && index >= Number(only)) {
      break;
    }
    const started = performance.now();
    const time = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
    try {
      const seen = await body({ workbench, files });
      passed++;
      say(`ok ${name} (${time()})${seen === undefined ? '' : `: ${seen}`}`);
    } catch (error) {
      failed++;
      const [first, ...rest] = error instanceof Error ? error.message.split('\n') : [String(error)];
      say(`FAILED ${name} (${time()}): ${first}\n  ${rest.slice(0, 6).join('\n  ')}`);
      await workbench.page.keyboard.press('Escape');
    }
    const picture = `${String(index + 1).padStart(2, '0')}-${name.replace(/\W+/g, '-')}.png`;
    await workbench.screenshot(join(pictures, picture));
  }
}
