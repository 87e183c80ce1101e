/** What the commands about USER handles print on the samples, one Windows version each, as golden files. */

import assert from 'node:assert/strict';
import { renderJson } from '../../src/core/render/renderJson';
import { renderLine } from '../../src/core/render/renderLine';
import { openSample } from '../../src/core/simulator/samples/catalog';
import type { Target } from '../../src/core/target/target';
import { neverCancelled } from '../../src/core/util/cancellation';
import { assertGolden } from '../support/golden';
import { interpreterOf, run, textOf } from '../support/runCommands';

/** A sample and what is typed into it. */
interface Session {
  readonly sample: string;
  readonly lines: readonly string[];
}

/** Commands that answer on every sample. */
const EVERYWHERE: readonly string[] = [
  '!dhe 0 0',
  '!dhe 0 1 Window',
  '!dhe -i 1 7',
  '!dhe -i 10 1',
  '!dsi',
  '!dti',
  '!dpi',
  '!du -l',
  '!dso HANDLEENTRY',
  '!dso HEAD',
  '!dso',
];

const SESSIONS: readonly Session[] = [
  {
    sample: 'user-menu-leak',
    lines: [
      ...EVERYWHERE,
      '!dhe 0 1 Menu 5d0',
      '!dhe 1001b 1f',
      '!dhe 2001b 11 Window',
      '!dhe 0 b Hook',
      '!dpi 8a4',
      '!dti 8a8',
      '!dsi -g',
      '!du 1001b',
      '!dso HANDLEENTRY fffff900c0400288 *2',
      '!dso SHAREDINFO',
      '!utrace 1001b',
      '!utrace 0 1',
      '!utrace -snapshot',
      '!utrace -diff',
      '!utrace -disable',
      '!utrace',
      '!utrace -enable 100',
      '!utrace',
    ],
  },
  ...['user-leak-nt351', 'user-leak-nt40', 'user-leak-w2k'].map((sample) => ({
    sample,
    lines: [
      ...EVERYWHERE,
      '!dhe 0 3 Accelerator',
      '!du -n 4.0 10003',
      '!utrace 0 1',
      'g',
      '!dhe 0 0',
      '!utrace 0 1',
    ],
  })),
];

function open(sample: string): Target {
  const opened = openSample(sample);
  assert.ok(opened.ok, sample);
  return opened.value;
}

describe('Golden texts of the commands about USER handles', () => {
  for (const { sample, lines } of SESSIONS) {
    it(`hold what they print on ${sample}`, async () => {
      const interpreter = interpreterOf(open(sample));
      let text = '';
      for (const line of lines) {
        text += `> ${line}\n${await textOf(interpreter, line)}`;
      }
      assertGolden(sample, text);
    });

    it(`hold their JSON and their one-line answers on ${sample}`, async () => {
      const interpreter = interpreterOf(open(sample));
      let text = '';
      for (const line of lines) {
        for (const result of await run(interpreter, line)) {
          text += `> ${line}\n${await renderLine(result, neverCancelled)}\n`;
          for await (const piece of renderJson(result, neverCancelled)) {
            text += piece;
          }
          text += '\n';
        }
      }
      assertGolden(`${sample}-json`, text);
    });
  }

  it('hold the tables of facts', async () => {
    const interpreter = interpreterOf(open('user-menu-leak'));
    let text = '';
    for (const line of [
      '!dhe -t',
      '!dhe -t 3.10',
      '!dhe -t 3.51',
      '!dhe -t 4.0',
      '!dhe -t 5.0',
      '!dhe -t 6.2',
      '!dhe -f',
      '!du -l -n 3.51',
      '!du -l -n 5.0',
      '!dso -l',
      '!dhe -?',
      '!utrace -?',
      '!du -?',
      '!dso -?',
      '!dsi -?',
      '!dti -?',
      '!dpi -?',
    ]) {
      text += `> ${line}\n${await textOf(interpreter, line)}`;
    }
    assertGolden('user-facts', text);
  });
});
