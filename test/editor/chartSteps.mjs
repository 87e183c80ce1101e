// Steps in the charts of a running sample: open handles over time, and the flame graph of outstanding opens.

import assert from 'node:assert/strict';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';

/** The text of the filter that the Handles view says it has. */
const filterOf = async (pane) => oneLine(await pane.locator('.pane-header').innerText());

export const chartSteps = [
  [
    'the timeline draws open handles, moves by keys, and a point filters the Handles view to that moment',
    async ({ workbench }) => {
      await workbench.command('Handle Lens: Show Timeline');
      const page = workbench.webview();
      const slider = page.locator('#chart');
      await slider.locator('canvas').waitFor();
      await slider.focus();
      const { page: window } = workbench;
      await window.keyboard.press('Home');
      const first = await slider.getAttribute('aria-valuetext');
      await window.keyboard.press('PageUp');
      await window.keyboard.press('ArrowRight');
      const text = await slider.getAttribute('aria-valuetext');
      assert.match(text ?? '', /After record \d+: \d+ open handles: /);
      assert.notEqual(text, first);
      await window.keyboard.press('Enter');
      const handles = await workbench.view('Handles');
      const filter = await settled(
        () => filterOf(handles),
        (shown) => /filter: age>=\d+ or -age>=0/.test(shown),
      );
      return `${text} → ${filter}`;
    },
  ],
  [
    'the timeline by place names the leak, and has the same numbers as a table',
    async ({ workbench }) => {
      const page = workbench.webview();
      await page.locator('label', { hasText: 'By place' }).click();
      const legend = page.locator('.legend');
      await legend.getByText('OrderStore!StoreSettings::ReadLimit').first().waitFor();
      await page.locator('summary', { hasText: 'As a table' }).click();
      const row = page.locator('tbody tr').last();
      const text = oneLine(await row.innerText());
      assert.match(text, /^948 200 /);
      await page.locator('summary', { hasText: 'As a table' }).click();
      return text;
    },
  ],
  [
    'the flame graph shows callers of outstanding opens, zooms by keys, and leads to the handles',
    async ({ workbench }) => {
      await workbench.command('View: Close All Editors');
      await workbench.command('Handle Lens: Show Flame Graph');
      const page = workbench.webview();
      const graph = page.locator('[role=tree]');
      await graph.locator('[role=treeitem]').first().click();
      const { keyboard } = workbench.page;
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      const chosen = graph.locator('[aria-selected=true]');
      const text = (await chosen.getAttribute('aria-label')) ?? '';
      assert.match(text, /: \d+ of 200 outstanding opens \(\d+ %\)/);
      await keyboard.press('Space');
      const handles = await workbench.view('Handles');
      const filter = await settled(
        () => filterOf(handles),
        (shown) => shown.includes('openedBy='),
      );
      return `${text} → ${filter}`;
    },
  ],
  [
    'charts leave no filter and no tab behind',
    async ({ workbench }) => {
      await workbench.command('Handle Lens: Clear Filter');
      await workbench.command('View: Close All Editors');
      const handles = await workbench.view('Handles');
      await workbench.row(handles, 'Event').waitFor();
    },
  ],
];
