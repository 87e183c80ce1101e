// Lists of the workbench make only the rows on the screen.

/** Scrolls the lists of a pane to their start. The mouse stays where it is, as tooltips follow it. */
export async function showFirstRows(pane) {
  await pane.locator('.monaco-list').evaluateAll((lists) => {
    for (const list of lists) {
      list.dispatchEvent(new WheelEvent('wheel', { deltaY: -1e6, bubbles: true }));
    }
  });
}
