/** `!handle` on user-mode targets: `[Handle [UMFlags [TypeName]]]`. */

import type { HandleColumns } from '../../model/handleColumns';
import type { HandleValue } from '../../model/identifiers';
import type { ProcessInfo } from '../../model/process';
import type { TargetInfo } from '../../target/targetInfo';
import { hex } from '../../util/hex';
import type { Problem } from '../../util/problem';
import { ok, type Result } from '../../util/result';
import type { CommandContext } from '../command';
import { errorResult, headerOf } from '../defineCommand';
import { summaryOf } from '../handleSummary';
import { currentProcess } from '../resolveProcess';
import type { CommandResult, RowSelection } from '../results';
import { canonicalType } from '../typeFilter';
import { EMPTY_STORE } from '../../target/emptyTable';
import { handleAndFlags, isAllHandles } from './handleArguments';

const ARGUMENTS = { usualFlags: 1, form: '!handle 0 f' };

/** What was asked for. */
interface UserQuery {
  /** Null for all handles. */
  readonly handle: HandleValue | null;
  readonly flags: number;
  readonly typed: string | null;
}

/** Answers `!handle` from the handle table of the current process. */
export async function runUserHandle(
  context: CommandContext,
  pieces: readonly string[],
): Promise<CommandResult> {
  const query = await parseQuery(context, pieces);
  if (!query.ok) {
    return errorResult(context, query.problem);
  }
  const process = currentProcess(context);
  if (!process.ok) {
    return errorResult(context, process.problem);
  }
  const store = await context.target.handles(process.value.processId, 'process');
  if (!store.ok) {
    return countsOnly(context, query.value, process.value) ?? errorResult(context, store.problem);
  }
  context.host.progress('Reading the handle table');
  const columns = await store.value.columns(context.token);
  const { handle, flags, typed } = query.value;
  const type = typed === null ? ok(null) : canonicalType(typed, [columns]);
  if (!type.ok) {
    return errorResult(context, type.problem);
  }
  const rows = selectRows(columns, handle, type.value);
  if (rows === null) {
    return errorResult(context, handleNotFound(handle, columns, context.target.info));
  }
  return {
    ...headerOf(context),
    kind: 'handles',
    symbols: context.target.symbols,
    flags,
    handle,
    type: type.value,
    sections: [
      {
        process: process.value,
        store: store.value,
        rows,
        free: [],
        summary: summaryOf(columns),
        problem: null,
      },
    ],
    allProcesses: false,
    searchedProcessId: null,
    table: 'process',
  };
}

/** The summary of a log that counts handles without listing them, where everything was asked for; null otherwise. */
function countsOnly(
  context: CommandContext,
  { handle, typed }: UserQuery,
  process: ProcessInfo,
): CommandResult | null {
  const summary = context.target.log?.counts(process.processId) ?? null;
  if (summary === null || handle !== null || typed !== null) {
    return null;
  }
  return {
    ...headerOf(context),
    kind: 'handles',
    symbols: context.target.symbols,
    flags: 0,
    handle: null,
    type: null,
    sections: [{ process, store: EMPTY_STORE, rows: 'all', free: [], summary, problem: null }],
    allProcesses: false,
    searchedProcessId: null,
    table: 'process',
  };
}

async function parseQuery(
  context: CommandContext,
  pieces: readonly string[],
): Promise<Result<UserQuery>> {
  const [, , ...typeWords] = pieces;
  const numbers = await handleAndFlags(context, pieces, ARGUMENTS);
  if (!numbers.ok) {
    return numbers;
  }
  const { handle, flags } = numbers.value;
  return ok({
    handle: isAllHandles(handle, context.target.info) ? null : handle,
    flags,
    typed: typeWords.length === 0 ? null : typeWords.join(' '),
  });
}

/** Rows to show; null when the handle that was asked for is not open. */
function selectRows(
  columns: HandleColumns,
  handle: HandleValue | null,
  type: string | null,
): RowSelection | null {
  if (handle === null) {
    return type === null ? 'all' : columns.rowsOfType(type);
  }
  const row = columns.find(handle);
  if (row === -1) {
    return null;
  }
  const matches = type === null || columns.typeName(row)?.toLowerCase() === type.toLowerCase();
  return matches ? Uint32Array.of(row) : new Uint32Array(0);
}

/** A live debugger fails to duplicate the handle; a dump simply does not have it. */
function handleNotFound(
  handle: HandleValue | null,
  columns: HandleColumns,
  info: TargetInfo,
): Problem {
  const value = handle ?? 0n;
  if (info.kind === 'log') {
    return {
      code: 'handle-not-open',
      message: `The log says nothing about a handle ${hex(value)} at this moment.`,
      hint: `!handle lists the ${columns.count} it knows; ".moment" shows other moments.`,
    };
  }
  if (info.liveness === 'live') {
    return {
      code: 'handle-not-open',
      message: `Could not duplicate handle ${hex(BigInt.asUintN(32, value))}, error 6`,
      hint: 'The process has no such handle (error 6 is ERROR_INVALID_HANDLE). !handle lists the open ones.',
    };
  }
  return {
    code: 'handle-not-open',
    message: `The dump has no handle ${hex(value)}.`,
    hint:
      columns.count === 0
        ? 'Its handle table is empty.'
        : `!handle lists the ${columns.count} that were open.`,
  };
}
