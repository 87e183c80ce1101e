/** What the commands that look for leaks answer with. */

import type { LeakRanking } from '../../analysis/leaks/leakRanking';
import type { PrefixNode } from '../../analysis/leaks/prefixTree';
import type { LeakSite, OpeningStack } from '../../analysis/leaks/siteReport';
import type { HandleStore } from '../../target/handleStore';
import type { ProcessInfo } from '../../model/process';
import type { ResultHeader } from '../results';

/** What several sites have together. */
export interface SitesTotal {
  readonly sites: number;
  /** Outstanding opens. */
  readonly outstanding: number;
}

/** Answer of `!sites`. */
export interface SitesResult extends ResultHeader {
  readonly kind: 'sites';
  readonly process: ProcessInfo;
  readonly leaks: LeakRanking;
  /** The first so many sites of the ranking are listed. */
  readonly shown: number;
  /** All sites with outstanding opens. */
  readonly total: SitesTotal;
  /** Sites that look like leaks. */
  readonly likely: SitesTotal;
  /** Not listed because they do not look like leaks. */
  readonly steady: SitesTotal;
  /** Not listed because there are more than asked for. */
  readonly more: SitesTotal;
  readonly suppressed: SitesTotal;
  /** What was asked for besides, in words; null for everything. */
  readonly filter: string | null;
  /** What the log cannot see, a sentence or two each. */
  readonly limits: readonly string[];
}

/** Answer of `!sites -by tree`. */
export interface SiteTreeResult extends ResultHeader {
  readonly kind: 'siteTree';
  readonly process: ProcessInfo;
  readonly root: PrefixNode;
  /** Lines that are printed at most. */
  readonly most: number;
  /** Functions with less than this share of all outstanding opens are not printed, 0 to 1. */
  readonly leastShare: number;
  readonly limits: readonly string[];
}

/** Answer of `!sites` and a number or key. */
export interface SiteResult extends ResultHeader {
  readonly kind: 'site';
  readonly process: ProcessInfo;
  readonly store: HandleStore;
  readonly site: LeakSite;
  /** Distinct stacks of its outstanding opens, most frequent first. */
  readonly stacks: readonly OpeningStack[];
  readonly limits: readonly string[];
}

/** Answer of `!sites -suppress` and `-unsuppress`. */
export interface SuppressionsResult extends ResultHeader {
  readonly kind: 'suppressions';
  /** All patterns now. */
  readonly patterns: readonly string[];
  /** The pattern that was added or taken away; null when they were only listed. */
  readonly changed: { readonly pattern: string; readonly added: boolean } | null;
}

/** All of them. */
export type LeakResult = SitesResult | SiteTreeResult | SiteResult | SuppressionsResult;

const KINDS: ReadonlySet<string> = new Set<LeakResult['kind']>([
  'sites',
  'siteTree',
  'site',
  'suppressions',
]);

/** True for the results of this file. */
export function isLeakResult(result: { readonly kind: string }): result is LeakResult {
  return KINDS.has(result.kind);
}
