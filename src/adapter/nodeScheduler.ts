/** Time in Node. */

import type { Scheduler } from './scheduler';

/** Node's clock and timers. */
export const nodeScheduler: Scheduler = {
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
