/** Open handles over time, by type and by the place that opened them: what a chart of a target's life is drawn from. */

/**
 * What the points of a timeline are: records of a trace log, moments of a debugger log, snapshots that the user took. USER handles have
 * timelines of their own.
 */
export type TimelineSource = 'records' | 'userRecords' | 'moments' | 'snapshots' | 'userSnapshots';

/** One point in time. */
export interface TimelinePoint {
  /** What tells it from the others: a running number of records or moments, the name of a snapshot; empty for now. */
  readonly label: string;
  /**
   * Records: the row of the newest record that has happened, 0 being the newest of the log; the number of records before
   * the first. Moments: the number of the moment. Null for snapshots.
   */
  readonly position: number | null;
}

/** How many handles of a kind are open at each point. */
export interface TimelineSeries {
  /** Of a type its name, of a site its key; empty for what has none. */
  readonly key: string;
  readonly label: string;
  /** Sums up several kinds, or those that nothing is known of. */
  readonly isRest: boolean;
  readonly counts: readonly number[];
}

/** A chart's data. Each list of series adds up to {@link total} at every point. */
export interface Timeline {
  readonly points: readonly TimelinePoint[];
  readonly total: readonly number[];
  readonly byType: readonly TimelineSeries[];
  /** Null where it is not known who opened handles. */
  readonly bySite: readonly TimelineSeries[] | null;
}

/** Kinds that get a series of their own; the others are one. */
export const MOST_SERIES = 8;
/** What stands for handles whose type no record and no table says. */
export const UNKNOWN_TYPE = 'type not recorded';
/** What stands for handles that were opened before the log begins. */
export const UNKNOWN_SITE = 'opening not recorded';

/** Counts by kind while they are gathered. */
export class SeriesBook {
  private readonly counts = new Map<
    string,
    { readonly label: string; readonly at: Float64Array }
  >();

  constructor(private readonly points: number) {}

  /** The counts of a kind, made when they are first asked for; an empty key is never summed up with others. */
  of(key: string, label: string): Float64Array {
    let known = this.counts.get(key);
    if (known === undefined) {
      known = { label, at: new Float64Array(this.points) };
      this.counts.set(key, known);
    }
    return known.at;
  }

  /** Turns changes at points into levels. */
  sumUp(): void {
    for (const { at } of this.counts.values()) {
      for (let point = 1; point < at.length; point++) {
        at[point] = (at[point] ?? 0) + (at[point - 1] ?? 0);
      }
    }
  }

  /**
   * Series: the first kinds of `order`, else those with the most at any point, the rest in one called `rest`, and what is
   * not known last. Kinds with nothing at any point are left out.
   */
  series(rest: string, order: readonly string[] | null = null): readonly TimelineSeries[] {
    const kinds = [...this.counts]
      .map(([key, { label, at }]) => ({ key, label, at, most: Math.max(...at) }))
      .filter(({ most }) => most > 0);
    const known = kinds.filter(({ key }) => key !== '');
    const places = new Map(order?.map((key, place) => [key, place]));
    const placeOf = (key: string): number => places.get(key) ?? Infinity;
    known.sort((a, b) => placeOf(a.key) - placeOf(b.key) || b.most - a.most || 0);
    // One kind more than there is room for needs no series for the rest.
    const shown = known.length <= MOST_SERIES + 1 ? known : known.slice(0, MOST_SERIES);
    const others = known.slice(shown.length);
    const sum = Array.from({ length: this.points }, (_, point) =>
      others.reduce((total, { at }) => total + (at[point] ?? 0), 0),
    );
    return [
      ...shown.map(({ key, label, at }) => ({
        key,
        label,
        isRest: false,
        counts: Array.from(at),
      })),
      ...(others.length === 0 ? [] : [{ key: '', label: rest, isRest: true, counts: sum }]),
      ...kinds
        .filter(({ key }) => key === '')
        .map(({ label, at }) => ({ key: '', label, isRest: true, counts: Array.from(at) })),
    ];
  }
}
