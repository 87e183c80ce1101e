/** Targets that several command tests share. */

import { address, handleValue } from '../../../src/core/model/identifiers';
import type { HandleRecord } from '../../../src/core/model/handle';
import type { ProcessInfo } from '../../../src/core/model/process';
import { FakeTarget, fakeHandle, fakeTrace, type FakeTable } from '../../support/fakeTarget';

const EVENTS = '\\Sessions\\1\\BaseNamedObjects\\';

/** Seven handles of six types: named, unnamed, without type, refused, with odd names. */
export const SOME_HANDLES: readonly HandleRecord[] = [
  fakeHandle(0x4, 'Event', {
    objectInfo: [{ kind: 'event', manualReset: false, signalled: false }],
  }),
  fakeHandle(0x8, 'Key', {
    grantedAccess: 0x2,
    name: '\\REGISTRY\\MACHINE\\SOFTWARE\nEvil',
    objectInfoRefused: true,
  }),
  fakeHandle(0xc, null, { grantedAccess: 0x804, handleCount: 0, pointerCount: 0 }),
  fakeHandle(0x10, 'File', { grantedAccess: 0x120089, name: '\\Device\\HarddiskVolume3\\a.txt' }),
  fakeHandle(0x3c, 'Event', {
    name: `${EVENTS}Ready`,
    attributes: 0x2,
    objectInfo: [{ kind: 'event', manualReset: true, signalled: true }],
  }),
  fakeHandle(0x40, 'ALPC Port', { grantedAccess: 0x1f0001 }),
  fakeHandle(0x44, 'Mutant', {
    grantedAccess: 0x1f0001,
    name: `${EVENTS}Lock`,
    objectInfo: [
      { kind: 'mutant', count: 0, abandoned: false, ownedByCaller: false },
      { kind: 'mutantOwner', processId: 0x17e8, threadId: 0x17ec },
    ],
  }),
];

/** A live user-mode target with {@link SOME_HANDLES}. */
export function liveTarget(): FakeTarget {
  return new FakeTarget({
    handles: SOME_HANDLES,
    threads: [
      {
        processId: 0x17e8,
        threadId: 0x17ec,
        teb: address(0xe8f9b6d000n),
        name: null,
        suspendCount: 1,
      },
      {
        processId: 0x17e8,
        threadId: 0x1a04,
        teb: address(0xe8f9b6f000n),
        name: 'worker',
        suspendCount: 1,
      },
    ],
    modules: [
      {
        name: 'ntdll',
        path: 'C:\\Windows\\System32\\ntdll.dll',
        base: address(0x7ffa6f050000n),
        size: 0x1f8000,
        timeDateStamp: 0x5ea0e2c1,
        pdb: { path: 'ntdll.pdb', guid: '0123456789ABCDEF0123456789ABCDEF', age: 1 },
        symbols: 'simulated',
      },
      {
        name: 'leaky',
        path: 'C:\\leaky.exe',
        base: address(0x7ff612340000n),
        size: 0x10000,
        timeDateStamp: 0,
        pdb: null,
        symbols: 'none',
      },
    ],
    symbols: {
      '7ffa6f0f0624': 'ntdll!NtCreateEvent+0x14',
      '7ffa6f0f0600': 'ntdll!NtClose',
      '7ff612341234': 'leaky+0x1234',
    },
    stack: [0x7ffa6f0f0624n, 0x7ff612341234n, 0x1234n],
    memory: { start: 0x1000n, bytes: Uint8Array.of(0x3c, 0, 0, 0, 0, 0, 0, 0) },
  });
}

/** A user-mode dump with {@link SOME_HANDLES} and a short trace log. */
export function dumpTarget(): FakeTarget {
  return new FakeTarget({
    info: { kind: 'minidump', liveness: 'dump', title: 'leaky.dmp', simulated: false },
    handles: SOME_HANDLES,
    traces: [
      fakeTrace('badref', 0x48, [0x1234]),
      fakeTrace('close', 0x48),
      fakeTrace('open', 0x48, [0x1234, 0x5678]),
      fakeTrace('open', 0x3c),
    ],
    problems: [
      {
        code: 'truncated',
        message: 'Stream 3 (ThreadList) ends early.',
        where: 'offset 0x438',
        hint: 'The rest was read.',
      },
    ],
  });
}

function process(id: number, image: string, sessionId: number | null): ProcessInfo {
  return {
    processId: id,
    parentProcessId: 0x4,
    image,
    sessionId,
    kernel: {
      object: address(0xffffa604f0000000n + BigInt(id) * 0x1000n),
      peb: address(id === 4 ? 0n : 0x810b68e000n),
      directoryBase: address(0x1ad000n + BigInt(id)),
      objectTable: address(0xffff8000ad000000n + BigInt(id) * 0x1000n),
      handleCount: 3,
    },
  };
}

/** A handle as a kernel debugger sees it. */
export function kernelHandle(
  value: number,
  type: string,
  more: Partial<HandleRecord> & { readonly displayName?: string; readonly directory?: bigint } = {},
): HandleRecord {
  const object = 0xffffa604f6825060n + BigInt(value) * 0x100n;
  return fakeHandle(value, type, {
    handleCount: 1,
    pointerCount: 32769,
    ...more,
    kernel: {
      object: address(object),
      objectHeader: address(object - 0x30n),
      typeObject: address(0xffffa604f24ead20n),
      entry: address(0xffff8000adccb000n + BigInt(value) * 4n),
      directory: address(more.directory ?? 0n),
      displayName: more.displayName ?? null,
    },
  });
}

function table(records: readonly HandleRecord[], isKernelTable = false): FakeTable {
  return {
    records,
    free: [
      { value: handleValue(0), entry: address(0xffff8000adccb000n), nextEntry: 0n },
      { value: handleValue(0xc), entry: address(0xffff8000adccb030n), nextEntry: 0x18n },
    ],
    kernelTable: {
      table: address(0xffff8000ada76080n),
      tableCode: address(0xffff8000adccb000n),
      isKernelTable,
      count: records.length,
    },
  };
}

/** A live kernel-mode target with three processes; the third has no handle table. */
export function kernelTarget(): FakeTarget {
  const system = table(
    [
      kernelHandle(0x4, 'Process', { attributes: 1 }),
      kernelHandle(0x14, 'Key', { displayName: '\\REGISTRY\\MACHINE' }),
    ],
    true,
  );
  const service = table([
    kernelHandle(0x4, 'Event', {
      attributes: 3,
      directory: 0xffff9c072f0aca20n,
      displayName: 'Ready',
    }),
    kernelHandle(0x8, 'File', {
      grantedAccess: 0x120089,
      displayName: '\\a.txt {HarddiskVolume3}',
    }),
    kernelHandle(0x10, 'Section', { attributes: 6 }),
  ]);
  return new FakeTarget({
    info: { mode: 'kernel' },
    processes: [
      process(0x4, 'System', null),
      process(0x390, 'lsass.exe', 0),
      process(0x3a0, 'gone.exe', 1),
    ],
    currentProcessId: 0x390,
    handles: new Map([
      [0x4, system],
      [0x390, service],
    ]),
    kernelTable: system,
    cidTable: table([kernelHandle(0x390, 'Process')]),
    traces: [fakeTrace('badref', 0x7dc, [0x1234]), fakeTrace('open', 0x7dc)],
    traceFacts: { slots: 4096 },
  });
}
