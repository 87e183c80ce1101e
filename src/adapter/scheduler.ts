/** Time as the adapter sees it, so that tests can hold it. */

/** A clock and timers. */
export interface Scheduler {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Runs `action` once after some milliseconds; the returned function prevents that. */
  after(milliseconds: number, action: () => void): () => void;
}

/** Resolves after everything that waits in the event loop had its turn, so that a cancel request can arrive. */
export function breathe(scheduler: Scheduler): Promise<void> {
  return new Promise((resolve) => {
    scheduler.after(0, resolve);
  });
}
