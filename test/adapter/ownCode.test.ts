import assert from 'node:assert/strict';
import { openSample } from '../../src/core/script/samples/catalog';
import type { ViewGroupsAnswer } from '../../src/protocol/viewMessages';
import { DapClient } from '../support/dapClient';

const GROUPS = 'handleLens/viewGroups';
const OWN_CODE = 'handleLens/ownCode';

async function leakyService(): Promise<DapClient> {
  const sample = openSample('leaky-service');
  assert.ok(sample.ok);
  const client = new DapClient({ target: sample.value });
  await client.start();
  client.forgetEvents();
  return client;
}

async function openers(client: DapClient): Promise<readonly string[]> {
  const view = await client.body<ViewGroupsAnswer>(GROUPS, { grouping: 'opener' });
  return view.groups.map(({ label }) => label);
}

describe('handleLens/ownCode', () => {
  it('moves the named frame to the caller when a module is declared a library', async () => {
    const client = await leakyService();
    assert.ok((await openers(client)).some((label) => label.startsWith('OrderStore!')));
    await client.body(OWN_CODE, { system: ['OrderStore*'] });
    const after = await openers(client);
    assert.ok(!after.some((label) => label.startsWith('OrderStore!')));
    assert.ok(after.some((label) => label.startsWith('OrderService!')));
  });

  it('goes back when the lists are empty again', async () => {
    const client = await leakyService();
    const before = await openers(client);
    await client.body(OWN_CODE, { system: ['OrderStore*'] });
    await client.body(OWN_CODE, { own: [], system: [] });
    assert.deepEqual(await openers(client), before);
  });

  it('refuses lists that hold anything but texts', async () => {
    const client = await leakyService();
    await assert.rejects(client.body(OWN_CODE, { own: [7] }), /"own" must be a list of texts/);
  });
});
