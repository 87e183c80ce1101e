/** The page about recordings shows real output: every line of its session, in order, in one walk through a dump. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSample } from '../../src/core/script/samples/catalog';
import { writtenAndRead } from '../support/memorySink';
import { valueOf } from '../support/openDump';
import { interpreterOf, textOf } from '../support/runCommands';
import { assertGolden } from '../support/golden';

const PROMPT = /^0:000> (.*)$/;

describe('The page about recordings', () => {
  it('shows what a walk through a dump of the leaky service answers', async () => {
    const page = readFileSync(join(__dirname, '..', '..', 'docs', 'recordings.md'), 'utf8');
    const session = /```\r?\n(0:000> [^]*?)```/.exec(page)?.[1] ?? '';
    const { dump } = await writtenAndRead(valueOf(openSample('leaky-service')));
    const interpreter = interpreterOf(dump);
    let answer: readonly string[] = [];
    let at = 0;
    let commands = 0;
    for (const line of session.split(/\r?\n/)) {
      const command = PROMPT.exec(line)?.[1];
      if (command !== undefined) {
        answer = (await textOf(interpreter, command)).split('\n');
        at = 0;
        commands++;
      } else if (line !== '…' && line !== '') {
        const found = answer.indexOf(line, at);
        assert.notEqual(found, -1, `"${line}" is not in the answer`);
        at = found + 1;
      }
    }
    assert.ok(commands >= 5, 'the session is there');
  });

  it('is at one with the transcript of a whole walk', async () => {
    const { dump } = await writtenAndRead(valueOf(openSample('badhandle')), { processId: 0x3e0 });
    const interpreter = interpreterOf(dump);
    const lines = [
      '!tt',
      ...['p-', '!handle 0 3', 'p-', 't-', '!htrace', 'k', 'g-', '!handle', 'p-', 'g-', '!htrace'],
      ...[
        't',
        '!tt 2',
        '!handle 7dc f',
        '~',
        '!sites',
        'p',
        '!tt 9',
        '!tt x',
        'gu',
        'g',
        'g',
        '!handle',
      ],
    ];
    let text = '';
    for (const line of lines) {
      text += `> ${line}\n${await textOf(interpreter, line)}`;
    }
    assertGolden('recording', text);
  });
});
