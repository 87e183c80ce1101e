/** Access to the handle trace log of one process. */

import type { HandleTrace, TraceColumns } from '../model/handleTrace';
import type { StackColumn } from '../model/stackColumn';
import type { CancellationToken } from '../util/cancellation';

/** What the log can and cannot know. */
export interface TraceFacts {
  /** Where the records come from. */
  readonly source: 'kernel ring' | 'verifier log' | 'debugger log' | 'event log';
  /** Slots of the ring; null when the log is not a ring or does not say. */
  readonly slots: number | null;
  /** Records that were overwritten; null when not known. */
  readonly lost: number | null;
  /** How many records exist in all since tracing began, lost ones included; null when not known. */
  readonly recorded: number | null;
  /** False when the order newest-first is an assumption (minidump stream 18). */
  readonly orderIsKnown: boolean;
  /** Where the order was found from the records themselves: which it is and what says so, a sentence. Absent elsewhere. */
  readonly orderReason?: string;
  /** Present when the program has ended by itself: what is open then was not closed in time. */
  readonly programEnded?: true;
  /** Most frames a record can hold. */
  readonly maximumDepth: number;
}

/** A trace log that can be paged. Row 0 is the newest record. */
export interface TraceStore {
  readonly count: number;
  readonly facts: TraceFacts;
  /** All rows as columns, without stacks; loaded once, then kept. */
  columns(token: CancellationToken): Promise<TraceColumns>;
  /**
   * The stacks of all rows, each distinct one once; loaded once, then kept. Present where the target can read them faster
   * than by making records; `RecordStacks` in core/analysis works for every store.
   */
  stacks?(token: CancellationToken): Promise<StackColumn>;
  /** Full records of some rows, in the order given; rows outside the log are left out. */
  records(rows: ArrayLike<number>, token: CancellationToken): Promise<readonly HandleTrace[]>;
}
