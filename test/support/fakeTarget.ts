/** A small target in memory: made from plain handle records, traces and symbols, in any mode. */

import {
  unrecordedBits,
  type FreeHandleEntry,
  type HandleRecord,
} from '../../src/core/model/handle';
import { HandleColumns } from '../../src/core/model/handleColumns';
import { TRACE_OPERATIONS, TraceColumns, type HandleTrace } from '../../src/core/model/handleTrace';
import { address, handleValue, type Address } from '../../src/core/model/identifiers';
import type { ModuleInfo, ProcessInfo, ThreadInfo } from '../../src/core/model/process';
import { unresolved, type ResolvedAddress } from '../../src/core/model/stackFrame';
import type { HandleStore, KernelTableFacts } from '../../src/core/target/handleStore';
import type { SymbolSource } from '../../src/core/target/symbolSource';
import type {
  HandleTableSelector,
  StopInfo,
  Target,
  TargetControl,
} from '../../src/core/target/target';
import type { TargetInfo } from '../../src/core/target/targetInfo';
import type { TraceFacts, TraceStore } from '../../src/core/target/traceStore';
import type { UserHandleAccess } from '../../src/core/target/userHandles';
import type { Problem } from '../../src/core/util/problem';
import { fail, ok, type Result } from '../../src/core/util/result';

/** A handle table of a fake target. */
export interface FakeTable {
  readonly records: readonly HandleRecord[];
  readonly free?: readonly FreeHandleEntry[];
  readonly kernelTable?: KernelTableFacts;
}

/** What a fake target holds; everything has a default. */
export interface FakeTargetOptions {
  readonly info?: Partial<TargetInfo>;
  readonly processes?: readonly ProcessInfo[];
  readonly currentProcessId?: number;
  readonly threads?: readonly ThreadInfo[];
  readonly modules?: readonly ModuleInfo[];
  /** Table of the current process, or tables by process id. */
  readonly handles?: readonly HandleRecord[] | FakeTable | ReadonlyMap<number, FakeTable>;
  readonly kernelTable?: FakeTable;
  readonly cidTable?: FakeTable;
  /** Trace log, newest first; null when there is none. */
  readonly traces?: readonly HandleTrace[] | null;
  readonly traceFacts?: Partial<TraceFacts>;
  /** `module!symbol+displacement` or `module+displacement` by address. */
  readonly symbols?: Readonly<Record<string, string>>;
  readonly stack?: readonly bigint[];
  readonly memory?: { readonly start: bigint; readonly bytes: Uint8Array };
  readonly problems?: readonly Problem[];
}

/** A handle record with everything but the given parts at its plainest. */
export function fakeHandle(
  value: number | bigint,
  type: string | null,
  more: Partial<HandleRecord> = {},
): HandleRecord {
  return {
    value: handleValue(value),
    type,
    name: null,
    attributes: 0,
    grantedAccess: 0x1f0003,
    handleCount: 2,
    pointerCount: 65537,
    objectInfo: [],
    objectInfoRefused: false,
    ...more,
  };
}

/** A trace record; the row is set by the target. */
export function fakeTrace(
  operation: HandleTrace['operation'],
  handle: number,
  stack: readonly number[] = [],
  ids: { readonly processId?: number; readonly threadId?: number } = {},
): HandleTrace {
  return {
    row: 0,
    handle: handleValue(handle),
    operation,
    processId: ids.processId ?? 0x17e8,
    threadId: ids.threadId ?? 0x17ec,
    stack: stack.map((frame) => address(frame)),
  };
}

const DEFAULT_INFO: TargetInfo = {
  kind: 'simulated',
  title: 'sample:fake',
  description: 'A target made for tests.',
  mode: 'user',
  liveness: 'live',
  architecture: 'x64',
  pointerSize: 8,
  windows: { major: 10, minor: 0, build: 19045, name: 'Windows 10 22H2' },
  debuggerStyle: 'modern',
  hidesKernelFrames: false,
  simulated: true,
};

const DEFAULT_PROCESS: ProcessInfo = {
  processId: 0x17e8,
  parentProcessId: 0x4,
  image: 'fake.exe',
  sessionId: 1,
};

/** A target whose state a test may change. */
export class FakeTarget implements Target {
  readonly info: TargetInfo;
  readonly capabilities = { handles: true, traces: true, memory: true, control: true };
  readonly problems: readonly Problem[];
  readonly parts = [];
  readonly symbols: SymbolSource;
  readonly control: TargetControl | null;
  readonly userHandles: UserHandleAccess | null = null;
  generation = 0;
  /** Trace log, newest first; null while tracing is off. */
  traceLog: readonly HandleTrace[] | null;
  /** Records ever made; null when the target does not know. */
  recorded: number | null;
  /** Handles closed through {@link control}, in order. */
  readonly closed: bigint[] = [];
  /** What the next `g` answers. */
  nextStop: Result<StopInfo> = fail({ code: 'ended', message: 'The program has ended.' });
  private readonly options: FakeTargetOptions;

  constructor(options: FakeTargetOptions = {}) {
    this.options = options;
    this.info = { ...DEFAULT_INFO, ...options.info };
    this.problems = options.problems ?? [];
    this.symbols = fakeSymbols(options.symbols ?? {});
    this.traceLog = options.traces ?? null;
    this.recorded = options.traceFacts?.recorded ?? null;
    this.control = this.info.liveness === 'dump' ? null : this.makeControl();
  }

  processes(): readonly ProcessInfo[] {
    return this.options.processes ?? [DEFAULT_PROCESS];
  }

  currentProcessId(): number {
    return this.options.currentProcessId ?? this.processes()[0]?.processId ?? 0;
  }

  currentThreadId(): number {
    return this.threads()[0]?.threadId ?? 0;
  }

  threads(): readonly ThreadInfo[] {
    return this.options.threads ?? [];
  }

  modules(): readonly ModuleInfo[] {
    return this.options.modules ?? [];
  }

  callStack(): Promise<readonly Address[]> {
    return Promise.resolve((this.options.stack ?? []).map((frame) => address(frame)));
  }

  exception(): null {
    return null;
  }

  handles(processId: number, table: HandleTableSelector): Promise<Result<HandleStore>> {
    const found = this.tableOf(processId, table);
    return Promise.resolve(
      found === undefined
        ? fail({
            code: 'no-table',
            message: `Process ${processId.toString(16)} has no handle table.`,
            hint: 'It may have ended.',
          })
        : ok(fakeStore(found)),
    );
  }

  private tableOf(processId: number, table: HandleTableSelector): FakeTable | undefined {
    if (table !== 'process') {
      return table === 'kernel' ? this.options.kernelTable : this.options.cidTable;
    }
    const handles = this.options.handles ?? [];
    if (handles instanceof Map) {
      return (handles as ReadonlyMap<number, FakeTable>).get(processId);
    }
    return Array.isArray(handles)
      ? { records: handles as readonly HandleRecord[] }
      : (handles as FakeTable);
  }

  traces(): Promise<Result<TraceStore>> {
    return Promise.resolve(
      this.traceLog === null
        ? fail({ code: 'no-traces', message: 'There is no trace log.' })
        : ok(
            fakeTraceStore(this.traceLog, {
              source: 'kernel ring',
              slots: null,
              lost: null,
              orderIsKnown: true,
              maximumDepth: 16,
              ...this.options.traceFacts,
              recorded: this.recorded,
            }),
          ),
    );
  }

  readMemory(where: Address, length: number): ReturnType<Target['readMemory']> {
    const { memory } = this.options;
    const offset = Number(where - (memory?.start ?? 0n));
    if (memory === undefined || offset < 0 || offset >= memory.bytes.length) {
      return Promise.resolve(fail({ code: 'memory', message: 'No memory there.' }));
    }
    const bytes = memory.bytes.slice(offset, offset + length);
    return Promise.resolve(ok({ address: where, bytes, unreadable: length - bytes.length }));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private makeControl(): TargetControl {
    return {
      enableTracing: (_processId, slots) => {
        this.traceLog = [];
        this.recorded = 0;
        return ok({ slots: slots === 0 ? 4096 : slots });
      },
      disableTracing: () => {
        this.traceLog = null;
        return ok(undefined);
      },
      closeHandle: (_processId, handle) => {
        this.closed.push(handle);
        return handle === 0xbadn
          ? fail({ code: 'protected', message: 'Handle bad is protected from close.' })
          : ok(undefined);
      },
      resume: () => Promise.resolve(this.nextStop),
    };
  }
}

function fakeStore(table: FakeTable): HandleStore {
  const { records } = table;
  let columns: HandleColumns | null = null;
  return {
    count: records.length,
    kernelTable: table.kernelTable ?? null,
    columns: () => {
      columns ??= fillColumns(records);
      return Promise.resolve(columns);
    },
    page: (start, length) => Promise.resolve(records.slice(start, start + length)),
    records: (rows) =>
      Promise.resolve(
        Array.from(rows, (row) => records[row]).filter((record) => record !== undefined),
      ),
    freeEntries: () => Promise.resolve(table.free ?? []),
  };
}

function fillColumns(records: readonly HandleRecord[]): HandleColumns {
  const columns = new HandleColumns(records.length);
  records.forEach((record, row) => {
    const high = Number(record.value >> 32n);
    columns.valueLow[row] = Number(record.value & 0xffff_ffffn);
    if (high !== 0) {
      columns.valueHigh ??= new Uint32Array(records.length);
      columns.valueHigh[row] = high;
    }
    columns.type[row] = columns.typeId(record.type);
    columns.attributes[row] = record.attributes ?? 0;
    columns.grantedAccess[row] = record.grantedAccess ?? 0;
    columns.handleCount[row] = record.handleCount ?? 0;
    columns.pointerCount[row] = record.pointerCount ?? 0;
    const bits = unrecordedBits(record);
    if (bits !== 0) {
      columns.unrecorded ??= new Uint8Array(records.length);
      columns.unrecorded[row] = bits;
    }
  });
  return columns;
}

function fakeTraceStore(log: readonly HandleTrace[], facts: TraceFacts): TraceStore {
  return {
    count: log.length,
    facts,
    columns: () => {
      const columns = new TraceColumns(log.length);
      log.forEach((trace, row) => {
        columns.handleLow[row] = Number(trace.handle & 0xffff_ffffn);
        columns.operation[row] = TRACE_OPERATIONS.indexOf(trace.operation);
        columns.processId[row] = trace.processId;
        columns.threadId[row] = trace.threadId;
      });
      return Promise.resolve(columns);
    },
    records: (rows) =>
      Promise.resolve(
        Array.from(rows)
          .filter((row) => row < log.length)
          .map((row) => ({ ...log[row]!, row })),
      ),
  };
}

/** Symbols from `module!symbol+0x14` texts by hexadecimal address. */
function fakeSymbols(symbols: Readonly<Record<string, string>>): SymbolSource {
  const known = new Map<bigint, ResolvedAddress>();
  for (const [where, text] of Object.entries(symbols)) {
    const match = /^(.*?)(?:!(.*?))?(?:\+0x([0-9a-f]+))?$/i.exec(text);
    known.set(BigInt(`0x${where}`), {
      address: address(BigInt(`0x${where}`)),
      module: match?.[1] ?? null,
      symbol: match?.[2] ?? null,
      displacement: BigInt(`0x${match?.[3] ?? '0'}`),
    });
  }
  const prepared = new Set<bigint>();
  return {
    prepare: (addresses) => {
      for (const where of addresses) {
        prepared.add(where);
      }
      return Promise.resolve();
    },
    resolve: (where) => (prepared.has(where) ? known.get(where) : undefined) ?? unresolved(where),
    nearby: (where) => {
      const hit = known.get(where);
      return hit === undefined || hit.module === null
        ? { before: null, after: null }
        : {
            before: {
              name: `${hit.module}!${hit.symbol ?? ''}`,
              address: address(where - hit.displacement),
            },
            after: null,
          };
    },
    find: (name) => {
      for (const hit of known.values()) {
        if (`${hit.module ?? ''}!${hit.symbol ?? ''}`.toLowerCase() === name.toLowerCase()) {
          return Promise.resolve(address(hit.address - hit.displacement));
        }
      }
      return Promise.resolve(null);
    },
  };
}
