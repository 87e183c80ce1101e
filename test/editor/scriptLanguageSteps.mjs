// Steps in a script of the workspace: its problems, a start that is refused, completion, a new name.

import assert from 'node:assert/strict';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';
import { stop } from './launching.mjs';

/** A leak in line 5 and a misspelt call in line 9. */
export const SCRIPT_TEXT = `int rounds = 3;

int main(void)
{
    HANDLE hParcel = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (rounds > 2) {
        return 1;
    }
    ClosHandle(hParcel);
    return 0;
}
int deliver(int stops)
{
    HANDLE hRoute = CreateMutexW(NULL, FALSE, NULL);
    if (stops > 9) {
        return 1;
    }
    CloseHandle(hRoute);
    return 0;
}
`;

const problems = (workbench, text) =>
  workbench.page.locator('.markers-panel .monaco-list-row').filter({ hasText: text }).first();

/** The text of the active editor. */
const editorText = async (workbench) =>
  oneLine((await workbench.page.locator('.editor-instance .view-line').allInnerTexts()).join(' '));

const clickOn = async (workbench, word, occurrence = 0) => {
  const box = await workbench.wordBox(word, occurrence);
  await workbench.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
};

export const scriptLanguageSteps = [
  [
    'the errors and the leaks of a script stand in Problems while it is written',
    async ({ workbench, files }) => {
      await workbench.openFile(files.script);
      await workbench.command('Problems: Focus on Problems View');
      await problems(workbench, 'There is no function "ClosHandle"').waitFor();
      const leak = problems(workbench, 'The handle in "hRoute"');
      await leak.waitFor();
      return oneLine(await leak.innerText());
    },
  ],
  [
    'a script with errors is not started: one sentence says how many, and leads to Problems',
    async ({ workbench, files }) => {
      await stop(workbench);
      await workbench.openFile(files.script);
      await clickOn(workbench, 'rounds');
      await workbench.page.keyboard.press('F5');
      const message = workbench.page
        .locator('.notifications-toasts .notification-list-item')
        .filter({ hasText: 'was not started' });
      await message.waitFor();
      const text = oneLine(await message.innerText());
      assert.match(text, /courier\.hsim has an error and was not started\. Correct it/);
      await message.getByText('Show Problems').click();
      await problems(workbench, 'ClosHandle').waitFor();
      return text;
    },
  ],
  [
    'completion offers the function with its documentation',
    async ({ workbench, files }) => {
      await workbench.openFile(files.script);
      await clickOn(workbench, 'stops > 9');
      await workbench.page.keyboard.press('End');
      await workbench.page.keyboard.press('Enter');
      await workbench.page.keyboard.type('SetEv');
      const row = workbench.page
        .locator('.suggest-widget .monaco-list-row')
        .filter({ hasText: 'SetEvent' });
      await row.first().waitFor();
      const text = oneLine(await row.first().innerText());
      await workbench.page.keyboard.press('Escape');
      await workbench.command('Undo');
      await workbench.command('Undo');
      return text;
    },
  ],
  [
    'a variable is renamed wherever it is used',
    async ({ workbench, files }) => {
      await workbench.openFile(files.script);
      await clickOn(workbench, 'hRoute');
      await workbench.page.keyboard.press('F2');
      const input = workbench.page.locator('.rename-box input');
      await input.waitFor();
      await input.fill('hTour');
      await workbench.page.keyboard.press('Enter');
      const text = await settled(
        () => editorText(workbench),
        (shown) => /CloseHandle\(hTour\)/.test(shown),
      );
      assert.doesNotMatch(text, /hRoute/);
      await workbench.command('File: Revert File');
      await workbench.command('View: Close All Editors');
    },
  ],
];
