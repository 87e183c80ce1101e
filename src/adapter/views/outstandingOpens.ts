/** How many handles opened since the last `!htrace` snapshot are still open: what the badge of the Handles view counts. */

import { diffTraces } from '../../core/commands/trace/traceDiff';
import type { TraceSnapshot } from '../../core/commands/debuggerState';
import type { CancellationToken } from '../../core/util/cancellation';
import type { Examination } from '../examination';
import type { ViewTable } from './viewTables';

/** What was counted for a table, and with which snapshot. */
interface Counted {
  readonly snapshot: TraceSnapshot;
  readonly outstanding: number | null;
}

/** Filters ask for groups with each key: the log is compared once. */
const counted = new WeakMap<ViewTable, Counted>();

/** Null without a snapshot, and when the log lost records since it was taken. */
export async function outstandingOpens(
  { interpreter }: Examination,
  table: ViewTable,
  token: CancellationToken,
): Promise<number | null> {
  const snapshot = interpreter.state.snapshots.get(table.processId);
  if (snapshot === undefined) {
    return null;
  }
  const known = counted.get(table);
  if (known?.snapshot === snapshot) {
    return known.outstanding;
  }
  const { store } = await table.traceLog.get(token);
  const columns = await store?.columns(token);
  const diff =
    store === null || columns === undefined
      ? null
      : diffTraces(snapshot, { recorded: store.facts.recorded, columns });
  const outstanding = diff?.outstanding.length ?? null;
  counted.set(table, { snapshot, outstanding });
  return outstanding;
}
