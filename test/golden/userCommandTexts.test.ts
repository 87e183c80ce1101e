/** What the commands about USER handles print on the samples, one Windows version each, as golden files. */

import assert from 'node:assert/strict';
import { renderJson } from '../../src/core/render/renderJson';
import { renderLine } from '../../src/core/render/renderLine';
import { openSample } from '../../src/core/script/samples/catalog';
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
  '!dhe -i 1 1f',
  '!dhe -i 40 1',
  '!dsi',
  '!dti',
  '!dpi',
  '!du 10001',
  '!du 10002',
  '!dso',
  '!dso HANDLEENTRY',
  '!dso HEAD',
  '!utrace 0 2',
  '!utrace -snapshot',
  '!utrace -diff',
  '!utrace -disable',
  '!utrace',
  '!utrace -enable 100',
  '!utrace',
];

/** Samples, and what is typed before the commands that answer everywhere. */
const SESSIONS: readonly Session[] = [
  {
    sample: 'user-menu-leak',
    lines: [
      '!dhe 0 1 Menu 5d0',
      '!dhe 1001b 1f',
      '!dhe 2001b 11 Window',
      '!dhe 0 b Accelerator',
      '!dpi 8a4',
      '!dti 8a8',
      '!dsi -g',
      '!dso HANDLEENTRY fffff900c0400288 *2',
      '!dso SHAREDINFO',
      '!utrace 1001b',
    ],
  },
  { sample: 'user-leak-nt351', lines: ['!dhe 0 3 Accelerator', '!dhe 0 3 Input Queue'] },
  { sample: 'user-leak-nt40', lines: ['!dhe 0 3 Accelerator', '!dhe 0 3 Keyboard File'] },
  { sample: 'user-leak-w2k', lines: ['!dhe 0 3 Accelerator', '!dhe 0 3 Keyboard File'] },
  { sample: 'user-wrong-object', lines: ['!dhe 10015', 'g', '!dhe 10015 13', '!dpi 6c'] },
  { sample: 'user-locked-window', lines: ['!dhe 10010', 'g', '!dhe 10010 1f', '!dti 9ac'] },
  {
    sample: 'user-stale-window',
    lines: ['!dhe 10010', '!utrace -snapshot', 'g', '!utrace -diff', '!dhe 10010 11', '!dhe 10'],
  },
  { sample: 'user-desktop-owner', lines: ['!dhe 10002 1f', '!dhe 10004'] },
  { sample: 'user-job-grant', lines: ['!dhe 1000e', 'g', '!dhe 1000e 1f', '!dti 1994'] },
  { sample: 'user-heap-full', lines: ['!dhe 1000e 1f', '!dpi 6b4'] },
];

function open(sample: string): Target {
  const opened = openSample(sample);
  assert.ok(opened.ok, sample);
  return opened.value;
}

describe('Golden texts of the commands about USER handles', () => {
  for (const { sample, lines: own } of SESSIONS) {
    const lines = [...own, ...EVERYWHERE];
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
