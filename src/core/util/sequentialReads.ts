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
 * there are, and may need time; the bytes are its only until then. Returns how many records could be read, fewer than
 * `run.count` when the source ends early. Two chunks are in memory at a time.
 */
export async function readSequentially(
  source: ByteSource,
  run: RecordRun,
  token: CancellationToken,
  visit: (view: DataView, first: number, count: number) => void | Promise<void>,
): Promise<number> {
  const perChunk = Math.min(run.count, Math.max(1, Math.floor(CHUNK / run.stride)));
  // Fresh memory for each chunk would cost as much as reading it.
  let free = new Uint8Array(perChunk * run.stride);
  let used = new Uint8Array(run.count > perChunk ? free.length : 0);
  const readChunk = (first: number): Promise<Uint8Array> | null => {
    if (first >= run.count) {
      return null;
    }
    const length = Math.min(perChunk, run.count - first) * run.stride;
    [free, used] = [used, free];
    return source.read(run.offset + first * run.stride, length, used);
  };
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
