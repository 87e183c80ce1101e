/** Walks a long run of equal records in large chunks, reading ahead by one. */

import type { ByteSource } from './byteSource';
import { throwIfCancelled, type CancellationToken } from './cancellation';

/** About how many bytes are read at a time. */
const CHUNK = 1024 * 1024;

/** Records of equal size, one after another. */
export interface RecordRun {
  /** File offset of the first record, bytes. */
  readonly offset: number;
  /** Bytes from one record to the next, at least 1. */
  readonly stride: number;
  readonly count: number;
}

/**
 * Shows all records chunk by chunk: `visit` gets the bytes, the number of the first record and how many whole records
 * there are, and may need time. Returns how many records could be read, fewer than `run.count` when the source ends early. Two chunks are in
 * memory at a time.
 */
export async function readSequentially(
  source: ByteSource,
  run: RecordRun,
  token: CancellationToken,
  visit: (view: DataView, first: number, count: number) => void | Promise<void>,
): Promise<number> {
  const perChunk = Math.max(1, Math.floor(CHUNK / run.stride));
  const readChunk = (first: number): Promise<Uint8Array> | null =>
    first < run.count
      ? source.read(
          run.offset + first * run.stride,
          Math.min(perChunk, run.count - first) * run.stride,
        )
      : null;
  let pending = readChunk(0);
  let done = 0;
  while (pending !== null) {
    const bytes = await pending;
    const whole = Math.floor(bytes.length / run.stride);
    const complete = whole === Math.min(perChunk, run.count - done);
    pending = complete && !token.isCancelled ? readChunk(done + whole) : null;
    // Whoever stops early never awaits the chunk that was read ahead: its failure must not go unhandled.
    pending?.catch(() => undefined);
    await visit(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), done, whole);
    done += whole;
    throwIfCancelled(token);
  }
  return done;
}
