/** Reads pieces of a byte source of different lengths with few reads: neighbours share one. */

import type { ByteSource } from '../../util/byteSource';
import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';
import type { ByteSpan } from '../logEvents';

/** Two pieces closer than this (bytes) are fetched together: reading the gap is cheaper than another call. */
const GAP = 64 * 1024;
/** Most bytes held at a time, unless one piece is longer. */
const WINDOW = 1024 * 1024;

/** Shows the bytes of every span; `visit` gets its index. The order of the calls is that of the places. */
export async function readSpans(
  source: ByteSource,
  spans: readonly ByteSpan[],
  token: CancellationToken,
  visit: (index: number, bytes: Uint8Array) => void,
): Promise<void> {
  const order = [...spans.keys()].sort((a, b) => offsetOf(spans, a) - offsetOf(spans, b));
  let first = 0;
  while (first < order.length) {
    throwIfCancelled(token);
    const start = offsetOf(spans, order[first] ?? 0);
    let end = start;
    let next = first;
    for (; next < order.length; next++) {
      const { offset, length } = spans[order[next] ?? 0] ?? { offset: 0, length: 0 };
      const isFar = offset - end > GAP || offset + length - start > WINDOW;
      if (next > first && isFar) {
        break;
      }
      end = Math.max(end, offset + length);
    }
    const bytes = await source.read(start, end - start);
    for (let at = first; at < next; at++) {
      const index = order[at] ?? 0;
      const { offset, length } = spans[index] ?? { offset: 0, length: 0 };
      visit(index, bytes.subarray(offset - start, offset - start + length));
    }
    first = next;
  }
}

function offsetOf(spans: readonly ByteSpan[], index: number): number {
  return spans[index]?.offset ?? 0;
}
