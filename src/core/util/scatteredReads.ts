/** Reads many small items of a byte source with few reads: neighbours share one. */

import type { ByteSource } from './byteSource';
import { throwIfCancelled, type CancellationToken } from './cancellation';

/** Two items closer than this (bytes) are fetched together: reading the gap is cheaper than another call. */
const GAP = 64 * 1024;
/** Most bytes held at a time. */
const WINDOW = 1024 * 1024;
/** Offsets below this are sorted together with their index in one number. */
const PACKED_OFFSET = 2 ** 33;
const PACKED_COUNT = 2 ** 20;

/** Items in order of their place. */
export interface PlacedItems {
  /** File offsets, ascending. */
  readonly offsets: Float64Array;
  /** For each of them the index it had before. */
  readonly order: Uint32Array;
}

/**
 * Looks at one item. `index` counts through the sorted offsets; the item starts at `at` in `view`, where `available`
 * bytes can be read: at least the reach, fewer only at the end of the source.
 */
export type ItemVisitor = (index: number, view: DataView, at: number, available: number) => void;

/** Sorts file offsets (bytes, below 2^53) and remembers where each came from. */
export function placeItems(offsets: ArrayLike<number>): PlacedItems {
  const count = offsets.length;
  const sorted = new Float64Array(count);
  const order = new Uint32Array(count);
  let ascending = true;
  let largest = 0;
  for (let index = 0; index < count; index++) {
    const offset = offsets[index] ?? 0;
    ascending &&= offset >= largest;
    largest = Math.max(largest, offset);
    sorted[index] = offset;
    order[index] = index;
  }
  if (ascending) {
    return { offsets: sorted, order };
  }
  if (largest < PACKED_OFFSET && count <= PACKED_COUNT) {
    sortPacked(sorted, order);
  } else {
    order.sort((a, b) => (offsets[a] ?? 0) - (offsets[b] ?? 0));
    order.forEach((from, to) => (sorted[to] = offsets[from] ?? 0));
  }
  return { offsets: sorted, order };
}

/**
 * Reads `reach` bytes at each of the ascending offsets and shows them in that order. At most one window of 1 MiB (or one
 * reach) is in memory at a time.
 */
export async function readScattered(
  source: ByteSource,
  offsets: Float64Array,
  options: { readonly reach: number; readonly token: CancellationToken },
  visit: ItemVisitor,
): Promise<void> {
  const { reach, token } = options;
  let first = 0;
  while (first < offsets.length) {
    throwIfCancelled(token);
    const start = offsets[first] ?? 0;
    let end = start + reach;
    let next = first + 1;
    for (; next < offsets.length; next++) {
      const offset = offsets[next] ?? 0;
      if (offset - end > GAP || offset + reach - start > WINDOW) {
        break;
      }
      end = offset + reach;
    }
    const bytes = start < source.size ? await source.read(start, end - start) : new Uint8Array();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let index = first; index < next; index++) {
      const at = Math.min((offsets[index] ?? 0) - start, bytes.length);
      visit(index, view, at, bytes.length - at);
    }
    first = next;
  }
}

/** Sorts numerically by packing offset and index into one double, which the engine sorts natively. */
function sortPacked(offsets: Float64Array, order: Uint32Array): void {
  for (let index = 0; index < offsets.length; index++) {
    offsets[index] = (offsets[index] ?? 0) * PACKED_COUNT + index;
  }
  offsets.sort();
  for (let index = 0; index < offsets.length; index++) {
    const packed = offsets[index] ?? 0;
    const offset = Math.floor(packed / PACKED_COUNT);
    order[index] = packed - offset * PACKED_COUNT;
    offsets[index] = offset;
  }
}
