// Steps in the views of a running sample: what is remembered, marked, and reached by keys. Each leaves things as it found them.

import assert from 'node:assert/strict';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';
import { chooseFromList } from '../../src/build/editor/quickPick.mjs';

/** The labels of the buttons in the title of a view. */
const buttons = (pane) =>
  pane
    .locator('.pane-header .action-label')
    .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''));

/** Presses a button in the title of a view and chooses a row of the list that it opens. */
async function choose(workbench, pane, button, choice) {
  const open = async () => {
    await pane.locator('.pane-header').hover();
    await pane.locator(`.pane-header .action-label[aria-label^="${button}"]`).click();
  };
  await chooseFromList(workbench.page, open, choice);
}

/**
 * Collapses all rows, so that those at the top level are on the screen, from the first on. A tree that is just being made anew expands them
 * again: then once more.
 */
async function collapseRows(pane) {
  await settled(
    async () => {
      const expanded = await pane.locator('.monaco-list-row[aria-expanded="true"]').count();
      if (expanded > 0) {
        await pane.locator('.pane-header').hover();
        await pane.locator('.pane-header .action-label[aria-label^="Collapse All"]').click();
      }
      return expanded;
    },
    (expanded) => expanded === 0,
  );
  await pane.locator('.monaco-list').first().focus();
  await pane.page().keyboard.press('Home');
}

/** The text of the focused row. */
const focused = async (pane) =>
  oneLine(await pane.locator('.monaco-list-row.focused').first().innerText());

/** Puts the focus on a row at the top level: the click expands it, and a tree that is just being filled may move the focus below. */
async function focusRow(workbench, pane, text) {
  await workbench.row(pane, text).click();
  await workbench.page.waitForTimeout(300);
  for (let left = 20; !(await focused(pane)).startsWith(text); left--) {
    assert.ok(left > 0, `the focus reaches ${text}`);
    await workbench.page.keyboard.press('ArrowUp');
    await workbench.page.waitForTimeout(100);
  }
}

/** Takes back what the step about pins did. */
async function unpinKey(workbench, pane) {
  await focusRow(workbench, pane, 'Key');
  await workbench.page.keyboard.press('Space');
  await settled(
    async () => (await workbench.rowTexts(pane))[0] ?? '',
    (text) => text.startsWith('Event'),
  );
}

/** Writes a note about the handle that is revealed by a value; an empty one takes it away. */
async function note(workbench, pane, value, text) {
  await workbench.commandWith('Handle Lens: Reveal Handle…', value);
  const handle = pane.locator('.monaco-list-row.selected').filter({ hasText: `0x${value}` });
  await handle.waitFor();
  await workbench.chooseFromMenu(handle, 'Edit Note…');
  await workbench.answer(text);
}

export const viewSteps = [
  [
    'the button of the grouping shows the grouping, by thread too',
    async ({ workbench }) => {
      const pane = await workbench.view('Handles');
      await workbench.row(pane, 'Event').waitFor();
      await choose(workbench, pane, 'Grouped by Type', 'Thread');
      await workbench.row(pane, 'Thread 0x').waitFor();
      const labels = await settled(
        () => buttons(pane),
        (all) => all.some((label) => label.startsWith('Grouped by Thread')),
      );
      const rows = await workbench.rowTexts(pane);
      assert.ok(labels.some((label) => label.startsWith('Sorted by Value')));
      return rows.slice(0, 3).join(' | ');
    },
  ],
  [
    'Space pins a type, which then stands first in both views and says so',
    async ({ workbench }) => {
      const pane = await workbench.view('Handles');
      const types = await workbench.view('Handle Types');
      const first = async (where) => (await workbench.rowTexts(where))[0] ?? '';
      await choose(workbench, pane, 'Grouped by Thread', 'Type');
      await workbench.row(pane, 'Event').waitFor();
      await collapseRows(pane);
      await focusRow(workbench, pane, 'Key');
      await workbench.page.keyboard.press('Space');
      const seen = await settled(
        () => first(pane),
        (text) => /^Key.*pinned/.test(text),
      );
      await settled(
        () => first(types),
        (text) => /^Key.*pinned/.test(text),
      );
      return seen;
    },
  ],
  [
    'a note stands in the row of its handle and is spoken',
    async ({ workbench }) => {
      const pane = await workbench.view('Handles');
      await unpinKey(workbench, pane);
      await note(workbench, pane, '3d8', 'never reset?');
      const row = pane.locator('.monaco-list-row').filter({ hasText: 'note: never reset?' });
      await row.waitFor();
      const spoken = await row.getAttribute('aria-label');
      assert.match(spoken ?? '', /note: never reset\?/);
      return spoken;
    },
  ],
  [
    'the badge counts what is open since the snapshot and explains itself',
    async ({ workbench }) => {
      await note(workbench, await workbench.view('Handles'), '3d8', '');
      const badge = workbench.page.locator('.activitybar .badge[aria-label*="Run and Debug"]');
      const label = await settled(
        async () => (await badge.first().getAttribute('aria-label')) ?? '',
        (text) => /9 handles were opened since the last snapshot/.test(text),
      );
      return label;
    },
  ],
  [
    'the brackets go from one new or misused handle to the next and back',
    async ({ workbench }) => {
      const pane = await workbench.view('Handles');
      await collapseRows(pane);
      await workbench.row(pane, 'Event').locator('.label-name').click();
      const seen = [];
      for (const key of [']', ']', '[']) {
        const before = await focused(pane);
        await workbench.page.keyboard.press(key);
        seen.push(
          await settled(
            () => focused(pane),
            (text) => text !== before && /new|bad reference/.test(text),
          ),
        );
      }
      assert.equal(seen[2], seen[0]);
      assert.notEqual(seen[1], seen[0]);
      const said = workbench.page.locator('.statusbar-item').filter({ hasText: /1 of 9: 0x/ });
      await said.waitFor();
      return `${oneLine(await said.innerText())} (${seen.join(' → ')})`;
    },
  ],
  [
    'Enter on a handle shows the stack that opened it',
    async ({ workbench }) => {
      const pane = await workbench.view('Handles');
      const value = /^0x([0-9a-f]+)/.exec(await focused(pane))?.[1] ?? 'no handle';
      await workbench.page.keyboard.press('Enter');
      const stack = await workbench.view('Call Stack');
      const thread = stack
        .locator('.monaco-list-row')
        .filter({ hasText: new RegExp(`Trace: handle ${value} OPEN`, 'i') });
      await thread.first().waitFor();
      return oneLine(await thread.first().innerText());
    },
  ],
  [
    'what is copied by key is the focused row, as it is shown',
    async ({ workbench }) => {
      const pane = await workbench.view('Handles');
      await collapseRows(pane);
      await workbench.row(pane, 'File').locator('.label-name').click();
      await workbench.page.keyboard.press('ArrowUp');
      const row = await focused(pane);
      await workbench.page.keyboard.press('ControlOrMeta+c');
      const copied = await settled(
        () => workbench.page.evaluate(() => navigator.clipboard.readText()),
        (text) => text !== '' && row.replace(/\s/g, '').startsWith(text.replace(/\s/g, '')),
      );
      return `${row} → ${oneLine(copied)}`;
    },
  ],
];
