// What the steps in a running script share: the script, where things are in its editor, how it is gone through.

import { oneLine, plain, settled } from '../../src/build/editor/driverTexts.mjs';

/** Parcels that nobody closes when their number is odd, and a gate that is closed twice. */
export const DEPOT_TEXT = `machine { image "depot.exe"; }

HANDLE gGate;

HANDLE OpenParcel(int number)
{
    HANDLE hParcel = CreateMutexW(NULL, FALSE, NULL);
    return hParcel;
}

void Deliver(int number)
{
    HANDLE hParcel = OpenParcel(number);
    if (number % 2 == 0) {
        CloseHandle(hParcel);
    }
}

int main(void)
{
    HANDLE hEvent = CreateEventW(NULL, TRUE, FALSE, L"Local\\\\go");
    gGate = hEvent;
    for (int round = 1; round <= 12; round++) {
        Deliver(round);
    }
    CloseHandle(hEvent);
    CloseHandle(gGate);
    return 0;
}
`;

/** Where a line is on the screen: its number, left of which breakpoints are set, and its text. */
export async function lineBox({ page }, line) {
  const number = page
    .locator('.editor-instance .margin-view-overlays .line-numbers')
    .filter({ hasText: new RegExp(`^\\s*${line}\\s*$`) })
    .first();
  await number.waitFor();
  const box = await number.boundingBox();
  const margin = await page.locator('.editor-instance .margin-view-overlays').first().boundingBox();
  if (box === null || margin === null) {
    throw new Error(`Line ${line} is not on the screen.`);
  }
  return { margin: margin.x + 10, text: margin.x + margin.width + 30, y: box.y + box.height / 2 };
}

/** Puts the cursor into a line of the active editor. */
export async function clickLine(workbench, line) {
  const { text, y } = await lineBox(workbench, line);
  await workbench.page.mouse.click(text, y);
}

/** The text of a line as it is drawn, with the values behind it. */
export async function lineText({ page }, line) {
  const texts = await page.evaluate((wanted) => {
    const editor = document.querySelector('.editor-instance .monaco-editor');
    const top = (element) => element.getBoundingClientRect().top;
    const number = [
      ...(editor?.querySelectorAll('.margin-view-overlays .line-numbers') ?? []),
    ].find((each) => each.textContent.trim() === String(wanted));
    return [...(editor?.querySelectorAll('.view-line') ?? [])]
      .filter((each) => number !== undefined && Math.abs(top(each) - top(number)) < 4)
      .map((each) => each.textContent);
  }, line);
  return plain(texts.join(''));
}

/** Waits until a line's drawn text is as wanted. */
export const lineReads = (workbench, line, wanted) =>
  settled(
    () => lineText(workbench, line),
    (text) => wanted.test(text),
  );

/** The line at which the program stands: the one that is drawn so. */
async function stoppedLine({ page }) {
  return page.evaluate(() => {
    const editor = document.querySelector('.editor-instance .monaco-editor');
    const mark = editor?.querySelector('.debug-top-stack-frame-line');
    const top = (element) => element.getBoundingClientRect().top;
    const number = [
      ...(editor?.querySelectorAll('.margin-view-overlays .line-numbers') ?? []),
    ].find((each) => mark !== null && mark !== undefined && Math.abs(top(each) - top(mark)) < 4);
    return Number(number?.textContent ?? 0);
  });
}

/** Waits until the program stands at a line. */
export const standsAt = (workbench, line) =>
  settled(
    () => stoppedLine(workbench),
    (at) => at === line,
  );

/** Presses a key in the editor, in which the cursor is by then, and waits for the stop that follows. */
export async function goTo(workbench, key, line) {
  await workbench.page.keyboard.press(key);
  return standsAt(workbench, line);
}

/** Presses a button of the debugger's toolbar. */
export const pressButton = ({ page }, button) =>
  page.locator(`.debug-toolbar .action-label[aria-label^="${button}"]`).click();

/** The rows of the Debug Console once they are as wanted. */
export const consoleSays = (workbench, wanted) =>
  settled(
    async () => oneLine(plain(await workbench.page.locator('.repl').innerText())),
    (text) => wanted.test(text),
  );
