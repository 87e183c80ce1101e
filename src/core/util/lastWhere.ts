/** Binary search in whatever is sorted. */

/**
 * The greatest index below `count` for which `holds`, -1 when there is none. The indexes for which it holds must come
 * first, as in `lastWhere(starts.length, (index) => starts[index] <= wanted)` over ascending starts.
 */
export function lastWhere(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}
