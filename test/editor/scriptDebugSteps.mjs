// Steps in a script that runs: F5, breakpoints, stepping both ways, values, and what stops at a handle.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { oneLine, settled } from '../../src/build/editor/driverTexts.mjs';
import { stop } from './launching.mjs';
import {
  clickLine,
  consoleSays,
  goTo,
  lineBox,
  lineReads,
  pressButton,
  standsAt,
} from './scriptFile.mjs';

/** Glyphs of breakpoints in the active editor. */
const glyphs = ({ page }) =>
  page.locator('.editor-instance .margin .codicon[class*="debug-breakpoint"]');

/** Runs a command that opens the box of a breakpoint at a line, and answers it. */
async function setBreakpoint(workbench, line, title, expression) {
  await clickLine(workbench, line);
  await workbench.command(title);
  const box = workbench.page.locator('.breakpoint-widget .monaco-editor');
  await box.first().waitFor();
  await box.first().click();
  await workbench.page.keyboard.type(expression);
  // Enter would take what is suggested for the last word.
  const suggestions = workbench.page.locator('.suggest-widget.visible');
  await workbench.page.waitForTimeout(500);
  if (await suggestions.isVisible()) {
    await workbench.page.keyboard.press('Escape');
    await suggestions.waitFor({ state: 'hidden' });
  }
  await workbench.page.keyboard.press('Enter');
  await box.first().waitFor({ state: 'detached' });
}

/** A row of the Variables view. */
const variable = (pane, text) => pane.locator('.monaco-list-row').filter({ hasText: text }).first();

export const scriptDebugSteps = [
  [
    'a teaching program is chosen from a list and copied to where the user wants it, beside the file of that name',
    async ({ workbench, files }) => {
      await stop(workbench);
      await workbench.command('View: Close All Editors');
      const title = 'Handle Lens: Open Teaching Program…';
      const labels = await workbench.choose(title, 'A leak in a loop');
      const input = workbench.page.locator('.quick-input-widget:visible input.input');
      const offered = await settled(
        () => input.inputValue(),
        (value) => value.endsWith('.hsim'),
      );
      assert.equal(offered, join(files.folder, 'leak-in-a-loop-2.hsim'));
      await workbench.page.keyboard.press('Enter');
      const tab = workbench.page.locator('.tab.active[data-resource-name="leak-in-a-loop-2.hsim"]');
      await tab.waitFor();
      const first = await settled(
        async () =>
          oneLine(await workbench.page.locator('.editor-instance .view-line').first().innerText()),
        (text) => text !== '',
      );
      assert.equal(first, '// A leak in a loop.');
      return `${labels.length} programs: ${labels.join(' | ')}`;
    },
  ],
  [
    'F5 in a script, without a launch.json, stops at the first statement',
    async ({ workbench, files }) => {
      rmSync(join(files.folder, '.vscode'), { recursive: true, force: true });
      await workbench.command('View: Close All Editors');
      await workbench.openFile(files.depot);
      await clickLine(workbench, 5);
      await goTo(workbench, 'F5', 21);
      await workbench.command('View: Show Run and Debug');
      const pane = await workbench.view('Call Stack');
      await workbench.collapse('Watch');
      const rows = await settled(
        () => workbench.rowTexts(pane),
        (all) => all.some((row) => row.includes('main')),
      );
      return rows.join(' | ');
    },
  ],
  [
    'after a step the value of a handle variable stands behind its line, and a hover tells it too',
    async ({ workbench }) => {
      await clickLine(workbench, 21);
      await goTo(workbench, 'F10', 22);
      const text = await lineReads(
        workbench,
        21,
        /hEvent = 0x4 Event \(manual reset, not signalled\) "go"/,
      );
      const hover = oneLine((await workbench.hover('hEvent', 1)).join(' '));
      assert.match(hover, /0x4 Event \(manual reset, not signalled\) "go"/);
      return `${oneLine(text)} | ${hover}`;
    },
  ],
  [
    'a click beside a line sets a breakpoint, which is hit, and F11, Shift+F11 and F10 step in, out and over',
    async ({ workbench }) => {
      const { margin, y } = await lineBox(workbench, 13);
      await workbench.page.mouse.click(margin, y);
      await glyphs(workbench).first().waitFor();
      await clickLine(workbench, 22);
      const stops = [];
      for (const [key, line] of [
        ['F5', 13],
        ['F11', 7],
        ['Shift+F11', 14],
        ['F10', 17],
      ]) {
        stops.push(`${key}: ${await goTo(workbench, key, line)}`);
      }
      return stops.join(', ');
    },
  ],
  [
    'Step Back and Reverse go back, and F9 takes the breakpoint away',
    async ({ workbench }) => {
      await pressButton(workbench, 'Step Back');
      await standsAt(workbench, 14);
      await pressButton(workbench, 'Reverse');
      await standsAt(workbench, 13);
      await pressButton(workbench, 'Reverse');
      await standsAt(workbench, 21);
      // A stop that is still being shown may take the cursor to its line.
      const position = workbench.page.locator('[id="status.editor.selection"]');
      await settled(
        async () => {
          await clickLine(workbench, 13);
          return oneLine(await position.innerText());
        },
        (text) => text.startsWith('Ln 13,'),
      );
      await workbench.page.keyboard.press('F9');
      await glyphs(workbench).first().waitFor({ state: 'detached' });
    },
  ],
  [
    'a conditional breakpoint stops in the round it names, and a log point writes without stopping',
    async ({ workbench }) => {
      await setBreakpoint(workbench, 24, 'Debug: Add Conditional Breakpoint...', 'round == 4');
      await setBreakpoint(workbench, 15, 'Debug: Add Logpoint...', 'closing {hParcel} of {number}');
      await clickLine(workbench, 21);
      await goTo(workbench, 'F5', 24);
      const values = await lineReads(workbench, 24, /round = 4/);
      await workbench.command('Debug Console: Focus on Debug Console View');
      const logged = await consoleSays(workbench, /closing 0x[0-9a-f]+ Mutant \(free\) of 2/);
      assert.doesNotMatch(logged, /of 4/);
      return `${oneLine(values)} | ${/closing.* of 2/.exec(logged)?.[0]}`;
    },
  ],
  [
    'Variables has locals, globals, handles and the last error, and a value can be set',
    async ({ workbench }) => {
      await workbench.command('View: Show Run and Debug');
      // What is below the scopes needs room.
      for (const title of ['Call Stack', 'Handles', 'Handle Types', 'Handle Traces']) {
        await workbench.collapse(title);
      }
      const pane = await workbench.view('Variables');
      await workbench.expand(pane, 'Locals');
      const rows = await settled(
        () => workbench.rowTexts(pane),
        (all) => all.some((row) => row.startsWith('round')),
      );
      for (const scope of ['Locals', 'Globals', 'Handles', 'Last error']) {
        assert.ok(rows.includes(scope), rows.join(' | '));
      }
      await workbench.expand(pane, 'Globals');
      await variable(pane, /^\s*gGate =\s*0x4 Event/).waitFor();
      const round = variable(pane, /^\s*round =\s*4/);
      await round.dblclick();
      const input = pane.locator('.inputBoxContainer input, .monaco-inputbox input').first();
      await input.waitFor();
      await input.fill('6');
      await input.press('Enter');
      await variable(pane, /^\s*round =\s*6/).waitFor();
      await lineReads(workbench, 24, /round = 6/);
      return (await workbench.rowTexts(pane)).join(' | ');
    },
  ],
  [
    'Break on a handle variable stops where the handle is closed',
    async ({ workbench }) => {
      const pane = await workbench.view('Variables');
      await workbench.chooseFromMenu(variable(pane, /^\s*hEvent =\s*0x4/), 'Break on Value Change');
      const breakpoints = await workbench.view('Breakpoints');
      const row = breakpoints.locator('.monaco-list-row').filter({ hasText: /Handle 4/ });
      await row.first().waitFor();
      await clickLine(workbench, 22);
      await goTo(workbench, 'F5', 26);
      const text = oneLine(await row.first().innerText());
      await workbench.command('Remove All Breakpoints');
      return text;
    },
  ],
  [
    'the second close stops as an invalid handle, as long as that is ticked under Breakpoints',
    async ({ workbench }) => {
      const breakpoints = await workbench.view('Breakpoints');
      const filter = breakpoints.locator('.monaco-list-row').filter({ hasText: 'Invalid handle' });
      await filter.first().waitFor();
      await clickLine(workbench, 22);
      await goTo(workbench, 'F5', 27);
      const widget = workbench.page.locator('.exception-widget');
      await widget.waitFor();
      return oneLine(await widget.innerText());
    },
  ],
  [
    'above the line that opens stands how many it opened and closed, and its leak is in Problems',
    async ({ workbench }) => {
      const lens = workbench.page.locator('.codelens-decoration').filter({ hasText: 'opened' });
      const above = await settled(
        async () => (await lens.allInnerTexts()).map(oneLine),
        (all) => all.some((text) => /opened 10, closed 5 here/.test(text)),
      );
      await workbench.command('Problems: Focus on Problems View');
      const rows = workbench.page.locator('.markers-panel .monaco-list-row');
      const found = await settled(
        async () => (await rows.allInnerTexts()).map(oneLine),
        (all) => all.some((text) => text.includes('opened 10, closed 5')),
      );
      return `${above.join(' | ')} || ${found.join(' | ')}`;
    },
  ],
  [
    'restarting stands in front of the first statement again, and without the filter the program runs to its end',
    async ({ workbench }) => {
      await workbench.command('Debug: Restart');
      await standsAt(workbench, 21);
      await workbench.command('View: Show Run and Debug');
      const breakpoints = await workbench.view('Breakpoints');
      const filter = breakpoints.locator('.monaco-list-row').filter({ hasText: 'Invalid handle' });
      await filter.first().locator('.monaco-checkbox, input[type=checkbox]').first().click();
      await clickLine(workbench, 22);
      await workbench.page.keyboard.press('F5');
      await workbench.command('Debug Console: Focus on Debug Console View');
      const end = await consoleSays(workbench, /depot\.exe ends with exit code 0/);
      await workbench.command('View: Show Run and Debug');
      await filter.first().locator('.monaco-checkbox, input[type=checkbox]').first().click();
      await stop(workbench);
      await workbench.command('View: Close All Editors');
      return end.slice(-120);
    },
  ],
];
