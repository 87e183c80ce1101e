/** Handle traces as variables: newest first, in pages, each with its stack. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { NO_ACTOR, TRACE_BADREF, type HandleTrace } from '../core/model/handleTrace';
import type { Address, HandleValue } from '../core/model/identifiers';
import type { ResolvedAddress } from '../core/model/stackFrame';
import type { SymbolSource } from '../core/target/symbolSource';
import type { TraceStore } from '../core/target/traceStore';
import type { CancellationToken } from '../core/util/cancellation';
import { formatFrame } from '../core/render/formatFrame';
import { hex, hex0x } from '../core/util/hex';
import { valueOf } from './adapterErrors';
import type { Examination } from './examination';
import { codeMemory, findModule, isSystemModule } from './moduleRequests';
import { counted, variable } from './variableNodes';
import { listChildren, namedChildren, type Container } from './variableStore';

/** Records of a log in pages; all of them, or the rows given. */
export function traceList(
  examination: Examination,
  store: TraceStore,
  rows: Uint32Array | 'all',
): Container {
  const total = rows === 'all' ? store.count : rows.length;
  return listChildren(total, async ({ start, length, token }) => {
    const wanted =
      rows === 'all'
        ? Uint32Array.from({ length }, (_, index) => start + index)
        : rows.subarray(start, start + length);
    const records = await store.records(wanted, token);
    await prepareStacks(examination.target.symbols, records, token);
    return records.map((record) => traceVariable(examination, record));
  });
}

/** The lazy value of a handle's "Traces": one child that carries the count and the records. */
export function tracesOfHandle(
  examination: Examination,
  processId: number,
  handle: HandleValue,
): Container {
  return namedChildren(async ({ token }) => {
    const store = await examination.traces(processId);
    if (!store.ok) {
      return [variable(examination.variables, 'Traces', store.problem.message)];
    }
    const rows = (await store.value.columns(token)).rowsOfHandle(handle);
    return [
      variable(examination.variables, 'Traces', counted(rows.length, 'record'), {
        evaluateName: `!htrace ${hex0x(handle)}`,
        container: rows.length === 0 ? null : traceList(examination, store.value, rows),
      }),
    ];
  });
}

/** Records of bad references; one node that pages through them when there are many. */
export function badReferences(examination: Examination, processId: number): Container {
  return namedChildren(async (request) => {
    const store = valueOf(await examination.traces(processId));
    const rows = rowsOfOperation((await store.columns(request.token)).operation, TRACE_BADREF);
    if (rows.length === 0) {
      return [variable(examination.variables, 'None', 'The log holds no bad reference.')];
    }
    const list = traceList(examination, store, rows);
    return list.indexed === 0
      ? list.children({ ...request, filter: null })
      : [variable(examination.variables, 'Records', String(rows.length), { container: list })];
  });
}

/** One record that expands into its facts and its stack. */
export function traceVariable(
  examination: Examination,
  record: HandleTrace,
): DebugProtocol.Variable {
  const { variables } = examination;
  const actor =
    record.threadId === NO_ACTOR
      ? 'thread not recorded'
      : `thread ${hex(record.threadId)}, process ${hex(record.processId)}`;
  const place = firstOwnFrame(examination, record.stack);
  return variable(
    variables,
    `${record.row}: ${record.operation.toUpperCase()} ${hex0x(record.handle)}`,
    place === null ? actor : `${formatFrame(place)}, ${actor}`,
    { type: 'handle trace record', container: stackFrames(examination, record.stack) },
  );
}

/** Frames of a stack, innermost first. */
export function stackFrames(examination: Examination, stack: readonly Address[]): Container | null {
  const { target, variables } = examination;
  if (stack.length === 0) {
    return null;
  }
  return namedChildren(async ({ token }) => {
    await target.symbols.prepare(stack, token);
    return stack.map((address, index) =>
      variable(variables, `[${index}]`, formatFrame(target.symbols.resolve(address)), {
        type: 'return address',
        evaluateName: `ln ${hex0x(address)}`,
        memoryReference: codeMemory(target, address),
      }),
    );
  });
}

/** Loads the symbols of all frames of some records at once. */
export async function prepareStacks(
  symbols: SymbolSource,
  records: readonly HandleTrace[],
  token: CancellationToken,
): Promise<void> {
  const addresses = new Set<Address>();
  for (const { stack } of records) {
    for (const address of stack) {
      addresses.add(address);
    }
  }
  await symbols.prepare(addresses, token);
}

/** Rows with an operation code, newest first. */
export function rowsOfOperation(operations: Uint8Array, code: number): Uint32Array {
  const rows: number[] = [];
  operations.forEach((each, row) => {
    if (each === code) {
      rows.push(row);
    }
  });
  return Uint32Array.from(rows);
}

/** The innermost frame outside Windows, which says most about who acted; else the innermost in a module. */
function firstOwnFrame({ target }: Examination, stack: readonly Address[]): ResolvedAddress | null {
  let chosen = stack[0];
  let isKnown = false;
  for (const address of stack) {
    const module = findModule(target, address);
    if (module !== null && !isSystemModule(module)) {
      chosen = address;
      break;
    }
    if (module !== null && !isKnown) {
      chosen = address;
      isKnown = true;
    }
  }
  return chosen === undefined ? null : target.symbols.resolve(chosen);
}
