/** A target made by hand, so that tests of the session depend on no reader and no simulator. */

import type { HandleRecord } from '../../src/core/model/handle';
import { HandleColumns } from '../../src/core/model/handleColumns';
import { TRACE_OPERATIONS, TraceColumns, type HandleTrace } from '../../src/core/model/handleTrace';
import { address, handleValue, type Address } from '../../src/core/model/identifiers';
import type { ModuleInfo, ThreadInfo } from '../../src/core/model/process';
import { unresolved } from '../../src/core/model/stackFrame';
import type { HandleStore } from '../../src/core/target/handleStore';
import type { SymbolSource } from '../../src/core/target/symbolSource';
import type { ExceptionInfo, Target, TargetControl } from '../../src/core/target/target';
import type { TraceStore } from '../../src/core/target/traceStore';
import type { Problem } from '../../src/core/util/problem';
import { fail, ok } from '../../src/core/util/result';

export const PROCESS = 0x5c0;
export const MAIN_THREAD = 0x5c4;
export const WORKER_THREAD = 0x5c8;
const APP_BASE = 0x7ff6_0000_0000n;
const NTDLL_BASE = 0x7ff8_0000_0000n;
const MEMORY_BASE = 0x1000n;
const MEMORY_SIZE = 64;

/** What a test changes about the target. */
export interface FakeOptions {
  readonly handles?: readonly HandleRecord[] | Problem;
  readonly traces?: readonly HandleTrace[] | Problem;
  readonly threads?: readonly ThreadInfo[];
  readonly stack?: readonly Address[];
  readonly exception?: ExceptionInfo;
  readonly control?: TargetControl;
  readonly memory?: boolean;
  readonly problems?: readonly Problem[];
  /** Runs before each look at the handles, so that a test can hold it up or make it fail. */
  readonly beforeHandles?: () => Promise<void>;
}

/** A fake target that counts how often it was closed and whose generation can be moved. */
export interface FakeTarget extends Target {
  generation: number;
  closedCount: number;
}

/** An address in the program itself, `offset` bytes into `app!main`. */
export function appAddress(offset = 0x10): Address {
  return address(APP_BASE + 0x1000n + BigInt(offset));
}

/** An address in ntdll, `offset` bytes into `NtClose`. */
export function systemAddress(offset = 0x14): Address {
  return address(NTDLL_BASE + 0x1000n + BigInt(offset));
}

/** A handle; an event unless told otherwise. */
export function fakeHandle(value: number, changes: Partial<HandleRecord> = {}): HandleRecord {
  return {
    value: handleValue(value),
    type: 'Event',
    name: null,
    attributes: 0,
    grantedAccess: 0x1f0003,
    handleCount: 1,
    pointerCount: 32768,
    objectInfo: [],
    objectInfoRefused: false,
    ...changes,
  };
}

/** A trace record of the main thread. */
export function fakeTrace(row: number, changes: Partial<HandleTrace> = {}): HandleTrace {
  return {
    row,
    handle: handleValue(0x3c),
    operation: 'open',
    processId: PROCESS,
    threadId: MAIN_THREAD,
    stack: [systemAddress(), appAddress()],
    ...changes,
  };
}

/** The handles of the default target: two events and a file. */
export const DEFAULT_HANDLES: readonly HandleRecord[] = [
  fakeHandle(0x4),
  fakeHandle(0x3c, {
    name: '\\BaseNamedObjects\\Ready',
    objectInfo: [{ kind: 'event', manualReset: true, signalled: false }],
  }),
  fakeHandle(0x40, {
    type: 'File',
    name: '\\Device\\Null',
    grantedAccess: 0x120089,
    attributes: 2,
  }),
];

/** The traces of the default target: a close, an open and a bad reference of handle 3c. */
export const DEFAULT_TRACES: readonly HandleTrace[] = [
  fakeTrace(0, { operation: 'badref' }),
  fakeTrace(1, { operation: 'close', threadId: WORKER_THREAD }),
  fakeTrace(2),
];

/** Makes a target: a 64-bit user-mode process with two modules, two threads, handles and traces. */
export function fakeTarget(options: FakeOptions = {}): FakeTarget {
  const handles = options.handles ?? DEFAULT_HANDLES;
  const traces = options.traces ?? DEFAULT_TRACES;
  const threads = options.threads ?? [thread(MAIN_THREAD, null), thread(WORKER_THREAD, 'worker')];
  const memory = options.memory ?? true;
  const store = Array.isArray(handles)
    ? handleStore(handles as readonly HandleRecord[], options.beforeHandles)
    : null;
  const log = Array.isArray(traces) ? traceStore(traces as readonly HandleTrace[]) : null;
  return {
    info: {
      kind: 'simulated',
      title: 'fake',
      description: 'A fake process for tests.',
      mode: 'user',
      liveness: options.control === undefined ? 'dump' : 'live',
      architecture: 'x64',
      pointerSize: 8,
      windows: { major: 10, minor: 0, build: 19045, name: 'Windows 10 22H2' },
      debuggerStyle: 'modern',
      hidesKernelFrames: false,
      simulated: true,
    },
    capabilities: {
      handles: store !== null,
      traces: log !== null,
      memory,
      control: options.control !== undefined,
    },
    problems: options.problems ?? [],
    parts: [{ name: 'HandleData', size: 120, note: `${store?.count ?? 0} handles` }],
    symbols: fakeSymbols,
    control: options.control ?? null,
    userHandles: null,
    generation: 1,
    closedCount: 0,
    processes: () => [{ processId: PROCESS, parentProcessId: 4, image: 'app.exe', sessionId: 1 }],
    currentProcessId: () => PROCESS,
    currentThreadId: () => MAIN_THREAD,
    threads: () => threads,
    modules: () => MODULES,
    callStack: () => Promise.resolve(options.stack ?? [systemAddress(), appAddress()]),
    exception: () => options.exception ?? null,
    handles: () => Promise.resolve(store === null ? fail(handles as Problem) : ok(store)),
    traces: () => Promise.resolve(log === null ? fail(traces as Problem) : ok(log)),
    readMemory: (start, length) => {
      const offset = Number(start - MEMORY_BASE);
      const readable =
        memory && offset >= 0 && offset < MEMORY_SIZE ? Math.min(length, MEMORY_SIZE - offset) : 0;
      const bytes = Uint8Array.from({ length: readable }, (_, index) => offset + index);
      return Promise.resolve(ok({ address: start, bytes, unreadable: length - readable }));
    },
    close(): Promise<void> {
      this.closedCount++;
      return Promise.resolve();
    },
  };
}

/** A control whose every operation works and moves nothing. */
export function fakeControl(changes: Partial<TargetControl> = {}): TargetControl {
  return {
    enableTracing: (_process, slots) => ok({ slots: Math.max(4096, slots) }),
    disableTracing: () => ok(undefined),
    closeHandle: () => ok(undefined),
    resume: () =>
      Promise.resolve(
        ok({
          reason: 'breakpoint' as const,
          description: 'The program reached its second breakpoint.',
          threadId: WORKER_THREAD,
        }),
      ),
    ...changes,
  };
}

/** A store over records that are already there. */
export function handleStore(
  records: readonly HandleRecord[],
  before: () => Promise<void> = () => Promise.resolve(),
): HandleStore {
  const columns = new HandleColumns(records.length);
  records.forEach((record, row) => {
    columns.valueLow[row] = Number(record.value);
    columns.type[row] = columns.typeId(record.type);
    columns.attributes[row] = record.attributes ?? 0;
    columns.grantedAccess[row] = record.grantedAccess ?? 0;
    columns.handleCount[row] = record.handleCount ?? 0;
    columns.pointerCount[row] = record.pointerCount ?? 0;
  });
  return {
    count: records.length,
    kernelTable: null,
    columns: async () => {
      await before();
      return columns;
    },
    page: async (start, length) => {
      await before();
      return records.slice(start, start + length);
    },
    records: async (rows) => {
      await before();
      return Array.from(rows).flatMap((row) => records[row] ?? []);
    },
    freeEntries: () => Promise.resolve([]),
  };
}

function traceStore(records: readonly HandleTrace[]): TraceStore {
  const columns = new TraceColumns(records.length);
  records.forEach((record, row) => {
    columns.handleLow[row] = Number(record.handle);
    columns.operation[row] = TRACE_OPERATIONS.indexOf(record.operation);
    columns.processId[row] = record.processId;
    columns.threadId[row] = record.threadId;
  });
  return {
    count: records.length,
    facts: {
      source: 'kernel ring',
      slots: 4096,
      lost: 0,
      recorded: records.length,
      orderIsKnown: true,
      maximumDepth: 16,
    },
    columns: () => Promise.resolve(columns),
    records: (rows) => Promise.resolve(Array.from(rows).flatMap((row) => records[row] ?? [])),
  };
}

function thread(threadId: number, name: string | null): ThreadInfo {
  return { processId: PROCESS, threadId, teb: address(0), name, suspendCount: 1 };
}

const MODULES: readonly ModuleInfo[] = [
  {
    name: 'app',
    path: 'C:\\Work\\app.exe',
    base: address(APP_BASE),
    size: 0x10000,
    timeDateStamp: 0x5f000000,
    pdb: { path: 'app.pdb', guid: '0123456789ABCDEF0123456789ABCDEF', age: 1 },
    symbols: 'exports',
  },
  {
    name: 'ntdll',
    path: 'C:\\Windows\\System32\\ntdll.dll',
    base: address(NTDLL_BASE),
    size: 0x200000,
    timeDateStamp: 0x5f000001,
    pdb: null,
    symbols: 'none',
  },
];

const fakeSymbols: SymbolSource = {
  prepare: () => Promise.resolve(),
  resolve: (at) => {
    if (at >= APP_BASE && at < APP_BASE + 0x10000n) {
      const displacement = at - APP_BASE - 0x1000n;
      return { address: at, module: 'app', symbol: 'main', displacement };
    }
    if (at >= NTDLL_BASE && at < NTDLL_BASE + 0x200000n) {
      return {
        address: at,
        module: 'ntdll',
        symbol: 'NtClose',
        displacement: at - NTDLL_BASE - 0x1000n,
      };
    }
    return unresolved(at);
  },
  nearby: () => ({ before: null, after: null }),
  find: () => Promise.resolve(null),
};
