// Steps on launch configurations and on what leads from VS Code's own views to ours.

import assert from 'node:assert/strict';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';
import { showTooltip } from '../../src/build/editor/rowTooltip.mjs';
import { launch, stop } from './launching.mjs';

export const launchSteps = [
  [
    'a configuration that names something to compare with opens what differs',
    async ({ workbench, files }) => {
      const target = 'sample:leaky-service';
      const compareWith = 'sample:six-handles';
      await launch(workbench, files.folder, { name: 'Compared', target, compareWith });
      const tab = workbench.page.locator('.tab.active').filter({ hasText: '!compare' });
      await tab.waitFor();
      const lines = workbench.page.locator('.editor-instance .view-line');
      const text = await settled(
        async () => oneLine((await lines.allInnerTexts()).join(' ').replaceAll('\u00a0', ' ')),
        (shown) => /!compare "sample:six-handles"/.test(shown),
      );
      await workbench.command('View: Close All Editors');
      return text.slice(0, 160);
    },
  ],
  [
    'a handle in the Variables view is traced in the Debug Console',
    async ({ workbench }) => {
      const variables = await workbench.view('Variables');
      await workbench.expand(variables, 'Handles');
      const group = variables
        .locator('.monaco-list-row')
        .filter({ hasText: /^\s*Event/ })
        .first();
      await group.waitFor();
      await group.locator('.monaco-tl-twistie').click();
      const handle = variables
        .locator('.monaco-list-row')
        .filter({ hasText: /^\s*0x[0-9a-f]+ =/ })
        .first();
      await handle.waitFor();
      const value = /0x([0-9a-f]+)/.exec(oneLine(await handle.innerText()))?.[1];
      await workbench.chooseFromMenu(handle, 'Trace in Debug Console');
      const console = workbench.page.locator('.repl');
      const text = await settled(
        async () => oneLine(await console.innerText()),
        (shown) => shown.includes(`!htrace 0x${value}: `),
      );
      await workbench.collapse('Variables');
      return text.slice(-80);
    },
  ],
  [
    'the tooltip of a handle leads to its records',
    async ({ workbench }) => {
      await workbench.commandWith('Handle Lens: Reveal Handle…', '3d8');
      const pane = await workbench.view('Handles');
      const row = pane.locator('.monaco-list-row.selected').filter({ hasText: /^\s*0x3d8/ });
      await row.waitFor();
      const link = workbench.page
        .locator('.workbench-hover a, .monaco-hover a')
        .filter({ hasText: 'Trace records' });
      await showTooltip(workbench.page, row, link.first());
      await link.first().click();
      // The link opens the view: its header is not clicked here, which would close it again.
      const header = workbench.page.locator('.pane-header[aria-expanded="true"]', {
        hasText: 'Handle Traces',
      });
      await header.waitFor();
      const title = await settled(
        async () => oneLine(await header.innerText()),
        (text) => /filter: 0x3d8/.test(text),
      );
      // The tooltip may lie over the header.
      await workbench.page.mouse.move(900, 400);
      await workbench.page.keyboard.press('Escape');
      await header.hover();
      await header.locator('.action-label[aria-label^="Clear Trace Filter"]').click();
      await stop(workbench);
      assert.match(title, /\d+ records/);
      return title;
    },
  ],
];
