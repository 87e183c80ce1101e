/** The model of a process's handle table, for commands that need more than its rows: openers, places, queries. */

import { HandleTable } from '../analysis/handleTable';
import { OwnCode, type OwnCodeRules } from '../analysis/traces/ownFrames';
import type { ProcessInfo } from '../model/process';
import type { Target } from '../target/target';
import type { HandleSummary } from '../model/handleColumns';
import { countedStore, EMPTY_STORE } from '../target/emptyTable';
import type { Problem } from '../util/problem';
import { handlesOrTraces, type AnalysedHandles } from '../target/handlesOrTraces';
import { fail, ok, type Result } from '../util/result';
import type { CommandContext } from './command';

/**
 * The handle table of a process of the session's target; of a log with traces only one without handles, which says so. Its
 * trace log is read when it is first needed.
 */
export async function handleTableOf(
  context: CommandContext,
  process: ProcessInfo,
): Promise<Result<HandleTable>> {
  return await handleTableIn(context.target, process, context);
}

/** The same for another target that the command has opened. */
export async function handleTableIn(
  target: Target,
  process: ProcessInfo,
  { state, host }: CommandContext,
): Promise<Result<HandleTable>> {
  const handles = await handlesOrTraces(target, process.processId);
  if (!handles.ok) {
    return handles;
  }
  const { pointerSize } = target.info;
  return ok(
    new HandleTable({
      ...handles.value,
      traces: async (token) => {
        const traces = await target.traces(process.processId, token);
        return traces.ok ? traces.value : null;
      },
      symbols: target.symbols,
      code: new OwnCode(target.modules(), pointerSize, state.ownCode),
      pointerSize,
      yieldNow: () => host.yieldNow(),
      report: ({ what, done, total }) =>
        host.progress(what, total === 0 ? undefined : done / total),
    }),
  );
}

/** A table without handles, for a target that does not list them; `problem` says why. */
export function unlistedTable(
  target: Target,
  problem: Problem,
  how: { readonly rules: OwnCodeRules; readonly yieldNow: () => Promise<void> },
): HandleTable {
  return tableWithoutRows(target, { handles: EMPTY_STORE, unlisted: problem }, how);
}

/** A table of which only the counts by type are known. */
export function countedTable(
  target: Target,
  counts: HandleSummary,
  how: Parameters<typeof unlistedTable>[2],
): HandleTable {
  return tableWithoutRows(target, { handles: countedStore(counts), unlisted: null }, how);
}

function tableWithoutRows(
  target: Target,
  handles: AnalysedHandles,
  { rules, yieldNow }: { readonly rules: OwnCodeRules; readonly yieldNow: () => Promise<void> },
): HandleTable {
  const { pointerSize } = target.info;
  return new HandleTable({
    ...handles,
    traces: null,
    symbols: target.symbols,
    code: new OwnCode(target.modules(), pointerSize, rules),
    pointerSize,
    yieldNow,
  });
}

/** The table, if it lists handles: what is asked about them has no answer in a log of traces. */
export function listed(table: Result<HandleTable>): Result<HandleTable> {
  return table.ok && table.value.unlisted !== null ? fail(table.value.unlisted) : table;
}
