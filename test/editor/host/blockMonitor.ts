/** Finds the longest stretch in which the event loop stood still, by the clock and by the time the processor worked for it. */

/** A stretch, in milliseconds. */
export interface Block {
  /** By the clock: other programs of a busy machine count too. */
  readonly clock: number;
  /** What this thread worked at most between two turns of the loop; undefined before Node 23.9. */
  readonly processor: number | undefined;
}

/** Milliseconds between two looks. */
const TICK = 1;

/** Thread times are known from Node 23.9 on, in microseconds; `@types/node` is of Node 20. */
const threadTime = (): number | undefined => {
  const { threadCpuUsage } = process as {
    threadCpuUsage?: () => { readonly user: number; readonly system: number };
  };
  const usage = threadCpuUsage?.call(process);
  return usage === undefined ? undefined : (usage.user + usage.system) / 1000;
};

/** Watches from its making until it is disposed of. */
export class BlockMonitor {
  private readonly timer: NodeJS.Timeout;
  private lastClock = performance.now();
  private lastWorked = threadTime();
  private clock = 0;
  private processor: number | undefined;

  constructor() {
    this.timer = setInterval(() => {
      this.look();
    }, TICK);
  }

  /** Begins anew. */
  reset(): void {
    this.look();
    this.clock = 0;
    this.processor = undefined;
  }

  /** The longest block since the last reset. */
  async longest(): Promise<Block> {
    // A block ends when the loop turns again.
    await new Promise((next) => setTimeout(next, 20));
    const { clock, processor } = this;
    return { clock, processor };
  }

  dispose(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const now = performance.now();
    const worked = threadTime();
    this.clock = Math.max(this.clock, now - this.lastClock - TICK);
    if (worked !== undefined && this.lastWorked !== undefined) {
      this.processor = Math.max(this.processor ?? 0, worked - this.lastWorked);
    }
    this.lastClock = now;
    this.lastWorked = worked;
  }
}
