/** Walking through the recorded operations of a dump with the client's own buttons. */

import assert from 'node:assert/strict';
import { openSample } from '../../src/core/script/samples/catalog';
import { DumpBuilder } from '../support/dumpBuilder';
import { DapClient } from '../support/dapClient';
import { writtenAndRead } from '../support/memorySink';
import { openDump, valueOf } from '../support/openDump';

interface Stopped {
  readonly reason: string;
  readonly description: string;
  readonly threadId: number;
}

async function started(): Promise<DapClient> {
  const { dump } = await writtenAndRead(valueOf(openSample('leaky-service')));
  const client = new DapClient({ target: dump });
  await client.start();
  return client;
}

/** Sends a request that moves and returns where it stopped. */
async function move(client: DapClient, request: string): Promise<Stopped> {
  client.forgetEvents();
  await client.body(request, { threadId: 1 });
  return await client.eventBody<Stopped>('stopped');
}

async function count(client: DapClient): Promise<number> {
  const answer = await client.body<{ total: number }>('handleLens/types');
  return answer.total;
}

describe('A dump with recorded operations', () => {
  it('announces that it can be stepped back, which other targets do not', async () => {
    const client = await started();
    const [announced] = client.eventsOf('capabilities');
    assert.deepEqual(announced?.body, { capabilities: { supportsStepBack: true } });
    const other = new DapClient({
      target: await openDump(new DumpBuilder().systemInfo().handles([{ value: 4 }])),
    });
    await other.start();
    assert.deepEqual(other.eventsOf('capabilities'), []);
    assert.match(await other.error('stepBack', { threadId: 1 }), /is a dump/);
    assert.match(await other.error('reverseContinue', { threadId: 1 }), /is a dump/);
  });

  it('goes back and on by single operations', async () => {
    const client = await started();
    const back = await move(client, 'stepBack');
    assert.equal(back.reason, 'goto');
    assert.match(back.description, /^Operation 947 of 948: handle 0x3d8 opened by thread 0x1f5c$/);
    assert.equal(await count(client), 200);
    await move(client, 'stepBack');
    assert.equal(await count(client), 199);
    assert.match((await move(client, 'next')).description, /^Operation 947 of 948/);
    assert.match((await move(client, 'stepIn')).description, /^Operation 948 of 948/);
    assert.equal(await count(client), 200);
  });

  it('goes to bad references, and says when there is nothing further', async () => {
    const client = await started();
    assert.match(
      (await move(client, 'reverseContinue')).description,
      /^Operation 943 of 948: bad ref/,
    );
    assert.match((await move(client, 'continue')).description, /^Operation 948 of 948/);
    assert.match(
      await client.error('continue', { threadId: 1 }),
      /This is the end of the recording/,
    );
    assert.match(await client.error('stepOut', { threadId: 1 }), /no calls that one could leave/);
  });

  it('focuses the thread of the operation, with the stack of its record', async () => {
    const client = await started();
    const { threadId } = await move(client, 'reverseContinue');
    const { threads } = await client.body<{ threads: { id: number; name: string }[] }>('threads');
    assert.match(threads.find(({ id }) => id === threadId)?.name ?? '', /Order worker 1|1f70/);
    const { stackFrames } = await client.body<{ stackFrames: { name: string }[] }>('stackTrace', {
      threadId,
    });
    assert.ok(stackFrames.length > 5, `${stackFrames.length} frames`);
  });

  it('answers the views as of the moment, and tells them that it changed', async () => {
    const client = await started();
    client.forgetEvents();
    await client.type('!tt 300');
    await client.event('handleLens/changed');
    assert.equal(await count(client), 156);
    const traces = await client.body<{ total: number }>('handleLens/traces', {});
    assert.equal(traces.total, 300);
    await client.type('!tt 948');
    assert.equal(await count(client), 200);
  });

  it('is not moved by a watch', async () => {
    const client = await started();
    assert.match(
      await client.error('evaluate', { expression: 'p-', context: 'watch' }),
      /This command changes the target and is refused here/,
    );
    const where = await client.body<{ result: string }>('evaluate', {
      expression: '!tt',
      context: 'watch',
    });
    assert.match(where.result, /^The end: all 948 recorded operations are done/);
  });
});
