/** `!htrace [Handle [Max_Traces]]` and its kernel form `[Handle [Process [Max_Traces]]]`. */

import type { HandleValue } from '../../model/identifiers';
import type { ProcessInfo } from '../../model/process';
import type { TraceStore } from '../../target/traceStore';
import { ok, type Result } from '../../util/result';
import { evaluateCount, evaluateHandle } from '../argumentList';
import type { CommandContext } from '../command';
import { errorResult, headerOf, usageFailure } from '../defineCommand';
import { chooseProcess, currentProcess } from '../resolveProcess';
import type { CommandResult } from '../results';
import { openTraces } from './openTraces';

/** What was asked for. */
interface TraceQuery {
  /** Null for all handles. */
  readonly handle: HandleValue | null;
  readonly process: ProcessInfo;
  readonly most: number;
}

/** Lists trace records, newest first. */
export async function listTraces(
  context: CommandContext,
  pieces: readonly string[],
  forms: readonly string[],
): Promise<CommandResult> {
  const query = await parseQuery(context, pieces, forms);
  if (!query.ok) {
    return errorResult(context, query.problem);
  }
  const { handle, process, most } = query.value;
  const store = await openTraces(context, process);
  if (!store.ok) {
    return errorResult(context, store.problem);
  }
  const matching = await matchingRows(context, store.value, handle);
  const rows = matching.slice(0, most);
  return {
    ...headerOf(context),
    kind: 'traces',
    process,
    store: store.value,
    symbols: context.target.symbols,
    rows,
    parsed: context.target.info.mode === 'kernel' ? countWalked(store.value) : matching.length,
    dumped: rows.length,
  };
}

async function parseQuery(
  context: CommandContext,
  pieces: readonly string[],
  forms: readonly string[],
): Promise<Result<TraceQuery>> {
  const kernel = context.target.info.mode === 'kernel';
  const [handleText = '0', ...others] = pieces;
  const processText = kernel ? others.shift() : undefined;
  const mostText = others.shift();
  if (others.length > 0) {
    return usageFailure(`!htrace does not take '${others.join(' ')}'.`, forms);
  }
  const handle = await evaluateHandle(handleText, context);
  if (!handle.ok) {
    return handle;
  }
  const process = await traceProcess(processText, context);
  if (!process.ok) {
    return process;
  }
  const most = mostText === undefined ? ok(Infinity) : await evaluateCount(mostText, context);
  if (!most.ok) {
    return most;
  }
  return ok({
    handle: handle.value === 0n ? null : handle.value,
    process: process.value,
    most: most.value,
  });
}

/** For `!htrace` 0 is the current process, not all of them. */
async function traceProcess(
  text: string | undefined,
  context: CommandContext,
): Promise<Result<ProcessInfo>> {
  const choice = await chooseProcess(text, context);
  if (!choice.ok) {
    return choice;
  }
  return choice.value.kind === 'one' ? ok(choice.value.process) : currentProcess(context);
}

async function matchingRows(
  context: CommandContext,
  store: TraceStore,
  handle: HandleValue | null,
): Promise<Uint32Array> {
  if (handle === null) {
    return allRows(store.count);
  }
  const columns = await store.columns(context.token);
  return columns.rowsOfHandle(handle);
}

function allRows(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    rows[row] = row;
  }
  return rows;
}

/**
 * Records a kernel debugger walks: all of them, and in a ring that is not full the empty one that ends the walk
 * (domain.md 4.7).
 */
function countWalked(store: TraceStore): number {
  const { slots } = store.facts;
  return store.count + (slots !== null && store.count < slots ? 1 : 0);
}
