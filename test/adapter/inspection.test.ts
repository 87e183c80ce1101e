import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { address } from '../../src/core/model/identifiers';
import { readMemory } from '../../src/adapter/memoryRequests';
import { base64 } from '../../src/adapter/base64';
import { neverCancelled } from '../../src/core/util/cancellation';
import { DapClient } from '../support/dapClient';
import { appAddress, fakeTarget, systemAddress, type FakeOptions } from './fakeTarget';

type Stack = DebugProtocol.StackTraceResponse['body'];
type Threads = DebugProtocol.ThreadsResponse['body'];
type Modules = DebugProtocol.ModulesResponse['body'];
type Completions = DebugProtocol.CompletionsResponse['body'];
type Memory = DebugProtocol.ReadMemoryResponse['body'] & object;

async function started(options: FakeOptions = {}, abilities: object = {}): Promise<DapClient> {
  const client = new DapClient({ target: fakeTarget(options) });
  await client.start(abilities);
  return client;
}

describe('Threads', () => {
  it('have their ids in hexadecimal and their names', async () => {
    const { threads } = await (await started()).body<Threads>('threads');
    assert.deepEqual(threads, [
      { id: 1, name: 'Thread 5c4' },
      { id: 2, name: 'Thread 5c8 worker' },
    ]);
  });

  it('are at least one, even in a target that recorded none', async () => {
    const { threads } = await (await started({ threads: [] })).body<Threads>('threads');
    assert.deepEqual(threads, [{ id: 1, name: 'Thread 5c4' }]);
  });

  it('are listed once, even if a hostile dump lists them twice', async () => {
    const twice = { processId: 1, threadId: 8, teb: address(0), name: null, suspendCount: 0 };
    const { threads } = await (await started({ threads: [twice, twice] })).body<Threads>('threads');
    assert.equal(threads.length, 1);
  });

  it('show control characters in names escaped', async () => {
    const thread = { processId: 1, threadId: 8, teb: address(0), name: 'a\nb', suspendCount: 0 };
    const { threads } = await (await started({ threads: [thread] })).body<Threads>('threads');
    assert.equal(threads[0]?.name, 'Thread 8 a\\u000ab');
  });
});

describe('Call stacks', () => {
  it('name frames as the debugger does and mark those of Windows as subtle', async () => {
    const { stackFrames, totalFrames } = await (
      await started()
    ).body<Stack>('stackTrace', {
      threadId: 1,
    });
    assert.equal(totalFrames, 2);
    assert.deepEqual(
      stackFrames.map(({ name, presentationHint }) => [name, presentationHint]),
      [
        ['ntdll!NtClose+0x14', 'subtle'],
        ['app!main+0x10', 'normal'],
      ],
    );
    assert.equal(stackFrames[1]?.instructionPointerReference, '0x7ff600001010');
    assert.equal(stackFrames[1].moduleId, '0x7ff600000000');
  });

  it('keep one frame in sight when all belong to Windows, since clients focus no subtle one', async () => {
    const client = await started({ stack: [systemAddress()] });
    const { stackFrames } = await client.body<Stack>('stackTrace', { threadId: 1 });
    assert.equal(stackFrames[0]?.presentationHint, 'normal');
  });

  it('mark frames outside all modules as subtle, as those of the kernel in a user-mode trace', async () => {
    const client = await started({ stack: [address(0xffff_f804_1469_b605n), appAddress()] });
    const { stackFrames } = await client.body<Stack>('stackTrace', { threadId: 1 });
    assert.deepEqual(
      stackFrames.map(({ presentationHint }) => presentationHint),
      ['subtle', 'normal'],
    );
  });

  it('come in pages', async () => {
    const client = await started({ stack: [1, 2, 3, 4, 5].map((offset) => appAddress(offset)) });
    const page = await client.body<Stack>('stackTrace', { threadId: 1, startFrame: 1, levels: 2 });
    assert.deepEqual(
      page.stackFrames.map(({ name }) => name),
      ['app!main+0x2', 'app!main+0x3'],
    );
    assert.equal(page.totalFrames, 5);
  });

  it('have a frame even if none was recorded', async () => {
    const client = await started({ stack: [] });
    const { stackFrames, totalFrames } = await client.body<Stack>('stackTrace', { threadId: 1 });
    assert.equal(totalFrames, 1);
    assert.equal(stackFrames[0]?.name, 'No call stack was recorded for this thread');
    await client.body('scopes', { frameId: stackFrames[0].id });
  });

  it('show addresses outside all modules as they are', async () => {
    const client = await started({ stack: [address(0x1234)] });
    const { stackFrames } = await client.body<Stack>('stackTrace', { threadId: 1 });
    assert.equal(stackFrames[0]?.name, '0x1234');
    assert.equal(stackFrames[0].moduleId, undefined);
  });

  it('of an unknown thread are refused', async () => {
    const client = await started();
    assert.match(await client.error('stackTrace', { threadId: 99 }), /no thread number 99/);
  });

  it('lead to a readable page for each frame', async () => {
    const client = await started({ stack: [appAddress(), address(0x1234)] });
    const { stackFrames } = await client.body<Stack>('stackTrace', { threadId: 1 });
    const pages = await Promise.all(
      stackFrames.map(({ source }) =>
        client.body<{ content: string }>('source', {
          source,
          sourceReference: source?.sourceReference,
        }),
      ),
    );
    assert.match(pages[0]!.content, /^app\.exe\n\nPath: {7}C:\\Work\\app\.exe\n/);
    assert.match(pages[1]!.content, /^No module\n/);
  });

  it('have no page under an unknown reference', async () => {
    const client = await started();
    assert.match(await client.error('source', { sourceReference: 77 }), /no page number 77/);
  });

  it('say why there is no page without a full stop, because the client adds one', async () => {
    const client = await started();
    assert.equal(
      await client.error('source', { sourceReference: 77 }),
      'There is no page number 77. Ask for the stack again',
    );
    await client.body('terminate');
    assert.equal(
      await client.error('source', { sourceReference: 1 }),
      'No target is open. Start the session with launch or attach',
    );
  });

  it('have no scopes under an unknown frame', async () => {
    const client = await started();
    assert.match(await client.error('scopes', { frameId: 5 }), /no stack frame number 5/);
  });
});

describe('Modules', () => {
  it('carry path, addresses, symbols and whose code they are', async () => {
    const { modules, totalModules } = await (await started()).body<Modules>('modules');
    assert.equal(totalModules, 2);
    assert.deepEqual(modules[0], {
      id: '0x7ff600000000',
      name: 'app.exe',
      path: 'C:\\Work\\app.exe',
      isUserCode: true,
      symbolStatus: 'Exported symbols only',
      addressRange: '0x7ff600000000-0x7ff600010000',
      dateTimeStamp: '0x5f000000',
      symbolFilePath: 'app.pdb',
    });
    assert.equal(modules[1]?.isUserCode, false);
  });

  it('come in pages', async () => {
    const client = await started();
    const page = await client.body<Modules>('modules', { startModule: 1, moduleCount: 5 });
    assert.deepEqual(
      page.modules.map(({ name }) => name),
      ['ntdll.dll'],
    );
  });
});

describe('Exception information', () => {
  it('explains an invalid handle in words', async () => {
    const client = await started({
      exception: {
        processId: 1,
        threadId: 0x5c4,
        code: 0xc0000008,
        address: systemAddress(),
        firstChance: true,
        parameters: [0x3cn],
      },
    });
    const body = await client.body<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo', {
      threadId: 1,
    });
    assert.equal(body.exceptionId, '0xC0000008');
    assert.equal(body.breakMode, 'always');
    assert.match(body.description ?? '', /An invalid handle was used.*ntdll!NtClose\+0x14.*3c/);
    assert.equal(body.details?.typeName, 'STATUS_INVALID_HANDLE');
  });

  it('shows an unknown code as it is', async () => {
    const client = await started({
      exception: {
        processId: 1,
        threadId: 0x5c4,
        code: 0x1234,
        address: systemAddress(),
        firstChance: false,
        parameters: [],
      },
    });
    const body = await client.body<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo');
    assert.equal(body.exceptionId, '0x00001234');
    assert.equal(body.breakMode, 'unhandled');
  });

  it('is refused for a target that stopped without one', async () => {
    assert.match(
      await (await started()).error('exceptionInfo', { threadId: 1 }),
      /did not stop by/,
    );
  });
});

describe('Memory', () => {
  it('comes as base64', async () => {
    const client = await started();
    const body = await client.body<Memory>('readMemory', { memoryReference: '0x1000', count: 4 });
    assert.deepEqual(body, { address: '0x1000', data: 'AAECAw==' });
  });

  it('starts at the offset, which may be negative', async () => {
    const client = await started();
    const body = await client.body<Memory>('readMemory', {
      memoryReference: '4104',
      offset: -4,
      count: 2,
    });
    assert.deepEqual(body, { address: '0x1004', data: 'BAU=' });
  });

  it('says how many bytes after the readable start are missing', async () => {
    const client = await started();
    const body = await client.body<Memory>('readMemory', { memoryReference: '0x103e', count: 10 });
    assert.deepEqual(body, { address: '0x103e', data: 'Pj8=', unreadableBytes: 8 });
  });

  it('has no data where nothing can be read', async () => {
    const client = await started();
    const body = await client.body<Memory>('readMemory', { memoryReference: '0x9000', count: 16 });
    assert.deepEqual(body, { address: '0x9000', unreadableBytes: 16 });
  });

  it('of no bytes is empty', async () => {
    const client = await started();
    const body = await client.body<Memory>('readMemory', { memoryReference: '0x1000', count: 0 });
    assert.deepEqual(body, { address: '0x1000', data: '' });
  });

  it('is read at most a mebibyte at a time', async () => {
    const target = fakeTarget();
    const asked: number[] = [];
    target.readMemory = (start, length) => {
      asked.push(length);
      return Promise.resolve({
        ok: true,
        value: { address: start, bytes: new Uint8Array(length), unreadable: 0 },
      });
    };
    await readMemory(target, { reference: '0', offset: 0, count: 2 ** 40, token: neverCancelled });
    assert.deepEqual(asked, [1024 * 1024]);
  });

  for (const [name, args, message] of [
    ['text that is no address', { memoryReference: 'main', count: 1 }, /no memory reference/],
    ['a place before 0', { memoryReference: '0x10', offset: -17, count: 1 }, /outside the address/],
    [
      'a place past the end',
      { memoryReference: '0xffffffffffffffff', offset: 1, count: 1 },
      /outside/,
    ],
    ['a negative count', { memoryReference: '0x10', count: -1 }, /whole number from 0/],
    ['no count', { memoryReference: '0x10' }, /"count" is missing/],
  ] as const) {
    it(`is refused for ${name}`, async () => {
      assert.match(await (await started()).error('readMemory', args), message);
    });
  }

  it('is refused where the target has none', async () => {
    const client = await started({ memory: false });
    assert.match(
      await client.error('readMemory', { memoryReference: '0x1000', count: 1 }),
      /holds no memory bytes/,
    );
  });

  for (const [bytes, text] of [
    [[], ''],
    [[0], 'AA=='],
    [[255, 255], '//8='],
    [[251, 239, 190], '++++'],
  ] as const) {
    it(`encodes ${bytes.length} bytes as ${text || 'nothing'}`, () => {
      assert.equal(base64(Uint8Array.from(bytes)), text);
      assert.equal(Buffer.from(bytes).toString('base64'), text);
    });
  }
});

describe('Completions', () => {
  async function labels(text: string, column = text.length + 1): Promise<readonly string[]> {
    const client = await started();
    const { targets } = await client.body<Completions>('completions', { text, column, frameId: 1 });
    return targets.map(({ label }) => label);
  }

  it('offer commands', async () => {
    assert.ok((await labels('!h')).includes('!handle'));
  });

  it('offer live handle values with type and name', async () => {
    const client = await started();
    const text = '!handle 3';
    const { targets } = await client.body<Completions>('completions', { text, column: 10 });
    assert.deepEqual(targets[0], {
      label: '3c',
      text: '3c',
      start: 9,
      length: 1,
      type: 'value',
      sortText: '00000',
      detail: 'Event \\BaseNamedObjects\\Ready',
    });
  });

  it('offer switches and type names', async () => {
    assert.ok((await labels('!htrace -')).includes('-diff'));
    assert.ok((await labels('!handle 0 f Ev')).includes('Event'));
  });

  it('count positions from 0 for clients that do', async () => {
    const client = await started({}, { columnsStartAt1: false });
    const { targets } = await client.body<Completions>('completions', {
      text: '!handle 3',
      column: 9,
    });
    assert.equal(targets[0]?.start, 8);
  });

  it('look only at the line of the cursor', async () => {
    const client = await started();
    const { targets } = await client.body<Completions>('completions', {
      text: '? 1\n!handle 3',
      line: 2,
      column: 10,
    });
    assert.equal(targets[0]?.label, '3c');
    assert.equal(targets[0].start, 13);
  });

  it('replace only what stands before the cursor', async () => {
    const client = await started();
    const { targets } = await client.body<Completions>('completions', {
      text: '!handle 3c',
      column: 10,
    });
    assert.equal(targets[0]?.length, 1);
  });

  it('of a cursor far outside the text are those at its end', async () => {
    assert.ok((await labels('!h', 500)).includes('!handle'));
  });

  it('of a column before the first are refused', async () => {
    const client = await started();
    assert.match(await client.error('completions', { text: '!h', column: 0 }), /from 1/);
  });
});
