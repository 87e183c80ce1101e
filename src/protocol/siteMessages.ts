/** Messages behind the Leak Sites view and the commands about snapshots. Handles of a site travel in pages. */

import type { HandleFamily } from '../core/analysis/traces/handleFamily';
import type { SuspicionLevel } from '../core/analysis/leaks/suspicion';
import type { SourcePlace } from '../core/model/stackFrame';
import type { Result } from '../core/util/result';
import { MAXIMUM_PAGE, type ProcessArguments, type TraceRow } from './dapExtensions';
import { readFields, type Fields } from './fields';
import type { UserRow } from './userMessages';
import type { ViewRow } from './viewMessages';

/** A page of the ranked leak sites: {@link LeakSitesArguments} → {@link LeakSitesAnswer}. */
export const LEAK_SITES_REQUEST = 'handleLens/leakSites';
/** One of them in full: {@link LeakSiteArguments} → {@link LeakSiteAnswer}. */
export const LEAK_SITE_REQUEST = 'handleLens/leakSite';
/** The snapshots of the session: no arguments → {@link SnapshotsAnswer}. */
export const SNAPSHOTS_REQUEST = 'handleLens/snapshots';

/** Arguments of {@link LEAK_SITES_REQUEST}. */
export interface LeakSitesArguments extends ProcessArguments {
  readonly start: number;
  /** At most MAXIMUM_PAGE come back. */
  readonly count: number;
}

/** A place that opened handles of which some are outstanding. */
export interface LeakSiteRow {
  /** Place in the ranking, from 1. */
  readonly rank: number;
  /** Stays the same as long as the names of its frames do. */
  readonly key: string;
  /** Which kind of handles it opened. */
  readonly family: HandleFamily;
  /** The frame to blame. */
  readonly label: string;
  readonly outstanding: number;
  readonly opened: number;
  readonly closed: number;
  /** Types of its handles, most first; empty when no handle of it is in the table. */
  readonly types: readonly { readonly type: string; readonly count: number }[];
  readonly level: SuspicionLevel;
  /** 0 to 100. */
  readonly score: number;
  /** Why, heaviest first. */
  readonly reasons: readonly string[];
  /** The source line of the frame to blame; null where the target does not tell it. */
  readonly source: SourcePlace | null;
}

/** What several sites have together. */
export interface SitesCount {
  readonly sites: number;
  /** Outstanding opens. */
  readonly outstanding: number;
}

/** Answer of {@link LEAK_SITES_REQUEST}. The ranking holds suspicious sites first and steady ones last. */
export interface LeakSitesAnswer {
  readonly sites: readonly LeakSiteRow[];
  readonly total: SitesCount;
  /** Those that look like leaks. */
  readonly likely: SitesCount;
  /** Those that do not look like leaks: the last ones of the ranking. */
  readonly steady: SitesCount;
  /** Those that the user does not want to see; not in the ranking. */
  readonly suppressed: SitesCount;
  /** What the log cannot see, a sentence or two each. */
  readonly limits: readonly string[];
  /** Why there are no sites and what to do about it; null when there is a trace log. */
  readonly missing: string | null;
  readonly generation: number;
}

/** Arguments of {@link LEAK_SITE_REQUEST}: which site, and which of its handles. */
export interface LeakSiteArguments extends LeakSitesArguments {
  readonly key: string;
}

/** A stack that opened handles of a site, or closed siblings. */
export interface SiteStack {
  /** Records with this stack; of closers, records of the place. */
  readonly count: number;
  /** The frame to name. */
  readonly label: string;
  /** The newest record with this stack. */
  readonly trace: TraceRow;
}

/** Answer of {@link LEAK_SITE_REQUEST}. */
export interface LeakSiteAnswer {
  readonly site: LeakSiteRow;
  /** Distinct stacks of its outstanding opens, most frequent first; at most {@link MAXIMUM_STACKS}. */
  readonly stacks: readonly SiteStack[];
  /** Where siblings were closed, most first; at most {@link MAXIMUM_STACKS}. */
  readonly closers: readonly SiteStack[];
  /** A page of its handles; empty for a site of USER handles. */
  readonly handles: readonly ViewRow[];
  /** The same for a site of USER handles. */
  readonly userHandles: readonly UserRow[];
  /** All its handles that are in the handle table. */
  readonly handleCount: number;
}

/** Most stacks of a site that travel. */
export const MAXIMUM_STACKS = 20;

/** Answer of {@link SNAPSHOTS_REQUEST}: oldest first. */
export interface SnapshotsAnswer {
  readonly snapshots: readonly SnapshotRow[];
}

/** A handle table that was kept under a name. */
export interface SnapshotRow {
  readonly name: string;
  /** Kernel handles; null where the target lists none. */
  readonly handles: number | null;
  /** USER handles of the process; null where the target shows none. */
  readonly userHandles: number | null;
  /** Of the process. */
  readonly image: string;
  /** Records in the trace log by then; null without one. */
  readonly records: number | null;
}

/** Checks the arguments of `handleLens/leakSites`: the first page when nothing is said. */
export function parseLeakSitesArguments(value: unknown): Result<LeakSitesArguments> {
  return readFields(LEAK_SITES_REQUEST, value, page);
}

/** Checks the arguments of `handleLens/leakSite`. */
export function parseLeakSiteArguments(value: unknown): Result<LeakSiteArguments> {
  return readFields(LEAK_SITE_REQUEST, value, (fields) => ({
    ...page(fields),
    key: fields.text('key'),
  }));
}

function page(fields: Fields): LeakSitesArguments {
  const processId = fields.optionalNumber('processId', { maximum: 0xffff_ffff });
  return {
    start: fields.optionalNumber('start') ?? 0,
    count: Math.min(fields.optionalNumber('count') ?? MAXIMUM_PAGE, MAXIMUM_PAGE),
    ...(processId === undefined ? {} : { processId }),
  };
}
