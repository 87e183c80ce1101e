// Starts and ends sessions by configurations of the workspace, as people do.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STACK_VIEWS = ['Variables', 'Watch', 'Breakpoints'];

/** Writes the workspace's launch.json with one configuration and starts it by its name. */
export async function launch(workbench, folder, configuration) {
  await stop(workbench);
  await workbench.command('View: Close All Editors');
  const known = { type: 'handle-lens', request: 'launch', ...configuration };
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  writeFileSync(
    join(folder, '.vscode', 'launch.json'),
    JSON.stringify({ version: '0.2.0', configurations: [known] }),
  );
  await workbench.command('View: Show Run and Debug');
  // The list is made once, from what is known of launch.json when it opens.
  await workbench.choose('Debug: Select and Start Debugging', configuration.name);
  await workbench.page.locator('.debug-toolbar').waitFor();
  for (const title of STACK_VIEWS) {
    await workbench.collapse(title);
  }
}

/** Ends all sessions. */
export async function stop(workbench) {
  const toolbar = workbench.page.locator('.debug-toolbar');
  for (let left = 3; left > 0 && (await toolbar.isVisible()); left--) {
    // The last session may end by itself just now, and its command with it.
    await workbench.command('Debug: Stop').catch(() => undefined);
    await toolbar.waitFor({ state: 'hidden', timeout: 5000 }).catch(() => undefined);
  }
  await toolbar.waitFor({ state: 'hidden' });
}
