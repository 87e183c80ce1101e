/** Places in a part of a trace log as places in the whole of it. */

/**
 * Rows of the whole log for rows of a part of it; both are given by the sequence numbers of their records, newest first. The row behind the
 * last stands for the time before the part's first record.
 */
export function rowsInWholeLog(
  rows: readonly number[],
  part: ArrayLike<number>,
  whole: ArrayLike<number>,
): readonly number[] {
  const places = new Map<number, number>();
  for (let row = 0; row < whole.length; row++) {
    places.set(whole[row] ?? 0, row);
  }
  const placeOf = (row: number): number => places.get(part[row] ?? NaN) ?? whole.length;
  const before = part.length === 0 ? whole.length : placeOf(part.length - 1) + 1;
  return rows.map((row) => (row < part.length ? placeOf(row) : before));
}
