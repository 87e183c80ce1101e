import assert from 'node:assert/strict';
import { CancellationSource } from '../../src/core/util/cancellation';
import { RUN_REQUEST, type RunAnswer } from '../../src/protocol/runCommand';
import { DapClient } from '../support/dapClient';
import { fakeControl, fakeHandle, fakeTarget, type FakeOptions } from './fakeTarget';

describe('Commands that are run for programs', () => {
  async function started(options: FakeOptions = {}): Promise<DapClient> {
    const client = new DapClient({ target: fakeTarget(options) });
    await client.start();
    client.forgetEvents();
    return client;
  }
  const run = (client: DapClient, command: string): Promise<RunAnswer> =>
    client.body<RunAnswer>(RUN_REQUEST, { command });

  it('answer as data, one document each, and write nothing to the console', async () => {
    const client = await started();
    const { results } = await run(client, '!handle 3c 0; ? 1+1');
    assert.deepEqual(
      results.map(({ command }) => command),
      ['!handle 3c 0', '? 1+1'],
    );
    assert.ok('summary' in results[0]!);
    assert.equal(results[1]?.['value'], '0x2');
    assert.equal(client.eventsOf('output').length, 0);
  });

  it('answer with what went wrong when one of them fails', async () => {
    const client = await started();
    const { results } = await run(client, '!nosuch');
    assert.match(results[0]?.error?.message ?? '', /nosuch/);
  });

  it('are nothing in an empty line', async () => {
    assert.deepEqual((await run(await started(), ' ')).results, []);
  });

  it('tell views what they changed', async () => {
    const client = await started({ control: fakeControl() });
    await run(client, '!htrace -enable');
    assert.equal((await client.eventBody('handleLens/changed'))['reason'], 'tracing');
    await run(client, 'g');
    assert.equal((await client.eventBody('stopped'))['reason'], 'breakpoint');
  });

  it('are refused while the target runs, and without a command', async () => {
    const client = await started({ control: fakeControl() });
    client.session.running = new CancellationSource();
    assert.match(await client.error(RUN_REQUEST, { command: '!handle' }), /The target is running/);
    client.session.running = null;
    assert.match(await client.error(RUN_REQUEST, {}), /"command" is missing/);
  });

  it('are refused when the answer gets too long, with what to do instead', async () => {
    const name = 'x'.repeat(20_000);
    const handles = Array.from({ length: 900 }, (_, index) =>
      fakeHandle(4 * (index + 1), { name }),
    );
    const client = await started({ handles });
    assert.match(
      await client.error(RUN_REQUEST, { command: '!handle 0 f' }),
      /longer than 16 million characters\. Narrow the command/,
    );
    assert.equal((await run(client, '!handle 0 0')).results.length, 1);
  });
});
