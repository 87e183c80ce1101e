/** How counts of named things differ between two moments. */

/** One thing that is counted on both sides. */
export interface CountChange {
  readonly label: string;
  readonly before: number;
  readonly after: number;
  /** {@link after} minus {@link before}. */
  readonly change: number;
}

interface Counted {
  readonly label: string;
  readonly count: number;
}

/** The counts that differ, most growth first, most shrinkage last; equal changes by label. */
export function compareCounts(
  before: ReadonlyMap<string, Counted>,
  after: ReadonlyMap<string, Counted>,
): readonly CountChange[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  const changes: CountChange[] = [];
  for (const key of keys) {
    const older = before.get(key)?.count ?? 0;
    const newer = after.get(key)?.count ?? 0;
    if (older !== newer) {
      changes.push({
        label: after.get(key)?.label ?? before.get(key)?.label ?? key,
        before: older,
        after: newer,
        change: newer - older,
      });
    }
  }
  return changes.sort(
    (a, b) => b.change - a.change || (a.label < b.label ? -1 : Number(a.label > b.label)),
  );
}
