/** The teaching programs and the built-in samples: the commands that each opens with, run one after the other, against transcripts. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openScript } from '../../src/core/script/target/openScript';
import { renderText } from '../../src/core/render/renderText';
import { neverCancelled } from '../../src/core/util/cancellation';
import { assertGolden } from '../support/golden';
import { scriptHost } from '../support/openScript';
import { interpreterOf, run } from '../support/runCommands';

const folder = join(__dirname, '..', '..', 'media', 'samples');
/** Paths below the folder. */
const programs = ['', 'built-in'].flatMap((inner) =>
  readdirSync(join(folder, inner))
    .filter((name) => name.endsWith('.hsim'))
    .map((name) => join(inner, name)),
);
/** What programs take in, by the name they take it in with. */
const shared = Object.fromEntries(
  readdirSync(join(folder, 'built-in', 'shared')).map((name) => [
    `shared/${name}`,
    readFileSync(join(folder, 'built-in', 'shared', name), 'utf8').replaceAll('\r\n', '\n'),
  ]),
);

/** The commands in the comment at the head of a program: three blanks, the command, its explanation behind two more or in column 17. */
function commandsOf(text: string): readonly string[] {
  return text
    .split('\n')
    .slice(
      0,
      text.split('\n').findIndex((line) => line.startsWith('#include')),
    )
    .flatMap((line) => /^\/\/ {3}(\S.{15}(?= \S)|\S.*?(?= {2,}\S))/.exec(line)?.[1]?.trim() ?? []);
}

describe('The teaching programs', () => {
  it('are at least nine, and each says what to look for, with what, and what the fix is', () => {
    assert.ok(programs.length >= 9);
    for (const name of programs) {
      const text = readFileSync(join(folder, name), 'utf8');
      assert.ok(commandsOf(text).length >= 4, name);
      assert.match(text, /^\/\/ What to look for: /m, name);
      assert.match(text, /^\/\/ The fix: /m, name);
    }
  });

  for (const name of programs) {
    it(`answers the commands at the head of ${name} as it says`, async () => {
      const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
      const target = await openScript('test.hsim', scriptHost(text, shared));
      assert.ok(target.ok);
      let output = '';
      assert.ok(target.value.program);
      target.value.program.onOutput = (piece) => {
        output += piece;
      };
      const interpreter = interpreterOf(target.value);
      let transcript = '';
      for (const command of commandsOf(text)) {
        transcript += `> ${command}\n`;
        for (const result of await run(interpreter, command)) {
          assert.notEqual(
            result.kind,
            'error',
            result.kind === 'error' ? `${command}: ${result.problem.message}` : '',
          );
          transcript += output;
          output = '';
          for await (const chunk of renderText(result, neverCancelled)) {
            transcript += chunk;
          }
        }
      }
      assertGolden(`program-${basename(name, '.hsim')}`, transcript);
    });
  }

  it('lose no entries in the race when the threads do not interleave, and stop at the stale handle when the ring is traced', async () => {
    const race = readFileSync(join(folder, 'race.hsim'), 'utf8').replace(
      'interleave 1;',
      'interleave 1000;',
    );
    const stale = readFileSync(join(folder, 'use-after-close.hsim'), 'utf8').replace(
      'tracing off;',
      'tracing on;',
    );
    const stopOf = async (text: string): Promise<string> => {
      const target = await openScript('test.hsim', scriptHost(text));
      assert.ok(target.ok && target.value.control !== null);
      const stop = await target.value.control.resume(neverCancelled);
      return stop.ok ? stop.value.description : '';
    };
    assert.match(await stopOf(race), /ends with exit code 0/);
    assert.match(await stopOf(stale), /Invalid handle - code c0000008.*SetEvent/);
  });
});
