// What somebody does who has installed the package and never seen the extension: only what the window itself offers.

import assert from 'node:assert/strict';
import { oneLine } from '../../src/build/editor/driverTexts.mjs';

/** All steps, in order; see steps.mjs. */
export const newcomerSteps = [
  [
    'for a newcomer: the welcome page of an empty window offers the tour',
    async ({ workbench }) => {
      const tour = workbench.page.locator('.getting-started-category', {
        hasText: 'Find a Handle Leak',
      });
      const text = oneLine(await tour.first().innerText());
      await tour.first().click();
      return text;
    },
  ],
  [
    'for a newcomer: the first step of the tour starts the sample, and the console says what to type',
    async ({ workbench }) => {
      await workbench.page.locator('.monaco-button', { hasText: 'Start the Sample' }).click();
      await workbench.page.locator('.debug-toolbar').waitFor();
      const hint = workbench.page
        .locator('.repl-tree .monaco-list-row')
        .filter({ hasText: 'Type !sites for what leaks' });
      await hint.first().waitFor();
      return oneLine(await hint.first().innerText());
    },
  ],
  [
    'for a newcomer: what the console said ranks the leaks, and says how to see one',
    async ({ workbench }) => {
      const rows = (await workbench.evaluate('!sites')).join('\n');
      assert.match(rows, /!sites <number> shows one in full/);
      return oneLine(rows).slice(-120);
    },
  ],
  [
    'for a newcomer: that shows the stack that opened the leaked handles',
    async ({ workbench }) => {
      await workbench.evaluate('!sites 2');
      const frame = workbench.page
        .locator('.repl-tree .monaco-list-row')
        .filter({ hasText: /OrderStore!PriceList::Refresh/ });
      await scrollConsoleTo(workbench, frame);
      return oneLine(await frame.first().innerText());
    },
  ],
  [
    'for a newcomer: the tour leads to the same stack by clicks alone',
    async ({ workbench }) => {
      const { page } = workbench;
      await page.locator('.tab', { hasText: 'Walkthrough: Handle Lens' }).click();
      await page.locator('.getting-started-step', { hasText: 'Find the place that leaks' }).click();
      await page.locator('.monaco-button', { hasText: 'Group by Opening Stack' }).click();
      await page.locator('.monaco-button', { hasText: 'Continue' }).click();
      for (const other of ['Variables', 'Watch', 'Call Stack']) {
        await workbench.collapse(other);
      }
      const pane = await workbench.view('Handles');
      const group = pane.locator('.monaco-list-row').filter({ hasText: /ReadLimit.* new/ });
      await group.first().waitFor();
      const text = oneLine(await group.first().innerText());
      for (const row of [
        /ReadLimit.* new/,
        /^\s*0x[0-9a-f]+\s+Key/,
        /^\s*Stack traces/,
        /^\s*OPEN/,
      ]) {
        await workbench.expandFirst(pane, row);
      }
      const frame = await workbench.scrollTo(pane, /OrderStore!PriceList::Refresh/);
      return `${text} → ${oneLine(await frame.innerText())}`;
    },
  ],
];

/** Scrolls the console up until a row shows. */
async function scrollConsoleTo(workbench, row) {
  await workbench.page.locator('.repl-tree .monaco-list').first().hover();
  for (let left = 40; left > 0 && (await row.count()) === 0; left--) {
    await workbench.page.mouse.wheel(0, -160);
    await workbench.page.waitForTimeout(100);
  }
  await row.first().waitFor();
}
