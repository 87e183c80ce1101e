import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { openScript } from '../../src/core/script/target/openScript';
import { DapClient } from '../support/dapClient';
import { scriptHost } from '../support/openScript';
import { frames, LINE, lines, PROGRAM, scope, started, stopAfter } from '../support/scriptClient';

describe('A script in the debug adapter', () => {
  it('announces what it can do before it is configured, and stops at its first statement', async () => {
    const client = new DapClient({ open: () => openScript('test.hsim', scriptHost(PROGRAM)) });
    const first = await client.body<DebugProtocol.Capabilities>('initialize', {
      adapterID: 'test',
    });
    assert.equal(first.supportsStepBack, undefined);
    await client.body('launch', { target: 'test.hsim' });
    await client.event('initialized');
    const names = client.events.map(({ event }) => event);
    assert.ok(names.indexOf('capabilities') < names.indexOf('initialized'));
    const { capabilities } = await client.eventBody<{ capabilities: DebugProtocol.Capabilities }>(
      'capabilities',
    );
    assert.equal(capabilities.supportsStepBack, true);
    await client.body('configurationDone');
    await client.event('stopped');
    const [top, ...others] = await frames(client);
    assert.equal(top?.line, LINE('gEvent = Create'));
    assert.deepEqual(top.source, { name: 'test.hsim', path: 'test.hsim' });
    assert.ok(others.every(({ presentationHint }) => presentationHint === 'subtle'));
  });

  it('stops at lines, moves them to the next statement, and refuses lines behind the last', async () => {
    const client = await started(async (each) => {
      const { breakpoints } = await each.body<DebugProtocol.SetBreakpointsResponse['body']>(
        'setBreakpoints',
        lines({ line: LINE('HANDLE h = OpenOne') }, { line: LINE('int main') }, { line: 999 }),
      );
      assert.deepEqual(
        breakpoints.map(({ verified, line }) => [verified, line]),
        [
          [true, LINE('HANDLE h = OpenOne')],
          [true, LINE('gEvent = Create')],
          [false, undefined],
        ],
      );
    });
    assert.deepEqual(await stopAfter(client, 'continue'), [
      'breakpoint',
      LINE('HANDLE h = OpenOne'),
    ]);
    assert.equal(
      (await scope(client, 'Locals')).variables.find(({ name }) => name === 'i')?.value,
      '0',
    );
  });

  it('honours conditions, hit counts and log points', async () => {
    const line = LINE('handles[i % 2]');
    const conditional = await started((client) =>
      client.body('setBreakpoints', lines({ line, condition: 'i == 2' })),
    );
    await stopAfter(conditional, 'continue');
    assert.equal(
      (await scope(conditional, 'Locals')).variables.find(({ name }) => name === 'i')?.value,
      '2',
    );
    const counted = await started((client) =>
      client.body('setBreakpoints', lines({ line, hitCondition: '4' })),
    );
    await stopAfter(counted, 'continue');
    assert.equal(
      (await scope(counted, 'Locals')).variables.find(({ name }) => name === 'i')?.value,
      '3',
    );
    const logging = await started((client) =>
      client.body('setBreakpoints', lines({ line, logMessage: 'round {i}: {h}' })),
    );
    await stopAfter(logging, 'continue');
    assert.match(logging.output, /round 0: 0x8 Event \(manual reset, not signalled\) "go"\n/);
    assert.match(logging.output, /round 3: 0x14/);
  });

  it('says with each line that it prints which line of the source printed it', async () => {
    const client = await started((each) =>
      each.body('setBreakpoints', lines({ line: LINE('handles[i % 2]'), logMessage: 'round {i}' })),
    );
    await stopAfter(client, 'continue');
    const lineOf = (text: string): unknown => client.outputs.find(({ output }) => output === text);
    const source = { name: 'test.hsim', path: 'test.hsim' };
    assert.deepEqual(lineOf('round 2\n'), {
      category: 'stdout',
      output: 'round 2\n',
      source,
      line: LINE('handles[i % 2]'),
    });
    assert.deepEqual(lineOf('deep 1\n'), {
      category: 'stdout',
      output: 'deep 1\n',
      source,
      line: LINE('printf'),
    });
  });

  it('stops at functions of the script, in front of calls of Windows, and at handles', async () => {
    const at = async (name: string): Promise<readonly [string, number]> => {
      const client = await started(async (each) => {
        await each.body('setFunctionBreakpoints', { breakpoints: [{ name }] });
      });
      return await stopAfter(client, 'continue');
    };
    assert.deepEqual(await at('Deep'), ['breakpoint', LINE('if (n == 0)')]);
    assert.deepEqual(await at('kernel32!CloseHandle'), ['breakpoint', LINE('CloseHandle(h);')]);
    assert.deepEqual(await at('bh -close Event'), ['breakpoint', LINE('CloseHandle(h);')]);
    assert.deepEqual(await at('bh c'), ['breakpoint', LINE('HANDLE h = CreateEventW')]);
    const client = await started();
    const { breakpoints } = await client.body<DebugProtocol.SetFunctionBreakpointsResponse['body']>(
      'setFunctionBreakpoints',
      { breakpoints: [{ name: 'ClosHandle' }, { name: 'bh -shut 4' }] },
    );
    assert.deepEqual(
      breakpoints.map(({ message }) => message),
      ['There is no function "ClosHandle". Did you mean "CloseHandle"?', 'bh has no switch -shut.'],
    );
  });

  it('stops when the handle of a variable is closed, set as a data breakpoint', async () => {
    const client = await started((each) =>
      each.body('setBreakpoints', lines({ line: LINE('handles[i % 2]'), condition: 'i == 2' })),
    );
    await stopAfter(client, 'continue');
    const { reference } = await scope(client, 'Locals');
    const info = await client.body<DebugProtocol.DataBreakpointInfoResponse['body']>(
      'dataBreakpointInfo',
      { variablesReference: reference, name: 'h' },
    );
    assert.match(info.description, /^Handle 10 is opened, closed/);
    await client.body('setDataBreakpoints', { breakpoints: [{ dataId: info.dataId }] });
    assert.deepEqual(await stopAfter(client, 'continue'), ['breakpoint', LINE('CloseHandle(h);')]);
    const none = await client.body<DebugProtocol.DataBreakpointInfoResponse['body']>(
      'dataBreakpointInfo',
      { variablesReference: reference, name: 'i' },
    );
    assert.equal(none.dataId, null);
  });

  it('stops at an invalid handle unless the filter is off or its condition does not hold', async () => {
    const end = LINE('CloseHandle((HANDLE)');
    const plain = await started();
    assert.deepEqual(await stopAfter(plain, 'continue'), ['exception', end]);
    const stack = (await frames(plain)).map(({ name, presentationHint }) => [
      name,
      presentationHint,
    ]);
    assert.match(stack[0]?.[0] ?? '', /^ntdll!KiRaiseUserExceptionDispatcher/);
    assert.deepEqual(stack.map(([, hint]) => hint).slice(0, 4), [
      'subtle',
      'subtle',
      'subtle',
      'normal',
    ]);
    assert.match(
      (
        await plain.body<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo', {
          threadId: 1,
        })
      ).exceptionId,
      /c0000008/i,
    );
    const off = await started(async (client) => {
      await client.body('setExceptionBreakpoints', { filters: [] });
    });
    assert.equal((await stopAfter(off, 'continue'))[0], 'pause');
    const conditional = await started(async (client) => {
      await client.body('setExceptionBreakpoints', {
        filters: [],
        filterOptions: [{ filterId: 'invalidHandle', condition: 'gEvent == NULL' }],
      });
    });
    assert.equal((await stopAfter(conditional, 'continue'))[0], 'pause');
  });

  it('steps over, into and out of calls, and back over the same way', async () => {
    const client = await started((each) =>
      each.body('setBreakpoints', lines({ line: LINE('HANDLE h = OpenOne') })),
    );
    await stopAfter(client, 'continue');
    await client.body('setBreakpoints', lines());
    assert.deepEqual(await stopAfter(client, 'stepIn'), ['step', LINE('HANDLE h = CreateEventW')]);
    assert.equal((await frames(client))[0]?.name, 'orders!OpenOne+0x12');
    assert.deepEqual(await stopAfter(client, 'stepOut'), ['step', LINE('handles[i % 2]')]);
    assert.deepEqual(await stopAfter(client, 'stepBack'), ['step', LINE('HANDLE h = OpenOne')]);
    assert.deepEqual(await stopAfter(client, 'next'), ['step', LINE('handles[i % 2]')]);
    assert.deepEqual(await stopAfter(client, 'reverseContinue'), ['step', LINE('gEvent = Create')]);
    assert.match(await client.error('stepBack', { threadId: 1 }), /nothing before it/);
  });

  it('goes back to the breakpoint before', async () => {
    const client = await started((each) =>
      each.body('setBreakpoints', lines({ line: LINE('handles[i % 2]') })),
    );
    const round = async (): Promise<string | undefined> =>
      (await scope(client, 'Locals')).variables.find(({ name }) => name === 'i')?.value;
    await stopAfter(client, 'continue');
    await stopAfter(client, 'continue');
    await stopAfter(client, 'continue');
    assert.equal(await round(), '2');
    await stopAfter(client, 'reverseContinue');
    assert.equal(await round(), '1');
    await stopAfter(client, 'continue');
    assert.equal(await round(), '2');
  });

  it('goes back from the end of a program that died to the exception of which it did, and from there further', async () => {
    const client = new DapClient({
      open: () =>
        openScript(
          'test.hsim',
          scriptHost(`int main(void)
{
    int zero = 0;
    CloseHandle((HANDLE)0x9990);
    zero = 1 / zero;
    return 0;
}
`),
        ),
    });
    await client.start();
    assert.deepEqual(await stopAfter(client, 'continue'), ['exception', 4]);
    assert.deepEqual(await stopAfter(client, 'continue'), ['exception', 5]);
    assert.deepEqual(await stopAfter(client, 'continue'), ['pause', 5]);
    assert.deepEqual(await stopAfter(client, 'reverseContinue'), ['exception', 5]);
    const { description } = await client.body<DebugProtocol.ExceptionInfoResponse['body']>(
      'exceptionInfo',
      { threadId: 1 },
    );
    assert.match(description ?? '', /STATUS_INTEGER_DIVIDE_BY_ZERO/);
    assert.deepEqual(await stopAfter(client, 'reverseContinue'), ['exception', 4]);
    await stopAfter(client, 'continue');
    await stopAfter(client, 'continue');
    assert.deepEqual(await stopAfter(client, 'stepBack'), ['exception', 5]);
    assert.deepEqual(await stopAfter(client, 'stepBack'), ['step', 5]);
  });

  it('keeps breakpoints over a restart', async () => {
    const client = await started((each) =>
      each.body('setBreakpoints', lines({ line: LINE('printf') })),
    );
    await stopAfter(client, 'continue');
    client.forgetEvents();
    await client.body('restart');
    await client.event('stopped');
    assert.deepEqual(await stopAfter(client, 'continue'), ['breakpoint', LINE('printf')]);
  });

  it('prints what the program prints once, however often it is gone through', async () => {
    const client = await started();
    await stopAfter(client, 'continue');
    await stopAfter(client, 'reverseContinue');
    client.forgetEvents();
    await client.body('continue', { threadId: 1 });
    await client.event('stopped');
    assert.doesNotMatch(client.output, /deep/);
  });

  it('lists its source and the lines that can have a breakpoint', async () => {
    const client = await started();
    const { sources } = await client.body<{ sources: DebugProtocol.Source[] }>('loadedSources');
    assert.deepEqual(sources, [{ name: 'test.hsim', path: 'test.hsim' }]);
    const { breakpoints } = await client.body<{ breakpoints: { line: number }[] }>(
      'breakpointLocations',
      { source: { path: 'test.hsim' }, line: 1, endLine: LINE('return 1;') },
    );
    assert.deepEqual(
      breakpoints.map(({ line }) => line),
      [LINE('if (n == 0)'), LINE('return 1;')],
    );
  });

  it('refuses to start when it is broken, with one message that holds all errors', async () => {
    const client = new DapClient({
      open: () => openScript('test.hsim', scriptHost('int main(void) { a; b; }')),
    });
    await client.body('initialize', { adapterID: 'test' });
    const sentence = await client.error('launch', { target: 'test.hsim' });
    assert.match(sentence, /2 errors and was not started/);
    assert.match(sentence, /test\.hsim\(1,18\): There is no name "a"/);
  });

  it('shows the threads of child processes by name, and the handles of the one it stops in', async () => {
    const client = new DapClient({
      open: () => openScript('test.hsim', scriptHost(FAMILY)),
    });
    await client.start();
    await client.body('setBreakpoints', lines({ line: 3 }));
    client.forgetEvents();
    await client.body('continue', { threadId: 1 });
    const { threadId } = await client.eventBody<{ threadId: number }>('stopped');
    const { threads } = await client.body<{ threads: DebugProtocol.Thread[] }>('threads');
    assert.deepEqual(
      threads.map(({ name }) => name),
      ['parent.exe Thread 1a30 main', 'child.exe Thread 1a38 Child'],
    );
    assert.equal(threadId, threads[1]?.id);
    assert.match((await client.type('!handle 4')).result, /Event/);
    assert.match((await client.type('|')).result, /2 processes, current 0x1a34/);
    const info = await client.body<DebugProtocol.DataBreakpointInfoResponse['body']>(
      'dataBreakpointInfo',
      { name: '0x4' },
    );
    assert.equal(info.dataId, 'anyHandle:4:1a34');
    assert.match(info.description, /^Handle 4 of child\.exe is opened, closed/);
    // The program's own handle 4 is another one.
    await client.body('setDataBreakpoints', { breakpoints: [{ dataId: info.dataId }] });
    client.forgetEvents();
    await client.body('reverseContinue', { threadId });
    const back = await client.eventBody<{ description: string }>('stopped');
    assert.doesNotMatch(back.description, /handle 4 \(Event\)\. /);
  });
});

const FAMILY = `machine { image "parent.exe"; process "child.exe" { main Child; } }
int Child(void) {
  return 3;
}
int main(void) {
  SECURITY_ATTRIBUTES sa = { sizeof(sa), NULL, TRUE };
  CreateEventW(&sa, TRUE, FALSE, NULL);
  PROCESS_INFORMATION pi;
  CreateProcessW(NULL, L"child.exe", NULL, NULL, TRUE, 0, NULL, NULL, NULL, &pi);
  WaitForSingleObject(pi.hProcess, INFINITE);
  return 0;
}`;
