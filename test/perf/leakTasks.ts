/** Measurements of folding a large trace log into ranked leak sites and of a query over a large table, beside plain loops. */

import { HandleTable } from '../../src/core/analysis/handleTable';
import { findLeakSites } from '../../src/core/analysis/leaks/leakSites';
import { NO_HISTORY } from '../../src/core/analysis/leaks/siteHistory';
import { parseQuery } from '../../src/core/analysis/query/queryParser';
import { OwnCode } from '../../src/core/analysis/traces/ownFrames';
import type { HandleRecord } from '../../src/core/model/handle';
import { HandleColumns } from '../../src/core/model/handleColumns';
import { TRACE_CLOSE, TRACE_OPEN, TraceColumns } from '../../src/core/model/handleTrace';
import { handleValue, type Address } from '../../src/core/model/identifiers';
import { NameColumnBuilder } from '../../src/core/model/nameColumnBuilder';
import type { ResolvedAddress } from '../../src/core/model/stackFrame';
import { StackTable } from '../../src/core/model/stackColumn';
import type { HandleStore } from '../../src/core/target/handleStore';
import type { SymbolSource } from '../../src/core/target/symbolSource';
import type { TraceStore } from '../../src/core/target/traceStore';
import { neverCancelled } from '../../src/core/util/cancellation';
import { measured, type BenchTask } from './benchTask';

const OPERATIONS = 1_000_000;
const HANDLES = 1_000_000;
const FRAMES = 32;
/** Distinct stacks; every twentieth place leaks. */
const PLACES = 2000;
const LEAKS_EVERY = 20;

/** All stacks as they would lie in a file: 32 little-endian addresses each. */
function stackBytes(): DataView {
  const view = new DataView(new ArrayBuffer(PLACES * FRAMES * 8));
  for (let place = 0; place < PLACES; place++) {
    for (let frame = 0; frame < FRAMES; frame++) {
      const own = frame >= 4 && frame < 28;
      // Callers farther out are shared by more and more places, as in a real program.
      const caller = place >>> Math.max(0, (frame - 4) >>> 1);
      const at = own ? 0x1000_0000 + caller * 0x1000 + frame * 0x20 : 0x2000_0000 + frame * 0x40;
      view.setUint32((place * FRAMES + frame) * 8, at, true);
      view.setUint32((place * FRAMES + frame) * 8 + 4, 0x7ff6, true);
    }
  }
  return view;
}

/** The place of a record: opens and closes of one handle are one after the other. */
const placeOf = (row: number): number => ((OPERATIONS - 1 - row) >>> 1) % PLACES;

/** Opens and closes in turn, newest first; places that leak open another handle instead of closing. */
function traceColumns(): TraceColumns {
  const columns = new TraceColumns(OPERATIONS);
  for (let row = 0; row < OPERATIONS; row++) {
    const turn = OPERATIONS - 1 - row;
    const leaks = placeOf(row) % LEAKS_EVERY === 0;
    const closes = turn % 2 === 1 && !leaks;
    columns.operation[row] = closes ? TRACE_CLOSE : TRACE_OPEN;
    columns.handleLow[row] = leaks ? 4 * (100_000 + turn) : 4 * (1 + ((turn >>> 1) % 50_000));
    columns.threadId[row] = 0x2000 + 4 * (turn % 8);
    columns.processId[row] = 0x1d30;
  }
  return columns;
}

function traceStore(view: DataView): TraceStore {
  const columns = traceColumns();
  return {
    count: OPERATIONS,
    facts: {
      source: 'verifier log',
      slots: null,
      lost: null,
      recorded: null,
      orderIsKnown: false,
      maximumDepth: FRAMES,
    },
    columns: () => Promise.resolve(columns),
    stacks: () => {
      const id = new Uint32Array(OPERATIONS);
      const table = new StackTable();
      for (let row = 0; row < OPERATIONS; row++) {
        id[row] = table.addFrom(view, placeOf(row) * FRAMES * 8, FRAMES);
      }
      return Promise.resolve({ id, table });
    },
    records: () => Promise.resolve([]),
  };
}

/** A table of `count` handles; the values are those that the log leaves open. */
function handleStore(count: number, values: (row: number) => number, named: boolean): HandleStore {
  const types = ['Event', 'File', 'Key', 'Section', 'Thread'];
  const columns = new HandleColumns(count);
  const names = new NameColumnBuilder(count);
  for (let row = 0; row < count; row++) {
    columns.valueLow[row] = values(row);
    columns.type[row] = columns.typeId(types[row % types.length] ?? null);
    columns.grantedAccess[row] = row % 2 === 0 ? 0x1f0003 : 0x120089;
    if (named && row % 3 === 0) {
      names.id[row] = names.addText(`\\Device\\Volume\\file-${row}.log`);
    }
  }
  const column = names.finish();
  const record = (row: number): HandleRecord => ({
    value: handleValue(columns.valueLow[row] ?? 0),
    type: columns.typeName(row),
    name: null,
    attributes: 0,
    grantedAccess: 0,
    handleCount: 1,
    pointerCount: 1,
    objectInfo: [],
    objectInfoRefused: false,
  });
  return {
    count,
    kernelTable: null,
    columns: () => Promise.resolve(columns),
    names: () => Promise.resolve(column),
    page: () => Promise.resolve([]),
    records: (rows) => Promise.resolve(Array.from(rows, record)),
    freeEntries: () => Promise.resolve([]),
  };
}

const SYMBOLS: SymbolSource = {
  prepare: () => Promise.resolve(),
  resolve: (address: Address): ResolvedAddress => {
    const low = Number(address & 0xffff_ffffn);
    return low < 0x2000_0000
      ? { address, module: 'app', symbol: `f${low >>> 12}`, displacement: address & 0xfffn }
      : { address, module: 'ntdll', symbol: `g${low & 0xfff}`, displacement: 0n };
  },
  nearby: () => ({ before: null, after: null }),
  find: () => Promise.resolve(null),
};

function tableOf(handles: HandleStore, traces: TraceStore | null): HandleTable {
  return new HandleTable({
    handles,
    traces,
    symbols: SYMBOLS,
    code: new OwnCode([], 8),
    pointerSize: 8,
    yieldNow: () => Promise.resolve(),
  });
}

/** Folds 1,000,000 operations with 32-frame stacks into ranked sites. Milliseconds. */
export const foldSites: BenchTask = async () => {
  const traces = traceStore(stackBytes());
  const columns = await traces.columns(neverCancelled);
  const open: number[] = [];
  for (let row = 0; row < OPERATIONS; row++) {
    if (placeOf(row) % LEAKS_EVERY === 0) {
      open.push(columns.handleLow[row] ?? 0);
    }
  }
  open.sort((a, b) => a - b);
  const table = tableOf(
    handleStore(open.length, (row) => open[row] ?? 0, false),
    traces,
  );
  let ranked = 0;
  const { value, cpuMs } = await measured(async () => {
    const leaks = await findLeakSites(
      table,
      { folding: { kind: 'own' }, query: null, suppressions: [], history: NO_HISTORY },
      neverCancelled,
    );
    ranked = leaks.ok ? (leaks.value?.ranking.length ?? 0) : 0;
  });
  if (ranked !== PLACES / LEAKS_EVERY) {
    throw new Error(`${ranked} sites with outstanding opens`);
  }
  return { value, details: { cpuMs, outstanding: open.length, sites: ranked } };
};

/** Adds up the same records and stacks in a plain loop. Milliseconds. */
export const walkTraces: BenchTask = async () => {
  const view = stackBytes();
  const columns = traceColumns();
  let sum = 0;
  const { value, cpuMs } = await measured(() => {
    for (let row = 0; row < OPERATIONS; row++) {
      sum = (sum + (columns.handleLow[row] ?? 0) + (columns.operation[row] ?? 0)) | 0;
      const start = placeOf(row) * FRAMES * 8;
      for (let at = start; at < start + FRAMES * 8; at += 4) {
        sum = (sum + view.getUint32(at, true)) | 0;
      }
    }
    return Promise.resolve();
  });
  return { value, details: { cpuMs, sum } };
};

const QUERY = 'type:File name~"\\.log$" access:read -attr:inherit sort:count group:type';

/** A query over 1,000,000 handles, a third of them named: conditions, order and groups. Milliseconds. */
export const findInMillion: BenchTask = async () => {
  const table = tableOf(
    handleStore(HANDLES, (row) => 4 * (row + 1), true),
    null,
  );
  const query = parseQuery(QUERY);
  if (!query.ok) {
    throw new Error(query.problem.message);
  }
  let shown = 0;
  const find = async (): Promise<void> => {
    const view = await table.view(
      { query: query.value, group: 'flat', sort: null },
      neverCancelled,
    );
    shown = view.ok ? view.value.shown : 0;
  };
  const first = await measured(find);
  const { value, cpuMs } = await measured(find);
  if (shown === 0) {
    throw new Error('nothing was found');
  }
  return { value, details: { cpuMs, firstMs: first.value, firstCpuMs: first.cpuMs, shown } };
};

/** Adds up the columns that the query looks at. Milliseconds. */
export const walkMillion: BenchTask = async () => {
  const store = handleStore(HANDLES, (row) => 4 * (row + 1), true);
  const columns = await store.columns(neverCancelled);
  const names = await store.names?.(neverCancelled);
  let sum = 0;
  const { value, cpuMs } = await measured(() => {
    for (let row = 0; row < HANDLES; row++) {
      sum +=
        (columns.type[row] ?? 0) +
        (columns.grantedAccess[row] ?? 0) +
        (columns.attributes[row] ?? 0) +
        (names?.id[row] ?? 0);
    }
    for (const { folded } of names?.chunks ?? []) {
      for (let at = 0; at < folded.length; at++) {
        sum += folded[at] ?? 0;
      }
    }
    return Promise.resolve();
  });
  return { value, details: { cpuMs, sum } };
};
