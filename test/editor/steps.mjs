// The steps of the editor test: what a person does, and what must then be on the screen.

import assert from 'node:assert/strict';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';
import { rowsLike } from '../../src/build/editor/firstRows.mjs';
import { accessibilitySteps } from './accessibilitySteps.mjs';
import { chartSteps } from './chartSteps.mjs';
import { chartThemeSteps } from './chartThemeSteps.mjs';
import { launchSteps } from './launchSteps.mjs';
import { recordingSteps } from './recordingSteps.mjs';
import { rowSteps } from './rowSteps.mjs';
import { scriptDebugSteps } from './scriptDebugSteps.mjs';
import { scriptLanguageSteps } from './scriptLanguageSteps.mjs';
import { siteSteps } from './siteSteps.mjs';
import { sourceSteps } from './sourceSteps.mjs';
import { unhappySteps } from './unhappySteps.mjs';
import { userSteps } from './userSteps.mjs';
import { viewSteps } from './viewSteps.mjs';

/**
 * All steps, in order. Each gets the workbench and the names of the workspace's files, and returns what it saw.
 * A step's name says what is true when it passes.
 */
export const steps = [
  [
    'the welcome of the Handles view offers a sample and a dump',
    async ({ workbench }) => {
      await workbench.command('View: Show Run and Debug');
      const pane = await workbench.view('Handles');
      const text = await settled(
        async () => oneLine(await pane.innerText()),
        (shown) => /sample/i.test(shown),
      );
      assert.match(text, /dump/i);
      return text;
    },
  ],
  [
    'a sample is chosen from a list and starts without launch.json',
    async ({ workbench }) => {
      const labels = await workbench.choose('Handle Lens: Open Sample…', 'leaky-service');
      assert.ok(
        labels.some((label) => label.includes('leaky-service')),
        labels.join(' | '),
      );
      await workbench.page.locator('.debug-toolbar').waitFor();
      for (const title of ['Variables', 'Watch', 'Breakpoints']) {
        await workbench.collapse(title);
      }
    },
  ],
  [
    'the call stack shows a stopped thread with frames',
    async ({ workbench }) => {
      const pane = await workbench.view('Call Stack');
      await pane
        .locator('.monaco-list-row')
        .filter({ hasText: /Order(Service|Store)!/ })
        .first()
        .waitFor();
      return (await workbench.rowTexts(pane)).slice(0, 4).join(' | ');
    },
  ],
  [
    '!handle 0 f Event answers in the Debug Console',
    async ({ workbench }) => {
      const rows = await workbench.evaluate('!handle 0 f Event');
      const text = rows.join('\n');
      assert.match(text, /handles of type Event/);
      return oneLine(rows.at(-1) ?? '');
    },
  ],
  [
    'a wrong command is answered in one line with what is right',
    async ({ workbench }) => {
      const rows = await workbench.evaluate('!handel 4');
      assert.match(rows.join('\n'), /!handle/);
      return rows.join(' ');
    },
  ],
  [
    'completion offers commands and is accepted',
    async ({ workbench }) => {
      const { labels, input } = await workbench.complete('!ht', '!htrace');
      assert.ok(labels.includes('!htrace'), labels.join(' '));
      assert.match(input, /^!htrace/);
      return labels.join(' ');
    },
  ],
  [
    'the Handles view lists types with counts',
    async ({ workbench }) => {
      const pane = await workbench.view('Handles');
      await workbench.row(pane, 'Event').waitFor();
      const rows = await rowsLike(workbench, pane, /^Event\s*65 \| File\s*38/);
      return rows.slice(0, 5).join(' | ');
    },
  ],
  ...siteSteps,
  ...chartSteps,
  ...chartThemeSteps,
  [
    'a handle is revealed by its value, and expands to its stack traces and frames',
    async ({ workbench }) => {
      await workbench.commandWith('Handle Lens: Reveal Handle…', '3d8');
      const pane = await workbench.view('Handles');
      const row = pane.locator('.monaco-list-row.selected').filter({ hasText: /^\s*0x3d8/ });
      await row.waitFor();
      await workbench.expand(pane, 'Stack traces');
      await workbench.expand(pane, 'OPEN  0x3d8');
      const opened = oneLine(await row.innerText());
      const frame = await workbench.scrollTo(pane, /^\s*OrderService!/);
      return `${opened} → ${oneLine(await frame.innerText())}`;
    },
  ],
  [
    'choosing a frame shows the record as a call stack',
    async ({ workbench }) => {
      const handles = await workbench.view('Handles');
      await handles
        .locator('.monaco-list-row')
        .filter({ hasText: /^\s*Order(Service|Store)!/ })
        .first()
        .click();
      const pane = await workbench.view('Call Stack');
      const thread = pane
        .locator('.monaco-list-row')
        .filter({ hasText: /Trace: handle/ })
        .first();
      await thread.waitFor();
      return oneLine(await thread.innerText());
    },
  ],
  [
    'the filter narrows the rows and stands in the view title',
    async ({ workbench }) => {
      await workbench.commandWith('Handle Lens: Filter Handles…', 'type:File');
      const pane = await workbench.view('Handles');
      await workbench.row(pane, 'File').waitFor();
      const title = async () => oneLine(await pane.locator('.pane-header').innerText());
      const header = await settled(title, (text) => /38 of 200, filter: type:File/.test(text));
      await workbench.command('Handle Lens: Clear Filter');
      await workbench.row(pane, 'Event').waitFor();
      return header;
    },
  ],
  [
    'a filter that hides everything says so, and choosing that row clears it',
    async ({ workbench }) => {
      await workbench.commandWith('Handle Lens: Filter Handles…', 'name:nosuchname');
      const pane = await workbench.view('Handles');
      const row = workbench.row(pane, 'The filter hides all 200 handles');
      await row.waitFor();
      const text = oneLine(await row.innerText());
      await row.click();
      await workbench.row(pane, 'Event').waitFor();
      return text;
    },
  ],
  [
    'after g new handles are marked and counted',
    async ({ workbench }) => {
      await workbench.evaluate('!htrace -snapshot');
      await workbench.evaluate('g');
      const pane = await workbench.view('Handles');
      await pane
        .locator('.monaco-list-row')
        .filter({ hasText: /Event.*new/ })
        .first()
        .waitFor();
      const types = await workbench.view('Handle Types');
      await types.locator('.monaco-list-row').filter({ hasText: /\+\d/ }).first().waitFor();
      return (await workbench.rowTexts(pane)).slice(0, 3).join(' | ');
    },
  ],
  ...viewSteps,
  ...rowSteps,
  [
    '!htrace -diff lists what leaked since the snapshot',
    async ({ workbench }) => {
      const rows = await workbench.evaluate('!htrace -diff');
      assert.match(rows.join('\n'), /outstanding/i);
      return oneLine(rows.at(-1) ?? '');
    },
  ],
  [
    'the Traces view has bad references on top',
    async ({ workbench }) => {
      const pane = await workbench.view('Handle Traces');
      await workbench.row(pane, 'Bad references').waitFor();
      await pane
        .locator('.monaco-list-row')
        .filter({ hasText: /BAD REFERENCE\s+0x/ })
        .first()
        .waitFor();
      return (await workbench.rowTexts(pane)).slice(0, 3).join(' | ');
    },
  ],
  ...accessibilitySteps,
  [
    'searching all handles reveals the one that is chosen',
    async ({ workbench }) => {
      await workbench.command('Handle Lens: Search All Handles…');
      const input = workbench.page.locator('.quick-input-widget:visible input.input');
      await input.fill('type:Token');
      const hit = workbench.page
        .locator('.quick-input-widget:visible .quick-input-list .monaco-list-row')
        .filter({ hasText: 'Token' })
        .first();
      await hit.waitFor();
      await hit.click();
      const pane = await workbench.view('Handles');
      await pane
        .locator('.monaco-list-row.selected')
        .filter({ hasText: /0x[0-9a-f]+\s+Token/ })
        .waitFor();
    },
  ],
  [
    'restarting begins anew with the sample',
    async ({ workbench }) => {
      await workbench.command('Debug: Restart');
      const types = await workbench.view('Handle Types');
      const title = async () => oneLine(await types.locator('.pane-header').innerText());
      return await settled(title, (text) => /200$/.test(text));
    },
  ],
  [
    'after the end the last data stay, with a stamp',
    async ({ workbench }) => {
      await workbench.command('Debug: Stop');
      await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
      await workbench.command('View: Show Run and Debug');
      const pane = await workbench.view('Handles');
      const text = await settled(
        async () => oneLine(await pane.innerText()),
        (shown) => /ended at/.test(shown),
      );
      await rowsLike(workbench, pane, /^(?:.+ \| ){3}/);
      return text.slice(0, 120);
    },
  ],
  [
    'a hover in a saved log explains a handle without a session',
    async ({ workbench, files }) => {
      await workbench.openFile(files.log);
      const text = (await workbench.hover('3d8')).join('\n');
      assert.match(text, /Event/);
      return oneLine(text).slice(0, 160);
    },
  ],
  [
    'a dump opens in the dump editor with its parts and types',
    async ({ workbench, files }) => {
      await workbench.command('View: Close All Editors');
      await workbench.command('View: Show Explorer');
      await workbench.page
        .locator('.explorer-viewlet .monaco-list-row')
        .filter({ hasText: files.dump })
        .first()
        .dblclick();
      const body = workbench.webview().locator('body');
      await body.locator('text=HandleData').first().waitFor();
      const text = oneLine(await body.innerText());
      assert.match(text, /Event/);
      return text.slice(0, 200);
    },
  ],
  [
    'its button starts a session on the dump',
    async ({ workbench }) => {
      await workbench.webview().locator('button', { hasText: 'Inspect Handles' }).first().click();
      await workbench.page.locator('.debug-toolbar').waitFor();
      await workbench.command('View: Show Run and Debug');
      const pane = await workbench.view('Handles');
      await workbench.row(pane, 'Event').waitFor();
      const rows = await workbench.evaluate('!handle 0 0');
      assert.match(rows.join('\n'), /Handles/);
      await workbench.command('Debug: Stop');
      await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
      return oneLine(rows.join(' ')).slice(0, 120);
    },
  ],
  [
    'a file that is no dump is explained, not refused with a stack trace',
    async ({ workbench, files }) => {
      await workbench.command('View: Close All Editors');
      await workbench.command('View: Show Explorer');
      await workbench.page
        .locator('.explorer-viewlet .monaco-list-row')
        .filter({ hasText: files.broken })
        .first()
        .dblclick();
      const body = workbench.webview().locator('body');
      await body.waitFor();
      const text = oneLine(await body.innerText());
      assert.ok(text.length > 20, text);
      assert.doesNotMatch(text, /\bat .*\.js:\d+/);
      return text.slice(0, 160);
    },
  ],
  [
    'the output channel Handles holds the answers',
    async ({ workbench }) => {
      const text = await workbench.output('Handles', /!handle/);
      return oneLine(text).slice(0, 100);
    },
  ],
  ...userSteps,
  ...scriptLanguageSteps,
  ...scriptDebugSteps,
  ...sourceSteps,
  ...recordingSteps,
  ...launchSteps,
  ...unhappySteps,
];
