import assert from 'node:assert/strict';
import { RECORD_BUDGET } from '../../src/adapter/consoleWriter';
import { ANSWER_CUT_EVENT } from '../../src/protocol/dapExtensions';
import { DapClient } from '../support/dapClient';
import { fakeHandle, fakeTarget } from './fakeTarget';

async function clientWith(count: number): Promise<DapClient> {
  const handles = Array.from({ length: count }, (_, index) => fakeHandle(4 * (index + 1)));
  const client = new DapClient({ target: fakeTarget({ handles }) });
  await client.start();
  client.forgetEvents();
  return client;
}

describe('The event about answers that do not fit into the console', () => {
  it('names the line and the number of records that were left out', async () => {
    const client = await clientWith(RECORD_BUDGET + 23);
    await client.body('evaluate', { expression: '!handle', context: 'repl' });
    const bodies = client.events
      .filter(({ event }) => event === ANSWER_CUT_EVENT)
      .map(({ body }) => body as { expression: string; heldBack: number });
    const [body] = bodies;
    assert.equal(bodies.length, 1);
    assert.ok(body !== undefined);
    assert.equal(body.expression, '!handle');
    assert.ok(body.heldBack >= 23);
  });

  it('is not sent for an answer that fits', async () => {
    const client = await clientWith(5);
    await client.body('evaluate', { expression: '!handle', context: 'repl' });
    assert.ok(client.events.every(({ event }) => event !== ANSWER_CUT_EVENT));
  });
});
