// Drives the extension in a pseudo-locale and looks for texts that were not translated. Prints a line per step and, last, the counts.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PSEUDO_LOCALE, pseudoExtension } from '../../src/build/editor/pseudoExtension.mjs';
import { launchBrowser, Workbench } from '../../src/build/editor/workbenchDriver.mjs';
import { installWorkbench } from '../../src/build/editor/workbenchInstall.mjs';
import { startWorkbench } from '../../src/build/editor/workbenchServer.mjs';
import { richDump } from '../support/richDump.ts';
import { pseudoSteps } from './pseudoSteps.mjs';
import { runSteps } from './runSteps.mjs';

const say = (text) => process.stdout.write(`${text}\n`);
const workspace = mkdtempSync(join(tmpdir(), 'handle-lens-pseudo-'));
const files = { dump: 'rich.dmp' };
writeFileSync(join(workspace, files.dump), richDump().build());

let counts = { passed: 0, failed: 1 };
let server;
let browser;
try {
  installWorkbench(say);
  const { folder, texts } = await pseudoExtension();
  server = await startWorkbench({ extension: folder });
  browser = await launchBrowser(say);
  const workbench = await Workbench.open(browser, server, workspace, (page) =>
    page.addInitScript((locale) => {
      globalThis._VSCODE_NLS_LANGUAGE = locale;
    }, PSEUDO_LOCALE),
  );
  const steps = pseudoSteps(texts);
  counts = await runSteps({ steps, workbench, files, pictures: 'editor-pseudo', say });
} catch (error) {
  say(`FAILED to run the editor: ${error instanceof Error ? error.stack : String(error)}`);
} finally {
  await browser?.close();
  await server?.stop();
  rmSync(workspace, { recursive: true, force: true });
}
say(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
