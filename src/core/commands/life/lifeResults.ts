/** What `!life` and `!why` answer with. */

import type { HandleLife } from '../../analysis/life/handleLife';
import type { BadReferenceStory } from '../../analysis/life/whyBad';
import type { HandleValue } from '../../model/identifiers';
import type { ProcessInfo } from '../../model/process';
import type { ResultHeader } from '../results';

/** A handle of another process to the same object. */
export interface OtherHandle {
  readonly process: ProcessInfo;
  readonly handle: HandleValue;
}

/** Answer of `!life`. */
export interface LifeResult extends ResultHeader {
  readonly kind: 'life';
  readonly process: ProcessInfo;
  readonly life: HandleLife;
  /** Null where the target does not show other processes. */
  readonly others: readonly OtherHandle[] | null;
  /** What the answer cannot tell; a sentence each. */
  readonly notes: readonly string[];
}

/** Answer of `!why`. */
export interface WhyResult extends ResultHeader {
  readonly kind: 'why';
  readonly process: ProcessInfo;
  /** Null when all bad references were asked for. */
  readonly handle: HandleValue | null;
  /** Newest first. */
  readonly stories: readonly BadReferenceStory[];
  /** Bad references that meet the question, those left out included. */
  readonly total: number;
  /** What to say where there is none, and what the answer cannot tell; a sentence each. */
  readonly notes: readonly string[];
}
