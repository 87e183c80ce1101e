/** What language-model tools answer about real sessions, kernel handles and USER handles. */

import assert from 'node:assert/strict';
import { openSample } from '../../src/core/script/samples/catalog';
import {
  handlesOf,
  tracesOf,
  typesOf,
  type AskedSession,
} from '../../src/extension/tools/toolQuestions';
import { DapClient } from '../support/dapClient';

async function asked(name: string, ...lines: readonly string[]): Promise<AskedSession> {
  const sample = openSample(name);
  assert.ok(sample.ok);
  const client = new DapClient({ target: sample.value });
  await client.start();
  for (const line of lines) {
    await client.type(line);
  }
  const request = async (command: string, args: object = {}): Promise<unknown> => {
    const text = JSON.stringify(args, (_, value: unknown) =>
      typeof value === 'bigint' ? `0x${value.toString(16)}` : value,
    );
    const answer = await client.request(command, JSON.parse(text) as object);
    if (!answer.success) {
      throw new Error(answer.message);
    }
    return answer.body;
  };
  return { name, request: request as AskedSession['request'] };
}

describe('What a language-model tool says of USER handles', () => {
  it('is how many of each type the session has, and how they grew, behind the kernel handles', async () => {
    const session = await asked('user-menu-leak');
    assert.match(
      await typesOf(session),
      /^user-menu-leak: 9 open handles\.\n[^]*\nUSER handles .* session: 58\.\nUSER:Menu: 40\n/,
    );
    const grown = await asked('user-menu-leak');
    await typesOf(grown);
    await grown.request('evaluate' as never, { expression: 'g', context: 'repl' });
    assert.match(await typesOf(grown), /^USER:Menu: 400 \(\+360 since the last stop\)$/m);
  });

  it('is all there is to say where a target has no kernel handles', async () => {
    const session = await asked('user-leak-nt351');
    assert.match(await typesOf(session), /^USER handles /);
    assert.match(
      await handlesOf(session, { query: 'type:Menu' }),
      /^\d+ of \d+ USER handles of the session match/,
    );
  });

  it('lists those that meet a query, at most 50, with their owners', async () => {
    const session = await asked('user-menu-leak', 'g');
    const text = await handlesOf(session, { query: 'family:user type:Menu' });
    const [kernel, user, ...rows] = text.split('\n');
    assert.equal(kernel, '0 of 9 open handles match.');
    assert.match(user ?? '', /^400 of \d+ USER handles of the session match\. The first 50 follow/);
    assert.equal(rows.length, 50);
    assert.ok(rows.every((row) => /^0x[0-9a-f]+; USER:Menu; owned by process /.test(row)));
  });

  it('says that none meets a query, and leaves them out where nobody can tell', async () => {
    const session = await asked('user-menu-leak');
    assert.match(
      await handlesOf(session, { query: 'name:*.log' }),
      /^0 of 9 open handles match\.\n0 of 58 USER handles of the session match\.$/,
    );
    const untraced = await asked('user-menu-leak', '!utrace -disable');
    assert.doesNotMatch(await handlesOf(untraced, { query: 'openedBy:leaky!*' }), /USER handles/);
  });

  it('is who created, destroyed and misused one', async () => {
    const session = await asked('user-stale-window', 'g');
    const text = await tracesOf(session, { handle: '0x10010' });
    assert.match(
      text,
      /^3 trace records of USER handle 0x10010, newest first\.\n1\. bad reference by thread 0x5f8\n/,
    );
    assert.match(text, /\n2\. destroy by [^]*\n3\. create by [^]*viewer!OpenPreview\+0x37/);
  });

  it('is nothing where none was traced, and the reason for the kernel handles then stands alone', async () => {
    const session = await asked('leaky-service');
    assert.doesNotMatch(await typesOf(session), /USER/);
    assert.match(await tracesOf(session, { handle: '0xfff0' }), /no trace record of handle 0xfff0/);
    const untraced = await asked('user-menu-leak');
    await assert.rejects(tracesOf(untraced, { handle: '0xfff0' }), /Handle tracing is not enabled/);
  });
});
