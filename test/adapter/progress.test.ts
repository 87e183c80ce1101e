import assert from 'node:assert/strict';
import { DapClient } from '../support/dapClient';
import { fakeTarget } from './fakeTarget';

/** A session whose handles can only be read once the test allows it. */
async function held(abilities: object): Promise<{
  readonly client: DapClient;
  release: () => void;
}> {
  const waiting: (() => void)[] = [];
  let isReleased = false;
  const client = new DapClient({
    target: fakeTarget({
      beforeHandles: () =>
        new Promise((resolve) => {
          if (isReleased) {
            resolve();
          } else {
            waiting.push(resolve);
          }
        }),
    }),
  });
  await client.start(abilities);
  client.forgetEvents();
  return {
    client,
    release: () => {
      isReleased = true;
      waiting.forEach((resolve) => {
        resolve();
      });
    },
  };
}

const watch = { expression: '3c', context: 'watch' };
const abilities = { supportsProgressReporting: true };

describe('Progress', () => {
  it('is shown for a request that takes half a second, and ends with it', async () => {
    const { client, release } = await held(abilities);
    const seq = client.send('evaluate', watch);
    client.scheduler.advance(499);
    assert.equal(client.eventsOf('progressStart').length, 0);
    client.scheduler.advance(1);
    assert.deepEqual(await client.eventBody('progressStart'), {
      progressId: 'handleLens-3',
      title: '3c',
      requestId: seq,
      cancellable: true,
    });
    await client.body('threads');
    release();
    await client.event('progressEnd');
    await client.answerTo(seq);
  });

  it('is not shown for a request that is answered sooner', async () => {
    const { client, release } = await held(abilities);
    const seq = client.send('evaluate', watch);
    await client.body('threads');
    release();
    await client.answerTo(seq);
    client.scheduler.advance(5000);
    assert.deepEqual(client.events, []);
  });

  it('is not shown to clients that did not ask for it', async () => {
    const { client, release } = await held({});
    const seq = client.send('evaluate', watch);
    client.scheduler.advance(5000);
    await client.body('threads');
    release();
    await client.answerTo(seq);
    assert.deepEqual(client.events, []);
  });

  it('tells how much of opening a target is done', async () => {
    const reports: ((message: string, fraction?: number) => void)[] = [];
    let open = (): void => undefined;
    const client = new DapClient({
      open: (_, { progress }) => {
        reports.push(progress);
        return new Promise((resolve) => {
          open = () => {
            resolve({ ok: true, value: fakeTarget() });
          };
        });
      },
    });
    await client.body('initialize', abilities);
    const seq = client.send('launch', { target: 'big.dmp' });
    await client.until(() => true);
    await client.body('configurationDone');
    const [report] = reports;
    report!('Reading handles', 0.25);
    client.scheduler.advance(500);
    const start = await client.eventBody('progressStart');
    assert.equal(start['title'], 'Opening big.dmp');
    assert.equal(start['message'], 'Reading handles');
    assert.equal(start['percentage'], 25);
    client.scheduler.advance(100);
    report!('Reading names', 2);
    const update = await client.eventBody('progressUpdate');
    assert.equal(update['percentage'], 100);
    report!('Too soon after', 0.9);
    assert.equal(client.eventsOf('progressUpdate').length, 1);
    open();
    assert.equal((await client.answerTo(seq)).success, true);
    assert.equal(client.eventsOf('progressEnd').length, 1);
  });

  it('cancels its request', async () => {
    const { client, release } = await held(abilities);
    const seq = client.send('evaluate', { expression: '!handle 0 f', context: 'clipboard' });
    client.scheduler.advance(500);
    const { progressId } = await client.eventBody('progressStart');
    await client.body('cancel', { progressId });
    client.scheduler.tick = 50;
    release();
    assert.equal((await client.answerTo(seq)).message, 'cancelled');
    assert.equal(client.eventsOf('progressEnd').length, 1);
  });
});

describe('Cancel', () => {
  it('of a request that does not exist is answered', async () => {
    const client = new DapClient();
    await client.body('cancel', { requestId: 999 });
    await client.body('cancel', { progressId: 'none' });
    await client.body('cancel');
  });

  it('of nonsense is refused', async () => {
    const client = new DapClient();
    assert.match(await client.error('cancel', { requestId: 'x' }), /"requestId" must be a whole/);
  });
});
