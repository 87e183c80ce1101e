/**
 * How many handles opened since the last snapshot are still open: what the badge of the Handles view counts. `!htrace` takes
 * snapshots of kernel handles, `!utrace` of USER handles.
 */

import { diffTraces } from '../../core/commands/trace/traceDiff';
import { diffUserTraces } from '../../core/commands/user/userTraceDiff';
import type { TraceSnapshot } from '../../core/commands/debuggerState';
import type { CancellationToken } from '../../core/util/cancellation';
import type { Examination } from '../examination';
import type { ViewTable } from './viewTables';

/** What was counted for a table, and with which snapshots. */
interface Counted {
  readonly snapshot: TraceSnapshot | undefined;
  readonly userSnapshot: number | null;
  readonly outstanding: number | null;
}

/** Filters ask for groups with each key: the logs are compared once. */
const counted = new WeakMap<ViewTable, Counted>();

/** Null without a snapshot, and when the logs lost records since it was taken. */
export async function outstandingOpens(
  examination: Examination,
  table: ViewTable,
  token: CancellationToken,
): Promise<number | null> {
  const { state } = examination.interpreter;
  const snapshot = state.snapshots.get(table.processId);
  const { userSnapshot } = state;
  const known = counted.get(table);
  if (known?.snapshot === snapshot && known?.userSnapshot === userSnapshot) {
    return known.outstanding;
  }
  const kernel = snapshot === undefined ? null : await kernelOpens(snapshot, table, token);
  const user =
    userSnapshot === null ? null : await userOpens(examination, userSnapshot, table, token);
  const outstanding = kernel === null && user === null ? null : (kernel ?? 0) + (user ?? 0);
  counted.set(table, { snapshot, userSnapshot, outstanding });
  return outstanding;
}

async function kernelOpens(
  snapshot: TraceSnapshot,
  table: ViewTable,
  token: CancellationToken,
): Promise<number | null> {
  const { store } = await table.traceLog.get(token);
  const columns = await store?.columns(token);
  return store === null || columns === undefined
    ? null
    : (diffTraces(snapshot, { recorded: store.facts.recorded, columns })?.outstanding.length ??
        null);
}

/** Those that the process made, or owns. */
async function userOpens(
  { target }: Examination,
  snapshot: number,
  { processId }: ViewTable,
  token: CancellationToken,
): Promise<number | null> {
  const log = target.userHandles?.traces();
  if (log?.ok !== true) {
    return null;
  }
  const columns = await log.value.columns(token);
  const rows = diffUserTraces(snapshot, log.value.facts, columns)?.outstanding;
  return (
    rows?.filter(
      (row) => columns.processId[row] === processId || columns.ownerProcessId[row] === processId,
    ).length ?? null
  );
}
