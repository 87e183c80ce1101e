// The lists of the workbench that open for a moment: an editor or a session that opens just then takes the focus from them,
// and they close. Then they are opened again.

import { settled } from './driverTexts.mjs';

const ROWS = '.quick-input-widget:visible .quick-input-list .monaco-list-row';

/** Milliseconds for a list that is asked for, and for a row of a list that is open. */
const PATIENCE = { timeout: 5000 };

/** The labels of the open list. */
export async function pickLabels(page) {
  const labels = page.locator(`${ROWS} .label-name`);
  await labels.first().waitFor(PATIENCE);
  return settled(
    () => labels.allInnerTexts(),
    (all) => all.length > 0,
  );
}

/**
 * Opens a list by `open` and chooses the first row whose label contains a text; `filter` is typed into its box before. Returns the labels
 * that the list had. A list that closed, or was made before it could have the row, is opened again.
 */
export async function chooseFromList(page, open, text, filter) {
  for (let left = 5; ; left--) {
    await open();
    try {
      if (filter !== undefined) {
        await page.locator('.quick-input-widget:visible input.input').fill(filter, PATIENCE);
      }
      const labels = await pickLabels(page);
      const label = page.locator('.label-name', { hasText: text });
      await page.locator(ROWS).filter({ has: label }).first().click(PATIENCE);
      return labels;
    } catch (error) {
      if (left === 0) {
        throw error;
      }
      await page.keyboard.press('Escape');
    }
  }
}
