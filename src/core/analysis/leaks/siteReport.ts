/** One leak site with everything that is said about it. */

import { NO_TYPE } from '../../model/handleColumns';
import { TRACE_CLOSE } from '../../model/handleTrace';
import type { ResolvedAddress } from '../../model/stackFrame';
import { NO_STACK } from '../../model/stackColumn';
import { NO_RECORD } from '../traces/openers';
import type { HandleFamily } from '../traces/handleFamily';
import type { FrameOwner } from '../traces/ownFrames';
import { NO_SITE } from '../traces/stackSites';
import { typeCounts, type TypeCount } from './blindSpots';
import type { LeakParts, LeakSites, RankedSite } from './leakSites';
import type { NamePattern } from './namePattern';
import type { SuspicionLevel } from './suspicion';
import { tellReason } from './tellReason';

/** A record as people name it. */
export interface RecordPlace {
  /** Row of the log, 0 being the newest. */
  readonly row: number;
  /** Running number since tracing began; null where the target does not number records. */
  readonly sequence: number | null;
  readonly threadId: number;
  readonly processId: number;
}

/** How often a thread or process did something. */
export interface ActorCount {
  readonly id: number;
  readonly count: number;
}

/** A place that closed siblings. */
export interface SiteCloser {
  readonly key: string;
  /** The frame to name. */
  readonly label: string;
  readonly count: number;
  readonly threads: readonly ActorCount[];
  /** The newest of its closes: row of the log. */
  readonly row: number;
  /** A stack of this place, innermost first. */
  readonly stack: readonly ResolvedAddress[];
}

/** A distinct stack of outstanding opens. */
export interface OpeningStack {
  readonly count: number;
  /** The newest record with this stack: row of the log. */
  readonly row: number;
  readonly threads: readonly ActorCount[];
  readonly frames: readonly ResolvedAddress[];
}

/** A reason in words. */
export interface ToldReason {
  readonly kind: string;
  readonly points: number;
  readonly text: string;
}

/** A leak site. Counts are of records unless said otherwise. */
export interface LeakSite {
  /** Place in the ranking, from 1. */
  readonly rank: number;
  /** What it was made from. */
  readonly parts: LeakParts;
  readonly family: HandleFamily;
  /** Stays the same as long as the names of its frames do. */
  readonly key: string;
  /** The frame to blame. */
  readonly label: string;
  readonly owner: FrameOwner;
  /** The frames that make the site, innermost first. */
  readonly frames: readonly ResolvedAddress[];
  readonly outstanding: number;
  readonly opened: number;
  readonly closed: number;
  /** Opens whose value was opened again although no close is on record. */
  readonly replaced: number;
  /** Outstanding opens whose handle is in the handle table. */
  readonly listed: number;
  readonly types: readonly TypeCount[];
  readonly names: NamePattern;
  readonly threads: readonly ActorCount[];
  readonly processes: readonly ActorCount[];
  /** The oldest and the newest outstanding open. */
  readonly firstOpen: RecordPlace;
  readonly lastOpen: RecordPlace;
  /** Where siblings were closed, most first. */
  readonly closers: readonly SiteCloser[];
  /** Fewest open handles in each quarter of the log, oldest first; null where nobody looked. */
  readonly floors: readonly number[] | null;
  /** Outstanding opens at each snapshot and now; empty without snapshots. */
  readonly growth: readonly number[];
  readonly score: number;
  readonly level: SuspicionLevel;
  readonly reasons: readonly ToldReason[];
  /** Rows of the handle table. */
  readonly handles: Uint32Array;
  /** Rows of the log, newest first. */
  readonly opens: Uint32Array;
}

/** Says everything about the site at a place of the ranking (from 1); null when there is none. */
export function reportSite({ ranking }: Pick<LeakSites, 'ranking'>, rank: number): LeakSite | null {
  const ranked = ranking[rank - 1];
  return ranked === undefined ? null : report(ranked, rank);
}

function report(ranked: RankedSite, rank: number): LeakSite {
  const { parts } = ranked;
  const { bySite, handles, records, sites } = parts;
  const { site, evidence, suspicion, sample } = ranked;
  const facts = sites.facts(site);
  const opens = outstandingOf(parts, site);
  const rows = handles.rows(handles.groupWith(site));
  const { threadId, processId } = records.columns;
  return {
    rank,
    parts,
    family: parts.table.family,
    key: facts?.key ?? '',
    label: facts?.label ?? 'opens without a stack',
    owner: facts?.owner ?? 'unknown',
    frames: facts?.frames ?? [],
    outstanding: evidence.outstanding,
    opened: evidence.opened,
    closed: evidence.closed,
    replaced: bySite.replaced[site] ?? 0,
    listed: bySite.listed[site] ?? 0,
    types: typesOf(parts, rows),
    names: sample.names,
    threads: actors(opens, threadId),
    processes: actors(opens, processId),
    firstOpen: placeOf(parts, bySite.firstOpen[site] ?? 0),
    lastOpen: placeOf(parts, bySite.lastOpen[site] ?? 0),
    closers: closersOf(parts, site),
    floors: evidence.floors,
    growth: evidence.growth,
    score: suspicion.score,
    level: suspicion.level,
    reasons: suspicion.reasons.map(({ kind, points }) => ({
      kind,
      points,
      text: tellReason(kind, evidence),
    })),
    handles: rows,
    opens,
  };
}

/** The outstanding opens of a site that count, newest first. */
function outstandingOf({ opens, records }: LeakParts, site: number): Uint32Array {
  const { pairs, counts } = records;
  return opens
    .rows(opens.groupWith(site))
    .filter(
      (record) => pairs.outstanding[record] === 1 && (counts === null || counts[record] === 1),
    );
}

function typesOf({ columns }: LeakParts, rows: Uint32Array): readonly TypeCount[] {
  const counts = new Uint32Array(columns.typeNames.length);
  for (const row of rows) {
    const type = columns.type[row] ?? NO_TYPE;
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return typeCounts(counts, columns);
}

/** Who made some records, most first. */
function actors(records: Uint32Array, ids: Uint32Array): readonly ActorCount[] {
  const counts = new Map<number, number>();
  for (const record of records) {
    const id = ids[record] ?? 0;
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts]
    .map(([id, count]) => ({ id, count }))
    .sort((a, b) => b.count - a.count || a.id - b.id);
}

function placeOf({ records }: LeakParts, row: number): RecordPlace {
  const { sequence, threadId, processId } = records.columns;
  return {
    row,
    sequence: sequence?.[row] ?? null,
    threadId: threadId[row] ?? 0,
    processId: processId[row] ?? 0,
  };
}

/** Where the handles of a site that were closed were closed. */
function closersOf(parts: LeakParts, site: number): readonly SiteCloser[] {
  const { opens, records, sites, traces } = parts;
  const { operation, threadId } = records.columns;
  const closes = new Map<number, number[]>();
  for (const open of opens.rows(opens.groupWith(site))) {
    const close = records.pairs.mate[open] ?? NO_RECORD;
    if (close !== NO_RECORD && operation[close] === TRACE_CLOSE) {
      const place = records.siteOf(close);
      const known = closes.get(place);
      if (known === undefined) {
        closes.set(place, [close]);
      } else {
        known.push(close);
      }
    }
  }
  return [...closes]
    .map(([place, rows]): SiteCloser => {
      const facts = place === NO_SITE ? null : sites.facts(place);
      const stack = traces.stacks.stackOf(rows[0] ?? 0);
      return {
        key: facts?.key ?? '',
        label: facts?.label ?? 'a close without a stack',
        count: rows.length,
        threads: actors(Uint32Array.from(rows), threadId),
        row: rows[0] ?? 0,
        stack: framesOf(parts, stack),
      };
    })
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}

/** The distinct stacks of a site's outstanding opens, most frequent first. */
export function openingStacks({
  parts,
  opens,
}: Pick<LeakSite, 'parts' | 'opens'>): readonly OpeningStack[] {
  const byStack = new Map<number, number[]>();
  for (const record of opens) {
    const stack = parts.traces.stacks.stackOf(record);
    const known = byStack.get(stack);
    if (known === undefined) {
      byStack.set(stack, [record]);
    } else {
      known.push(record);
    }
  }
  return [...byStack]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([stack, rows]) => ({
      count: rows.length,
      row: rows[0] ?? 0,
      threads: actors(Uint32Array.from(rows), parts.records.columns.threadId),
      frames: framesOf(parts, stack),
    }));
}

function framesOf({ traces }: LeakParts, stack: number): readonly ResolvedAddress[] {
  return stack === NO_STACK
    ? []
    : traces.stacks.table.frames(stack).map((address) => traces.book.facts(address).resolved);
}
