// Answers the input box of the workbench, which the palette uses too.

/** Fills the box and accepts it. False when it closed before: an editor that opens just then takes the focus from it. */
export async function answerInputBox(page, text) {
  const input = page.locator('.quick-input-widget:visible input.input');
  try {
    // What the palette still does with its box may empty it once more.
    do {
      await input.fill(text, { timeout: 5000 });
      await page.waitForTimeout(300);
    } while ((await input.inputValue({ timeout: 1000 })) !== text);
    await input.press('Enter', { timeout: 1000 });
    return true;
  } catch {
    return false;
  }
}
