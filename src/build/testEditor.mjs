// `npm run test:editor`: drives the extension in a real VS Code workbench, then in one without a server, then from the package to
// the stack of a leak as a newcomer, then runs tests inside the extension host. Prints a line per step and closes with the counts of all.

import { ensureInstalled } from './ensureInstalled.mjs';
import { spawn } from 'node:child_process';
import { inRoot, root } from './paths.mjs';

/** What is run, one after the other. */
const SCRIPTS = ['run.mjs', 'runWeb.mjs', 'runNewcomer.mjs', 'runPseudo.mjs', 'runHost.mjs'];

await ensureInstalled();
const { bundle } = await import('./bundle.mjs');
await bundle();

let passed = 0;
let failed = 0;
for (const script of SCRIPTS) {
  const counts = await countSteps(inRoot('test', 'editor', script));
  passed += counts.passed;
  failed += counts.failed;
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** Runs a script, shows what it prints, and reads its closing line; a script that ends without one counts as failed. */
function countSteps(script) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let rest = '';
    let counts = { passed: 0, failed: 1 };
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const closing = /^(\d+) passed, (\d+) failed$/.exec(line);
        if (closing === null) {
          process.stdout.write(`${line}\n`);
        } else {
          counts = { passed: Number(closing[1]), failed: Number(closing[2]) };
        }
      }
    });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);
    });
  });
}
