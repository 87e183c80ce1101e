/** Answers the requests of the Leak Sites view: the ranking of `!sites`, as typed pages. */

import { tellLimits } from '../../core/analysis/leaks/leakRanking';
import type { LeakParts, RankedSite } from '../../core/analysis/leaks/leakSites';
import { openingStacks, reportSite, type LeakSite } from '../../core/analysis/leaks/siteReport';
import type { CancellationToken } from '../../core/util/cancellation';
import { handleIndex } from '../../core/windows/user/userHandleValue';
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
import { sourceOfFrame } from '../sourceLines';
import { prepareStacks } from '../traceNodes';
import { rankedSites } from './rankings';
import { userRows } from './userRows';
import { rowsOf } from './viewRows';
import type { ViewTable } from './viewTables';

/** Handlers of the requests about leak sites and snapshots. */
export function siteHandlers(session: SessionAccess): HandlerTable {
  return {
    [LEAK_SITES_REQUEST]: (context) => sites(session.examination(), context),
    [LEAK_SITE_REQUEST]: (context) => oneSite(session.examination(), context),
    [SNAPSHOTS_REQUEST]: () => snapshots(session.examination()),
  };
}

async function sites(
  examination: Examination,
  { rawArguments, token, progress }: RequestContext,
): Promise<LeakSitesAnswer> {
  const wanted = valueOf(parseLeakSitesArguments(rawArguments));
  const processId = wanted.processId ?? examination.processId;
  const { generation } = examination.target;
  progress('Ranking leak sites');
  const ranked = await rankedSites(examination, processId, token);
  if (!ranked.ok) {
    return { ...NO_SITES, missing: problemSentence(ranked.problem), generation };
  }
  const { leaks } = ranked.value;
  if (leaks === null) {
    return { ...NO_SITES, missing: 'There are no handle traces.', generation };
  }
  const { ranking, suppressed, suppressedOpens } = leaks;
  const end = Math.min(ranking.length, wanted.start + wanted.count);
  const page: LeakSiteRow[] = [];
  for (let rank = wanted.start + 1; rank <= end; rank++) {
    const site = reportSite(leaks, rank);
    if (site !== null) {
      page.push(siteRow(examination, site));
    }
  }
  return {
    sites: page,
    total: countOf(ranking),
    likely: countOf(ranking.filter(({ suspicion }) => suspicion.level === 'leak')),
    steady: countOf(ranking.filter(({ suspicion }) => suspicion.level === 'steady')),
    suppressed: { sites: suppressed, outstanding: suppressedOpens },
    limits: tellLimits(leaks),
    missing: null,
    generation,
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

function siteRow({ target }: Examination, site: LeakSite): LeakSiteRow {
  const [frame] = site.frames;
  const { rank, key, family, label, outstanding, opened, closed } = site;
  const { types, level, score, reasons } = site;
  return {
    rank,
    key,
    family,
    label,
    outstanding,
    opened,
    closed,
    types,
    level,
    score,
    reasons: reasons.map(({ text }) => text),
    source: frame === undefined ? null : sourceOfFrame(target, frame),
  };
}

async function oneSite(
  examination: Examination,
  { rawArguments, token }: RequestContext,
): Promise<LeakSiteAnswer> {
  const wanted = valueOf(parseLeakSiteArguments(rawArguments));
  const processId = wanted.processId ?? examination.processId;
  const { leaks, view } = valueOf(await rankedSites(examination, processId, token));
  const place = leaks?.ranking.findIndex(({ key }) => key === wanted.key) ?? -1;
  const site = leaks === null ? null : reportSite(leaks, place + 1);
  if (site === null) {
    throw new RequestError(
      `No site with outstanding opens has the key ${wanted.key} any more: its handles were closed, or it was suppressed.`,
    );
  }
  const { label, parts } = site;
  const stacks = openingStacks(site).map((stack) => ({ ...stack, label }));
  return {
    site: siteRow(examination, site),
    stacks: await siteStacks(examination, parts, stacks, token),
    closers: await siteStacks(examination, parts, site.closers, token),
    ...(await siteHandles(examination, site, { ...wanted, table: view }, token)),
    handleCount: site.handles.length,
  };
}

/** A page of a site's handles, as rows of their kind. */
async function siteHandles(
  examination: Examination,
  { family, handles, parts }: LeakSite,
  page: { readonly table: ViewTable | null; readonly start: number; readonly count: number },
  token: CancellationToken,
): Promise<Pick<LeakSiteAnswer, 'handles' | 'userHandles'>> {
  const { start, count, table } = page;
  if (family === 'kernel') {
    const rows = { live: handles, ghosts: new Uint32Array(0) };
    return table === null
      ? { handles: [], userHandles: [] }
      : {
          handles: await rowsOf(rows, { table, start, count }, examination.target, token),
          userHandles: [],
        };
  }
  const opened = await examination.views.users.get(token);
  if (opened === null) {
    return { handles: [], userHandles: [] };
  }
  const { memory: hasMemory } = examination.target.capabilities;
  const shown = Array.from(handles.subarray(start, start + count), (row) =>
    handleIndex(parts.columns.valueLow[row] ?? 0),
  );
  return {
    handles: [],
    userHandles: userRows(
      valueOf(opened),
      { live: shown, ghosts: [] },
      { start: 0, count, hasMemory },
    ),
  };
}

/** Reads the records that stand for some stacks. */
async function siteStacks(
  examination: Examination,
  { table }: LeakParts,
  stacks: readonly { readonly count: number; readonly row: number; readonly label: string }[],
  token: CancellationToken,
): Promise<readonly SiteStack[]> {
  const shown = stacks.slice(0, MAXIMUM_STACKS);
  const store = await table.traceStore(token);
  const rows = shown.map(({ row }) => row);
  const records = (await store?.records(rows, token)) ?? [];
  await prepareStacks(examination.target.symbols, records, token);
  return records.map((record, at) => ({
    count: shown[at]?.count ?? 0,
    label: shown[at]?.label ?? '',
    trace: traceRow(examination, record, null),
  }));
}

function snapshots({ interpreter: { state } }: Examination): SnapshotsAnswer {
  return {
    snapshots: state.named.map(({ name, origin, records, table, unlisted, user }) => ({
      name,
      handles: unlisted === null ? table.columns.count : null,
      userHandles: user?.table.columns.count ?? null,
      image: origin.image,
      records,
    })),
  };
}
