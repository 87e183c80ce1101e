// Steps that write the target as a dump and walk back and forth through what was recorded in it.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';

/** What the debug console says, once it is as wanted. */
const said = (workbench, wanted) =>
  settled(
    async () => oneLine(await workbench.page.locator('.repl').innerText()),
    (text) => wanted.test(text),
  );

/** Presses a button of the debugger's toolbar; those that go back are there only for targets that can. */
const press = (workbench, button) =>
  workbench.page.locator(`.debug-toolbar .action-label[aria-label^="${button}"]`).click();

export const recordingSteps = [
  [
    'the target is saved as a dump, which opens from the message',
    async ({ workbench, files }) => {
      await workbench.command('View: Show Run and Debug');
      const toolbar = workbench.page.locator('.debug-toolbar');
      if (await toolbar.isVisible()) {
        await workbench.command('Debug: Stop');
        await toolbar.waitFor({ state: 'hidden' });
      }
      await workbench.choose('Handle Lens: Open Sample…', 'leaky-service');
      await toolbar.waitFor();
      const path = join(files.folder, 'saved.dmp');
      rmSync(path, { force: true });
      await workbench.row(await workbench.view('Handles'), 'Event').waitFor();
      await workbench.commandWith('Handle Lens: Save as Dump…', path);
      const message = workbench.page
        .locator('.notifications-toasts .notification-list-item')
        .filter({ hasText: 'Written to' });
      await message.waitFor();
      const text = oneLine(await message.innerText());
      assert.match(text, /saved\.dmp: 200 handles and 948 traces/);
      await workbench.command('Debug: Stop');
      await toolbar.waitFor({ state: 'hidden' });
      // A message leaves the window after a while, but not the list of messages.
      await workbench.command('Notifications: Show Notifications');
      await workbench.page
        .locator('.notifications-center .notification-list-item')
        .filter({ hasText: 'Written to' })
        .getByRole('button', { name: 'Open' })
        .click();
      await toolbar.waitFor();
      await workbench.command('Debug Console: Focus on Debug Console View');
      await said(workbench, /Minidump of the simulated program OrderService\.exe/);
      return text;
    },
  ],
  [
    'Reverse and Step Back walk through a recording, and the views follow',
    async ({ workbench }) => {
      const handles = await workbench.view('Handles');
      await workbench.row(handles, 'Event').waitFor();
      await press(workbench, 'Reverse');
      await said(workbench, /Operation 943 of 948: bad reference to handle 0x3f0/);
      await press(workbench, 'Step Back');
      const text = await said(workbench, /Operation 942 of 948/);
      const rows = await workbench.evaluate('!tt 300; !handle 0 0');
      assert.match(rows.join('\n'), /156 Handles/);
      await settled(
        async () => oneLine(await handles.innerText()),
        (all) => /Event.*44/.test(all),
      );
      await workbench.command('Debug: Stop');
      return text.slice(-120);
    },
  ],
];
