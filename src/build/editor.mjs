// `npm run editor`: opens an installed VS Code with the extension and its samples, or VS Code's web workbench in the browser.

import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { inRoot, root } from './paths.mjs';
import { ensureInstalled } from './ensureInstalled.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

const WHERE_TO_CLICK = [
  'In VS Code: open Run and Debug (Ctrl+Shift+D), choose "Handle Lens", then a sample.',
  'In the Debug Console type  !handle 0 f Event  and  !htrace .',
];

/** The folder that the editor opens. */
const workspace = inRoot('media', 'samples');

await ensureInstalled();
const { bundle } = await import('./bundle.mjs');
await bundle();

const wantsWeb = process.argv.includes('--web');
if (!wantsWeb && openInstalled()) {
  WHERE_TO_CLICK.forEach(say);
} else {
  await openInBrowser();
}

/** Opens VS Code if the program `code` is on the PATH. */
function openInstalled() {
  const program = process.platform === 'win32' ? 'code.cmd' : 'code';
  const shell = process.platform === 'win32';
  const probe = spawnSync(program, ['--version'], { stdio: 'ignore', shell });
  if (probe.error !== undefined || probe.status !== 0) {
    say('No installed VS Code was found on the PATH.');
    return false;
  }
  say('Opening your VS Code with the extension loaded from this checkout.');
  spawn(program, [`--extensionDevelopmentPath=${root}`, workspace], {
    stdio: 'ignore',
    detached: true,
    shell,
  }).unref();
  return true;
}

async function openInBrowser() {
  const { installWorkbench } = await import('./editor/workbenchInstall.mjs');
  const { startWorkbench } = await import('./editor/workbenchServer.mjs');
  installWorkbench(say);
  const server = await startWorkbench({ extension: root, token: randomBytes(16).toString('hex') });
  const url = server.url(workspace);
  say(`VS Code is at ${url}`);
  say(
    'It listens on this machine only and ends with Ctrl+C; all its files are in the folder .editor.',
  );
  WHERE_TO_CLICK.forEach(say);
  if (!process.env.CI && !process.env.NO_OPEN) {
    openBrowser(url);
  }
  const end = async () => {
    await server.stop();
    process.exit(0);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

function openBrowser(url) {
  const [program, ...before] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[
    process.platform
  ] ?? ['xdg-open'];
  spawn(program, [...before, url], { stdio: 'ignore', detached: true })
    .on('error', () => say('Open that address in your browser.'))
    .unref();
}
