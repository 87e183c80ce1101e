// Makes media/leak.png, the animation of the README: from an open window to the stack of a leak, in the workbench of the editor test.
// `node src/build/animation/readme.mjs`; about half a minute.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../bundle.mjs';
import { launchBrowser, Workbench } from '../editor/workbenchDriver.mjs';
import { installWorkbench } from '../editor/workbenchInstall.mjs';
import { startWorkbench } from '../editor/workbenchServer.mjs';
import { inRoot, root } from '../paths.mjs';
import { decodePng, encodeAnimation } from './png.mjs';

/** Pixels of the window. */
const SIZE = { width: 1360, height: 800 };
/** Where the side bar ends, before and after it is made wider. */
const SIDE_BAR = { from: 350, to: 600, y: 500 };
/** Where the mouse shows no tooltip. */
const AWAY = { x: 1100, y: 600 };

const say = (text) => process.stdout.write(`${text}\n`);

await bundle();
installWorkbench(say);
const folder = mkdtempSync(join(tmpdir(), 'orders-'));
writeFileSync(join(folder, 'notes.txt'), '');
const server = await startWorkbench({
  extension: root,
  settings: { 'workbench.colorTheme': 'Default Dark Modern' },
});
const browser = await launchBrowser(say);
try {
  const frames = await film(await Workbench.open(browser, server, folder));
  const file = encodeAnimation(frames);
  writeFileSync(inRoot('media', 'leak.png'), file);
  say(`media/leak.png: ${frames.length} pictures, ${(file.length / 1024).toFixed(0)} KB`);
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Goes the way and takes pictures, each with the milliseconds it stays. */
async function film(workbench) {
  const { page } = workbench;
  const frames = [];
  const take = async (milliseconds) => {
    await page.mouse.move(AWAY.x, AWAY.y);
    await page.waitForTimeout(800);
    frames.push({ picture: decodePng(await page.screenshot()), milliseconds });
  };
  await page.setViewportSize(SIZE);
  await workbench.command('View: Close All Editors');
  await workbench.command('View: Show Run and Debug');
  await widen(page);
  await workbench.choose('Handle Lens: Open Sample…', 'leaky-service');
  await page.locator('.debug-toolbar').waitFor();
  for (const title of [
    'Variables',
    'Watch',
    'Call Stack',
    'Breakpoints',
    'Leak Sites',
    'Snapshots',
    'Handle Traces',
  ]) {
    await workbench.collapse(title);
  }
  const pane = await workbench.view('Handles');
  await workbench.row(pane, 'Event').waitFor();
  await workbench.command('View: Close All Editors');
  await take(2000);
  await workbench.evaluate('!handle 0 f Event');
  await take(2500);
  await workbench.evaluate('!sites');
  await take(3000);
  await workbench.choose('Handle Lens: Group Handles By…', 'pening stack');
  await pane
    .locator('.monaco-list-row')
    .filter({ hasText: /ReadLimit/ })
    .first()
    .waitFor();
  await take(2500);
  for (const row of [/ReadLimit/, /^\s*0x[0-9a-f]+\s+Key/, /^\s*Stack traces/, /^\s*OPEN/]) {
    await workbench.expandFirst(pane, row);
    await take(900);
  }
  await workbench.scrollTo(pane, /OrderStore!PriceList::Refresh/);
  await take(4000);
  return frames;
}

/** Makes the side bar wider, by its edge. */
async function widen({ mouse }) {
  await mouse.move(SIDE_BAR.from, SIDE_BAR.y);
  await mouse.down();
  await mouse.move(SIDE_BAR.to, SIDE_BAR.y, { steps: 5 });
  await mouse.up();
}
