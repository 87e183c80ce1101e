/** Timers and turns of the event loop in a browser's worker. */

import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { browserScheduler } from '../../../src/web/browserScheduler';

describe('time in a browser', () => {
  let channel: MessageChannel;

  beforeEach(() => {
    channel = new MessageChannel();
  });

  afterEach(() => {
    channel.port1.close();
  });

  it('runs what waits for its turn in order, after what runs now', async () => {
    const scheduler = browserScheduler(channel as never);
    const seen: string[] = [];
    const done = new Promise<void>((resolve) => {
      scheduler.after(0, () => seen.push('first'));
      scheduler.after(0, () => {
        seen.push('second');
        resolve();
      });
    });
    seen.push('now');
    await done;
    assert.deepEqual(seen, ['now', 'first', 'second']);
  });

  it('leaves out what was called off, and only that', async () => {
    const scheduler = browserScheduler(channel as never);
    const seen: string[] = [];
    const done = new Promise<void>((resolve) => {
      scheduler.after(0, () => seen.push('called off'))();
      scheduler.after(0, () => {
        seen.push('kept');
        resolve();
      });
    });
    await done;
    assert.deepEqual(seen, ['kept']);
  });

  it('has timers that can be called off, and a clock', async () => {
    const scheduler = browserScheduler(channel as never);
    const started = scheduler.now();
    let isCalled = false;
    scheduler.after(1, () => {
      isCalled = true;
    })();
    await new Promise<void>((resolve) => {
      scheduler.after(2, resolve);
    });
    assert.equal(isCalled, false);
    assert.ok(scheduler.now() >= started);
  });
});
