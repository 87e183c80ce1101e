// Drives the extension in a pseudo-locale and looks for texts that were not translated. Prints a line per step and, last, the counts.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PSEUDO_LOCALE, pseudoExtension } from '../../src/build/editor/pseudoExtension.mjs';
import { Workbench } from '../../src/build/editor/workbenchDriver.mjs';
import { startWorkbench } from '../../src/build/editor/workbenchServer.mjs';
import { richDump } from '../support/richDump.ts';
import { driveWorkbench, say } from './driveWorkbench.mjs';
import { pseudoSteps } from './pseudoSteps.mjs';
import { runSteps } from './runSteps.mjs';

const workspace = mkdtempSync(join(tmpdir(), 'handle-lens-pseudo-'));
const files = { dump: 'rich.dmp' };
writeFileSync(join(workspace, files.dump), richDump().build());

const { folder, texts } = await pseudoExtension();
await driveWorkbench({
  start: () => startWorkbench({ extension: folder }),
  run: async (browser, server) => {
    const workbench = await Workbench.open(browser, server, workspace, (page) =>
      page.addInitScript((locale) => {
        globalThis._VSCODE_NLS_LANGUAGE = locale;
      }, PSEUDO_LOCALE),
    );
    const steps = pseudoSteps(texts);
    return await runSteps({ steps, workbench, files, pictures: 'editor-pseudo', say });
  },
  cleanUp: () => rmSync(workspace, { recursive: true, force: true }),
});
