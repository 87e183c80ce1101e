/** The README shows real output: every line of its first session, in order. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Interpreter } from '../../src/core/commands/interpreter';
import { openScript } from '../../src/core/script/target/openScript';
import { openSample } from '../../src/core/script/samples/catalog';
import { scriptHost } from '../support/openScript';
import { interpreterOf, textOf } from '../support/runCommands';

const PROMPT = /^\d+:\d+> (.*)$/;

/** Checks that each line of a session stands in the answer of the command before it, in order. */
async function assertSession(block: string, interpreter: Interpreter): Promise<void> {
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
}

describe('The README', () => {
  it('shows what the teaching program answers', async () => {
    const root = join(__dirname, '..', '..');
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const block = /```\r?\n(0:000> g\r?\n[^`]*)```/.exec(readme)?.[1];
    assert.ok(block !== undefined, 'the lesson is there');
    const text = readFileSync(join(root, 'media', 'samples', 'leak-in-a-loop.hsim'), 'utf8');
    const name = 'leak-in-a-loop.hsim';
    const opened = await openScript(
      name,
      scriptHost('', { [name]: text.replaceAll('\r\n', '\n') }),
    );
    assert.ok(opened.ok);
    // What the program prints stands between the command and its answer.
    await assertSession(
      block.replace(/^\d+ of \d+ rounds served\r?\n/m, ''),
      interpreterOf(opened.value),
    );
  });

  it('shows what the sample for newcomers answers', async () => {
    const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
    const block = /```\r?\n(0:\d+> !handle 0 0[^`]*)```/.exec(readme)?.[1];
    assert.ok(block !== undefined, 'the session is there');
    const opened = openSample('leaky-service');
    assert.ok(opened.ok);
    const interpreter = interpreterOf(opened.value);
    await assertSession(block, interpreter);
  });
});
