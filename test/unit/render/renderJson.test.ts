/** The JSON of results. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { address } from '../../../src/core/model/identifiers';
import { renderJson } from '../../../src/core/render/renderJson';
import {
  CancellationSource,
  CancelledError,
  neverCancelled,
} from '../../../src/core/util/cancellation';
import { FakeTarget, fakeHandle, fakeTrace } from '../../support/fakeTarget';
import { interpreterOf, jsonOf, runOne } from '../../support/runCommands';
import { dumpTarget, kernelTarget, liveTarget } from '../commands/sampleTargets';

interface HandlesDocument {
  readonly handles: readonly Record<string, unknown>[];
  readonly summary: unknown;
  readonly processes: readonly Record<string, unknown>[];
  readonly freeEntries: readonly Record<string, unknown>[];
}

async function handles(target: FakeTarget, line: string): Promise<HandlesDocument> {
  return (await jsonOf(interpreterOf(target), line)) as HandlesDocument;
}

describe('The JSON of !handle', () => {
  it('names value, type, name, masks, rights and counts', async () => {
    const document = await handles(dumpTarget(), '!handle 3c f');
    assert.deepEqual(document.handles, [
      {
        handle: '0x3c',
        type: 'Event',
        name: '\\Sessions\\1\\BaseNamedObjects\\Ready',
        attributes: '0x2',
        grantedAccess: '0x1f0003',
        access: [
          'Delete',
          'ReadControl',
          'WriteDac',
          'WriteOwner',
          'Synch',
          'QueryState',
          'ModifyState',
        ],
        handleCount: 2,
        pointerCount: 65537,
        objectInfo: [{ kind: 'event', manualReset: true, signalled: true }],
      },
    ]);
  });

  it('counts every handle by its real type name, those without one as None', async () => {
    const document = await handles(dumpTarget(), '!handle 3c');
    assert.deepEqual(document.summary, {
      total: 7,
      byType: { Event: 2, Key: 1, None: 1, File: 1, 'ALPC Port': 1, Mutant: 1 },
    });
  });

  it('puts types in the order of their first handle, None last', async () => {
    const { summary } = await handles(dumpTarget(), '!handle 0 0');
    assert.deepEqual(Object.keys((summary as { byType: object }).byType), [
      'Event',
      'Key',
      'File',
      'ALPC Port',
      'Mutant',
      'None',
    ]);
  });

  it('says null for a type and a name that were not recorded', async () => {
    const [handle] = (await handles(dumpTarget(), '!handle c')).handles;
    assert.equal(handle?.['type'], null);
    assert.equal(handle['name'], null);
  });

  it('lists whole handles whatever the flags, and none for the summary alone', async () => {
    assert.equal((await handles(dumpTarget(), '!handle 0 1')).handles[1]?.['grantedAccess'], '0x2');
    assert.deepEqual((await handles(dumpTarget(), '!handle 0 0')).handles, []);
  });

  it('names process, object and entry in kernel mode, and the processes', async () => {
    const document = await handles(kernelTarget(), '!handle 0 7 0');
    assert.equal(document.handles.length, 5);
    assert.deepEqual(
      document.handles.map((handle) => handle['processId']),
      [4, 4, 0x390, 0x390, 0x390],
    );
    assert.equal(document.handles[2]?.['entry'], '0xffff8000adccb010');
    assert.deepEqual(
      document.processes.map((process) => [process['image'], process['error'] === null]),
      [
        ['System', true],
        ['lsass.exe', true],
        ['gone.exe', false],
      ],
    );
    assert.deepEqual(document.summary, {
      total: 5,
      byType: { Process: 1, Key: 1, Event: 1, File: 1, Section: 1 },
    });
    assert.equal(document.freeEntries.length, 4);
  });

  it('writes addresses, sizes, status codes and times of object information', async () => {
    const target = new FakeTarget({
      handles: [
        fakeHandle(4, 'Thread', {
          objectInfo: [
            {
              kind: 'thread',
              processId: 4,
              threadId: 8,
              priority: 8,
              basePriority: 0,
              exitStatus: 0x103,
              teb: address(0xe8f9b6d000n),
            },
          ],
        }),
        fakeHandle(8, 'Section', {
          objectInfo: [
            { kind: 'section', baseAddress: address(0), attributes: 0x8000000, size: 0x1000n },
          ],
        }),
        fakeHandle(12, 'Key', {
          objectInfo: [
            { kind: 'key', lastWriteTime: 133_754_823_410_000_000n, keyName: 'ROOT' },
            { kind: 'unknown', infoType: 200, size: 24 },
          ],
        }),
      ],
    });
    const document = await handles(target, '!handle 0 f');
    assert.deepEqual(
      document.handles.map((handle) => handle['objectInfo']),
      [
        [
          {
            kind: 'thread',
            processId: 4,
            threadId: 8,
            priority: 8,
            basePriority: 0,
            exitStatus: '0x103',
            teb: '0xe8f9b6d000',
          },
        ],
        [{ kind: 'section', baseAddress: '0x0', attributes: '0x8000000', size: '0x1000' }],
        [
          { kind: 'key', lastWriteTime: '2024-11-07T19:45:41', keyName: 'ROOT' },
          { kind: 'unknown', infoType: 200, size: 24 },
        ],
      ],
    );
  });

  it('is one valid line whatever the names contain', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string(), async (name, type) => {
        const target = new FakeTarget({ handles: [fakeHandle(4, type, { name })] });
        let text = '';
        const result = await runOne(interpreterOf(target), '!handle 0 f');
        for await (const piece of renderJson(result, neverCancelled)) {
          text += piece;
        }
        assert.doesNotMatch(text, /[\r\n]/);
        const document = JSON.parse(text) as HandlesDocument;
        assert.equal(document.handles[0]?.['name'], name);
        assert.equal(document.handles[0]['type'], type);
      }),
    );
  });

  it('stops when it is cancelled', async () => {
    const result = await runOne(interpreterOf(dumpTarget()), '!handle');
    const source = new CancellationSource();
    source.cancel();
    await assert.rejects(async () => {
      for await (const piece of renderJson(result, source.token)) {
        assert.ok(piece.length > 0);
      }
    }, CancelledError);
  });
});

describe('The JSON of !htrace', () => {
  it('names operation, ids and every frame of the stack', async () => {
    const target = new FakeTarget({
      info: { liveness: 'dump', hidesKernelFrames: true },
      traces: [fakeTrace('badref', 0x48, [0x7ffa6f0f0624, 0x10, 0])],
      symbols: { '7ffa6f0f0624': 'ntdll!NtSetEvent+0x14' },
    });
    const document = (await jsonOf(interpreterOf(target), '!htrace 48')) as Record<string, unknown>;
    assert.deepEqual(document['traces'], [
      {
        handle: '0x48',
        operation: 'badref',
        processId: 0x17e8,
        threadId: 0x17ec,
        stack: [
          {
            address: '0x7ffa6f0f0624',
            module: 'ntdll',
            symbol: 'NtSetEvent',
            displacement: '0x14',
          },
          { address: '0x10', module: null, symbol: null, displacement: '0x10' },
        ],
      },
    ]);
    assert.equal(document['parsed'], 1);
    assert.equal(document['dumped'], 1);
  });

  it('lists outstanding opens and the number of new records for -diff', async () => {
    const target = liveTarget();
    const interpreter = interpreterOf(target);
    await jsonOf(interpreter, '!htrace -enable');
    target.traceLog = [fakeTrace('open', 0x50), fakeTrace('close', 0x4c), fakeTrace('open', 0x4c)];
    target.recorded = 3;
    const document = (await jsonOf(interpreter, '!htrace -diff')) as Record<string, unknown>;
    assert.equal(document['newRecords'], 3);
    assert.equal((document['outstanding'] as readonly unknown[]).length, 1);
  });
});

describe('The JSON of an error', () => {
  it('names code, message, place and next step', async () => {
    const document = (await jsonOf(interpreterOf(dumpTarget()), '!handel')) as Record<
      string,
      unknown
    >;
    assert.equal(document['command'], '!handel');
    assert.deepEqual(document['error'], {
      code: 'unknown-command',
      message: "Unknown command '!handel'.",
      where: null,
      hint: 'Did you mean !handle?',
    });
  });
});
