// Steps in a source file of the workspace whose lines a debugger log names: marks in Problems and above the lines.

import assert from 'node:assert/strict';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';
import { launch, stop } from './launching.mjs';

export const sourceSteps = [
  [
    'a log that names source lines marks the line that leaks, in Problems and above the line',
    async ({ workbench, files }) => {
      await launch(workbench, files.folder, { name: 'Log of a shop', target: files.sourceLog });
      await workbench.openFile(files.source);
      const lens = workbench.page.locator('.codelens-decoration').first();
      const above = await settled(
        async () => oneLine(await lens.innerText()),
        (text) => /opened 12, closed 0 here · likely leak/.test(text),
      );
      await workbench.command('Problems: Focus on Problems View');
      const problem = workbench.page
        .locator('.markers-panel .monaco-list-row')
        .filter({ hasText: 'shop!loadOrder' });
      await problem.first().waitFor();
      const text = oneLine(await problem.first().innerText());
      assert.match(text, /12 Event, opened 12, closed 0 here.*\[Ln 4, Col 1\]/);
      return `${above} | ${text}`;
    },
  ],
  [
    'the marks go with the session',
    async ({ workbench, files }) => {
      await stop(workbench);
      await workbench.openFile(files.source);
      await workbench.page.locator('.codelens-decoration').first().waitFor({ state: 'detached' });
      await workbench.command('View: Close All Editors');
    },
  ],
];
