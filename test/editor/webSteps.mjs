// The steps in a browser without a server: what must work there as it does on the desktop, and what says kindly that it cannot.

import assert from 'node:assert/strict';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';
import { rowsLike } from '../../src/build/editor/firstRows.mjs';
import { pickLabels } from '../../src/build/editor/quickPick.mjs';
import { chartSteps } from './chartSteps.mjs';

/** All steps, in order; see steps.mjs. */
export const webSteps = [
  [
    'in a browser: a sample starts, and the Handles view lists it',
    async ({ workbench }) => {
      await workbench.command('View: Show Run and Debug');
      const pane = await workbench.view('Handles');
      await pane.locator('.monaco-button', { hasText: 'Try a Sample' }).click();
      await workbench.page.locator('.debug-toolbar').waitFor();
      for (const title of ['Variables', 'Watch', 'Breakpoints']) {
        await workbench.collapse(title);
      }
      await workbench.row(pane, 'Event').waitFor();
      const rows = await rowsLike(workbench, pane, /^Event\s*65 \| File\s*38/);
      return rows.slice(0, 3).join(' | ');
    },
  ],
  [
    'in a browser: !handle 0 f Event answers in the Debug Console',
    async ({ workbench }) => {
      const rows = await workbench.evaluate('!handle 0 f Event');
      assert.match(rows.join('\n'), /handles of type Event/);
      return oneLine(rows.at(-1) ?? '');
    },
  ],
  [
    'in a browser: .logopen says that nothing can be written, and what to do instead',
    async ({ workbench }) => {
      const rows = await workbench.evaluate('.logopen /a x.log');
      assert.match(rows.join('\n'), /browser/);
      return rows.join(' ');
    },
  ],
  ...chartSteps.map(([name, run]) => [`in a browser: ${name}`, run]),
  [
    'in a browser: a handle shows its opening stack, and closing ends the session',
    async ({ workbench }) => {
      await workbench.commandWith('Handle Lens: Reveal Handle…', '3d8');
      const pane = await workbench.view('Handles');
      await pane
        .locator('.monaco-list-row.selected')
        .filter({ hasText: /^\s*0x3d8/ })
        .waitFor();
      await workbench.expand(pane, 'Stack traces');
      await workbench.expand(pane, 'OPEN  0x3d8');
      const frame = await workbench.scrollTo(pane, /^\s*OrderService!/);
      const text = oneLine(await frame.innerText());
      await workbench.command('Debug: Stop');
      await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
      return text;
    },
  ],
  [
    'in a browser: a hover in a log explains a handle, from the language server in a worker',
    async ({ workbench, files }) => {
      await workbench.openFile(files.log);
      const text = (await workbench.hover('3d8')).join('\n');
      assert.match(text, /Event/);
      return oneLine(text).slice(0, 160);
    },
  ],
  [
    'in a browser: the status of the language counts the findings, and restarts the server',
    async ({ workbench }) => {
      const status = await workbench.languageStatus();
      const text = oneLine(await status.innerText());
      assert.match(text, /11 findings/);
      await status.locator('a', { hasText: 'Restart' }).click();
      await workbench.page.mouse.move(600, 400);
      await workbench.page.keyboard.press('Escape');
      await status.waitFor({ state: 'hidden' });
      const hover = (await workbench.hover('3d8')).join('\n');
      assert.match(hover, /Event/);
      return text;
    },
  ],
  [
    'in a browser: the leak of a teaching program stands in Problems, and the program starts with F5',
    async ({ workbench }) => {
      await workbench.openFile('leak-on-error-path.hsim');
      await workbench.command('Problems: Focus on Problems View');
      const leak = workbench.page
        .locator('.markers-panel .monaco-list-row')
        .filter({ hasText: 'opened here by CreateFileW, is still open' })
        .first();
      await leak.waitFor();
      const text = oneLine(await leak.innerText());
      await workbench.openFile('leak-on-error-path.hsim');
      await workbench.page.keyboard.press('F5');
      await workbench.page.locator('.debug-toolbar').waitFor();
      await workbench.page.locator('.debug-top-stack-frame-line').first().waitFor();
      await workbench.command('Debug: Stop');
      await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
      await workbench.command('View: Close All Editors');
      return text;
    },
  ],
  [
    'in a browser: teaching programs are offered, though a page cannot list the folder of an extension',
    async ({ workbench }) => {
      await workbench.command('Handle Lens: Open Teaching Program…');
      const labels = await settled(
        () => pickLabels(workbench.page),
        (all) => all.includes('A leak in a loop'),
      );
      await workbench.page.keyboard.press('Escape');
      return labels.join(' | ').slice(0, 160);
    },
  ],
  [
    'in a browser: a dump opens in the dump editor, read through the file system of the workspace',
    async ({ workbench, files }) => {
      await openDump(workbench, files.dump);
      const body = workbench.webview().locator('body');
      await body.locator('text=HandleData').first().waitFor();
      const text = oneLine(await body.innerText());
      assert.match(text, /Event/);
      return text.slice(0, 160);
    },
  ],
  [
    'in a browser: its button starts a session on the dump',
    async ({ workbench }) => {
      await workbench.webview().locator('button', { hasText: 'Inspect Handles' }).first().click();
      await workbench.page.locator('.debug-toolbar').waitFor();
      await workbench.command('View: Show Run and Debug');
      const pane = await workbench.view('Handles');
      await workbench.row(pane, 'Event').waitFor();
      const rows = await workbench.evaluate('!handle 0 0');
      assert.match(rows.join('\n'), /Handles/);
      await workbench.command('Debug: Stop');
      await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
      return oneLine(rows.join(' ')).slice(0, 100);
    },
  ],
  [
    'in a browser: the output channel Handles holds the answers',
    async ({ workbench }) => oneLine(await workbench.output('Handles', /4 Handles/)).slice(0, 100),
  ],
  [
    'in a browser: a dump that is too large to be read whole is refused with what to do instead',
    async ({ workbench, files }) => {
      await openDump(workbench, files.huge);
      const body = workbench.webview().locator('body');
      await body.locator('text=10240 MB').first().waitFor();
      const text = oneLine(await body.innerText());
      assert.match(text, /at most 256 MB/);
      assert.match(text, /on your machine/);
      return text.slice(0, 240);
    },
  ],
  [
    'in a browser: the extension runs in the worker of the page, and nothing of it fails there',
    async ({ workbench }) => {
      await workbench.command('Developer: Show Running Extensions');
      const row = workbench.page.locator('.editor-instance .extension', { hasText: 'Handle Lens' });
      await row.waitFor();
      const faults = workbench.consoleMessages.filter(
        (text) => /\bERR\b|\[error\]/i.test(text) && /handle.?lens/i.test(text),
      );
      assert.deepEqual(faults, []);
      return oneLine(await row.innerText());
    },
  ],
];

async function openDump(workbench, name) {
  await workbench.command('View: Close All Editors');
  await workbench.command('View: Show Explorer');
  await workbench.page
    .locator('.explorer-viewlet .monaco-list-row')
    .filter({ hasText: name })
    .first()
    .dblclick();
}
