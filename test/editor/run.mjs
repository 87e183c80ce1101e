// Drives the extension in a real VS Code workbench with a real extension host. Prints a line per step and, last, the counts.
// Screenshots of each step go to out/editor. Fails, never skips, when the editor cannot start.

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot, root } from '../../src/build/paths.mjs';
import { Workbench } from '../../src/build/editor/workbenchDriver.mjs';
import { startWorkbench } from '../../src/build/editor/workbenchServer.mjs';
import { richDump } from '../support/richDump.ts';
import { SOURCE_TEXT, sourceLog } from '../support/sourceLog.ts';
import { driveWorkbench, say } from './driveWorkbench.mjs';
import { DEPOT_TEXT } from './scriptFile.mjs';
import { SCRIPT_TEXT } from './scriptLanguageSteps.mjs';
import { runSteps } from './runSteps.mjs';
import { steps } from './steps.mjs';

const workspace = mkdtempSync(join(tmpdir(), 'handle-lens-workspace-'));
const files = {
  folder: workspace,
  log: 'order-service.htrace',
  dump: 'rich.dmp',
  broken: 'broken.dmp',
  source: 'orders.cpp',
  script: 'courier.hsim',
  depot: 'depot.hsim',
  sourceLog: join(workspace, 'shop.windbg'),
};
cpSync(inRoot('media', 'samples'), workspace, { recursive: true });
writeFileSync(join(workspace, files.dump), richDump().build());
writeFileSync(join(workspace, files.broken), 'This is a text, not a dump.\n');
writeFileSync(join(workspace, files.source), SOURCE_TEXT);
writeFileSync(join(workspace, files.script), SCRIPT_TEXT);
writeFileSync(join(workspace, files.depot), DEPOT_TEXT);
writeFileSync(files.sourceLog, sourceLog());

await driveWorkbench({
  start: () => startWorkbench({ extension: root }),
  run: async (browser, server) => {
    const workbench = await Workbench.open(browser, server, workspace);
    return await runSteps({ steps, workbench, files, pictures: 'editor', say });
  },
  cleanUp: () => rmSync(workspace, { recursive: true, force: true }),
});
