// Drives the extension in a browser without any server of VS Code: the workbench as plain files, the extension in a worker of the
// page, the workspace behind a file system provider. Prints a line per step and, last, the counts.

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot, root } from '../../src/build/paths.mjs';
import { Workbench } from '../../src/build/editor/workbenchDriver.mjs';
import { startStaticWorkbench } from '../../src/build/editor/workbenchStatic.mjs';
import { richDump } from '../support/richDump.ts';
import { driveWorkbench, say } from './driveWorkbench.mjs';
import { runSteps } from './runSteps.mjs';
import { webSteps } from './webSteps.mjs';

const files = {
  log: 'order-service.htrace',
  dump: 'rich.dmp',
  broken: 'broken.dmp',
  huge: 'huge.dmp',
};
/** What the file system says of the huge file; nobody reads it. */
const HUGE = 10 * 1024 ** 3;

const workspace = mkdtempSync(join(tmpdir(), 'handle-lens-web-'));
cpSync(inRoot('media', 'samples'), workspace, { recursive: true });
writeFileSync(join(workspace, files.dump), richDump().build());
writeFileSync(join(workspace, files.broken), 'This is a text, not a dump.\n');
writeFileSync(join(workspace, files.huge), '');

await driveWorkbench({
  start: () => startStaticWorkbench({ extension: root, workspace, sizes: { [files.huge]: HUGE } }),
  run: async (browser, server) => {
    const workbench = await Workbench.open(browser, server);
    return await runSteps({ steps: webSteps, workbench, files, pictures: 'editor-web', say });
  },
  cleanUp: () => rmSync(workspace, { recursive: true, force: true }),
});
