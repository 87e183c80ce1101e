// Lists of the workbench make only the rows on the screen.

import { settled } from './driverTexts.mjs';

/** Scrolls the lists of a pane to their start. The mouse stays where it is, as tooltips follow it. */
export async function showFirstRows(pane) {
  await pane.locator('.monaco-list').evaluateAll((lists) => {
    for (const list of lists) {
      list.dispatchEvent(new WheelEvent('wheel', { deltaY: -1e6, bubbles: true }));
    }
  });
}

/**
 * The texts of a pane's rows once they are as wanted, written with ` | ` between them: a view may be filled again while somebody looks.
 */
export function rowsLike(workbench, pane, pattern) {
  return settled(
    () => workbench.rowTexts(pane),
    (rows) => pattern.test(rows.join(' | ')),
  );
}
