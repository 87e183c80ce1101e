// Steps in which something goes wrong outside of the window: an adapter that is killed, a file that shrinks or vanishes, a
// window that is loaded again. The first step ends what earlier ones left; each ends its own session.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';
import { inRoot } from '../../src/build/paths.mjs';
import { launch, stop } from './launching.mjs';

/** Starts the debug adapter as a process of its own; resolves to it and its port. */
function startAdapter() {
  const child = spawn(process.execPath, [inRoot('dist', 'adapter.js'), '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The adapter ended with ${code}.`)));
    child.stderr.setEncoding('utf8').on('data', (text) => {
      const port = /listens at [\d.]+:(\d+)/.exec(text)?.[1];
      if (port !== undefined) {
        resolve({ child, port: Number(port) });
      }
    });
  });
}

/** A row of a type with its count; which ones are on the screen depends on the room of the pane. */
const typeRow = (pane) =>
  pane
    .locator('.monaco-list-row')
    .filter({ hasText: /^\s*[A-Z]\w+( \w+)?\s*\d+/ })
    .first();

/** The text of a pane once it is as wanted. */
const paneText = (pane, wanted) =>
  settled(
    async () => oneLine(await pane.innerText()),
    (text) => wanted.test(text),
  );

/** A notification with a text, opened so that its buttons show. */
async function notification({ page }, text) {
  const item = page
    .locator('.notifications-toasts .notification-list-item')
    .filter({ hasText: text })
    .first();
  await item.waitFor();
  return item;
}

export const unhappySteps = [
  [
    'a killed debug adapter is told of, the views keep their data, and Restart goes on',
    async ({ workbench, files }) => {
      const { child, port } = await startAdapter();
      const configuration = { name: 'Adapter of its own', target: 'sample:leaky-service' };
      await launch(workbench, files.folder, { ...configuration, debugServer: port });
      const handles = await workbench.view('Handles');
      await typeRow(handles).waitFor();
      const types = await workbench.view('Handle Types');
      const traces = await workbench.view('Handle Traces');
      await typeRow(types).waitFor();
      await traces.locator('.monaco-list-row').first().waitFor();
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await gone;
      const message = await notification(workbench, /ended unexpectedly/);
      const said = oneLine(await message.locator('.notification-list-item-message').innerText());
      await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
      await workbench.command('View: Show Run and Debug');
      await paneText(handles, /ended at .* last data/);
      await typeRow(handles).waitFor();
      await typeRow(types).waitFor();
      assert.match(await paneText(traces, /OPEN|CLOSE|BAD/), /0x/);
      await message.getByRole('button', { name: 'Restart' }).click();
      await workbench.page.locator('.debug-toolbar').waitFor();
      await notification(workbench, /no debug adapter listens at port .* built-in one is used/);
      await settled(
        async () => oneLine(await handles.innerText()),
        (text) => !/ended at/.test(text),
      );
      await typeRow(handles).waitFor();
      await workbench.command('Notifications: Clear All Notifications');
      await stop(workbench);
      return said;
    },
  ],
  [
    'a log that became shorter while it is examined says so where its rows would be',
    async ({ workbench, files }) => {
      const path = join(mkdtempSync(join(tmpdir(), 'handle-lens-')), 'shrinking.htrace');
      cpSync(join(files.folder, files.log), path);
      await launch(workbench, files.folder, { name: 'Shrinking log', target: path });
      const handles = await workbench.view('Handles');
      await typeRow(handles).waitFor();
      truncateSync(path, 200);
      await workbench.expand(handles, 'Event');
      const text = await paneText(handles, /became shorter while it was open/);
      await stop(workbench);
      rmSync(dirname(path), { recursive: true });
      return text.slice(-240);
    },
  ],
  [
    'a log that vanished is told of when its session is restarted, which then goes on with what was read',
    async ({ workbench, files }) => {
      const path = join(mkdtempSync(join(tmpdir(), 'handle-lens-')), 'vanishing.htrace');
      cpSync(join(files.folder, files.log), path);
      await launch(workbench, files.folder, { name: 'Vanishing log', target: path });
      const handles = await workbench.view('Handles');
      await typeRow(handles).waitFor();
      rmSync(dirname(path), { recursive: true });
      await workbench.command('Debug: Restart');
      await notification(workbench, /There is no file .*vanishing/);
      await settled(
        async () => oneLine(await workbench.page.locator('.repl').innerText()),
        (text) => /goes on with what was opened before/.test(text),
      );
      const rows = await workbench.evaluate('!handle 0 0');
      assert.match(rows.join('\n'), /1 handle/i);
      const said = (await workbench.notifications()).map(oneLine).join(' | ');
      await workbench.command('Notifications: Clear All Notifications');
      await stop(workbench);
      return said;
    },
  ],
  [
    'a dump that is dropped on the Handles view is examined',
    async ({ workbench, files }) => {
      await stop(workbench);
      await workbench.openFile(files.dump);
      await workbench.command('View: Show Run and Debug');
      const handles = await workbench.view('Handles');
      const tab = workbench.page.locator(`.tab[data-resource-name="${files.dump}"]`);
      await tab.dragTo(handles.locator('.monaco-list').first());
      await workbench.page.locator('.debug-toolbar').waitFor();
      const stack = await workbench.view('Call Stack');
      const text = await paneText(stack, /Thread 4 Main/);
      await stop(workbench);
      return text.slice(0, 120);
    },
  ],
  [
    'a window that is loaded again shows the last data of the session it ended',
    async ({ workbench }) => {
      await stop(workbench);
      await workbench.command('View: Close All Editors');
      await workbench.choose('Handle Lens: Open Sample…', 'leaky-service');
      await workbench.page.locator('.debug-toolbar').waitFor();
      const before = await workbench.view('Handles');
      await typeRow(before).waitFor();
      await typeRow(await workbench.view('Handle Types')).waitFor();
      // The page of the stopped frame takes the focus when it opens.
      await workbench.page.locator('.tab').filter({ hasText: 'OrderService.exe' }).waitFor();
      await workbench.commandWith('Handle Lens: Reveal Handle…', '3d8');
      await before
        .locator('.monaco-list-row.selected')
        .filter({ hasText: /^\s*0x3d8/ })
        .waitFor();
      // Answers are kept once nothing new comes for a moment.
      await workbench.page.waitForTimeout(3000);
      await workbench.page.reload();
      await workbench.page.locator('.monaco-workbench').waitFor();
      await workbench.command('View: Show Run and Debug');
      const handles = await workbench.view('Handles');
      const text = await paneText(handles, /ended at .* last data/);
      await handles
        .locator('.monaco-list-row.selected')
        .filter({ hasText: /^\s*0x3d8/ })
        .waitFor();
      const types = await workbench.view('Handle Types');
      await typeRow(types).waitFor();
      assert.deepEqual(await workbench.notifications(), []);
      return text.slice(0, 120);
    },
  ],
];
