/** What the commands that search a handle table answer with. */

import type { DuplicateGroup } from '../../analysis/find/duplicates';
import type { OriginOf } from '../../analysis/find/rowOrigins';
import type { ZombieCount } from '../../analysis/find/zombies';
import type { HandleGroups } from '../../analysis/table/handleGroups';
import type { ProcessInfo } from '../../model/process';
import type { HandleStore } from '../../target/handleStore';
import type { ResultHeader } from '../results';

/** What all of them share. */
interface Searched extends ResultHeader {
  readonly process: ProcessInfo;
  readonly store: HandleStore;
  /** The query as typed; empty for all handles. */
  readonly query: string;
  /** Handles of the table. */
  readonly total: number;
  /** Who opened a handle; null where it was not asked for or there is no trace log. */
  readonly originOf: OriginOf | null;
  /** How many are printed at most; null when nobody said. */
  readonly most: number | null;
  /** What the reader should know besides, a sentence each. */
  readonly notes: readonly string[];
}

/** Answer of `!find`. */
export interface FindResult extends Searched {
  readonly kind: 'find';
  readonly groups: HandleGroups;
  /** Handles that were found. */
  readonly found: number;
}

/** Answer of `!dups`. */
export interface DuplicatesResult extends Searched {
  readonly kind: 'duplicates';
  readonly groups: readonly DuplicateGroup[];
}

/** Answer of `!zombies`. */
export interface ZombiesResult extends Searched, ZombieCount {
  readonly kind: 'zombies';
}

/** All of them. */
export type SearchResult = FindResult | DuplicatesResult | ZombiesResult;

const KINDS: ReadonlySet<string> = new Set<SearchResult['kind']>(['find', 'duplicates', 'zombies']);

/** True for the results of this file. */
export function isSearchResult(result: { readonly kind: string }): result is SearchResult {
  return KINDS.has(result.kind);
}
