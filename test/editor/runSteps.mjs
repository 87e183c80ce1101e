// Runs steps in a workbench, one after the other: a line per step, and a picture of each.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { out } from '../../src/build/paths.mjs';

/**
 * Runs `steps` and counts. `say` gets the lines, `pictures` names the folder in `out`. HANDLE_LENS_EDITOR_STEPS ends the run
 * after that many steps; HANDLE_LENS_EDITOR_ONLY is a pattern for the names of those that run.
 */
export async function runSteps({ steps, workbench, files, pictures, say }) {
  const folder = join(out, pictures);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const counts = { passed: 0, failed: 0 };
  const only = process.env.HANDLE_LENS_EDITOR_STEPS;
  const pattern = new RegExp(process.env.HANDLE_LENS_EDITOR_ONLY ?? '');
  for (const [index, [name, body]] of steps.entries()) {
    if (only !== undefined && index >= Number(only)) {
      break;
    }
    if (!pattern.test(name)) {
      continue;
    }
    const started = performance.now();
    const time = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
    try {
      const seen = await body({ workbench, files });
      counts.passed++;
      say(`ok ${name} (${time()})${seen === undefined ? '' : `: ${seen}`}`);
    } catch (error) {
      counts.failed++;
      const [first, ...rest] = error instanceof Error ? error.message.split('\n') : [String(error)];
      say(`FAILED ${name} (${time()}): ${first}\n  ${rest.slice(0, 6).join('\n  ')}`);
      await workbench.page.keyboard.press('Escape');
    }
    const picture = `${String(index + 1).padStart(2, '0')}-${name.replace(/\W+/g, '-')}.png`;
    await workbench.screenshot(join(folder, picture));
  }
  return counts;
}
