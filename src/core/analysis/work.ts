/** Long work in small steps: between them the host gets its turn, progress is told and cancellation noticed. */

import { throwIfCancelled, type CancellationToken } from '../util/cancellation';
import type { RowScratch } from './rowScratch';

/** How far long work has come. */
export interface WorkProgress {
  /** What is being done, for people: `Reading names`. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/** What long work is handed: the core has no clock and no event loop of its own. */
export interface Work {
  readonly token: CancellationToken;
  /** Lets the host do other things; resolves when the work may go on. */
  readonly yieldNow: () => Promise<void>;
  /** Told from time to time how far the work has come. */
  readonly report?: (progress: WorkProgress) => void;
  /** Memory to be used again; without it each step takes its own. */
  readonly scratch?: RowScratch;
}

/** Rows of plain column work done at a stretch: some milliseconds on a slow machine. */
export const ROWS_PER_STEP = 131_072;

/** Gives the host its turn. Throws {@link CancelledError} when the work was cancelled meanwhile. */
export async function rest(work: Work): Promise<void> {
  throwIfCancelled(work.token);
  await work.yieldNow();
  throwIfCancelled(work.token);
}

/** Does `count` items in steps of at most `size`, resting between the steps. */
export async function inSteps(
  work: Work,
  count: number,
  size: number,
  step: (from: number, to: number) => void,
): Promise<void> {
  for (let from = 0; from < count; from += size) {
    if (from > 0) {
      await rest(work);
    }
    step(from, Math.min(count, from + size));
  }
}

/** Adds up work of uneven size and says when a rest is due. */
export class WorkMeter {
  private spent = 0;

  /** `stretch`: how much is done between two rests. */
  constructor(
    private readonly work: Work,
    private readonly stretch: number,
  ) {}

  /** Adds work that was done. True when {@link rest} should be called. */
  add(amount: number): boolean {
    this.spent += amount;
    return this.spent >= this.stretch;
  }

  /** Rests and starts over. */
  async rest(): Promise<void> {
    this.spent = 0;
    await rest(this.work);
  }
}
