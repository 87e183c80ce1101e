import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { CancelledError } from '../../src/core/util/cancellation';
import { bareHandle } from '../../src/adapter/quietEvaluation';
import { DapClient } from '../support/dapClient';
import {
  DEFAULT_HANDLES,
  fakeControl,
  fakeHandle,
  fakeTarget,
  type FakeOptions,
} from './fakeTarget';

type Answer = DebugProtocol.EvaluateResponse['body'];

const READY = 'Event 0x3c, \\BaseNamedObjects\\Ready, manual reset, not signalled';

async function started(options: FakeOptions = {}): Promise<DapClient> {
  const client = new DapClient({ target: fakeTarget(options) });
  await client.start();
  client.forgetEvents();
  return client;
}

function evaluate(client: DapClient, expression: string, context?: string): Promise<Answer> {
  return client.body('evaluate', { expression, context });
}

describe('Evaluation in watches', () => {
  for (const expression of ['0x3c', '3c', ' 3C ', '0n60', '3ch', '3d']) {
    it(`shows the handle that "${expression}" names`, async () => {
      const answer = await evaluate(await started(), expression, 'watch');
      assert.equal(answer.result, READY);
      assert.equal(answer.type, 'Event handle');
      assert.ok(answer.variablesReference > 0);
    });
  }

  it('writes no output, whatever is watched', async () => {
    const client = await started();
    await evaluate(client, '!handle 0 f', 'watch');
    assert.deepEqual(client.outputs, []);
  });

  it('answers a command in one line that expands', async () => {
    const client = await started();
    const answer = await evaluate(client, '!handle 0 f Event', 'watch');
    assert.equal(answer.result, '2 handles of type Event');
    const children = await client.body<DebugProtocol.VariablesResponse['body']>('variables', {
      variablesReference: answer.variablesReference,
    });
    assert.deepEqual(
      children.variables.map(({ name }) => name),
      ['0x4', '0x3c'],
    );
  });

  for (const context of ['variables', 'somethingNew', undefined]) {
    it(`treats the context ${String(context)} like a watch`, async () => {
      assert.equal((await evaluate(await started(), '3c', context)).result, READY);
    });
  }

  it('answers a handle that does not exist with a sentence', async () => {
    const client = await started();
    const message = await client.error('evaluate', { expression: '0x44', context: 'watch' });
    assert.equal(message, 'There is no handle 0x44 in this process.');
  });

  it('reads bare numbers in the radix of the session', async () => {
    const client = await started();
    await client.type('n 10');
    assert.equal((await evaluate(client, '60', 'watch')).result, READY);
  });

  for (const line of ['g', '!htrace -enable', '!htrace -disable', '.closehandle 3c']) {
    it(`refuses ${line}, which would run at every stop`, async () => {
      const calls: string[] = [];
      const note = (name: string) => (): never => {
        calls.push(name);
        throw new Error('must not be called');
      };
      const client = await started({
        control: fakeControl({
          enableTracing: note('enable'),
          disableTracing: note('disable'),
          closeHandle: note('close'),
          resume: note('resume'),
        }),
      });
      const message = await client.error('evaluate', { expression: line, context: 'watch' });
      assert.match(message, /Type it into the debug console|refused|console/);
      assert.deepEqual(calls, []);
    });
  }

  for (const line of ['n 10', 'q', '.logopen x']) {
    it(`leaves the session as it was after watching ${line}`, async () => {
      const client = await started();
      await client.request('evaluate', { expression: line, context: 'watch' });
      assert.equal(client.session.examination().interpreter.state.radix, 16);
      assert.equal(client.log?.isOpen, false);
      assert.equal(client.eventsOf('terminated').length, 0);
    });
  }

  it('answers an empty expression with a sentence', async () => {
    const client = await started();
    assert.match(await client.error('evaluate', { expression: '', context: 'watch' }), /nothing/);
  });

  it('answers a missing expression with what is missing', async () => {
    const client = await started();
    assert.match(await client.error('evaluate', { context: 'watch' }), /"expression" is missing/);
  });

  it('answers "cancelled" when the work was cancelled', async () => {
    const client = await started({ beforeHandles: () => Promise.reject(new CancelledError()) });
    const response = await client.request('evaluate', { expression: '3c', context: 'watch' });
    assert.equal(response.message, 'cancelled');
  });

  it('turns a defect into one plain sentence, reports it, and goes on', async () => {
    const client = await started({
      beforeHandles: () => Promise.reject(new TypeError('x is undefined\n    at secret.ts')),
    });
    const message = await client.error('evaluate', { expression: '3c', context: 'watch' });
    assert.match(message, /defect of its own \(x is undefined\)\. The session goes on\.$/);
    assert.equal(client.reports.length, 1);
    await client.body('threads');
  });
});

describe('Evaluation in hovers', () => {
  for (const expression of ['0x3c', '0x3C', '3c']) {
    it(`shows the handle that "${expression}" names`, async () => {
      assert.equal((await evaluate(await started(), expression, 'hover')).result, READY);
    });
  }

  for (const [expression, why] of [
    ['4', 'a decimal number'],
    ['40', 'a decimal number'],
    ['dead', 'a word'],
    ['add', 'a word'],
    ['count', 'an identifier'],
    ['0x3d', 'a value with tag bits'],
    ['0x44', 'no handle'],
    ['!handle', 'a command'],
    ['0x', 'no number'],
    ['', 'nothing'],
  ] as const) {
    it(`shows nothing for "${expression}", ${why}`, async () => {
      const client = await started({ handles: [...DEFAULT_HANDLES, fakeHandle(0xdeac)] });
      await client.error('evaluate', { expression, context: 'hover' });
    });
  }
});

describe('Evaluation for the clipboard', () => {
  it('copies the whole text of a command', async () => {
    const answer = await evaluate(await started(), '!handle 0 f', 'clipboard');
    assert.equal(answer.result.match(/^Handle /gm)?.length, 3);
    assert.equal(answer.variablesReference, 0);
  });

  it('copies everything about a bare handle value', async () => {
    const answer = await evaluate(await started(), '0x3c', 'clipboard');
    assert.match(answer.result, /^Handle .*3c\n/);
    assert.match(answer.result, /\\BaseNamedObjects\\Ready/);
  });

  it('copies far more than the console shows', async () => {
    const handles = Array.from({ length: 5000 }, (_, index) => fakeHandle(4 * (index + 1)));
    const answer = await evaluate(await started({ handles }), '!handle 0 1', 'clipboard');
    assert.equal(answer.result.match(/^Handle /gm)?.length, 5000);
  });

  it('cuts what no clipboard needs and says how to get the whole text', async () => {
    const name = 'x'.repeat(1_000_000);
    const handles = Array.from({ length: 10 }, (_, index) => fakeHandle(4 * (index + 1), { name }));
    const { result } = await evaluate(await started({ handles }), '!handle 0 f', 'clipboard');
    assert.ok(result.length < 8 * 1024 * 1024 + 200, `${result.length} characters`);
    assert.match(result.slice(-120), /cut after 8388608 characters\. Use \.logopen/);
  });

  it('can be cancelled', async () => {
    const handles = Array.from({ length: 5000 }, (_, index) => fakeHandle(4 * (index + 1)));
    const client = await started({ handles });
    client.scheduler.tick = 50;
    const seq = client.send('evaluate', { expression: '!handle 0 1', context: 'clipboard' });
    client.send('cancel', { requestId: seq });
    assert.equal((await client.answerTo(seq)).message, 'cancelled');
  });
});

describe('bareHandle', () => {
  for (const [text, radix, value] of [
    ['3c', 16, 0x3cn],
    ['0x3c', 10, 0x3cn],
    ['0n60', 16, 60n],
    ['3ch', 10, 0x3cn],
    ['60', 10, 60n],
    ['74', 8, 0o74n],
    ['ffffffffffffffff', 16, 0xffff_ffff_ffff_ffffn],
  ] as const) {
    it(`reads ${text} in radix ${radix} as ${value}`, () => {
      assert.equal(bareHandle(text, radix), value);
    });
  }

  for (const [text, radix] of [
    ['3c', 10],
    ['8', 8],
    ['', 16],
    ['3c 4', 16],
    ['!handle', 16],
    ['-4', 16],
    ['12345678901234567', 16],
    ['0x', 16],
  ] as const) {
    it(`takes "${text}" in radix ${radix} for no handle value`, () => {
      assert.equal(bareHandle(text, radix), null);
    });
  }
});
