/** The ranking of leak sites behind the views: made once for each state of a target, its suppressions and snapshots. */

import type { HandleTable } from '../../core/analysis/handleTable';
import { rankLeaks, type LeakRanking } from '../../core/analysis/leaks/leakRanking';
import { historyOf } from '../../core/analysis/leaks/siteHistory';
import { OWN_FRAMES } from '../../core/analysis/traces/siteFrames';
import { leakTables, type LeakTables } from '../../core/commands/leaks/leakTables';
import { explainMissingTraces } from '../../core/commands/trace/openTraces';
import type { CancellationToken } from '../../core/util/cancellation';
import { fail, ok, type Result } from '../../core/util/result';
import { SharedLoad } from '../../core/util/sharedLoad';
import { valueOf } from '../adapterErrors';
import type { Examination } from '../examination';
import type { ViewTable } from './viewTables';

/** A ranking, and what it was made from and with. */
interface KnownRanking {
  readonly tables: readonly HandleTable[];
  readonly suppressions: Examination['interpreter']['state']['suppressions'];
  readonly named: Examination['interpreter']['state']['named'];
  readonly load: SharedLoad<LeakRanking | null>;
}

/** The last ranking of each process of an examination: pages and details come from the same one. */
const known = new WeakMap<Examination, Map<number, KnownRanking>>();

/** A ranking and the view's table of the kernel handles in it. */
export interface RankedSites {
  /** Null when the target has no trace log. */
  readonly leaks: LeakRanking | null;
  /** Null when kernel handles are not traced. */
  readonly view: ViewTable | null;
}

/** Ranks the leak sites of a process, or says why there is nothing to rank. */
export async function rankedSites(
  examination: Examination,
  processId: number,
  token: CancellationToken,
): Promise<Result<RankedSites>> {
  const traced = await tracedTables(examination, processId, token);
  return traced.ok
    ? ok({
        leaks: await rankingOf(examination, processId, traced.value).get(token),
        view: traced.value.view,
      })
    : traced;
}

function rankingOf(
  examination: Examination,
  processId: number,
  { tables, remarks }: LeakTables,
): SharedLoad<LeakRanking | null> {
  const { target, interpreter } = examination;
  const { suppressions, named } = interpreter.state;
  const ofExamination = known.get(examination) ?? new Map<number, KnownRanking>();
  known.set(examination, ofExamination);
  const before = ofExamination.get(processId);
  if (
    before?.suppressions === suppressions &&
    before.named === named &&
    before.tables.length === tables.length &&
    before.tables.every((table, at) => table === tables[at])
  ) {
    return before.load;
  }
  const origin = { target: target.info.title, processId };
  const options = {
    folding: OWN_FRAMES,
    query: null,
    suppressions,
    history: historyOf(named, origin, 'kernel'),
    userHistory: historyOf(named, origin, 'USER'),
    remarks,
  };
  const load = new SharedLoad(async (token) => valueOf(await rankLeaks(tables, options, token)));
  ofExamination.set(processId, { tables, suppressions, named, load });
  return load;
}

/** The tables of a process that have a trace log, and the view's table of its kernel handles where it has one. */
async function tracedTables(
  examination: Examination,
  processId: number,
  token: CancellationToken,
): Promise<Result<LeakTables & { readonly view: ViewTable | null }>> {
  const { target, views, interpreter } = examination;
  const traces = await examination.traces(processId);
  const opened = traces.ok
    ? ok(await views.tracedTable(processId, token))
    : fail(explainMissingTraces(target, processId, traces.problem));
  const request = {
    target,
    processId,
    rules: interpreter.state.ownCode,
    yieldNow: views.yieldNow,
  };
  const kernel = opened.ok ? ok(opened.value.table) : opened;
  const tables = await leakTables(request, kernel, token);
  return tables.ok ? ok({ ...tables.value, view: opened.ok ? opened.value : null }) : tables;
}
