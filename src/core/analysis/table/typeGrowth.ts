/** How the number of handles of each type developed over the stops. */

import type { HandleSummary } from '../../model/handleColumns';
import { compareTexts } from './handleOrder';

/** One type. */
export interface TypeGrowth {
  /** Name of the type; `None` for handles without a recorded one. */
  readonly type: string;
  readonly count: number;
  /** Count at the previous stop; null when there was none. */
  readonly previous: number | null;
  /** Difference to the previous stop; 0 when there was none. */
  readonly growth: number;
  /** Counts at all stops, oldest first, the present one last. */
  readonly history: readonly number[];
  /** At how many stops in a row, up to now, the count was higher than at the one before. */
  readonly rises: number;
}

/**
 * The types of a table, most handles first; types that had handles at an earlier stop and have none now are listed with 0.
 * `earlier`: the summaries of earlier stops, oldest first.
 */
export function typeGrowth(
  now: HandleSummary,
  earlier: readonly HandleSummary[],
): readonly TypeGrowth[] {
  const stops = [...earlier, now];
  const types = new Set(stops.flatMap((stop) => [...stop.byType.keys()]));
  return [...types]
    .map((type) => growthOf(type, stops))
    .sort((a, b) => b.count - a.count || compareTexts(a.type, b.type));
}

function growthOf(type: string, stops: readonly HandleSummary[]): TypeGrowth {
  const history = stops.map((stop) => stop.byType.get(type) ?? 0);
  const count = history.at(-1) ?? 0;
  const previous = history.length > 1 ? (history.at(-2) ?? 0) : null;
  let rises = 0;
  for (let at = history.length - 1; at > 0 && (history[at] ?? 0) > (history[at - 1] ?? 0); at--) {
    rises++;
  }
  return {
    type,
    count,
    previous,
    growth: previous === null ? 0 : count - previous,
    history,
    rises,
  };
}
