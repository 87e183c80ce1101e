// Steps that read what Chromium hands to a screen reader: its accessibility tree. Nobody listens here, but a row without a name, or one
// that says less than it shows, is found.

import assert from 'node:assert/strict';
import { oneLine, plain, settled } from '../../src/build/editor/driverTexts.mjs';

/** A row's label and description, between which there is no blank. */
const SHOWN = `function () {
  return [...this.querySelectorAll('.label-name, .label-description')].map((part) => part.textContent).join(' ');
}`;

/** What is spoken and what is shown by each row of a pane, from Chromium's accessibility tree. */
async function spokenRows(workbench, pane) {
  const client = await workbench.page.context().newCDPSession(workbench.page);
  try {
    await pane.evaluate((element) => element.setAttribute('data-spoken', ''));
    const { result } = await client.send('Runtime.evaluate', {
      expression: 'document.querySelector("[data-spoken]")',
    });
    const { nodes } = await client.send('Accessibility.queryAXTree', {
      objectId: result.objectId,
      role: 'treeitem',
    });
    const rows = [];
    for (const { name, backendDOMNodeId, ignored } of nodes) {
      const { object } = await client.send('DOM.resolveNode', { backendNodeId: backendDOMNodeId });
      const { result: shown } = await client.send('Runtime.callFunctionOn', {
        objectId: object.objectId,
        functionDeclaration: SHOWN,
        returnByValue: true,
      });
      rows.push({ spoken: ignored ? '' : (name?.value ?? ''), shown: oneLine(plain(shown.value)) });
    }
    return rows;
  } finally {
    await pane.evaluate((element) => element.removeAttribute('data-spoken'));
    await client.detach();
  }
}

/** Words and numbers of a text; what was shortened on the screen is not compared. */
function words(text) {
  return text
    .split(/[\s,:;·()[\]]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word) && !word.includes('…'))
    .map((word) => word.toLowerCase());
}

/** Fails for rows that a person could not make out by listening. */
function assertUnderstandable(rows) {
  for (const { spoken, shown } of rows) {
    assert.match(spoken, /\p{L}{2}/u, `"${shown}" is spoken as "${spoken}".`);
    assert.doesNotMatch(spoken, /undefined|null|\$\(|·|→/, `"${shown}" is spoken as "${spoken}".`);
    const said = words(spoken);
    const missing = words(shown).filter((word) => !said.includes(word));
    assert.deepEqual(missing, [], `"${shown}" is spoken as "${spoken}".`);
  }
}

/** Reads a pane's rows aloud when the wanted one is there, judges all and returns that one. */
export async function hear(workbench, pane, wanted) {
  const rows = await settled(
    () => spokenRows(workbench, pane),
    (all) => all.some(({ spoken }) => wanted.test(spoken)),
  );
  assertUnderstandable(rows);
  return rows.map(({ spoken }) => spoken).find((spoken) => wanted.test(spoken));
}

/** What of a page has no name although a person can reach or hear it. */
const NAMELESS =
  /^\s*- (button|link|slider|img|checkbox|radio|tree|treeitem|table|textbox|combobox|heading|tab|progressbar)( \[[^\]]*\])*:?$/;

/** A page of a webview as it is spoken; fails when something in it has no name. */
async function spokenPage(page) {
  const snapshot = await settled(
    () => page.locator('body').ariaSnapshot(),
    (text) => /\S/.test(text),
  );
  const nameless = snapshot.split('\n').filter((line) => NAMELESS.test(line));
  assert.deepEqual(nameless, [], `Without a name: ${nameless.join('; ')}\n${snapshot}`);
  return snapshot;
}

/** The topmost row with a text whose arrow nothing covers, by its number; null when there is none on the screen. */
async function topmost(pane, text) {
  const rows = await pane.locator('.monaco-list-row').evaluateAll((all) =>
    all.map((row) => {
      const { x, y, width, height } = row
        .querySelector('.monaco-tl-twistie')
        .getBoundingClientRect();
      const at = document.elementFromPoint(x + width / 2, y + height / 2);
      return { index: Number(row.dataset.index), text: row.innerText, free: row.contains(at) };
    }),
  );
  const found = rows.filter((row) => row.free && text.test(row.text));
  return found.length === 0 ? null : Math.min(...found.map(({ index }) => index));
}

/** Opens a row's children, all the way to the first row without any. */
async function expandAll(workbench, pane, texts) {
  for (const text of texts) {
    await workbench.scrollTo(pane, text);
    const isOpen = async () => {
      const row = pane
        .locator(`.monaco-list-row[data-index="${await topmost(pane, text)}"]`)
        .first();
      if ((await row.count()) > 0 && (await row.getAttribute('aria-expanded')) === 'false') {
        await row.locator('.monaco-tl-twistie').click();
      }
      return (await row.count()) > 0 && (await row.getAttribute('aria-expanded')) === 'true';
    };
    await settled(isOpen, (open) => open);
  }
}

export const accessibilitySteps = [
  [
    'each row of the Handles view says aloud what it shows, down to the frames',
    async ({ workbench }) => {
      // What is below a handle needs room.
      for (const title of ['Handle Types', 'Leak Sites', 'Snapshots', 'Handle Traces']) {
        await workbench.collapse(title);
      }
      const pane = await workbench.view('Handles');
      await pane.locator('.pane-header').hover();
      await pane.locator('.pane-header .action-label[aria-label^="Collapse All"]').click();
      await expandAll(workbench, pane, [
        /^\s*Event/,
        /0x[0-9a-f]+\s+Event/,
        /Stack traces/,
        /OPEN/,
      ]);
      const seen = await hear(workbench, pane, /^OPEN of handle 0x\S+ by thread \S+, in \S+/);
      await pane.locator('.pane-header .action-label[aria-label^="Collapse All"]').click();
      return seen;
    },
  ],
  [
    'each row of the Types view says aloud what it shows',
    async ({ workbench }) => {
      const pane = await workbench.view('Handle Types');
      return await hear(workbench, pane, /^Event: \d+ handles, \S+ since the last stop/);
    },
  ],
  [
    'each row of the Traces view says aloud what it shows',
    async ({ workbench }) => {
      const pane = await workbench.view('Handle Traces');
      await workbench.row(pane, 'Bad references').waitFor();
      return await hear(workbench, pane, /^Bad references, \d/);
    },
  ],
  [
    'each row of the Leak Sites view says aloud what it shows',
    async ({ workbench }) => {
      const pane = await workbench.view('Leak Sites');
      return await hear(workbench, pane, /score \d+ of 100/);
    },
  ],
  [
    'everything in the timeline and the flame graph has a name',
    async ({ workbench }) => {
      await workbench.command('Handle Lens: Show Timeline');
      await workbench.webview().locator('#chart canvas').waitFor();
      const timeline = await spokenPage(workbench.webview());
      assert.match(timeline, /slider "[^"]+"/);
      await workbench.command('View: Close All Editors');
      await workbench.command('Handle Lens: Show Flame Graph');
      await workbench.webview().locator('[role=treeitem]').first().waitFor();
      const flame = await spokenPage(workbench.webview());
      assert.match(flame, /treeitem "[^"]+ of \d+ outstanding opens/);
      await workbench.command('View: Close All Editors');
      return /slider "[^"]+"/.exec(timeline)?.[0];
    },
  ],
  [
    'everything in the dump editor has a name',
    async ({ workbench, files }) => {
      await workbench.openFile(files.dump);
      const page = workbench.webview();
      await page.locator('h1').first().waitFor();
      const snapshot = await spokenPage(page);
      assert.match(snapshot, /heading "[^"]+" \[level=1\]/);
      assert.match(snapshot, /button "[^"]+"/);
      await workbench.command('View: Close All Editors');
      return /heading "[^"]+"/.exec(snapshot)?.[0];
    },
  ],
];
