/** Time as the adapter sees it, so that tests can hold it. */

/** A clock and timers. */
export interface Scheduler {
  /** Milliseconds since some fixed moment. */
  now(): number;
  /** Runs `action` once after some milliseconds; the returned function prevents that. */
  after(milliseconds: number, action: () => void): () => void;
}

/** The host's own clock and timers. */
export const hostScheduler: Scheduler = {
  now: () => Date.now(),
  after: (milliseconds, action) => {
    if (milliseconds === 0) {
      // A timer of 0 waits a millisecond, which long work in small steps would feel; this waits only for what is due.
      const turn = setImmediate(action);
      return () => {
        clearImmediate(turn);
      };
    }
    const timer = setTimeout(action, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Resolves after everything that waits in the event loop had its turn, so that a cancel request can arrive. */
export function breathe(scheduler: Scheduler): Promise<void> {
  return new Promise((resolve) => {
    scheduler.after(0, resolve);
  });
}
