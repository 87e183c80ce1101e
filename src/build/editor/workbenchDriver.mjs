// Drives the workbench in Chromium as a person would: commands, views, trees, the Debug Console, hovers, screenshots.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { findWord } from './findWord.mjs';
import { showFirstRows } from './firstRows.mjs';
import { escaped, plain, settled, wholeText } from './driverTexts.mjs';
import { answerInputBox } from './inputBox.mjs';
import { chooseFromList } from './quickPick.mjs';
import { chooseFromRowMenu } from './rowMenu.mjs';
import { browserDriver, chromiumProgram } from './workbenchInstall.mjs';

const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where the header of a view is clicked: buttons show in the rest of it under the mouse. */
const HEADER_START = { position: { x: 14, y: 10 } };

/** Launches Chromium; `say` hears of anything that has to be installed first. */
export function launchBrowser(say) {
  const executablePath = chromiumProgram(say);
  return browserDriver(say).launch({ executablePath, args: CHROMIUM_FLAGS });
}

/** One workbench page. Methods wait for what they name and fail with Playwright's message when it does not come. */
export class Workbench {
  /** What the page wrote to its console. */
  consoleMessages = [];

  constructor(page) {
    this.page = page;
    page.on('console', (message) => this.consoleMessages.push(message.text()));
  }

  /** Opens the workbench of a server on a folder, or an empty window, and waits until files or the welcome page show. `prepare` gets the page first. */
  static async open(browser, server, folder, prepare = async () => undefined) {
    const context = await browser.newContext({
      viewport: { width: 1500, height: 1900 },
      locale: 'en-US',
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await prepare(page);
    const workbench = new Workbench(page);
    await page.goto(server.url(folder));
    await page.locator('.monaco-workbench').waitFor();
    await page
      .locator('.explorer-viewlet .monaco-list-row, .getting-started-category')
      .first()
      .waitFor();
    return workbench;
  }

  screenshot(file) {
    mkdirSync(dirname(file), { recursive: true });
    return this.page.screenshot({ path: file });
  }

  /** Runs a command by its full title; what takes the focus just then closes the palette, which is opened again. */
  async command(title) {
    for (let left = 3; ; left--) {
      try {
        await this.#runFromPalette(title);
        return;
      } catch (error) {
        if (left === 0) {
          throw error;
        }
        await this.page.keyboard.press('Escape');
      }
    }
  }

  async #runFromPalette(title) {
    const { page } = this;
    const patience = { timeout: 4000 };
    await page.keyboard.press('F1');
    const input = page.locator('.quick-input-widget:visible input.input');
    await input.waitFor(patience);
    await input.fill(`>${title}`, patience);
    const label = page.locator('.label-name', { hasText: wholeText(title) });
    const wanted = page.locator('.quick-input-list .monaco-list-row').filter({ has: label });
    await wanted.first().click(patience);
    // The palette closes, or the command asks its next question in the same box.
    await page.waitForFunction(() => {
      const box = document.querySelector('.quick-input-widget');
      const value = box?.querySelector('input.input')?.value ?? '';
      return box === null || box.offsetParent === null || !value.startsWith('>');
    });
  }

  /** Runs a command that opens a list, and chooses the row that contains a text. Returns the labels of the list. */
  choose(title, text) {
    return chooseFromList(this.page, () => this.command(title), text);
  }

  /** Fills the input box and accepts it. */
  async answer(text) {
    if (!(await answerInputBox(this.page, text))) {
      throw new Error(`No input box took "${text}".`);
    }
  }

  /** Runs a command and answers what it asks for; once more when something closed the box. */
  async commandWith(title, text) {
    await this.command(title);
    if (!(await answerInputBox(this.page, text))) {
      await this.command(title);
      await this.answer(text);
    }
  }

  /** Opens a file of the workspace from the file tree, again when a row that moved just then got the click. */
  async openFile(name) {
    const tab = this.page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`);
    for (let left = 3; ; left--) {
      await this.command('View: Show Explorer');
      await this.page
        .locator('.explorer-viewlet .monaco-list-row')
        .filter({ hasText: name })
        .first()
        .dblclick();
      try {
        await tab.waitFor({ timeout: 5000 });
        return;
      } catch (error) {
        if (left === 0) {
          throw error;
        }
      }
    }
  }

  /** A pane of the side bar by the start of its title, opened when it is closed. */
  async view(title) {
    const header = this.page.locator('.pane-header', {
      hasText: new RegExp(`^\\s*${escaped(title)}`, 'i'),
    });
    const pane = this.page.locator('.split-view-view .pane').filter({ has: header }).first();
    const own = pane.locator('.pane-header').first();
    await own.waitFor();
    if ((await own.getAttribute('aria-expanded')) !== 'true') {
      await own.click(HEADER_START);
    }
    await showFirstRows(pane);
    return pane;
  }

  /** Collapses a pane of the side bar, so that others have more room. */
  async collapse(title) {
    const pane = await this.view(title);
    const header = pane.locator('.pane-header').first();
    await header.click(HEADER_START);
    await this.page.waitForFunction(
      (element) => element?.getAttribute('aria-expanded') === 'false',
      await header.elementHandle(),
    );
  }

  /** A tree row by the start of its text. */
  row(pane, text) {
    return pane
      .locator('.monaco-list-row')
      .filter({ hasText: new RegExp(`^\\s*${escaped(text)}`) })
      .first();
  }

  /** Chooses from the context menu of a tree row. */
  chooseFromMenu(row, label) {
    return chooseFromRowMenu(this.page, row, label);
  }

  /** Scrolls a pane until a row shows: lists make only the rows on the screen. */
  async scrollTo(pane, text) {
    const row = pane.locator('.monaco-list-row').filter({ hasText: text }).first();
    await pane.locator('.monaco-list').first().hover();
    for (let left = 40; left > 0 && (await row.count()) === 0; left--) {
      await this.page.mouse.wheel(0, 120);
      await this.page.waitForTimeout(100);
    }
    await row.waitFor();
    return row;
  }

  /** The texts of a pane's rows that are on the screen, from top to bottom: lists keep theirs in any order. */
  async rowTexts(pane) {
    const rows = await pane
      .locator('.monaco-list-row')
      .evaluateAll((all) =>
        all.map((row) => ({ index: Number(row.dataset.index), text: row.innerText })),
      );
    return rows
      .sort((a, b) => a.index - b.index)
      .map(({ text }) => text.replace(/\s+/g, ' ').trim());
  }

  /** Expands a tree row. */
  async expand(pane, text) {
    const row = this.row(pane, text);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false') {
      await row.locator('.monaco-tl-twistie').click();
      await pane
        .locator('.monaco-list-row[aria-expanded="true"]')
        .filter({ hasText: new RegExp(`^\\s*${escaped(text)}`) })
        .first()
        .waitFor();
    }
    return row;
  }

  /** Expands the first row with a text and returns it: rows move while a view is filled, and a click may hit another one. */
  async expandFirst(pane, text) {
    const row = await this.scrollTo(pane, text);
    for (let left = 5; (await row.getAttribute('aria-expanded')) !== 'true'; left--) {
      if (left === 0) {
        throw new Error(`The row ${text} does not expand.`);
      }
      await row.locator('.monaco-tl-twistie').click();
      await this.page.waitForTimeout(300);
    }
    return row;
  }

  /** Pastes a line into the Debug Console, again while other editors take the focus, and returns the rows it adds. */
  async evaluate(line) {
    const before = (await this.consoleRows()).at(-1)?.index ?? -1;
    for (let left = 4; ; left--) {
      try {
        await this.#enterInConsole(line);
        break;
      } catch (error) {
        if (left === 0) {
          throw error;
        }
      }
    }
    const rows = await settled(
      () => this.consoleRows(),
      (all) => (all.at(-1)?.index ?? -1) >= before + 2,
    );
    return rows.filter(({ index }) => index > before + 1).map(({ text }) => text);
  }

  async #enterInConsole(line) {
    const input = await this.consoleInput();
    const keys = input.locator('.native-edit-context, textarea.inputarea').first();
    const text = async () => plain((await input.locator('.view-line').allInnerTexts()).join(''));
    await this.page.evaluate((value) => navigator.clipboard.writeText(value), line);
    await keys.press('ControlOrMeta+v');
    await settled(text, (value) => value === line, 3000);
    await keys.press('Enter');
    await settled(text, (value) => value !== line, 3000);
  }

  /** Types the start of a line in the Debug Console; returns what is offered. Accepts `accept` if given, else empties the input. */
  async complete(start, accept) {
    await this.consoleInput();
    await this.page.keyboard.type(start, { delay: 30 });
    const rows = this.page.locator('.suggest-widget:visible .monaco-list-row');
    await rows.first().waitFor();
    const labels = await settled(
      () => rows.locator('.label-name').allInnerTexts(),
      (all) => all.length > 0,
    );
    if (accept !== undefined) {
      await rows
        .filter({ has: this.page.locator('.label-name', { hasText: wholeText(accept) }) })
        .first()
        .click();
      const lines = this.page.locator('.repl .repl-input-wrapper .monaco-editor .view-line');
      const text = await settled(
        () => lines.allInnerTexts(),
        (all) => plain(all.join('')) !== start,
      );
      return { labels, input: plain(text.join('')) };
    }
    await this.page.keyboard.press('Escape');
    return { labels, input: '' };
  }

  /** The rows of the Debug Console that are on the screen, in order. */
  async consoleRows() {
    const rows = await this.page
      .locator('.repl-tree .monaco-list-row')
      .evaluateAll((all) =>
        all.map((row) => ({ index: Number(row.dataset.index), text: row.innerText })),
      );
    return rows
      .sort((a, b) => a.index - b.index)
      .map(({ index, text }) => ({ index, text: plain(text).trim() }));
  }

  /**
   * Rests the mouse on a word of the active editor and returns what the hover says. A language server that just starts
   * cannot answer yet, and an editor asks only once: the mouse comes again until there is an answer. A workbench tooltip is none.
   */
  async hover(word, occurrence = 0) {
    const contents = this.page.locator(
      '.monaco-hover:not(.workbench-hover):visible .hover-contents, .debug-hover-widget:visible',
    );
    for (let left = 8; ; left--) {
      const box = await this.wordBox(word, occurrence);
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await this.page.mouse.move(x - 3, y);
      await this.page.mouse.move(x, y, { steps: 3 });
      try {
        await contents.first().waitFor({ timeout: 2500 });
        break;
      } catch (error) {
        if (left === 0) {
          throw error;
        }
        await this.page.mouse.move(x, y + 200);
      }
    }
    return settled(
      async () =>
        (await contents.allInnerTexts())
          .map((text) => plain(text).trim())
          .filter((text) => text !== '' && text !== 'Loading...'),
      (texts) => texts.length > 0,
    );
  }

  /** Where a word stands on the screen; a line's text runs across spans that do not end at words. */
  async wordBox(word, occurrence = 0) {
    await this.page.locator('.editor-instance .view-line').first().waitFor();
    const box = await this.page.evaluate(findWord, { word, occurrence });
    if (box === null) {
      throw new Error(`There is no "${word}" in the active editor.`);
    }
    return box;
  }

  /** The text of an output channel, as soon as it has what is looked for: the view may still show another channel. */
  async output(channel, wanted = /./) {
    const open = () => this.command('Output: Show Output Channels...');
    await chooseFromList(this.page, open, wholeText(channel), channel);
    const lines = this.page.locator('.output-view-container .view-line, .output-view .view-line');
    await lines.first().waitFor();
    return settled(
      async () => plain((await lines.allInnerTexts()).join('\n')).trim(),
      (text) => wanted.test(text),
    );
  }

  /** The first row of the language status, which opens over the braces in the status bar. */
  async languageStatus() {
    await this.page.locator('[id="status.languageStatus"]').hover();
    const row = this.page.locator('.hover-language-status').first();
    await row.waitFor();
    return row;
  }

  /** The messages of notifications on the screen. */
  notifications() {
    return this.page.locator('.notification-list-item-message').allInnerTexts();
  }

  /** The inside of the visible webview. */
  webview() {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  async consoleInput() {
    await this.command('Debug Console: Focus on Debug Console View');
    const input = this.page.locator('.repl .repl-input-wrapper .monaco-editor');
    await input.click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.press('Delete');
    return input;
  }
}
