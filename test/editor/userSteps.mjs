// Steps on the branch of USER handles: a sample that leaks menus, its groups, what is new after it ran, its quota.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';
import { rowsLike } from '../../src/build/editor/firstRows.mjs';
import { showTooltip } from '../../src/build/editor/rowTooltip.mjs';
import { out } from '../../src/build/paths.mjs';
import { launch, stop } from './launching.mjs';

/** The row of the branch. */
const branch = (pane) =>
  pane.locator('.monaco-list-row').filter({ hasText: /^\s*USER handles, session/ });

/** Ends the session that earlier steps left, so that the view shows one. */
async function endSession(workbench) {
  const toolbar = workbench.page.locator('.debug-toolbar');
  if (await toolbar.isVisible()) {
    await workbench.command('Debug: Stop');
    await toolbar.waitFor({ state: 'hidden' });
  }
}

/** The text of a row's tooltip. */
async function tooltipOf({ page }, row, text) {
  const hover = page.locator('.workbench-hover, .monaco-hover').filter({ hasText: text }).first();
  await showTooltip(page, row, hover);
  return await hover.innerText();
}

export const userSteps = [
  [
    'a sample with windows has a branch of USER handles above its kernel handles',
    async ({ workbench }) => {
      await workbench.command('View: Show Run and Debug');
      await endSession(workbench);
      await workbench.choose('Handle Lens: Open Sample…', 'user-menu-leak');
      await workbench.page.locator('.debug-toolbar').waitFor();
      for (const title of ['Variables', 'Watch', 'Breakpoints']) {
        await workbench.collapse(title);
      }
      const pane = await workbench.view('Handles');
      await branch(pane).first().waitFor();
      await workbench.expand(pane, 'USER handles, session');
      await workbench.expand(pane, 'By type');
      await workbench.row(pane, 'Menu').first().waitFor();
      const text = oneLine(await branch(pane).first().innerText());
      assert.match(text, /USER handles, session \d+\s*[\d,]+ of [\d,]+ entries in use/);
      return text;
    },
  ],
  [
    'after g the branch and its types count the new USER handles',
    async ({ workbench }) => {
      await workbench.evaluate('g');
      const pane = await workbench.view('Handles');
      const texts = await settled(
        async () => (await workbench.rowTexts(pane)).map(oneLine),
        (rows) => rows.some((row) => /^USER handles.*\d+ new/.test(row)),
      );
      const menus = texts.find((row) => row.startsWith('Menu'));
      assert.match(menus ?? '', /\d+ new/);
      const status = workbench.page.locator('.statusbar-item').filter({ hasText: 'USER handles' });
      assert.match(oneLine(await status.first().innerText()), /USER handles, \+\d+/);
      return texts.slice(0, 4).join(' | ');
    },
  ],
  [
    'a point in the timeline of USER handles filters the tree to what was open then',
    async ({ workbench }) => {
      await workbench.command('Handle Lens: Show Timeline');
      const page = workbench.webview();
      await page.locator('#chart canvas').waitFor();
      // A click in the middle of the chart.
      await page.locator('#chart .u-over').click();
      const pane = await workbench.view('Handles');
      const texts = await settled(
        async () => (await workbench.rowTexts(pane)).map(oneLine),
        (rows) => rows.some((row) => /^USER handles.*meet the filter/.test(row)),
      );
      const moment = oneLine(await page.locator('#moment p').innerText());
      const header = oneLine(await pane.locator('.pane-header').innerText());
      assert.match(header, /filter: family:user \(age>=\d+ or -age>=0\)/);
      await workbench.screenshot(join(out, 'editor', 'timeline-of-USER-handles.png'));
      await workbench.command('Handle Lens: Clear Filter');
      await workbench.command('View: Close All Editors');
      return `${moment} → ${texts.slice(0, 3).join(' | ')}`;
    },
  ],
  [
    'the Leak Sites view ranks what creates USER handles and never destroys them, down to the handles',
    async ({ workbench }) => {
      const pane = await workbench.view('Leak Sites');
      await workbench.row(pane, 'leaky!BuildContextMenu').waitFor();
      const [first] = await rowsLike(
        workbench,
        pane,
        /^[^|]*likely leak · 396 USER Menu, opened 396, closed 0 here/,
      );
      await workbench.expand(pane, 'leaky!BuildContextMenu');
      await workbench.expand(pane, 'Handles');
      await workbench.scrollTo(pane, /^\s*1 to 100/);
      await workbench.expand(pane, '1 to 100');
      const handle = await workbench.scrollTo(pane, /^\s*0x[0-9a-f]{8}\s+Menu/);
      const text = oneLine(await handle.innerText());
      await workbench.collapse('Leak Sites');
      return `${oneLine(first ?? '')} → ${text}`;
    },
  ],
  [
    'the filter of the Handles view applies to USER handles as well',
    async ({ workbench }) => {
      await workbench.commandWith('Handle Lens: Filter Handles…', 'type:Window');
      const pane = await workbench.view('Handles');
      const text = await settled(
        async () => oneLine(await branch(pane).first().innerText()),
        (shown) => /7 of 418 entries in use meet the filter/.test(shown),
      );
      await workbench.command('Handle Lens: Clear Filter');
      await workbench.row(pane, 'Menu').first().waitFor();
      return text;
    },
  ],
  [
    'an owner tells its quota in its row and in its tooltip',
    async ({ workbench }) => {
      const pane = await workbench.view('Handles');
      await workbench.row(pane, 'By type').first().click();
      await workbench.expand(pane, 'By owner');
      const owner = pane
        .locator('.monaco-list-row')
        .filter({ hasText: /leaky\.exe/ })
        .first();
      await owner.waitFor();
      const text = oneLine(await tooltipOf(workbench, owner, /█/));
      assert.match(text, /of 10,000 USER handles/);
      return `${oneLine(await owner.innerText())} → ${text}`;
    },
  ],
  [
    'an entry shows itself in the Debug Console from its menu',
    async ({ workbench }) => {
      const pane = await workbench.view('Handles');
      await workbench.row(pane, 'By owner').click();
      await workbench.expand(pane, 'By type');
      await workbench.expand(pane, 'Window');
      const entry = workbench.row(pane, '0x');
      await entry.waitFor();
      const shown = oneLine(await entry.innerText());
      await workbench.chooseFromMenu(entry, 'Show in Debug Console');
      const handle = shown.slice(2, 10);
      const console = workbench.page.locator('.repl');
      await settled(
        async () => oneLine(await console.innerText()),
        (text) => text.includes(`> !dhe ${handle}`) && /valid/.test(text),
      );
      return shown;
    },
  ],
  [
    'an entry leads to its bytes in the memory of the target',
    async ({ workbench }) => {
      const pane = await workbench.view('Handles');
      await workbench.chooseFromMenu(workbench.row(pane, '0x'), 'Go to Memory');
      const text = await settled(
        async () => oneLine((await workbench.page.locator('.editor-instance').innerText()) ?? ''),
        (shown) => /the entry of 0x/.test(shown.replaceAll('\u00a0', ' ')),
      );
      await workbench.command('View: Close All Editors');
      return text.replaceAll('\u00a0', ' ').slice(0, 160);
    },
  ],
  [
    'a hover judges a value that the text calls a window, a menu or the like',
    async ({ workbench }) => {
      const pane = await workbench.view('Handles');
      const entry = oneLine(await workbench.row(pane, '0x').innerText());
      const handle = `0x${entry.slice(2, 10)}`;
      await workbench.command('File: New Untitled Text File');
      await workbench.page.locator('.editor-instance .view-lines').first().click();
      await workbench.page.keyboard.type(`hWnd = ${handle}; count = 0x20002;`);
      const [text] = await workbench.hover(handle);
      assert.match(oneLine(text ?? ''), /USER handle 0x[0-9a-f]{8} — Window .*Verdict valid/);
      // A text that could be saved would stop the next start with a question.
      await workbench.command('View: Revert and Close Editor');
      return oneLine(text ?? '');
    },
  ],
  [
    'the USER handles of a script stand in the branch, forwards and backwards',
    async ({ workbench, files }) => {
      const target = '${workspaceFolder}/menu-leak.hsim';
      await launch(workbench, files.folder, { name: 'Menus of a script', target });
      const pane = await workbench.view('Handles');
      // At its first statement the program has none yet, and the view says so.
      await workbench.row(pane, 'USER handles: Process editor.exe').waitFor();
      const menus = async (good) => {
        const rows = await settled(
          async () => (await workbench.rowTexts(pane)).map(oneLine),
          (texts) => good(texts.find((each) => each.startsWith('Menu')) ?? ''),
        );
        return rows.find((each) => each.startsWith('Menu')) ?? '';
      };
      await workbench.evaluate('g');
      await branch(pane).first().waitFor();
      await workbench.expand(pane, 'USER handles, session');
      await workbench.expand(pane, 'By type');
      const atEnd = await menus((row) => /^Menu ?40/.test(row));
      assert.match(atEnd, /^Menu ?40/);
      await workbench.evaluate('g-');
      const atStart = await menus((row) => !/^Menu ?40/.test(row));
      assert.doesNotMatch(atStart, /^Menu ?40/);
      await stop(workbench);
      // F5 is what starts the next script, not the configuration of this one.
      rmSync(join(files.folder, '.vscode'), { recursive: true });
      await workbench.command('View: Close All Editors');
      return `${atEnd}, then ${atStart === '' ? 'no menu' : atStart}`;
    },
  ],
];
