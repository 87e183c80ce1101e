// Runs steps in a workbench, one after the other: a line per step, and a picture of each.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { out } from '../../src/build/paths.mjs';

/**
 * How many steps of a run may need a second try. What else the machine does may close a list or take a click in any step; it does not do so
 * often, and a step that fails twice is wrong.
 */
const SECOND_TRIES = 2;

/**
 * Runs `steps` and counts. `say` gets the lines, `pictures` names the folder in `out`. HANDLE_LENS_EDITOR_STEPS ends the run
 * after that many steps; HANDLE_LENS_EDITOR_ONLY is a pattern for the names of those that run. A second try is told of.
 */
export async function runSteps({ steps, workbench, files, pictures, say }) {
  const folder = join(out, pictures);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const counts = { passed: 0, failed: 0 };
  let again = 0;
  for (const [index, [name, body]] of chosen(steps)) {
    const picture = `${String(index + 1).padStart(2, '0')}-${name.replace(/\W+/g, '-')}`;
    const attempt = async (suffix) => {
      const line = await tryStep(name, () => body({ workbench, files }));
      say(line.text);
      await workbench.screenshot(join(folder, `${picture}${suffix}.png`));
      return line.isGood;
    };
    let isGood = await attempt('');
    if (!isGood) {
      await workbench.page.keyboard.press('Escape');
      if (again++ < SECOND_TRIES) {
        say('  Trying it once more.');
        isGood = await attempt('-second-try');
      }
    }
    counts[isGood ? 'passed' : 'failed']++;
  }
  if (again > 0) {
    say(`Second tries: ${Math.min(again, SECOND_TRIES)}`);
  }
  return counts;
}

/** The steps that the environment asks for, with their places among all. */
function chosen(steps) {
  const end = Number(process.env.HANDLE_LENS_EDITOR_STEPS ?? steps.length);
  const pattern = new RegExp(process.env.HANDLE_LENS_EDITOR_ONLY ?? '');
  return [...steps.entries()].filter(([index, [name]]) => index < end && pattern.test(name));
}

/** Runs a step; the text tells how it went. */
async function tryStep(name, body) {
  const started = performance.now();
  const time = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  try {
    const seen = await body();
    return { isGood: true, text: `ok ${name} (${time()})${seen === undefined ? '' : `: ${seen}`}` };
  } catch (error) {
    const [first, ...rest] = error instanceof Error ? error.message.split('\n') : [String(error)];
    const text = `FAILED ${name} (${time()}): ${first}\n  ${rest.slice(0, 6).join('\n  ')}`;
    return { isGood: false, text };
  }
}
