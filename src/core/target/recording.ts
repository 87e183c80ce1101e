/** Walking through the recorded operations of a target that cannot run: a dump with trace records. */

import type { HandleTrace } from '../model/handleTrace';
import type { Result } from '../util/result';
import type { MotionHost } from './program';
import type { StopInfo } from './target';

/** A moment of a recording: between two of its operations. */
export interface RecordingMoment {
  /** Operations done by then: 0 is before the first one, {@link recorded} the end, as which the target was recorded. */
  readonly operations: number;
  readonly recorded: number;
  /** The operation that was done last; null before the first one. */
  readonly last: HandleTrace | null;
  /** False when the order of the operations is an assumption. */
  readonly orderIsKnown: boolean;
  /** Where the order was found from the records: what says so, a sentence. */
  readonly orderReason?: string;
  /** Handles of the end that no record opens: they are open at every moment, because nothing says since when. */
  readonly withoutTime: number;
  /** Records that no order of events explains completely, such as a second close: something is missing between them. */
  readonly contradictions: number;
}

/** Where to go. A step is one operation; `continue` goes to the next bad reference, or to the end or the start. */
export type RecordingMotion =
  | { readonly kind: 'continue' | 'step'; readonly backwards: boolean }
  /** To the moment after an operation, numbered from 1 for the oldest; 0 is before it. */
  | { readonly kind: 'operation'; readonly number: number };

/** The moments of a recording, one of which is looked at: everything the target tells is told as of then. */
export interface RecordingAccess {
  /** Where the recording stands. Reads the records the first time. */
  moment(host: MotionHost): Promise<Result<RecordingMoment>>;
  /** Goes to another moment; a problem says why there is none. */
  move(motion: RecordingMotion, host: MotionHost): Promise<Result<StopInfo>>;
}
