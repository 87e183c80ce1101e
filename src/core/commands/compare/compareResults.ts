/** What `!snapshot` and `!compare` answer with. */

import type { Comparison } from '../../analysis/compare/comparison';
import type { NamedSnapshot } from '../../analysis/compare/namedSnapshot';
import type { ResultHeader } from '../results';

/** Answer of `!snapshot`. */
export interface SnapshotsResult extends ResultHeader {
  readonly kind: 'snapshots';
  readonly action: 'taken' | 'replaced' | 'deleted' | 'list';
  /** The one that was taken or deleted; null for a list. */
  readonly subject: NamedSnapshot | null;
  /** All there are now, oldest first. */
  readonly snapshots: readonly NamedSnapshot[];
}

/** Answer of `!compare`. */
export interface ComparisonResult extends ResultHeader {
  readonly kind: 'comparison';
  readonly comparison: Comparison;
  /** Most handles to list in each part of the text; JSON has all. */
  readonly most: number;
}
