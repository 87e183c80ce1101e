// Runs test/editor/host inside the extension host of a real workbench; with --speed measures a dump of a million handles there.
// Prints a line per test and, last, the counts. Fails, never skips, when the editor cannot start.

import {
  appendFileSync,
  cpSync,
  existsSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHostTests } from '../../src/build/editor/hostTests.mjs';
import { installWorkbench } from '../../src/build/editor/workbenchInstall.mjs';
import { inRoot } from '../../src/build/paths.mjs';
import { writeBenchDump } from '../perf/writeBenchDump.ts';
import { richDump } from '../support/richDump.ts';

const MILLION = 1_000_000;
const HUGE = 10 * 1024 ** 3;
const say = (text) => process.stdout.write(`${text}\n`);
const measures = process.argv.includes('--speed');
const workspace = mkdtempSync(join(tmpdir(), 'handle-lens-host-'));

let counts = { passed: 0, failed: 1 };
try {
  prepareWorkspace();
  installWorkbench(say);
  counts = await runHostTests({
    entries: (measures
      ? ['editorSpeed.ts']
      : [
          'extensionHostTests.ts',
          'pastedLogTests.ts',
          'unhappyHostTests.ts',
          'launchJsonTests.ts',
          'findingsTests.ts',
        ]
    ).map((name) => inRoot('test', 'editor', 'host', name)),
    workspace,
    limit: measures ? 600_000 : 180_000,
    say,
    inspect: measures ? undefined : logFaults,
    prepare: measures ? watchRows : undefined,
  });
} catch (error) {
  say(`FAILED to run the editor: ${error instanceof Error ? error.stack : String(error)}`);
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
say(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;

function prepareWorkspace() {
  cpSync(inRoot('media', 'samples'), workspace, { recursive: true });
  writeFileSync(join(workspace, 'rich.dmp'), richDump().build());
  writeFileSync(
    join(workspace, 'broken.dmp'),
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
  );
  writeHugeDump(join(workspace, 'huge.dmp'));
  if (measures) {
    say('Writing a dump with 1,000,000 handles and 1,000,000 operations.');
    const size = { handles: MILLION, operations: MILLION, halfEvents: true };
    writeBenchDump(join(workspace, 'million.dmp'), size);
  }
}

/** A small dump at the start of a file of 10 GB, whose rest is a hole that takes no room on the disk. */
function writeHugeDump(path) {
  writeFileSync(path, richDump().build());
  const file = openSync(path, 'r+');
  ftruncateSync(file, HUGE);
  closeSync(file);
}

/**
 * Notes in a file of the workspace what the first group in the Handles view says and when that was drawn, in milliseconds
 * since 1970: tests in the extension host cannot look into the window.
 */
async function watchRows(page) {
  await page.exposeFunction('handleLensDrawn', (time, text) => {
    appendFileSync(join(workspace, 'drawn.txt'), `${time} ${text}\n`);
  });
  await page.addInitScript(() => {
    let last = '';
    const look = () => {
      const rows = [
        ...document.querySelectorAll('.tree-explorer-viewlet-tree-view [role="treeitem"]'),
      ];
      const first = rows.find((row) => row.offsetParent !== null && /^Event/.test(row.textContent));
      const text = first?.textContent ?? '';
      if (text !== last) {
        last = text;
        // What has changed is drawn with the next frame.
        requestAnimationFrame(() => {
          void window.handleLensDrawn(performance.timeOrigin + performance.now(), text);
        });
      }
    };
    new MutationObserver(look).observe(document, {
      attributes: true,
      characterData: true,
      childList: true,
      subtree: true,
    });
  });
}

/** What the extension wrote to its log as an error, and what VS Code says about it. */
function logFaults({ data }) {
  const folder = join(data, 'data', 'logs');
  const lines = existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .filter((name) => /(handle-lens|exthost|remoteexthost).*\.log$/i.test(name))
        .flatMap((name) =>
          readFileSync(join(folder, name), 'utf8')
            .split('\n')
            .filter((line) => /\[error\]/i.test(line))
            .filter((line) => /handle.?lens/i.test(name) || /handle.?lens/i.test(line)),
        )
    : [`There is no folder of logs: ${folder}`];
  return { 'in the extension host: leaves no error in the log': lines };
}
