// Steps in a pseudo-locale: what the extension shows stands in brackets, apart from what comes from the target or the debugger.

import assert from 'node:assert/strict';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';
import { pseudo } from '../../src/build/l10n.mjs';

/** Words of the debugger and of Windows, which nobody translates: they are what its answers and its documentation say. */
const DEBUGGER_WORDS = [
  /\b(auto|manual) reset\b/g,
  /\b(not )?signalled\b/g,
  /\bBAD REFERENCE\b/g,
  /\b(not )?owned\b/g,
];
/** Stands for what was taken out, so that its neighbours do not become one text. */
const GAP = ' | ';
/** Two words of English beside one another are a sentence of ours that was not translated. */
const ENGLISH = /\b[a-z]{3,} [a-z]{2,}\b/i;

/** What is left of a text without what is in brackets, names, values and words of the debugger. */
function rest(text) {
  const bare = text
    .replace(/⟦[^⟦⟧]*⟧/g, GAP)
    .replace(/⟦[^⟦⟧]*⟧/g, GAP)
    .replace(/\S*[!\\/:]\S*/g, GAP)
    .replace(/\b[A-Z]\w*( [A-Z]\w*)*\b/g, GAP);
  return oneLine(DEBUGGER_WORDS.reduce((left, word) => left.replace(word, GAP), bare));
}

/** Fails when a text has no translated part, or one that was not translated. */
function assertTranslated(text, where) {
  assert.match(text, /⟦/, `${where} has nothing that was translated: ${text}`);
  assert.doesNotMatch(rest(text), ENGLISH, `${where}: ${text}`);
}

/** The labels of the open list; rows are used again, and what they do not need is hidden in them. */
const shownLabels = ({ page }) =>
  page
    .locator('.quick-input-widget:visible .quick-input-list .monaco-list-row .label-name')
    .evaluateAll((all) =>
      all.filter((each) => each.offsetHeight > 0).map((each) => each.textContent ?? ''),
    );

const title = (text) => `Handle Lens: ${pseudo(text)}`;

/** Steps; `texts` are all originals, none of which may be on the screen. */
export function pseudoSteps(texts) {
  const originals = texts.filter(
    (text) => text !== 'Handle Lens' && /^[A-Z][^{}[\]`$]+ [^{}[\]`$]+$/.test(text),
  );

  /** Fails when the page shows an original. */
  async function assertNoOriginals({ page }) {
    const shown = oneLine(await page.locator('.monaco-workbench').innerText());
    const found = originals.filter((text) => shown.includes(oneLine(text)));
    assert.deepEqual(found, []);
  }

  return [
    [
      'the manifest: the title, the welcome and the buttons of the view are translated',
      async ({ workbench }) => {
        await workbench.command('View: Show Run and Debug');
        const pane = await workbench.view(pseudo('Handles'));
        const text = await settled(
          async () => oneLine(await pane.innerText()),
          (shown) => /⟦.*⟧.*⟦/.test(shown),
        );
        await assertNoOriginals(workbench);
        return text.slice(0, 160);
      },
    ],
    [
      'a running sample: rows, titles, the status bar and its hover are translated',
      async ({ workbench }) => {
        await workbench.choose(title('Open Sample…'), 'leaky-service');
        await workbench.page.locator('.debug-toolbar').waitFor();
        for (const name of ['Variables', 'Watch', 'Breakpoints', 'Call Stack']) {
          await workbench.collapse(name);
        }
        await workbench.evaluate('g');
        const pane = await workbench.view(pseudo('Handles'));
        const text = await settled(
          async () => oneLine(await pane.innerText()),
          (shown) => /Event.*⟦\d+ néw⟧/.test(shown),
        );
        assertTranslated(text, 'The Handles view');
        const status = workbench.page.locator('.statusbar-item').filter({ hasText: /⟦.*hándlés⟧/ });
        await status.first().hover();
        const hover = workbench.page.locator('.workbench-hover, .monaco-hover').filter({
          hasText: '⟦',
        });
        await hover.first().waitFor();
        assertTranslated(oneLine(await hover.first().innerText()), 'The hover of the status bar');
        await workbench.page.mouse.move(800, 300);
        await assertNoOriginals(workbench);
        return text.slice(0, 160);
      },
    ],
    [
      'a handle: its row, its parts, its tooltip and its explanation are translated',
      async ({ workbench }) => {
        await workbench.commandWith(title('Reveal Handle…'), '3d8');
        const pane = await workbench.view(pseudo('Handles'));
        const row = pane.locator('.monaco-list-row.selected').filter({ hasText: /^\s*0x3d8/ });
        await row.waitFor();
        assertTranslated((await row.getAttribute('aria-label')) ?? '', 'The spoken row');
        await workbench.row(pane, pseudo('Stack traces')).waitFor();
        await row.hover();
        const hover = workbench.page.locator('.workbench-hover, .monaco-hover').filter({
          hasText: pseudo('Granted access'),
        });
        await hover.first().waitFor();
        assertTranslated(oneLine(await hover.first().innerText()), 'The tooltip');
        await workbench.chooseFromMenu(row, pseudo('Explain This Row'));
        const dialog = workbench.page.locator('.monaco-dialog-box');
        await dialog.waitFor();
        const text = oneLine(await dialog.innerText());
        assertTranslated(text, 'The explanation');
        await workbench.page.keyboard.press('Escape');
        await assertNoOriginals(workbench);
        return text.slice(0, 160);
      },
    ],
    [
      'questions: groupings, orders and numbers are translated',
      async ({ workbench }) => {
        const seen = [];
        for (const command of ['Group Handles By…', 'Sort Handles By…', 'Show Numbers As…']) {
          await workbench.command(title(command));
          const labels = await settled(
            () => shownLabels(workbench),
            (all) => all.length > 1 && all.every((label) => label.includes('⟦')),
          );
          for (const label of labels) {
            assertTranslated(label, command);
          }
          seen.push(labels[0]);
          await workbench.page.keyboard.press('Escape');
        }
        return seen.join(' | ');
      },
    ],
    [
      'the views of leak sites and of traces are translated',
      async ({ workbench }) => {
        const seen = [];
        for (const name of ['Leak Sites', 'Handle Traces']) {
          const pane = await workbench.view(pseudo(name));
          await pane.locator('.monaco-list-row').first().waitFor();
          const text = await settled(
            async () => oneLine(await pane.innerText()),
            (shown) => /⟦/.test(shown),
          );
          // Sentences about what was found come from the debugger, in English like all its answers.
          assert.match(text, /⟦.*⟦/);
          seen.push(text.slice(0, 80));
        }
        await assertNoOriginals(workbench);
        return seen.join(' | ');
      },
    ],
    [
      'the dump editor is translated',
      async ({ workbench, files }) => {
        await workbench.command('Debug: Stop');
        await workbench.openFile(files.dump);
        const body = workbench.webview().locator('body');
        await body.locator('text=HandleData').first().waitFor();
        const text = oneLine(await body.innerText());
        assert.match(text, /⟦Inspéct Hándlés⟧/);
        const found = originals.filter((each) => text.includes(oneLine(each)));
        assert.deepEqual(found, []);
        return text.slice(0, 160);
      },
    ],
  ];
}
