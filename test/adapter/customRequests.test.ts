import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type {
  HandleAnswer,
  HandlesAnswer,
  SelectTraceAnswer,
  TargetAnswer,
  TracesAnswer,
  TypesAnswer,
} from '../../src/protocol/dapExtensions';
import { openSample } from '../../src/core/script/samples/catalog';
import { DapClient } from '../support/dapClient';
import { fakeHandle, fakeTarget, fakeTrace, type FakeOptions } from './fakeTarget';

async function started(options: FakeOptions = {}): Promise<DapClient> {
  const client = new DapClient({ target: fakeTarget(options) });
  await client.start();
  client.forgetEvents();
  return client;
}

describe('handleLens/handles', () => {
  it('gives a page and the total', async () => {
    const client = await started();
    const page = await client.body<HandlesAnswer>('handleLens/handles', { start: 1, count: 1 });
    assert.deepEqual(page, {
      rows: [
        {
          handle: '0x3c',
          type: 'Event',
          name: '\\BaseNamedObjects\\Ready',
          attributes: '0x0',
          grantedAccess: '0x1f0003',
          handleCount: 1,
          pointerCount: 32768,
        },
      ],
      total: 3,
      generation: 1,
    });
  });

  it('filters by type, letter case ignored', async () => {
    const client = await started();
    const page = await client.body<HandlesAnswer>('handleLens/handles', { type: 'file' });
    assert.deepEqual(
      page.rows.map(({ handle }) => handle),
      ['0x40'],
    );
    assert.equal(page.total, 1);
  });

  it('finds handles without a recorded type under None', async () => {
    const client = await started({ handles: [fakeHandle(4), fakeHandle(8, { type: null })] });
    const page = await client.body<HandlesAnswer>('handleLens/handles', { type: 'None' });
    assert.deepEqual(
      page.rows.map(({ handle, type }) => [handle, type]),
      [['0x8', null]],
    );
  });

  it('gives at most a thousand rows', async () => {
    const handles = Array.from({ length: 3000 }, (_, index) => fakeHandle(4 * (index + 1)));
    const client = await started({ handles });
    const page = await client.body<HandlesAnswer>('handleLens/handles', { count: 1e9 });
    assert.equal(page.rows.length, 1000);
    assert.equal(page.total, 3000);
  });

  it('is empty past the end', async () => {
    const client = await started();
    const page = await client.body<HandlesAnswer>('handleLens/handles', { start: 50 });
    assert.deepEqual(page.rows, []);
  });
});

describe('handleLens/handle', () => {
  for (const handle of ['0x3c', '3C', 60]) {
    it(`finds the handle named ${JSON.stringify(handle)}`, async () => {
      const client = await started();
      const answer = await client.body<HandleAnswer>('handleLens/handle', { handle });
      assert.equal(answer.handle, '0x3c');
      assert.ok(answer.access.includes('ModifyState'));
      assert.deepEqual(answer.facts, [
        { label: 'Event type', value: 'Manual reset' },
        { label: 'State', value: 'Waiting' },
      ]);
    });
  }

  it('says that there is no such handle', async () => {
    const client = await started();
    assert.match(await client.error('handleLens/handle', { handle: '0x99c' }), /no handle 0x99c/);
  });
});

describe('handleLens/traces', () => {
  it('gives the records of one thread', async () => {
    const client = await started();
    const all = await client.body<TracesAnswer>('handleLens/traces', {});
    const threadId = all.rows[0]?.threadId ?? 0;
    const page = await client.body<TracesAnswer>('handleLens/traces', { threadId });
    assert.ok(page.total > 0);
    assert.ok(page.rows.every((row) => row.threadId === threadId));
    const none = await client.body<TracesAnswer>('handleLens/traces', { threadId: 0xfffe });
    assert.equal(none.total, 0);
  });

  it('explains a bad reference in words, and only that', async () => {
    const client = await started();
    const { rows } = await client.body<TracesAnswer>('handleLens/traces', {});
    const bad = rows.find(({ operation }) => operation === 'badref');
    assert.match(bad?.explanation ?? '', /\w{4,}/);
    const others = rows.filter(({ operation }) => operation !== 'badref');
    assert.ok(others.every(({ explanation }) => explanation === undefined));
  });

  it('gives records with their stacks, newest first', async () => {
    const client = await started();
    const page = await client.body<TracesAnswer>('handleLens/traces', { count: 1 });
    assert.equal(page.total, 3);
    assert.equal(page.orderIsKnown, true);
    assert.deepEqual(page.rows, [
      {
        row: 0,
        handle: '0x3c',
        operation: 'badref',
        explanation:
          'Thread 0x5c4 closed 0x3c when it was closed already by thread 0x5c8 (record 1 from the newest); it had been opened by thread 0x5c4 (record 2 from the newest).',
        processId: 0x5c0,
        threadId: 0x5c4,
        stack: [
          {
            address: '0x7ff800001014',
            module: 'ntdll',
            symbol: 'NtClose',
            displacement: '0x14',
          },
          { address: '0x7ff600001010', module: 'app', symbol: 'main', displacement: '0x10' },
        ],
      },
    ]);
  });

  it('filters by handle and by operation', async () => {
    const other = fakeTrace(3, { handle: 8n as never });
    const client = await started({
      traces: [fakeTrace(0), fakeTrace(1, { operation: 'close' }), fakeTrace(2), other],
    });
    const ofHandle = await client.body<TracesAnswer>('handleLens/traces', { handle: '8' });
    assert.deepEqual(
      ofHandle.rows.map(({ row }) => row),
      [3],
    );
    const opens = await client.body<TracesAnswer>('handleLens/traces', {
      handle: '3c',
      operation: 'open',
      start: 1,
    });
    assert.deepEqual(
      opens.rows.map(({ row }) => row),
      [2],
    );
    assert.equal(opens.total, 2);
  });

  it('gives the records of USER handles: what a process did, or all that happened to a handle', async () => {
    const sample = openSample('user-stale-window');
    assert.ok(sample.ok);
    const client = new DapClient({ target: sample.value });
    await client.start();
    await client.type('g');
    const ask = async (args: object): Promise<TracesAnswer> =>
      await client.body<TracesAnswer>('handleLens/traces', { family: 'USER', ...args });
    const bad = await ask({ operation: 'badref' });
    assert.deepEqual(
      bad.rows.map(({ handle, explanation }) => [handle, explanation]),
      [
        [
          '0x10010',
          'Thread 0x5f8 used 0x10010 when it was destroyed already by thread 0x5f8 (record 6); it had been created as Window by thread 0x5f8 (record 5).',
        ],
      ],
    );
    const { processId } = bad.rows[0] ?? {};
    assert.ok((await ask({ processId })).rows.every((row) => row.processId === processId));
    assert.equal((await ask({ processId: 0xfff0 })).total, 0);
    assert.equal((await ask({ processId: 0xfff0, handle: '0x10010' })).total, 3);
    await client.type('!utrace -disable');
    assert.match(
      await client.error('handleLens/traces', { family: 'USER' }),
      /Tracing of USER handles is not enabled/,
    );
  });

  it('says that a target has no USER handles', async () => {
    const client = await started();
    assert.match(
      await client.error('handleLens/traces', { family: 'USER' }),
      /has no USER handle table\. Samples whose names begin with user-/,
    );
  });

  it('says why there is no log', async () => {
    const client = await started({ traces: { code: 'off', message: 'Tracing is off.' } });
    assert.equal(await client.error('handleLens/traces'), 'Tracing is off.');
  });
});

describe('handleLens/types and handleLens/target', () => {
  it('count handles by type', async () => {
    assert.deepEqual(await (await started()).body<TypesAnswer>('handleLens/types'), {
      types: [
        { type: 'Event', count: 2 },
        { type: 'File', count: 1 },
      ],
      total: 3,
      generation: 1,
    });
  });

  it('describe the target, its problems and its parts', async () => {
    const client = await started({
      problems: [{ code: 'cut', message: 'Cut off.', where: '0x8' }],
    });
    const answer = await client.body<TargetAnswer>('handleLens/target');
    assert.equal(answer.windows, 'Windows 10 22H2');
    assert.equal(answer.simulated, true);
    assert.deepEqual(answer.processes, [{ processId: 0x5c0, image: 'app.exe' }]);
    assert.deepEqual(answer.problems, [
      { code: 'cut', message: 'Cut off.', where: '0x8', hint: null },
    ]);
    assert.deepEqual(answer.parts, [{ name: 'HandleData', size: 120, note: '3 handles' }]);
  });
});

describe('handleLens/selectTrace', () => {
  it('shows the stack of a record as a thread of its own and moves the focus there', async () => {
    const client = await started();
    const { threadId } = await client.body<SelectTraceAnswer>('handleLens/selectTrace', { row: 2 });
    assert.equal(threadId, 3);
    assert.deepEqual(await client.eventBody('thread'), { reason: 'started', threadId: 3 });
    assert.equal((await client.eventBody('stopped'))['threadId'], 3);
    const { threads } = await client.body<DebugProtocol.ThreadsResponse['body']>('threads');
    assert.equal(threads[2]?.name, 'Trace: handle 3c OPEN');
    const { stackFrames } = await client.body<DebugProtocol.StackTraceResponse['body']>(
      'stackTrace',
      { threadId },
    );
    assert.deepEqual(
      stackFrames.map(({ name }) => name),
      ['ntdll!NtClose+0x14', 'app!main+0x10'],
    );
  });

  it('puts the record before the other scopes of its frames', async () => {
    const client = await started();
    const { threadId } = await client.body<SelectTraceAnswer>('handleLens/selectTrace', { row: 1 });
    const stack = await client.body<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
      threadId,
    });
    const { scopes } = await client.body<DebugProtocol.ScopesResponse['body']>('scopes', {
      frameId: stack.stackFrames[0]!.id,
    });
    assert.equal(scopes[0]?.name, 'Trace record');
    const { variables } = await client.body<DebugProtocol.VariablesResponse['body']>('variables', {
      variablesReference: scopes[0].variablesReference,
    });
    assert.deepEqual(
      variables.slice(0, 3).map(({ name, value }) => [name, value]),
      [
        ['Handle', '0x3c'],
        ['Operation', 'CLOSE'],
        ['Thread', '5c8'],
      ],
    );
  });

  it('shows one record at a time', async () => {
    const client = await started();
    await client.body('handleLens/selectTrace', { row: 2 });
    await client.event('stopped');
    client.forgetEvents();
    await client.body('handleLens/selectTrace', { row: 0 });
    await client.event('stopped');
    assert.deepEqual(
      client.eventsOf('thread').map(({ body }) => body as unknown),
      [
        { reason: 'exited', threadId: 3 },
        { reason: 'started', threadId: 4 },
      ],
    );
  });

  it('takes the thread away and moves the focus back', async () => {
    const client = await started();
    await client.body('handleLens/selectTrace', { row: 2 });
    await client.event('stopped');
    client.forgetEvents();
    assert.deepEqual(await client.body('handleLens/selectTrace', { row: null }), {
      threadId: null,
    });
    assert.equal((await client.eventBody('stopped'))['threadId'], 1);
    assert.match(await client.error('stackTrace', { threadId: 3 }), /no thread number 3/);
  });

  it('sends no event when there was nothing to take away', async () => {
    const client = await started();
    await client.body('handleLens/selectTrace');
    assert.deepEqual(client.events, []);
  });

  it('shows a frame even for a record without a stack', async () => {
    const client = await started({ traces: [fakeTrace(0, { stack: [] })] });
    const { threadId } = await client.body<SelectTraceAnswer>('handleLens/selectTrace', { row: 0 });
    const stack = await client.body<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
      threadId,
    });
    assert.equal(stack.stackFrames[0]?.name, 'No stack was recorded for this trace record');
  });

  it('refuses a row outside the log and keeps the selected record', async () => {
    const client = await started();
    await client.body('handleLens/selectTrace', { row: 2 });
    assert.match(
      await client.error('handleLens/selectTrace', { row: 3 }),
      /no trace record 3: the log holds 3/,
    );
    const { threads } = await client.body<DebugProtocol.ThreadsResponse['body']>('threads');
    assert.equal(threads.length, 3);
  });
});
