// Runs mocha tests inside the extension host of a real workbench, where they call the `vscode` API as the extension does.

import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format } from 'node:util';
import { pathToFileURL } from 'node:url';
import { inRoot, out, root } from '../paths.mjs';
import { launchBrowser } from './workbenchDriver.mjs';
import { startWorkbench } from './workbenchServer.mjs';

/** Lines of the tests' own reporter begin with this; everything else on the console is the workbench's. */
const MARK = '@handle-lens ';
/** Milliseconds in which the extension host has to say that it ended. */
const FAREWELL = 10_000;

/**
 * Bundles TypeScript tests for the extension host, runs them and resolves to what happened. `say` gets a line per test,
 * `inspect` may look at the server's files after the run and returns faults. `environment` reaches the tests. `prepare` gets the
 * page before it opens the workbench.
 */
export async function runHostTests(options) {
  const { entries, workspace, environment = {}, limit = 180_000, say, inspect, prepare } = options;
  const tests = await bundleTests(entries);
  Object.assign(process.env, environment);
  const server = await startWorkbench({
    extension: root,
    // A built workbench obeys the addresses of tests only with this flag, which also hides notifications.
    args: ['--enable-smoke-test-driver'],
  });
  const counts = { passed: 0, failed: 0, isComplete: false };
  let browser;
  try {
    browser = await launchBrowser(say);
    const ending = await runInPage(
      { browser, server, tests, workspace, limit, prepare },
      (line, page) => {
        if (read(line, counts, say) === 'failed') {
          void page.screenshot({ path: join(out, 'editor-host', `${counts.failed}.png`) });
        }
      },
    );
    const death = ending === 0 ? await causeOfDeath(server) : `the tests ended with ${ending}`;
    if (death !== null && counts.failed === 0) {
      counts.failed++;
      say(`FAILED to run the tests: ${death}`);
    } else if (!counts.isComplete && counts.failed === 0) {
      counts.failed++;
      say('FAILED to run the tests: they did not come to their end');
    }
    for (const [name, faults] of Object.entries(inspect?.(server) ?? {})) {
      counts[faults.length === 0 ? 'passed' : 'failed']++;
      say(faults.length === 0 ? `ok ${name}` : `FAILED ${name}\n  ${faults.join('\n  ')}`);
    }
  } finally {
    await browser?.close();
    await server.stop();
    rmSync(tests, { recursive: true, force: true });
  }
  return counts;
}

/** Writes two files: the tests as one bundle, and the entry that VS Code calls, which hands them to mocha. */
async function bundleTests(entries) {
  const { build } = await import('esbuild');
  const folder = join(out, `host-tests-${process.pid}`);
  await build({
    absWorkingDir: root,
    stdin: {
      contents: entries.map((entry) => `import ${JSON.stringify(resolve(entry))};`).join('\n'),
      resolveDir: root,
    },
    outfile: join(folder, 'tests.cjs'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode'],
    logLevel: 'warning',
  });
  writeFileSync(join(folder, 'index.cjs'), entrySource());
  return folder;
}

/** The entry is written here, because it must be plain CommonJS and know where mocha is. */
function entrySource() {
  const mocha = pathToFileURL(inRoot('node_modules', 'mocha', 'index.js')).href;
  return `'use strict';
const { join } = require('node:path');
exports.run = async () => {
  const { default: Mocha } = await import(${JSON.stringify(mocha)});
  const mocha = new Mocha({ ui: 'bdd', timeout: 60000, reporter: class {} });
  mocha.addFile(join(__dirname, 'tests.cjs'));
  const tell = (what) => console.log(${JSON.stringify(MARK)} + JSON.stringify(what));
  globalThis.handleLensSay = (text) => tell({ text });
  const failures = await new Promise((done) => {
    mocha.run(done)
      .on('pass', (test) => tell({ pass: test.fullTitle(), ms: test.duration }))
      .on('pending', (test) => tell({ fail: test.fullTitle(), why: 'It was not run.' }))
      .on('fail', (test, error) => tell({ fail: test.fullTitle(), why: String(error.stack ?? error) }));
  });
  tell({ end: true });
  if (failures > 0) throw new Error(failures + ' tests failed');
};
`;
}

/** Opens the workbench with the tests; resolves to their exit code or to a sentence. */
async function runInPage({ browser, server, tests, workspace, limit, prepare }, line) {
  const page = await browser.newPage();
  await prepare?.(page);
  let timer;
  const late = new Promise((done) => {
    timer = setTimeout(done, limit, `no end after ${limit / 1000} seconds`);
  });
  const crash = new Promise((done) => page.once('crash', () => done('a crash of the page')));
  const end = new Promise((done) => void page.exposeFunction('codeAutomationExit', done));
  await page.exposeFunction('codeAutomationLog', (_, args) => line(format(...args), page));
  try {
    await page.goto(
      server.url(workspace, [
        ['extensionDevelopmentPath', server.fileUri(root)],
        ['extensionTestsPath', server.fileUri(join(tests, 'index.cjs'))],
      ]),
    );
    return await Promise.race([end, crash, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** An extension host that dies is reported as success: only the server's log tells. Null when it ended by itself. */
async function causeOfDeath(server) {
  const until = Date.now() + FAREWELL;
  while (Date.now() < until) {
    const match = /Extension Host Process exited with code: (\S+), signal: ([^\s.]+)/.exec(
      server.log(),
    );
    if (match !== null) {
      const [, code, signal] = match;
      return code === '0' ? null : `the extension host died (code ${code}, signal ${signal})`;
    }
    await new Promise((next) => setTimeout(next, 100));
  }
  return null;
}

/** Counts and says what a line of the reporter tells; 'failed' after a test that failed. */
function read(line, counts, say) {
  const at = line.indexOf(MARK);
  if (at < 0) {
    return undefined;
  }
  const what = JSON.parse(line.slice(at + MARK.length));
  if (what.pass !== undefined) {
    counts.passed++;
    say(`ok ${what.pass} (${what.ms} ms)`);
  } else if (what.fail !== undefined) {
    counts.failed++;
    say(`FAILED ${what.fail}\n  ${what.why.replaceAll('\n', '\n  ')}`);
    return 'failed';
  } else if (what.text !== undefined) {
    say(what.text);
  } else if (what.end === true) {
    counts.isComplete = true;
  }
  return undefined;
}
