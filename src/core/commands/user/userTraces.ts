/** `!utrace [Handle [Max_Traces]]`: records of the USER handle trace log, newest first. */

import { is16BitForm } from '../../windows/user/userHandleValue';
import type { UserTraceColumns, UserTraceStore } from '../../target/userTraceStore';
import { ok, type Result } from '../../util/result';
import { evaluateCount } from '../argumentList';
import type { CommandContext } from '../command';
import { errorResult, headerOf, usageFailure } from '../defineCommand';
import type { CommandResult } from '../results';
import { evaluateUserHandle, openUserTraces } from './userAccess';

/** What was asked for. */
interface UserTraceQuery {
  /** Null for all handles. */
  readonly handle: number | null;
  readonly most: number;
}

/** Lists trace records, newest first. */
export async function listUserTraces(
  context: CommandContext,
  pieces: readonly string[],
  forms: readonly string[],
): Promise<CommandResult> {
  const query = await parseQuery(context, pieces, forms);
  if (!query.ok) {
    return errorResult(context, query.problem);
  }
  const opened = await openUserTraces(context);
  if (!opened.ok) {
    return errorResult(context, opened.problem);
  }
  const { handle, most } = query.value;
  const { store, profile } = opened.value;
  const matching = await matchingRows(context, store, handle);
  const rows = matching.slice(0, most);
  return {
    ...headerOf(context),
    kind: 'userTraces',
    profile,
    store,
    symbols: context.target.symbols,
    rows,
    parsed: matching.length,
    dumped: rows.length,
  };
}

async function parseQuery(
  context: CommandContext,
  pieces: readonly string[],
  forms: readonly string[],
): Promise<Result<UserTraceQuery>> {
  const [handleText = '0', mostText, extra] = pieces;
  if (extra !== undefined) {
    return usageFailure(`!utrace does not take '${extra}'.`, forms);
  }
  const handle = await evaluateUserHandle(handleText, context);
  if (!handle.ok) {
    return handle;
  }
  const most = mostText === undefined ? ok(Infinity) : await evaluateCount(mostText, context);
  return most.ok
    ? ok({ handle: handle.value === 0 ? null : handle.value, most: most.value })
    : most;
}

async function matchingRows(
  context: CommandContext,
  store: UserTraceStore,
  handle: number | null,
): Promise<Uint32Array> {
  if (handle === null) {
    return Uint32Array.from({ length: store.count }, (_, row) => row);
  }
  return rowsOfUserHandle(await store.columns(context.token), handle);
}

/** Rows that record the handle; for a 16-bit form all rows of its index, whatever their uniqueness. Newest first. */
export function rowsOfUserHandle(columns: UserTraceColumns, handle: number): Uint32Array {
  const mask = is16BitForm(handle) ? 0xffff : 0xffff_ffff;
  const rows: number[] = [];
  for (let row = 0; row < columns.count; row++) {
    if ((((columns.handle[row] ?? 0) ^ handle) & mask) === 0) {
      rows.push(row);
    }
  }
  return Uint32Array.from(rows);
}
