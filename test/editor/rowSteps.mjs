// Steps that lead from a row to somewhere else: a spreadsheet, the Watch view, the Debug Console, an explanation, other numbers.

import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';

/** The row of a handle, revealed by its value. */
async function revealed(workbench, value) {
  await workbench.commandWith('Handle Lens: Reveal Handle…', value);
  const pane = await workbench.view('Handles');
  const row = pane
    .locator('.monaco-list-row.selected')
    .filter({ hasText: new RegExp(`^\\s*0x${value}`) });
  await row.waitFor();
  return row;
}

/** Chooses how numbers are shown, by the command of the view. */
async function showNumbersAs(workbench, base) {
  await workbench.choose('Handle Lens: Show Numbers As…', new RegExp(`^\\s*${base}`));
}

export const rowSteps = [
  [
    'a row is copied as TSV with a heading',
    async ({ workbench }) => {
      await workbench.chooseFromMenu(await revealed(workbench, '3d8'), 'Copy as TSV');
      const copied = await settled(
        () => workbench.page.evaluate(() => navigator.clipboard.readText()),
        (text) => text.startsWith('Handle\tType\tName\t'),
      );
      const [, line = ''] = copied.split('\n');
      assert.match(line, /^0x3d8\tEvent\t\t0x1f0003\t/);
      return line.replaceAll('\t', ' | ');
    },
  ],
  [
    'numbers are shown as decimals in every view, and back again',
    async ({ workbench }) => {
      await showNumbersAs(workbench, 'Decimal');
      const pane = await workbench.view('Handles');
      const row = pane.locator('.monaco-list-row').filter({ hasText: /^\s*984\s+Event/ });
      await row.first().waitFor();
      const text = oneLine(await row.first().innerText());
      await showNumbersAs(workbench, 'Hexadecimal');
      await pane
        .locator('.monaco-list-row')
        .filter({ hasText: /^\s*0x3d8\s+Event/ })
        .first()
        .waitFor();
      return text;
    },
  ],
  [
    'a row explains what it means',
    async ({ workbench }) => {
      await workbench.chooseFromMenu(await revealed(workbench, '3d8'), 'Explain This Row');
      const dialog = workbench.page.locator('.monaco-dialog-box');
      await dialog.waitFor();
      const text = oneLine(await dialog.innerText());
      assert.match(text, /An event is a flag that threads wait for.*!handle 3d8 f/);
      await workbench.page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      return text.slice(0, 200);
    },
  ],
  [
    'the traces of a row are listed in the Debug Console',
    async ({ workbench }) => {
      await workbench.chooseFromMenu(await revealed(workbench, '3d8'), 'Trace in Debug Console');
      const console = workbench.page.locator('.repl');
      const text = await settled(
        async () => oneLine(await console.innerText()),
        (shown) => /!htrace 3d8: \d+ records/.test(shown),
      );
      return text.slice(-120);
    },
  ],
  [
    'the last command is repeated in the Debug Console',
    async ({ workbench }) => {
      await workbench.evaluate('!handle 0 0');
      await workbench.command('Handle Lens: Repeat Last Command');
      const rows = await settled(
        async () => (await workbench.consoleRows()).map(({ text }) => text),
        (texts) => texts.includes('> !handle 0 0') && /\d+ handles/i.test(texts.at(-1) ?? ''),
      );
      return rows.slice(-2).join(' | ');
    },
  ],
  [
    'the status bar item has switches in its hover, and goes when its setting says so',
    async ({ workbench, files }) => {
      const item = workbench.page.locator('.statusbar-item').filter({ hasText: /\d+ handles/ });
      await item.first().hover();
      const hover = workbench.page.locator('.workbench-hover, .monaco-hover').filter({
        hasText: 'Show numbers as…',
      });
      await hover.first().waitFor();
      const text = oneLine(await hover.first().innerText());
      await workbench.page.mouse.move(800, 300);
      const settings = join(files.folder, '.vscode', 'settings.json');
      mkdirSync(dirname(settings), { recursive: true });
      writeFileSync(settings, JSON.stringify({ 'handleLens.statusBar.shows': 'none' }));
      await item.first().waitFor({ state: 'hidden' });
      rmSync(settings);
      await item.first().waitFor();
      return text;
    },
  ],
  [
    'bad references of the running target stand in Problems, and lead to their stacks',
    async ({ workbench }) => {
      await workbench.command('Problems: Focus on Problems View');
      const problem = workbench.page
        .locator('.markers-panel .monaco-list-row')
        .filter({ hasText: /Handle 0x[0-9a-f]+ was used or closed while it was not open/ });
      await problem.first().waitFor();
      const text = oneLine(await problem.first().innerText());
      await problem.first().dblclick();
      const lines = workbench.page.locator('.editor-instance .view-line');
      await settled(
        async () => (await lines.allInnerTexts()).join('\n').replaceAll('\u00a0', ' '),
        (shown) => shown.includes('*** BAD REFERENCE ***'),
      );
      await workbench.command('View: Close All Editors');
      return text;
    },
  ],
  [
    'two handles are compared side by side',
    async ({ workbench }) => {
      await revealed(workbench, '3d8');
      const pane = await workbench.view('Handles');
      const other = pane.locator('.monaco-list-row').filter({ hasText: /^\s*0x3e8/ });
      await other
        .locator('.label-name')
        .first()
        .click({ modifiers: ['ControlOrMeta'] });
      await workbench.chooseFromMenu(other, 'Compare Two Handles');
      const tab = workbench.page
        .locator('.tab.active')
        .filter({ hasText: 'Handle 3d8 ↔ Handle 3e8' });
      await tab.waitFor();
      const sides = workbench.page.locator('.monaco-diff-editor .view-lines');
      await settled(
        async () => (await sides.allInnerTexts()).map(oneLine),
        (texts) => texts.some((text) => /3d8/.test(text)) && texts.some((text) => /3e8/.test(text)),
      );
      await workbench.command('View: Close All Editors');
      return oneLine(await pane.locator('.monaco-list-row.focused').innerText());
    },
  ],
  [
    'a report on the session opens as a document',
    async ({ workbench }) => {
      await workbench.command('Handle Lens: Write Report');
      const tab = workbench.page.locator('.tab.active').filter({ hasText: /Handles of .*\.md/ });
      await tab.waitFor();
      const lines = workbench.page.locator('.editor-instance .view-line');
      const text = await settled(
        async () => oneLine((await lines.allInnerTexts()).join(' ').replaceAll('\u00a0', ' ')),
        (shown) => /## \d+ open handles.*\| Event \|/.test(shown),
      );
      await workbench.command('View: Close All Editors');
      return text.slice(0, 160);
    },
  ],
  [
    'a row is added to the Watch view',
    async ({ workbench }) => {
      const watch = await workbench.view('Watch');
      await workbench.chooseFromMenu(await revealed(workbench, '3d8'), 'Add to Watch');
      const row = watch.locator('.monaco-list-row').filter({ hasText: /0x3d8.*Event/ });
      await row.first().waitFor();
      const text = oneLine(await row.first().innerText());
      await row.first().click();
      await workbench.page.keyboard.press('Delete');
      await row.first().waitFor({ state: 'hidden' });
      await workbench.collapse('Watch');
      return text;
    },
  ],
];
