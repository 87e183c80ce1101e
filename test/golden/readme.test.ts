/** The README shows real output: every line of its first session, in order. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSample } from '../../src/core/simulator/samples/catalog';
import { interpreterOf, textOf } from '../support/runCommands';

const PROMPT = /^\d+:\d+> (.*)$/;

describe('The README', () => {
  it('shows what the sample for newcomers answers', async () => {
    const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
    const block = /```\r?\n(0:\d+> !handle 0 0[^`]*)```/.exec(readme)?.[1];
    assert.ok(block !== undefined, 'the session is there');
    const opened = openSample('leaky-service');
    assert.ok(opened.ok);
    const interpreter = interpreterOf(opened.value);
    let answer: readonly string[] = [];
    let at = 0;
    for (const line of block.split(/\r?\n/).filter((each) => each !== '…' && each !== '')) {
      const command = PROMPT.exec(line)?.[1];
      if (command !== undefined) {
        answer = (await textOf(interpreter, command)).split('\n');
        at = 0;
      } else {
        const found = answer.indexOf(line, at);
        assert.notEqual(found, -1, `"${line}" is not in the answer`);
        at = found + 1;
      }
    }
  });
});
