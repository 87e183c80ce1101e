import assert from 'node:assert/strict';
import type { HandleRecord } from '../../src/core/model/handle';
import { ok } from '../../src/core/util/result';
import { DapClient, FakeLog } from '../support/dapClient';
import {
  fakeControl,
  fakeHandle,
  fakeTarget,
  MAIN_THREAD,
  WORKER_THREAD,
  type FakeOptions,
} from './fakeTarget';

async function started(options: FakeOptions = {}, abilities: object = {}): Promise<DapClient> {
  const client = new DapClient({ target: fakeTarget(options) });
  await client.start(abilities);
  client.forgetEvents();
  return client;
}

function manyHandles(count: number): readonly HandleRecord[] {
  return Array.from({ length: count }, (_, index) => fakeHandle(4 * (index + 1)));
}

describe('The debug console', () => {
  it('writes one event per record, each ending in a line feed, and answers in one line', async () => {
    const client = await started();
    const answer = await client.type('!handle 0 f');
    assert.ok(client.outputs.length >= 3, `${client.outputs.length} events`);
    for (const { output, category } of client.outputs) {
      assert.match(output, /\n$/);
      assert.equal(category, 'stdout');
    }
    assert.match(client.output, /^Handle 4\n|^Handle 0000000000000004\n/);
    assert.equal(answer.result, '3 handles of 2 types');
    assert.ok(answer.variablesReference > 0);
  });

  it('sends the output before the answer', async () => {
    const client = await started();
    const seq = client.send('evaluate', { expression: '!handle 0 f', context: 'repl' });
    await client.until(() => client.outputs.length > 0);
    assert.equal(
      client.responses.some((each) => each.request_seq === seq),
      false,
    );
    await client.answerTo(seq);
  });

  it('opens no group around a few records', async () => {
    const client = await started();
    await client.type('!handle 0 f');
    assert.equal(
      client.outputs.some(({ group }) => group !== undefined),
      false,
    );
  });

  it('puts many records into a group whose name tells the result', async () => {
    const client = await started({ handles: manyHandles(50) });
    await client.type('!handle 0 f');
    const { outputs } = client;
    assert.deepEqual(outputs[0], {
      category: 'stdout',
      output: '50 handles of 1 type\n',
      group: 'start',
    });
    assert.equal(outputs.at(-1)?.group, 'end');
    assert.equal(outputs.filter(({ group }) => group !== undefined).length, 2);
  });

  it('stops at 1,000 records and says exactly how many more there are and what to do', async () => {
    const client = await started({ handles: manyHandles(1500) });
    await client.type('!handle 0 1');
    const records = client.outputs.filter(({ output }) => output.startsWith('Handle '));
    assert.equal(records.length, 1000);
    assert.match(client.outputs.at(-2)!.output, /^… 500 more\. Narrow .*\.logopen <path>/);
  });

  it('stops at 100,000 characters', async () => {
    const name = 'x'.repeat(30_000);
    const handles = [4, 8, 12, 16, 20].map((value) => fakeHandle(value, { name }));
    const client = await started({ handles });
    await client.type('!handle 0 f');
    assert.ok(client.output.length < 101_000, `${client.output.length} characters`);
    assert.match(client.output, /… 2 more\./);
  });

  it('writes a single record even if it alone is above the budget', async () => {
    const client = await started({ handles: [fakeHandle(4, { name: 'x'.repeat(150_000) })] });
    await client.type('!handle 4 f');
    assert.ok(client.output.includes('x'.repeat(150_000)));
  });

  it('answers a text of one line without any output', async () => {
    const client = await started();
    const answer = await client.type('? 3c + 4');
    assert.equal(answer.result, 'Evaluate expression: 64 = 00000000`00000040');
    assert.equal(client.output, '');
  });

  it('answers wrong input with one sentence and no pop-up', async () => {
    const client = await started();
    const response = await client.request('evaluate', { expression: '!handel', context: 'repl' });
    assert.equal(response.success, false);
    assert.match(response.message ?? '', /!handle/);
    assert.equal((response.body as { error: { showUser: boolean } }).error.showUser, false);
    assert.equal(client.output, '');
  });

  it('writes the error of one command of several and still answers the last one', async () => {
    const client = await started();
    const answer = await client.type('!nonsense; ? 1');
    assert.equal(client.outputs.length, 1);
    assert.equal(client.outputs[0]?.category, 'stderr');
    assert.match(answer.result, /^Evaluate expression: 1/);
  });

  it('writes the error of the last of several commands', async () => {
    const client = await started();
    const answer = await client.type('? 1; !nonsense');
    assert.match(client.output, /nonsense/);
    assert.equal(answer.result, '');
  });

  it('answers an empty line with nothing', async () => {
    assert.deepEqual(await (await started()).type('  '), { result: '', variablesReference: 0 });
  });

  it('shows a prefixed handle value as the handle', async () => {
    const client = await started();
    assert.equal(
      (await client.type('0x3c')).result,
      'Event 0x3c, \\BaseNamedObjects\\Ready, manual reset, not signalled',
    );
  });

  it('clears the screen of clients that understand the sequence', async () => {
    const client = await started({}, { supportsANSIStyling: true });
    await client.type('.cls');
    assert.match(client.output, /^\u001b\[2J/);
  });

  it('sends no escape sequence to other clients', async () => {
    const client = await started();
    assert.equal((await client.type('.cls')).result, '');
    assert.equal(client.output, '');
  });

  it('writes names with control characters escaped', async () => {
    const client = await started({ handles: [fakeHandle(4, { name: 'a\u001b[31mb\nc' })] });
    await client.type('!handle 4 f');
    assert.equal(/\u001b/.test(client.output), false);
  });

  it('ends the session on q', async () => {
    const client = await started();
    await client.type('q');
    await client.event('terminated');
  });

  it('keeps the output of two lines apart that were sent at once', async () => {
    const client = await started({ handles: manyHandles(40) });
    const first = client.send('evaluate', { expression: '!handle 0 1', context: 'repl' });
    const second = client.send('evaluate', { expression: '!handle 0 2', context: 'repl' });
    await client.answerTo(first);
    await client.answerTo(second);
    assert.deepEqual(
      client.outputs.map(({ group }) => group).filter((group) => group !== undefined),
      ['start', 'end', 'start', 'end'],
    );
  });

  it('stops writing when the line is cancelled, and the next line works', async () => {
    const client = await started({ handles: manyHandles(900) });
    client.scheduler.tick = 50;
    const seq = client.send('evaluate', { expression: '!handle 0 1', context: 'repl' });
    await client.until(() => client.outputs.length > 20);
    await client.body('cancel', { requestId: seq });
    assert.equal((await client.answerTo(seq)).message, 'cancelled');
    assert.ok(client.outputs.length < 800, `${client.outputs.length} events`);
    assert.match((await client.type('? 1')).result, /= /);
  });

  it('says that the output of a cancelled line is incomplete and closes its group', async () => {
    const client = await started({ handles: manyHandles(900) });
    client.scheduler.tick = 50;
    const seq = client.send('evaluate', { expression: '!handle 0 1', context: 'repl' });
    await client.until(() => client.outputs.length > 20);
    client.send('cancel', { requestId: seq });
    await client.answerTo(seq);
    assert.match(client.outputs.at(-2)!.output, /interrupted: the output is incomplete/);
    assert.equal(client.outputs.at(-1)?.group, 'end');
  });

  it('cancels a line that still waits for its turn', async () => {
    const client = await started({ handles: manyHandles(300) });
    client.scheduler.tick = 50;
    const first = client.send('evaluate', { expression: '!handle 0 1', context: 'repl' });
    const second = client.send('evaluate', { expression: '!handle 0 2', context: 'repl' });
    client.send('cancel', { requestId: second });
    assert.equal((await client.answerTo(second)).message, 'cancelled');
    assert.equal((await client.answerTo(first)).success, true);
  });
});

describe('The log file of the debug console', () => {
  it('gets the commands and the whole text, whatever the console shows', async () => {
    const client = await started({ handles: manyHandles(1500) });
    const log = client.log as FakeLog;
    await client.type('.logopen out.txt');
    await client.type('!handle 0 1');
    await client.type('.logclose');
    await client.type('? 1');
    assert.equal(log.path, 'out.txt');
    assert.match(log.text, /> !handle 0 1\n/);
    assert.equal(log.text.match(/^Handle /gm)?.length, 1500);
    assert.equal(log.text.includes('> ? 1'), false);
  });

  it('is refused where files cannot be written', async () => {
    const client = new DapClient({ target: fakeTarget(), log: null });
    await client.start();
    assert.match(
      await client.error('evaluate', { expression: '.logopen x', context: 'repl' }),
      /^Log files cannot be written here: the debugger runs in a browser\. Answers stand in/,
    );
  });

  it('is closed when the session ends', async () => {
    const client = await started();
    await client.type('.logopen out.txt');
    await client.body('disconnect');
    await client.until(() => client.endedCount > 0);
    assert.equal((client.log as FakeLog).isOpen, false);
  });
});

describe('Commands that change the target', () => {
  const abilities = { supportsInvalidatedEvent: true };

  it('tells variables and views after tracing was switched on', async () => {
    const client = await started({ control: fakeControl() }, abilities);
    await client.type('!htrace -enable');
    assert.deepEqual(await client.eventBody('invalidated'), { areas: ['variables'] });
    assert.deepEqual(await client.eventBody('handleLens/changed'), {
      reason: 'tracing',
      generation: 1,
    });
  });

  for (const [line, reason] of [
    ['!htrace -snapshot', 'snapshot'],
    ['!htrace -disable', 'tracing'],
    ['.closehandle 3c', 'handles'],
  ] as const) {
    it(`tells views after ${line}`, async () => {
      const client = await started({ control: fakeControl() }, abilities);
      await client.type(line);
      assert.equal((await client.eventBody('handleLens/changed'))['reason'], reason);
    });
  }

  it('says nothing after a command that only looks', async () => {
    const client = await started({ control: fakeControl() }, abilities);
    await client.type('!handle');
    await client.type('!htrace');
    assert.equal(client.eventsOf('handleLens/changed').length, 0);
    assert.equal(client.eventsOf('invalidated').length, 0);
  });

  it('sends no invalidated event to clients that did not announce it', async () => {
    const client = await started({ control: fakeControl() });
    await client.type('!htrace -enable');
    await client.event('handleLens/changed');
    assert.equal(client.eventsOf('invalidated').length, 0);
  });

  it('stops in the new place after g and forgets old references', async () => {
    const client = await started({ control: fakeControl() });
    const before = await client.type('!handle');
    await client.type('g');
    const stop = await client.eventBody('stopped');
    assert.equal(stop['reason'], 'breakpoint');
    assert.equal(stop['threadId'], 2);
    assert.equal((await client.eventBody('handleLens/changed'))['reason'], 'resumed');
    assert.match(
      await client.error('variables', { variablesReference: before.variablesReference }),
      /no longer valid/,
    );
  });

  it('tells views when a line changed the target and was cancelled afterwards', async () => {
    const target = fakeTarget({
      control: fakeControl({
        closeHandle: () => {
          target.generation++;
          client.session.guard.cancelAllExcept(-1);
          return ok(undefined);
        },
      }),
    });
    const client = new DapClient({ target });
    await client.start();
    await client.error('evaluate', { expression: '.closehandle 3c; !handle', context: 'repl' });
    assert.deepEqual(await client.eventBody('handleLens/changed'), {
      reason: 'handles',
      generation: 2,
    });
  });

  it('keeps the stopped thread of the target as the current one', async () => {
    const client = await started({ control: fakeControl() });
    await client.type('g');
    assert.equal(client.session.examination().interpreter.state.currentThreadId, WORKER_THREAD);
    assert.notEqual(WORKER_THREAD, MAIN_THREAD);
  });
});
