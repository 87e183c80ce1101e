/** Finds the name somebody probably meant. */

/** Letters that may be wrong, at most, for a name to be suggested: this many, or a third of the name. */
const FEW_LETTERS = 2;
/** Longer input is no misspelt name. */
const LONGEST_INPUT = 64;

/**
 * The name that differs least from what was typed; null when none is close: more than a third of its letters would have
 * to change, and neither is the beginning of the other.
 */
export function nearestName(typed: string, names: readonly string[]): string | null {
  if (typed === '' || typed.length > LONGEST_INPUT) {
    return null;
  }
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const isBeginning = name.startsWith(typed) || typed.startsWith(name);
    const distance = isBeginning ? 0 : editDistance(typed, name);
    const allowed = Math.max(FEW_LETTERS, Math.floor(name.length / 3));
    if (distance <= allowed && distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Letters to insert, delete or replace to get from one text to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const inserted = (current[column - 1] ?? 0) + 1;
      const deleted = (previous[column] ?? 0) + 1;
      current.push(Math.min(replaced, inserted, deleted));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
