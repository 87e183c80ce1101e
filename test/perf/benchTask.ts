/** What one measurement is: work in a fresh process that reports one number. */

/** What a task may use. */
export interface BenchContext {
  /** The dump that is measured. */
  readonly dump: string;
}

/** What a task found out. */
export interface BenchOutcome {
  /** The number the goal is about, in the unit of the item. */
  readonly value: number;
  /** More numbers for those who look closer. */
  readonly details?: Readonly<Record<string, number>>;
}

/** One measurement. */
export type BenchTask = (context: BenchContext) => Promise<BenchOutcome>;

/** Milliseconds that work takes. */
export async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Milliseconds by the clock, and of processor time: on a busy machine the clock tells more about the others. */
export async function measured(
  work: () => Promise<void>,
): Promise<{ readonly value: number; readonly cpuMs: number }> {
  const before = process.cpuUsage();
  const value = await timed(work);
  const { user, system } = process.cpuUsage(before);
  return { value, cpuMs: (user + system) / 1000 };
}

/** The value below which `fraction` (0 to 1) of the values lie. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN;
}
