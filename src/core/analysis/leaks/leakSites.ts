/** The leak sites of a process: outstanding opens folded by the place that opened them, most suspicious first. */

import type { HandleColumns } from '../../model/handleColumns';
import { TRACE_OPEN } from '../../model/handleTrace';
import type { CancellationToken } from '../../util/cancellation';
import { ok, type Result } from '../../util/result';
import type { HandleTable } from '../handleTable';
import type { Query, QueryProblem } from '../query/querySyntax';
import { allRows } from '../sortRows';
import { classifyEach, RowGroups, type GroupOutline } from '../table/rowGroups';
import { NO_RECORD } from '../traces/openers';
import type { Folding } from '../traces/siteFrames';
import type { StackSites } from '../traces/stackSites';
import type { TraceFacts } from '../filter/filterFacts';
import type { Work } from '../work';
import { findBlindSpots, type BlindSpots } from './blindSpots';
import { findOrphanedCloses } from './orphanedCloses';
import { pairRecords } from './recordPairs';
import { SiteColumns, type SiteRecords } from './siteColumns';
import { growthOf, NO_HISTORY, type SiteHistory } from './siteHistory';
import { SiteLevels } from './siteLevels';
import { NO_SAMPLE, sampleSite, type SiteSample } from './siteSample';
import { suppresses, type Suppression } from './suppressions';
import { judge, type SiteEvidence, type Suspicion } from './suspicion';

/** Sites that are judged; of more, those with the most outstanding opens. */
const MOST_JUDGED = 65_536;
/** Sites whose handles are read in full, the most suspicious. */
const MOST_SAMPLED = 512;
/** Handles read in full, over all sites, and of one site. */
const MOST_HANDLES = 16_384;
const MOST_HANDLES_OF_SITE = 256;

/** What is asked for. */
export interface LeakOptions {
  readonly folding: Folding;
  /** Counts only handles that meet its condition; null counts all outstanding opens. */
  readonly query: Query | null;
  readonly suppressions: readonly Suppression[];
  /** Only sites by own frames can be followed through snapshots. */
  readonly history: SiteHistory;
}

/** A site in its place. */
export interface RankedSite {
  /** What it was made from, and what everything that is said of it is looked up in. */
  readonly parts: LeakParts;
  /** Number among the {@link StackSites}. */
  readonly site: number;
  readonly key: string;
  readonly evidence: SiteEvidence;
  readonly suspicion: Suspicion;
  readonly sample: SiteSample;
}

/** Everything that a report on one site is made from. */
export interface LeakParts {
  readonly table: HandleTable;
  readonly columns: HandleColumns;
  readonly traces: TraceFacts;
  readonly sites: StackSites;
  readonly records: SiteRecords;
  readonly bySite: SiteColumns;
  /** Opens on record, by site. */
  readonly opens: RowGroups;
  /** Rows of the handle table, by the site that opened them; those that do not meet the query are left out. */
  readonly handles: RowGroups;
}

/** Ranked leak sites, and what they were made from. */
export interface LeakSites {
  readonly options: LeakOptions;
  readonly parts: LeakParts;
  /** Sites with outstanding opens, most suspicious first. */
  readonly ranking: readonly RankedSite[];
  /** Sites that suppressions took out. */
  readonly suppressed: number;
  /** Outstanding opens of the sites that were taken out. */
  readonly suppressedOpens: number;
  readonly blindSpots: BlindSpots;
}

/**
 * Folds all records of a table's trace log. Null when the target has none; a problem when the query asks for what it does
 * not have.
 */
export async function findLeakSites(
  table: HandleTable,
  options: LeakOptions,
  token: CancellationToken,
): Promise<Result<LeakSites | null, QueryProblem>> {
  const work = table.work(token);
  const gathered = await gather(table, options, work);
  if (!gathered.ok || gathered.value === null) {
    return gathered.ok ? ok(null) : gathered;
  }
  const parts = gathered.value;
  const blindSpots = await blindSpotsOf(parts, work);
  const judged = await rank(parts, options, blindSpots, work);
  const ranking: RankedSite[] = [];
  let suppressedOpens = 0;
  for (const each of judged) {
    if (options.suppressions.length > 0 && isSuppressed(each, parts, options.suppressions)) {
      suppressedOpens += each.evidence.outstanding;
    } else {
      ranking.push(each);
    }
  }
  const suppressed = judged.length - ranking.length;
  return ok({ options, parts, ranking, suppressed, suppressedOpens, blindSpots });
}

/** Loads and adds up what the log and the table know. */
async function gather(
  table: HandleTable,
  options: LeakOptions,
  work: Work,
): Promise<Result<LeakParts | null, QueryProblem>> {
  const { token } = work;
  work.report?.({ what: 'Reading the trace log', done: 0, total: 4 });
  const sites = await table.sites(token, options.folding);
  const traces = await table.traces(token);
  const index = await table.traceIndex(token);
  if (sites === null || traces === null || index === null) {
    return ok(null);
  }
  const rows = options.query === null ? null : await table.select(options.query, token);
  if (rows !== null && !rows.ok) {
    return rows;
  }
  work.report?.({ what: 'Pairing opens and closes', done: 1, total: 4 });
  const columns = await table.columns(token);
  const pairs = await pairRecords(index, work);
  const records: SiteRecords = {
    columns: traces.columns,
    pairs,
    siteOf: (record) => sites.siteOf(traces.stacks.stackOf(record)),
    sites: sites.count + 1,
    counts: rows === null ? null : recordsOf(rows.value, traces),
    openers: traces.openers,
  };
  work.report?.({ what: 'Folding stacks into sites', done: 2, total: 4 });
  const bySite = await SiteColumns.build(records, work);
  const opens = await groupOpens(records, work);
  const handles = await groupHandles(rows?.value ?? allRows(columns.count), records, work);
  return ok({ table, columns, traces, sites, records, bySite, opens, handles });
}

/** Marks the records that opened some handles. */
function recordsOf(rows: Uint32Array, traces: TraceFacts): Uint8Array {
  const marks = new Uint8Array(traces.columns.count);
  for (const row of rows) {
    const record = traces.openers.openRecord[row] ?? NO_RECORD;
    if (record !== NO_RECORD) {
      marks[record] = 1;
    }
  }
  return marks;
}

const byNumber = (a: GroupOutline, b: GroupOutline): number => a.number - b.number;

async function groupOpens(records: SiteRecords, work: Work): Promise<RowGroups> {
  const { operation } = records.columns;
  const opens = new Uint32Array(records.pairs.opens);
  let count = 0;
  for (let record = 0; record < operation.length; record++) {
    if (operation[record] === TRACE_OPEN) {
      opens[count++] = record;
    }
  }
  return await RowGroups.build(work, opens, {
    limit: records.sites,
    classify: classifyEach(records.siteOf),
    compare: byNumber,
  });
}

async function groupHandles(
  rows: Uint32Array,
  records: SiteRecords,
  work: Work,
): Promise<RowGroups> {
  const openRecord = records.openers?.openRecord ?? new Int32Array(0);
  return await RowGroups.build(work, rows, {
    // The last number stands for handles without an open on record.
    limit: records.sites + 1,
    classify: classifyEach((row) => {
      const record = openRecord[row] ?? NO_RECORD;
      return record === NO_RECORD ? records.sites : records.siteOf(record);
    }),
    compare: byNumber,
  });
}

async function blindSpotsOf(parts: LeakParts, work: Work): Promise<BlindSpots> {
  const { table, traces, records, columns } = parts;
  const store = await table.traceStore(work.token);
  return await findBlindSpots(
    {
      log: store?.facts ?? UNKNOWN_LOG,
      sequence: traces.columns.sequence,
      records: traces.columns.count,
      pairs: records.pairs,
      stackOf: (record) => traces.stacks.stackOf(record),
      stacks: traces.stacks.table,
      table: table.unlisted === null ? { columns, openers: traces.openers } : null,
    },
    work,
  );
}

const UNKNOWN_LOG: BlindSpots['log'] = {
  source: 'verifier log',
  slots: null,
  lost: null,
  recorded: null,
  orderIsKnown: false,
  maximumDepth: Infinity,
};

/** Judges by what columns know, then the most suspicious again by what their handles are. */
async function rank(
  parts: LeakParts,
  options: LeakOptions,
  { tableFits, log }: BlindSpots,
  work: Work,
): Promise<readonly RankedSite[]> {
  const { bySite, records, sites } = parts;
  const candidates = sitesWithOpens(bySite).slice(0, MOST_JUDGED);
  const orphaned = await findOrphanedCloses(records, work);
  const levels = await SiteLevels.build(records, candidates, orphaned, work);
  const history = options.folding.kind === 'own' ? options.history : NO_HISTORY;
  const first = candidates.map((site): RankedSite => {
    const outstanding = bySite.outstanding[site] ?? 0;
    const key = sites.facts(site)?.key ?? '';
    const earlier = growthOf(history, key);
    const evidence: SiteEvidence = {
      outstanding,
      opened: bySite.opened[site] ?? 0,
      closed: bySite.closed[site] ?? 0,
      overdue: bySite.overdue[site] ?? 0,
      longestLife: bySite.longestLife[site] ?? 0,
      records: records.columns.count,
      floors: levels.floors(site),
      level: levels.of(site)?.at(-1) ?? outstanding,
      growth: earlier.length === 0 ? [] : [...earlier, outstanding],
      listed: tableFits ? (bySite.listed[site] ?? 0) : null,
      repeated: null,
      deadTargets: 0,
      programEnded: log.programEnded === true,
      unexplainedCloses: orphaned.unexplained,
    };
    return { parts, site, key, evidence, suspicion: judge(evidence), sample: NO_SAMPLE };
  });
  first.sort(bySuspicion);
  const sampled = await sampleSites(first.slice(0, MOST_SAMPLED), parts, work);
  return [...sampled, ...first.slice(MOST_SAMPLED)].sort(bySuspicion);
}

/** Sites with outstanding opens, most of them first. */
function sitesWithOpens({ outstanding }: SiteColumns): number[] {
  const found: number[] = [];
  outstanding.forEach((count, site) => {
    if (count > 0) {
      found.push(site);
    }
  });
  return found.sort((a, b) => (outstanding[b] ?? 0) - (outstanding[a] ?? 0) || a - b);
}

/** The order of a ranking: most suspicious first. */
export function bySuspicion(a: RankedSite, b: RankedSite): number {
  return (
    b.suspicion.score - a.suspicion.score ||
    b.evidence.outstanding - a.evidence.outstanding ||
    a.site - b.site
  );
}

async function sampleSites(
  ranked: readonly RankedSite[],
  parts: LeakParts,
  work: Work,
): Promise<readonly RankedSite[]> {
  const { table, traces, handles } = parts;
  const most = Math.min(
    MOST_HANDLES_OF_SITE,
    Math.max(16, Math.floor(MOST_HANDLES / Math.max(1, ranked.length))),
  );
  const threadOf = (row: number): number =>
    traces.columns.threadId[traces.openers.openRecord[row] ?? 0] ?? 0;
  const sampled: RankedSite[] = [];
  for (const each of ranked) {
    const rows = handles.rows(handles.groupWith(each.site));
    const sample = await sampleSite(table.source.handles, { rows, most, threadOf }, work.token);
    const evidence = {
      ...each.evidence,
      repeated: sample.repeated,
      deadTargets: sample.deadTargets,
    };
    sampled.push({ ...each, evidence, sample, suspicion: judge(evidence) });
    work.report?.({ what: 'Looking at handles', done: sampled.length, total: ranked.length });
  }
  return sampled;
}

function isSuppressed(
  { site, key, sample }: RankedSite,
  { sites, traces, handles, columns }: LeakParts,
  suppressions: readonly Suppression[],
): boolean {
  const stack = sites.facts(site)?.stack ?? 0;
  const rows = handles.rows(handles.groupWith(site));
  const types = new Set(Array.from(rows, (row) => columns.typeName(row) ?? 'none'));
  const candidate = {
    key,
    frames: traces.stacks.table.frames(stack).map((address) => traces.book.facts(address).folded),
    types: [...types],
    names: sample.distinctNames,
  };
  return suppressions.some((each) => suppresses(each, candidate));
}
