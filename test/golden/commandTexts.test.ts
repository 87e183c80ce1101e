/** What the commands print where no transcript exists, as golden files. */

import type { FakeTarget } from '../support/fakeTarget';
import { assertGolden } from '../support/golden';
import { interpreterOf, run, textOf } from '../support/runCommands';
import { renderJson } from '../../src/core/render/renderJson';
import { renderLine } from '../../src/core/render/renderLine';
import { neverCancelled } from '../../src/core/util/cancellation';
import { dumpTarget, kernelTarget, liveTarget } from '../unit/commands/sampleTargets';

const USER_LINES = [
  '!handle',
  '!handle 0 f',
  '!handle 0 0',
  '!handle 3c 2',
  '!handle 0 4 Mutant',
  '!handle 48',
  '!htrace',
  '!htrace 48 1',
  'lm',
  '~',
  '|',
  'k',
  'vertarget',
  'version',
  '.help',
  '.help !handle',
  '.help !htrace',
  '.cls',
  'q',
];

const KERNEL_LINES = [
  '!handle',
  '!handle 0 7',
  '!handle 0 0',
  '!handle c',
  '!handle 0 3 4',
  '!handle 0 3 0',
  '!handle 0 3 0 File',
  '!handle 14 13',
  '!handle 390 23',
  '!htrace',
  '!handle -?',
  '!htrace -?',
  '|',
  '.process',
  '.help',
];

const TARGETS: readonly (readonly [string, () => FakeTarget, readonly string[]])[] = [
  ['live', liveTarget, USER_LINES],
  ['dump', dumpTarget, USER_LINES],
  ['kernel', kernelTarget, KERNEL_LINES],
];

describe('Golden texts', () => {
  for (const [name, target, lines] of TARGETS) {
    it(`hold what commands print on a ${name} target`, async () => {
      const interpreter = interpreterOf(target());
      let text = '';
      for (const line of lines) {
        text += `> ${line}\n${await textOf(interpreter, line)}`;
      }
      assertGolden(name, text);
    });

    it(`hold the JSON of commands on a ${name} target, one document on each line`, async () => {
      const interpreter = interpreterOf(target());
      let text = '';
      for (const result of await run(interpreter, lines.join(';'))) {
        for await (const piece of renderJson(result, neverCancelled)) {
          text += piece;
        }
        text += '\n';
      }
      assertGolden(`${name}-json`, text);
    });

    it(`hold the one-line answers of commands on a ${name} target`, async () => {
      let text = '';
      for (const result of await run(interpreterOf(target()), lines.join(';'))) {
        text += `${result.command} -> ${await renderLine(result, neverCancelled)}\n`;
      }
      assertGolden(`${name}-lines`, text);
    });
  }
});
