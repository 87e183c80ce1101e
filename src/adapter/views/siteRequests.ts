/** Answers the requests of the Leak Sites view: the ranking of `!sites`, as typed pages. */

import type { HandleTable } from '../../core/analysis/handleTable';
import {
  findLeakSites,
  type LeakSites,
  type RankedSite,
} from '../../core/analysis/leaks/leakSites';
import { historyOf } from '../../core/analysis/leaks/siteHistory';
import { openingStacks, reportSite, type LeakSite } from '../../core/analysis/leaks/siteReport';
import { tellBlindSpots } from '../../core/analysis/leaks/tellBlindSpots';
import { explainMissingTraces } from '../../core/commands/trace/openTraces';
import type { CancellationToken } from '../../core/util/cancellation';
import { SharedLoad } from '../../core/util/sharedLoad';
import {
  LEAK_SITE_REQUEST,
  LEAK_SITES_REQUEST,
  MAXIMUM_STACKS,
  parseLeakSiteArguments,
  parseLeakSitesArguments,
  SNAPSHOTS_REQUEST,
  type LeakSiteAnswer,
  type LeakSiteRow,
  type LeakSitesAnswer,
  type SitesCount,
  type SiteStack,
  type SnapshotsAnswer,
} from '../../protocol/siteMessages';
import { problemSentence, RequestError, valueOf } from '../adapterErrors';
import { traceRow } from '../customRequests';
import type { Examination } from '../examination';
import type { RequestContext } from '../requestGuard';
import type { HandlerTable, SessionAccess } from '../sessionAccess';
import { prepareStacks } from '../traceNodes';
import { rowsOf } from './viewRows';
import type { ViewTable } from './viewTables';

/** Handlers of the requests about leak sites and snapshots. */
export function siteHandlers(session: SessionAccess): HandlerTable {
  const rankings = new Rankings();
  return {
    [LEAK_SITES_REQUEST]: (context) => sites(session.examination(), rankings, context),
    [LEAK_SITE_REQUEST]: (context) => oneSite(session.examination(), rankings, context),
    [SNAPSHOTS_REQUEST]: () => snapshots(session.examination()),
  };
}

/** A ranking, and what it was made with. */
interface KnownRanking {
  readonly suppressions: Examination['interpreter']['state']['suppressions'];
  readonly named: Examination['interpreter']['state']['named'];
  readonly load: SharedLoad<LeakSites | null>;
}

/** The last ranking of each table: pages and details come from the same one. */
class Rankings {
  private readonly known = new WeakMap<HandleTable, KnownRanking>();

  /** Null when the target has no trace log. */
  get(
    { target, interpreter: { state } }: Examination,
    { table, processId }: ViewTable,
    token: CancellationToken,
  ): Promise<LeakSites | null> {
    const { suppressions, named } = state;
    const before = this.known.get(table);
    if (before?.suppressions === suppressions && before.named === named) {
      return before.load.get(token);
    }
    const history = historyOf(named, { target: target.info.title, processId });
    const load = new SharedLoad(async (cancellation) =>
      valueOf(
        await findLeakSites(
          table,
          { folding: { kind: 'own' }, query: null, suppressions, history },
          cancellation,
        ),
      ),
    );
    this.known.set(table, { suppressions, named, load });
    return load.get(token);
  }
}

async function sites(
  examination: Examination,
  rankings: Rankings,
  { rawArguments, token, progress }: RequestContext,
): Promise<LeakSitesAnswer> {
  const wanted = valueOf(parseLeakSitesArguments(rawArguments));
  const processId = wanted.processId ?? examination.processId;
  const { generation } = examination.target;
  const traces = await examination.traces(processId);
  if (!traces.ok) {
    const why = explainMissingTraces(examination.target, processId, traces.problem);
    return { ...NO_SITES, missing: problemSentence(why), generation };
  }
  progress('Ranking leak sites');
  const table = await examination.views.table(processId, token);
  const leaks = await rankings.get(examination, table, token);
  if (leaks === null) {
    return { ...NO_SITES, missing: 'There are no handle traces.', generation };
  }
  const { ranking, suppressed, suppressedOpens, blindSpots } = leaks;
  const end = Math.min(ranking.length, wanted.start + wanted.count);
  const page: LeakSiteRow[] = [];
  for (let rank = wanted.start + 1; rank <= end; rank++) {
    const site = reportSite(leaks, rank);
    if (site !== null) {
      page.push(siteRow(site));
    }
  }
  return {
    sites: page,
    total: countOf(ranking),
    likely: countOf(ranking.filter(({ suspicion }) => suspicion.level === 'leak')),
    steady: countOf(ranking.filter(({ suspicion }) => suspicion.level === 'steady')),
    suppressed: { sites: suppressed, outstanding: suppressedOpens },
    limits: tellBlindSpots(blindSpots),
    missing: null,
    generation: table.generation,
  };
}

const NONE: SitesCount = { sites: 0, outstanding: 0 };
const NO_SITES = {
  sites: [],
  total: NONE,
  likely: NONE,
  steady: NONE,
  suppressed: NONE,
  limits: [],
};

function countOf(ranked: readonly RankedSite[]): SitesCount {
  return {
    sites: ranked.length,
    outstanding: ranked.reduce((sum, { evidence }) => sum + evidence.outstanding, 0),
  };
}

function siteRow(site: LeakSite): LeakSiteRow {
  const { rank, key, label, outstanding, opened, closed, types, level, score, reasons } = site;
  return {
    rank,
    key,
    label,
    outstanding,
    opened,
    closed,
    types,
    level,
    score,
    reasons: reasons.map(({ text }) => text),
  };
}

async function oneSite(
  examination: Examination,
  rankings: Rankings,
  { rawArguments, token }: RequestContext,
): Promise<LeakSiteAnswer> {
  const wanted = valueOf(parseLeakSiteArguments(rawArguments));
  const processId = wanted.processId ?? examination.processId;
  const table = await examination.views.table(processId, token);
  const leaks = await rankings.get(examination, table, token);
  const place = leaks?.ranking.findIndex(({ key }) => key === wanted.key) ?? -1;
  const site = leaks === null ? null : reportSite(leaks, place + 1);
  if (leaks === null || site === null) {
    throw new RequestError(
      `No site with outstanding opens has the key ${wanted.key} any more: its handles were closed, or it was suppressed.`,
    );
  }
  const { label } = site;
  const stacks = openingStacks(leaks.parts, site.opens).map((stack) => ({ ...stack, label }));
  const page = { table, start: wanted.start, count: wanted.count };
  const rows = { live: site.handles, ghosts: new Uint32Array(0) };
  return {
    site: siteRow(site),
    stacks: await siteStacks(examination, processId, stacks, token),
    closers: await siteStacks(examination, processId, site.closers, token),
    handles: await rowsOf(rows, page, examination.target, token),
    handleCount: site.handles.length,
  };
}

/** Reads the records that stand for some stacks. */
async function siteStacks(
  examination: Examination,
  processId: number,
  stacks: readonly { readonly count: number; readonly row: number; readonly label: string }[],
  token: CancellationToken,
): Promise<readonly SiteStack[]> {
  const shown = stacks.slice(0, MAXIMUM_STACKS);
  const store = valueOf(await examination.traces(processId));
  const records = await store.records(
    shown.map(({ row }) => row),
    token,
  );
  await prepareStacks(examination.target.symbols, records, token);
  return records.map((record, at) => ({
    count: shown[at]?.count ?? 0,
    label: shown[at]?.label ?? '',
    trace: traceRow(examination, record, null),
  }));
}

function snapshots({ interpreter: { state } }: Examination): SnapshotsAnswer {
  return {
    snapshots: state.named.map(({ name, table }) => ({ name, handles: table.columns.count })),
  };
}
