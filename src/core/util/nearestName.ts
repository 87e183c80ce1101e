/** Finds the name somebody probably meant. */

/** Longer input is no misspelt name. */
const LONGEST_INPUT = 64;
/** What is typed at least before the beginning of a name stands for it. */
const SHORTEST_BEGINNING = 3;

/**
 * The name nearest to what was typed, letter case ignored: one that begins with it (or with which it begins), else the
 * one with the fewest differing letters; null when none is near (more than a third of the letters typed differ). A single
 * character, and more than 64, are near to nothing. Swapped neighbours count as one difference.
 */
export function nearestName(typed: string, names: Iterable<string>): string | null {
  const wanted = typed.toLowerCase();
  if (wanted.length < 2 || wanted.length > LONGEST_INPUT) {
    return null;
  }
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    const distance = distanceBetween(wanted, name.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** How far two names are from each other; `limit` or more when that is all one needs to know. */
function distanceBetween(typed: string, name: string, limit: number): number {
  const shorter = Math.min(typed.length, name.length);
  if (shorter >= SHORTEST_BEGINNING && (name.startsWith(typed) || typed.startsWith(name))) {
    return 0;
  }
  return Math.abs(name.length - typed.length) >= limit ? limit : editDistance(typed, name);
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let distance = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (
        row > 1 &&
        column > 1 &&
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1]
      ) {
        distance = Math.min(distance, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(distance);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
