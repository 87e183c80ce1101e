import assert from 'node:assert/strict';
import type { StopInfo } from '../../src/core/target/target';
import { CancelledError, type CancellationToken } from '../../src/core/util/cancellation';
import { fail, ok, type Result } from '../../src/core/util/result';
import { DapClient } from '../support/dapClient';
import { fakeControl, fakeTarget, MAIN_THREAD, type FakeOptions } from './fakeTarget';

async function started(options: FakeOptions = {}): Promise<DapClient> {
  const client = new DapClient({ target: fakeTarget(options) });
  await client.start();
  client.forgetEvents();
  return client;
}

/** A run that ends when the test says so, or when it is cancelled. */
function heldRun(): {
  readonly resume: (token: CancellationToken) => Promise<Result<StopInfo>>;
  readonly finish: (result: Result<StopInfo>) => void;
} {
  let finished: Result<StopInfo> | null = null;
  return {
    finish: (result) => {
      finished = result;
    },
    resume: (token) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (token.isCancelled) {
            reject(new CancelledError());
          } else if (finished !== null) {
            resolve(finished);
          } else {
            setImmediate(look);
          }
        };
        look();
      }),
  };
}

const ended: StopInfo = {
  reason: 'ended',
  description: 'The program ended.',
  threadId: MAIN_THREAD,
};

describe('Continue', () => {
  it('is refused on a dump with the reason', async () => {
    assert.match(await (await started()).error('continue', { threadId: 1 }), /is a dump/);
  });

  it('answers, then stops in the new place', async () => {
    const client = await started({ control: fakeControl() });
    assert.deepEqual(await client.body('continue', { threadId: 1 }), { allThreadsContinued: true });
    assert.deepEqual(await client.eventBody('stopped'), {
      reason: 'breakpoint',
      description: 'The program reached its second breakpoint.',
      threadId: 2,
      allThreadsStopped: true,
    });
    assert.match(client.output, /second breakpoint/);
    assert.equal((await client.eventBody('handleLens/changed'))['reason'], 'resumed');
  });

  it('stops with the words of an invalid handle', async () => {
    const exception = {
      processId: 1,
      threadId: MAIN_THREAD,
      code: 0xc0000008,
      address: 0n as never,
      firstChance: true,
      parameters: [],
    };
    const stop: StopInfo = { reason: 'exception', description: 'Stopped.', threadId: MAIN_THREAD };
    const client = await started({
      exception,
      control: fakeControl({ resume: () => Promise.resolve(ok(stop)) }),
    });
    await client.body('continue', { threadId: 1 });
    const body = await client.eventBody('stopped');
    assert.equal(body['reason'], 'exception');
    assert.match(String(body['text']), /invalid handle/);
  });

  it('stays stopped when the program ends, so that its last state can be examined', async () => {
    const client = await started({
      control: fakeControl({ resume: () => Promise.resolve(ok(ended)) }),
    });
    await client.body('continue', { threadId: 1 });
    assert.equal((await client.eventBody('stopped'))['description'], 'The program ended.');
    await client.body('threads');
  });

  it('is an error when the program cannot run on', async () => {
    const problem = { code: 'ended', message: 'The program has ended.', hint: 'Use restart.' };
    const client = await started({
      control: fakeControl({ resume: () => Promise.resolve(fail(problem)) }),
    });
    assert.equal(
      await client.error('continue', { threadId: 1 }),
      'The program has ended. Use restart.',
    );
    assert.equal(client.eventsOf('stopped').length, 0);
  });

  it('answers a long run as running and stops later', async () => {
    const run = heldRun();
    const client = await started({ control: fakeControl({ resume: run.resume }) });
    const seq = client.send('continue', { threadId: 1 });
    await client.body('threads');
    client.scheduler.advance(200);
    assert.equal((await client.answerTo(seq)).success, true);
    assert.equal(client.eventsOf('stopped').length, 0);
    run.finish(ok(ended));
    await client.event('stopped');
  });

  it('refuses a second run while one is under way', async () => {
    const run = heldRun();
    const client = await started({ control: fakeControl({ resume: run.resume }) });
    const seq = client.send('continue', { threadId: 1 });
    assert.match(await client.error('continue', { threadId: 1 }), /running already/);
    client.scheduler.advance(200);
    run.finish(ok(ended));
    await client.answerTo(seq);
  });

  it('refuses console lines while the target runs, and watches still work', async () => {
    const run = heldRun();
    const client = await started({ control: fakeControl({ resume: run.resume }) });
    const seq = client.send('continue', { threadId: 1 });
    await client.body('threads');
    const line = { expression: '!handle', context: 'repl' };
    assert.match(await client.error('evaluate', line), /target is running/);
    await client.body('evaluate', { expression: '3c', context: 'watch' });
    run.finish(ok(ended));
    client.scheduler.advance(200);
    await client.answerTo(seq);
  });

  it('tells why a long run failed and stops again', async () => {
    const run = heldRun();
    const client = await started({ control: fakeControl({ resume: run.resume }) });
    const seq = client.send('continue', { threadId: 1 });
    await client.body('threads');
    client.scheduler.advance(200);
    await client.answerTo(seq);
    run.finish(fail({ code: 'x', message: 'The script is wrong.' }));
    assert.equal((await client.eventBody('stopped'))['reason'], 'pause');
    assert.match(client.output, /The script is wrong\./);
  });

  it('is paused by pause', async () => {
    const run = heldRun();
    const client = await started({ control: fakeControl({ resume: run.resume }) });
    const seq = client.send('continue', { threadId: 1 });
    await client.body('threads');
    client.scheduler.advance(200);
    await client.answerTo(seq);
    await client.body('pause', { threadId: 1 });
    assert.equal((await client.eventBody('stopped'))['reason'], 'pause');
    assert.deepEqual(client.reports, []);
  });

  it('ends with the session', async () => {
    const run = heldRun();
    const client = await started({ control: fakeControl({ resume: run.resume }) });
    const seq = client.send('continue', { threadId: 1 });
    await client.body('threads');
    client.scheduler.advance(200);
    await client.answerTo(seq);
    await client.body('disconnect');
    await client.event('terminated');
    assert.equal(client.eventsOf('stopped').length, 0);
    assert.deepEqual(client.reports, []);
  });
});

describe('Pause and steps', () => {
  it('tells a client that wants to pause a stopped target that it is stopped', async () => {
    const client = await started();
    await client.body('pause', { threadId: 1 });
    assert.equal((await client.eventBody('stopped'))['reason'], 'pause');
  });

  for (const command of ['next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue']) {
    it(`refuses ${command} and says in the console what to do instead`, async () => {
      const client = await started({ control: fakeControl() });
      assert.match(await client.error(command, { threadId: 1 }), /Continue runs to the next stop/);
      assert.match(client.output, /Continue runs to the next stop/);
    });
  }

  it('says that a dump has nothing to step through', async () => {
    assert.match(await (await started()).error('next', { threadId: 1 }), /nothing to step through/);
  });
});
