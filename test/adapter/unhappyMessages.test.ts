import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DapClient } from '../support/dapClient';
import { fakeTarget } from './fakeTarget';

/** Every request of the protocol that a client can send, and ours. */
const REQUESTS = [
  'attach breakpointLocations cancel completions configurationDone continue dataBreakpointInfo disassemble',
  'evaluate exceptionInfo goto gotoTargets initialize launch loadedSources locations modules next',
  'pause readMemory restart restartFrame reverseContinue scopes setBreakpoints setDataBreakpoints',
  'setExceptionBreakpoints setExpression setFunctionBreakpoints setInstructionBreakpoints setVariable source',
  'stackTrace stepBack stepIn stepInTargets stepOut terminateThreads threads variables writeMemory',
  'handleLens/handles handleLens/handle handleLens/traces handleLens/types handleLens/target handleLens/selectTrace',
].flatMap((line) => line.split(' '));

async function started(): Promise<DapClient> {
  const client = new DapClient({ target: fakeTarget() });
  await client.start();
  return client;
}

describe('Malformed and unknown messages', () => {
  for (const [name, message] of [
    ['a number', 5],
    ['null', null],
    ['a text', 'request'],
    ['a list', []],
    ['an empty object', {}],
    ['a message without a type', { seq: 1, command: 'threads' }],
    ['a request without a command', { seq: 1, type: 'request' }],
    ['a request whose command is a number', { seq: 1, type: 'request', command: 3 }],
    ['a request without a sequence number', { type: 'request', command: 'threads' }],
    ['a sequence number that is a text', { seq: '1', type: 'request', command: 'threads' }],
  ] as const) {
    it(`answers ${name} with an error and goes on`, async () => {
      const client = await started();
      const before = client.responses.length;
      client.session.handleMessage(message);
      await client.until(() => client.responses.length > before);
      const answer = client.responses[before]!;
      assert.equal(answer.success, false);
      assert.match(answer.message ?? '', /^The message is no request/);
      await client.body('threads');
    });
  }

  it('ignores responses and events, which no client should send', async () => {
    const client = await started();
    const before = client.responses.length;
    client.session.handleMessage({ type: 'response', seq: 1, request_seq: 1 });
    client.session.handleMessage({ type: 'event', seq: 2, event: 'stopped' });
    await client.body('threads');
    assert.equal(client.responses.length, before + 1);
  });

  it('answers an unknown request with its name', async () => {
    const client = await started();
    assert.match(await client.error('fly'), /^The request "fly" is not known/);
  });

  for (const command of ['constructor', '__proto__', 'toString']) {
    it(`answers a request called ${command} as unknown`, async () => {
      assert.match(await (await started()).error(command), /is not known/);
    });
  }

  it('answers two requests with the same sequence number both', async () => {
    const client = await started();
    const before = client.responses.length;
    client.session.handleMessage({ seq: 900, type: 'request', command: 'threads' });
    client.session.handleMessage({ seq: 900, type: 'request', command: 'modules' });
    await client.until(() => client.responses.length === before + 2);
    assert.deepEqual(
      client.responses.slice(before).map(({ command }) => command),
      ['threads', 'modules'],
    );
  });

  for (const command of REQUESTS.filter((name) => name !== 'terminate')) {
    it(`answers ${command} whose arguments are a list with an error`, async () => {
      const client = await started();
      assert.match(await client.error(command, [1]), /arguments must be an object/);
    });

    it(`answers ${command} without arguments and reports no defect`, async () => {
      const client = await started();
      await client.request(command);
      assert.deepEqual(client.reports, []);
      await client.body('threads');
    });
  }

  it('answers any request with any arguments exactly once, without a defect', async function () {
    this.timeout(60_000);
    const field = fc.constantFrom(
      ...['threadId', 'frameId', 'variablesReference', 'start', 'count', 'filter', 'format'],
      ...['expression', 'context', 'text', 'column', 'line', 'memoryReference', 'offset', 'source'],
      ...['sourceReference', 'breakpoints', 'handle', 'row', 'processId', 'type', 'operation'],
      ...['requestId', 'progressId', 'arguments', 'levels', 'startFrame', 'moduleCount'],
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('repl', 'hover', 'watch', 'clipboard', 'indexed', '0x3c', '3c', '!handle'),
      fc.integer(),
      fc.double(),
    );
    const safe = REQUESTS.filter((name) => !['launch', 'attach', 'restart'].includes(name));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...safe),
        fc.dictionary(field, value, { maxKeys: 6 }),
        async (command, args) => {
          const client = await started();
          const seq = client.send(command, args);
          await client.answerTo(seq);
          assert.equal(client.responses.filter((each) => each.request_seq === seq).length, 1);
          assert.deepEqual(client.reports, []);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('Requests that make no sense here', () => {
  it('answers breakpoints one by one as unverified, with the reason', async () => {
    const client = await started();
    const body = await client.body<{ breakpoints: { verified: boolean; message: string }[] }>(
      'setBreakpoints',
      { source: { path: 'a.c' }, breakpoints: [{ line: 1 }, { line: 2 }] },
    );
    assert.equal(body.breakpoints.length, 2);
    assert.match(body.breakpoints[0]!.message, /sets no breakpoints/);
  });

  for (const command of ['setVariable', 'setExpression', 'writeMemory']) {
    it(`refuses ${command} because the target cannot be written`, async () => {
      assert.match(await (await started()).error(command, {}), /cannot be written/);
    });
  }

  it('never shows a pop-up for a refused request', async () => {
    const response = await (await started()).request('disassemble', {});
    assert.equal((response.body as { error: { showUser: boolean } }).error.showUser, false);
  });
});
