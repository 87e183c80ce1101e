/** Time in a browser's worker. */

/** The part of a message channel that is used. */
interface Channel {
  readonly port1: { onmessage: ((message: never) => unknown) | null };
  readonly port2: { postMessage(message: null): void };
}

/** A clock, timers, and turns of the event loop that do not wait: a browser holds timers of 0 ms back for 4 ms. */
export function browserScheduler(channel: Channel): {
  now(): number;
  after(milliseconds: number, action: () => void): () => void;
} {
  const waiting: { action: (() => void) | null }[] = [];
  channel.port1.onmessage = () => {
    waiting.shift()?.action?.();
  };
  return {
    now: () => Date.now(),
    after: (milliseconds, action) => {
      if (milliseconds === 0) {
        const turn: { action: (() => void) | null } = { action };
        waiting.push(turn);
        channel.port2.postMessage(null);
        return () => {
          turn.action = null;
        };
      }
      const timer = setTimeout(action, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
