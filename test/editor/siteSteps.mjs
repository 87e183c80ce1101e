// Steps in the Leak Sites view of a running sample, and with snapshots.

import assert from 'node:assert/strict';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';
import { rowsLike } from '../../src/build/editor/firstRows.mjs';
import { hear } from './accessibilitySteps.mjs';

export const siteSteps = [
  [
    'the Leak Sites view names the places that leak, steady ones under one row, and counts them in its title',
    async ({ workbench }) => {
      const pane = await workbench.view('Leak Sites');
      await workbench.row(pane, 'OrderStore!StoreSettings::ReadLimit').waitFor();
      const rows = await rowsLike(
        workbench,
        pane,
        /^(?:[^|]+\| ){0,2}[^|]*ReadLimit\S*\s*likely leak · 18 Key, opened 36, closed 18 here/,
      );
      const header = await settled(
        async () => oneLine(await pane.locator('.pane-header').innerText()),
        (text) => /3 likely leaks, \d+ outstanding/.test(text),
      );
      return `${header}: ${rows.slice(0, 5).join(' | ')}`;
    },
  ],
  [
    'a site expands into its reasons, stacks, closers and handles; a handle leads to the Handles view',
    async ({ workbench }) => {
      const pane = await workbench.view('Leak Sites');
      await workbench.expand(pane, 'OrderStore!StoreSettings::ReadLimit');
      await workbench.scrollTo(pane, /Siblings closed by OrderStore!StoreSettings::ReadLimit/);
      await workbench.scrollTo(pane, /^\s*Handles\s*18/);
      await workbench.expand(pane, 'Handles');
      const handle = await workbench.scrollTo(pane, /^\s*0x[0-9a-f]+\s+Key/);
      const text = oneLine(await handle.innerText());
      await handle.click();
      const handles = await workbench.view('Handles');
      const value = /^0x[0-9a-f]+/.exec(text)?.[0] ?? 'no handle';
      await handles
        .locator('.monaco-list-row.selected')
        .filter({ hasText: new RegExp(`^\\s*${value}\\b`) })
        .waitFor();
      return text;
    },
  ],
  [
    'a snapshot is taken under a name, and comparing with it opens the whole answer',
    async ({ workbench }) => {
      await workbench.collapse('Leak Sites');
      await workbench.commandWith('Handle Lens: Take Snapshot…', 'before');
      await workbench.page
        .locator('.notification-list-item', { hasText: 'before' })
        .first()
        .waitFor();
      await workbench.choose('Handle Lens: Compare with…', 'before');
      const lines = workbench.page.locator('.editor-instance .view-lines').first();
      const text = await settled(
        async () => oneLine(await lines.innerText()),
        (shown) => /!compare.before/.test(shown),
      );
      await workbench.command('View: Close All Editors');
      await workbench.command('Notifications: Clear All Notifications');
      return text.slice(0, 160);
    },
  ],
  [
    'the Snapshots view lists moments, says them aloud, compares the selected one with now, and deletes it',
    async ({ workbench }) => {
      const pane = await workbench.view('Snapshots');
      await workbench.row(pane, 'before').waitFor();
      const rows = await rowsLike(
        workbench,
        pane,
        /^before ?200 handles of OrderService\.exe.*\| now$/,
      );
      const spoken = await hear(workbench, pane, /^before, 200 handles/);
      await workbench.row(pane, 'before').click();
      await workbench.page.keyboard.press('Enter');
      const lines = workbench.page.locator('.editor-instance .view-lines').first();
      await settled(
        async () => oneLine(await lines.innerText()),
        (shown) => /!compare.before/.test(shown),
      );
      await workbench.command('View: Close All Editors');
      await workbench.row(pane, 'before').click();
      await workbench.page.keyboard.press('Delete');
      await pane.getByText('A snapshot keeps the open handles of a moment').waitFor();
      await workbench.collapse('Snapshots');
      return `${rows.join(' | ')}, spoken as "${spoken}"`;
    },
  ],
];
