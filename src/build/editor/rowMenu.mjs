// Opens the context menu of a row and chooses from it, by the key for menus: a tooltip of the row under the mouse would come
// late on a busy machine and take a menu away that the mouse opened.

/** Milliseconds in which a menu that has just opened takes no click. */
const DEAF_TIME = 300;

/** Chooses the entry with a label from the menu of a row. A menu that is gone before the entry is chosen is opened again. */
export async function chooseFromRowMenu(page, row, label) {
  const menu = page.locator('.monaco-menu-container, .monaco-menu').first();
  const item = page.locator('.monaco-menu .action-item', {
    has: page.locator('.action-label', { hasText: wholeLabel(label) }),
  });
  for (let left = 5; ; left--) {
    await focusRow(page, row);
    await page.keyboard.press('Shift+F10');
    try {
      await item.first().waitFor({ timeout: 3000 });
      await page.waitForTimeout(DEAF_TIME);
      await item.first().click({ timeout: 3000 });
      await menu.waitFor({ state: 'hidden', timeout: 3000 });
      return;
    } catch (error) {
      if (left === 0) {
        throw error;
      }
      await page.keyboard.press('Escape');
    }
  }
}

/** Gives a row the focus and waits until no tooltip is left or on its way. */
async function focusRow(page, row) {
  const classes = (await row.getAttribute('class')) ?? '';
  const isFocused = /\bfocused\b/.test(classes) && /\bselected\b/.test(classes);
  if (!isFocused) {
    await row.locator('.label-name, .monaco-icon-label, .expression .name').first().click();
  } else {
    await row.evaluate((element) => element.closest('.monaco-list')?.focus());
  }
  await page.mouse.move(900, 400);
  await page.locator('.workbench-hover, .monaco-hover').first().waitFor({ state: 'hidden' });
}

/** Labels of menus may end with the key of their command. */
function wholeLabel(label) {
  return new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
