/** Streams a text file out of a byte source as UTF-8; two chunks are in memory at a time. */

import type { ByteSource } from '../../util/byteSource';
import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';
import { detectEncoding, type EncodingMark } from './encoding';
import { SAME_OFFSETS, Utf16Chunks, type OffsetMap } from './utf16Chunks';

/** Bytes that are read at a time; even, so that no UTF-16 unit is torn. */
const CHUNK = 1024 * 1024;

/** How to stream. */
export interface ReadTextOptions {
  readonly token: CancellationToken;
  /** Told between chunks how much is done, 0 to 1. */
  readonly progress?: (fraction: number) => void;
  /** Somebody asks where bytes of the UTF-8 stand in the source: for every record and line, in their order. */
  readonly keepsOffsets?: boolean;
}

/** The encoding of a text file, from its first bytes. */
export async function encodingOf(source: ByteSource): Promise<EncodingMark> {
  return detectEncoding(await source.read(0, 4));
}

/** Shows a text as UTF-8, whatever it is stored as, in chunks that are overwritten afterwards. */
export async function readUtf8(
  source: ByteSource,
  { encoding, markLength }: EncodingMark,
  options: ReadTextOptions,
  sink: (chunk: Uint8Array, offsets: OffsetMap) => void,
): Promise<void> {
  if (encoding === 'utf-8') {
    await readChunks(source, markLength, options, (chunk) => sink(chunk, SAME_OFFSETS));
    return;
  }
  const chunks = new Utf16Chunks(encoding, markLength, options.keepsOffsets === true);
  await readChunks(source, markLength, options, (chunk) => sink(chunks.push(chunk), chunks));
  sink(chunks.end(), chunks);
}

/** Shows all bytes from `start` on, in chunks that are overwritten afterwards. */
async function readChunks(
  source: ByteSource,
  start: number,
  options: ReadTextOptions,
  sink: (chunk: Uint8Array) => void,
): Promise<void> {
  // Fresh memory for each chunk would cost as much as reading it.
  let free = new Uint8Array(CHUNK);
  let used = new Uint8Array(CHUNK);
  const readChunk = (at: number): Promise<Uint8Array> | null => {
    if (at >= source.size) {
      return null;
    }
    [free, used] = [used, free];
    return source.read(at, Math.min(CHUNK, source.size - at), used);
  };
  let at = start;
  let pending = readChunk(at);
  while (pending !== null) {
    const bytes = await pending;
    at += bytes.length;
    pending = bytes.length === 0 || options.token.isCancelled ? null : readChunk(at);
    // Whoever stops early never awaits the chunk that was read ahead: its failure must not go unhandled.
    pending?.catch(() => undefined);
    sink(bytes);
    throwIfCancelled(options.token);
    options.progress?.(at / Math.max(1, source.size));
  }
}
