// Brings up the tooltip of a row.

/** Rests the mouse on a row until something of its tooltip shows; a busy editor misses the first time. */
export async function showTooltip(page, row, wanted) {
  for (let left = 5; ; left--) {
    await page.mouse.move(900, 400);
    await row.hover({ position: { x: 60 + left * 4, y: 8 } });
    try {
      await wanted.waitFor({ timeout: 3000 });
      return;
    } catch (error) {
      if (left === 0) {
        throw error;
      }
    }
  }
}
