/** The page about USER handles shows real output: every line of its sessions, in order, in one run of the sample. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSample } from '../../src/core/script/samples/catalog';
import { interpreterOf, textOf } from '../support/runCommands';

const PROMPT = /^0: kd> (.*)$/;

describe('The page about USER handles', () => {
  it('shows what the sample of leaking menus answers', async () => {
    const page = readFileSync(join(__dirname, '..', '..', 'docs', 'user-handles.md'), 'utf8');
    const blocks = [...page.matchAll(/```\r?\n(0: kd> [^`]*)```/g)].map((match) => match[1] ?? '');
    assert.ok(blocks.length >= 5, 'the sessions are there');
    const opened = openSample('user-menu-leak');
    assert.ok(opened.ok);
    const interpreter = interpreterOf(opened.value);
    let answer: readonly string[] = [];
    let at = 0;
    for (const line of blocks.join('').split(/\r?\n/)) {
      const command = PROMPT.exec(line)?.[1];
      if (command !== undefined) {
        answer = (await textOf(interpreter, command)).split('\n');
        at = 0;
      } else if (line !== '…' && line !== '') {
        const found = answer.indexOf(line, at);
        assert.notEqual(found, -1, `"${line}" is not in the answer`);
        at = found + 1;
      }
    }
  });
});
