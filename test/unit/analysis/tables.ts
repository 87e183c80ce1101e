/** Handle tables for the tests of the analysis, made from plain records. */

import assert from 'node:assert/strict';
import { HandleTable } from '../../../src/core/analysis/handleTable';
import { parseQuery } from '../../../src/core/analysis/query/queryParser';
import type { Query, QueryGroup } from '../../../src/core/analysis/query/querySyntax';
import { DEFAULT_RULES, OwnCode } from '../../../src/core/analysis/traces/ownFrames';
import { TraceIndex } from '../../../src/core/analysis/traces/traceIndex';
import type { Work } from '../../../src/core/analysis/work';
import type { HandleRecord } from '../../../src/core/model/handle';
import { HandleColumns } from '../../../src/core/model/handleColumns';
import {
  TRACE_OPERATIONS,
  TraceColumns,
  type HandleTrace,
} from '../../../src/core/model/handleTrace';
import { address } from '../../../src/core/model/identifiers';
import type { ModuleInfo } from '../../../src/core/model/process';
import type { ResolvedAddress } from '../../../src/core/model/stackFrame';
import { neverCancelled } from '../../../src/core/util/cancellation';
import { describeProblem } from '../../../src/core/util/problem';
import { FakeTarget, type FakeTargetOptions } from '../../support/fakeTarget';

/** Work that counts how often it rested. */
export class CountedWork implements Work {
  readonly token = neverCancelled;
  rests = 0;
  readonly yieldNow = (): Promise<void> => {
    this.rests++;
    return Promise.resolve();
  };
}

/** Work that is never cancelled. */
export function work(): CountedWork {
  return new CountedWork();
}

/** A module in a folder. */
export function moduleAt(path: string, base = 0x1000): ModuleInfo {
  const file = path.slice(path.lastIndexOf('\\') + 1);
  return {
    name: file.replace(/\.\w+$/, ''),
    path,
    base: address(base),
    size: 0x1000,
    timeDateStamp: 0,
    pdb: null,
    symbols: 'exports',
  };
}

/** Modules of a program `app` with a library `plugin`. */
export const MODULES: readonly ModuleInfo[] = [
  moduleAt('C:\\app\\app.exe'),
  moduleAt('C:\\app\\plugin.dll'),
  moduleAt('C:\\Windows\\System32\\ntdll.dll'),
  moduleAt('C:\\Windows\\System32\\KERNELBASE.dll'),
  moduleAt('C:\\Windows\\System32\\newsystem.dll'),
];

/** A table made of records, traces and symbols. */
export async function tableOf(
  handles: readonly HandleRecord[],
  options: FakeTargetOptions & { readonly work?: CountedWork } = {},
): Promise<HandleTable> {
  const target = new FakeTarget({ modules: MODULES, ...options, handles });
  const stores = await target.handles(target.currentProcessId(), 'process');
  const traces = await target.traces();
  assert.ok(stores.ok);
  return new HandleTable({
    handles: stores.value,
    traces: traces.ok ? traces.value : null,
    symbols: target.symbols,
    code: new OwnCode(target.modules(), 8, DEFAULT_RULES),
    pointerSize: 8,
    yieldNow: (options.work ?? work()).yieldNow,
  });
}

/** A query that must be right. */
export function queryOf(text: string): Query {
  const query = parseQuery(text);
  assert.ok(query.ok, query.ok ? '' : describeProblem(query.problem));
  return query.value;
}

/** The handle values, in hexadecimal, that a query finds. */
export async function found(table: HandleTable, text: string): Promise<readonly string[]> {
  const rows = await table.select(queryOf(text), neverCancelled);
  assert.ok(rows.ok, rows.ok ? '' : describeProblem(rows.problem));
  const columns = await table.columns(neverCancelled);
  return Array.from(rows.value, (row) => columns.value(row).toString(16));
}

/** Groups as `label: value value …`. */
export async function grouped(
  table: HandleTable,
  group: QueryGroup,
  text = '',
): Promise<readonly string[]> {
  const view = await table.view({ query: queryOf(text), group, sort: null }, neverCancelled);
  assert.ok(view.ok, view.ok ? '' : describeProblem(view.problem));
  const { groups } = view.value;
  const columns = await table.columns(neverCancelled);
  return groups.page(0, groups.count).map((each, index) => {
    const values = Array.from(groups.rows.rows(index), (row) => columns.value(row).toString(16));
    return `${each.label}: ${values.join(' ')}`;
  });
}

/** Columns of some records. */
export function columnsOf(handles: readonly HandleRecord[]): HandleColumns {
  const columns = new HandleColumns(handles.length);
  const high = new Uint32Array(handles.length);
  handles.forEach((handle, row) => {
    columns.valueLow[row] = Number(handle.value & 0xffff_ffffn);
    high[row] = Number(handle.value >> 32n);
    columns.type[row] = columns.typeId(handle.type);
    columns.attributes[row] = handle.attributes ?? 0;
    columns.grantedAccess[row] = handle.grantedAccess ?? 0;
    columns.handleCount[row] = handle.handleCount ?? 0;
    columns.pointerCount[row] = handle.pointerCount ?? 0;
  });
  columns.valueHigh = high.some((upper) => upper !== 0) ? high : null;
  return columns;
}

/** Columns of some trace records, newest first. */
export function traceColumnsOf(traces: readonly HandleTrace[]): TraceColumns {
  const columns = new TraceColumns(traces.length);
  const high = new Uint32Array(traces.length);
  traces.forEach((trace, row) => {
    columns.handleLow[row] = Number(trace.handle & 0xffff_ffffn);
    high[row] = Number(trace.handle >> 32n);
    columns.operation[row] = TRACE_OPERATIONS.indexOf(trace.operation);
    columns.processId[row] = trace.processId;
    columns.threadId[row] = trace.threadId;
  });
  columns.handleHigh = high.some((upper) => upper !== 0) ? high : null;
  return columns;
}

/** The index of some trace records, newest first. */
export function indexOf(traces: readonly HandleTrace[]): Promise<TraceIndex> {
  return TraceIndex.build(traceColumnsOf(traces), work());
}

/** A frame from `module!symbol`. */
export function frame(text: string, where = 0x1000n): ResolvedAddress {
  const [module, symbol] = text.split('!');
  return {
    address: address(where),
    module: module === undefined || module === '' ? null : module,
    symbol: symbol ?? null,
    displacement: 0n,
  };
}
