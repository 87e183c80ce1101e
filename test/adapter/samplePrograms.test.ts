/** Every teaching program and every built-in sample as a program: what the debug adapter shows of it, forwards and backwards. */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { openTarget } from '../../src/core/open/openTarget';
import { openFileByteSource } from '../../src/node/fileByteSource';
import { DapClient } from '../support/dapClient';
import { children } from '../support/scriptClient';

const folder = join(__dirname, '..', '..', 'media', 'samples');
const programs = ['', 'built-in'].flatMap((inner) =>
  readdirSync(join(folder, inner))
    .filter((name) => name.endsWith('.hsim'))
    .map((name) => join(folder, inner, name)),
);

/** Where the program stands: why, and in which line of which file. */
interface Stop {
  readonly reason: string;
  readonly threadId: number;
  readonly place: string;
  /** The innermost frame of the script. */
  readonly frame: DebugProtocol.StackFrame;
}

async function stopOf(client: DapClient): Promise<Stop> {
  const { reason, threadId } = await client.eventBody<{ reason: string; threadId: number }>(
    'stopped',
  );
  const { stackFrames } = await client.body<DebugProtocol.StackTraceResponse['body']>(
    'stackTrace',
    { threadId },
  );
  const frame = stackFrames.find(({ source }) => source?.path !== undefined);
  assert.ok(frame, stackFrames.map(({ name }) => name).join(' | '));
  const place = `${basename(frame.source?.path ?? '')}(${frame.line})`;
  return { reason, threadId, place, frame };
}

/** Sends a motion and answers with the stop behind it. */
async function move(client: DapClient, command: string, { threadId }: Stop): Promise<Stop> {
  client.forgetEvents();
  await client.body(command, { threadId });
  return stopOf(client);
}

describe('Programs of media/samples in the debug adapter', () => {
  for (const path of programs) {
    it(`${basename(path)} stops, shows its stack and variables, and goes back to its start`, async () => {
      const client = new DapClient({
        open: (spec, { token, progress }) =>
          openTarget(spec, { openFile: openFileByteSource, token, progress }),
      });
      await client.start({}, { target: path });
      const entry = await stopOf(client);
      const { scopes } = await client.body<DebugProtocol.ScopesResponse['body']>('scopes', {
        frameId: entry.frame.id,
      });
      const names = scopes.map(({ name }) => name);
      for (const wanted of ['Locals', 'Globals', 'Last error']) {
        assert.ok(names.includes(wanted), names.join(', '));
      }
      const [locals] = scopes;
      await children(client, locals?.variablesReference ?? 0);
      const next = await move(client, 'stepIn', entry);
      const back = await move(client, 'stepBack', next);
      assert.equal(back.place, entry.place);
      const later = await move(client, 'continue', back);
      assert.notEqual(later.reason, 'entry');
      let start = await move(client, 'reverseContinue', later);
      for (let left = 20; start.place !== entry.place && left > 0; left--) {
        start = await move(client, 'reverseContinue', start);
      }
      assert.equal(start.place, entry.place);
      assert.deepEqual(client.reports, []);
    });
  }
});
