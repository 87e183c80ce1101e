/** Lists that start with a 32-bit count: how many entries are really there, and where they start. */

import type { BinaryView } from '../util/binaryView';
import { placeOf, type DumpFile, type StreamRange } from './dumpFile';

/** Where the entries of a list are. */
export interface EntryRun {
  /** Offset of the first entry in the stream, bytes. */
  readonly start: number;
  /** Entries to read. */
  readonly count: number;
}

/**
 * Finds the entries of a list that starts with a count. Some writers put 4 bytes of padding behind the count: then the
 * stream is exactly that much larger. A count beyond the bytes or beyond `limit` is cut down and reported.
 */
export function countedEntries(
  file: DumpFile,
  stream: StreamRange,
  view: BinaryView,
  shape: { readonly entrySize: number; readonly limit: number },
): EntryRun {
  if (!view.has(0, 4)) {
    tooShort(file, stream, 4);
    return { start: 4, count: 0 };
  }
  const { entrySize, limit } = shape;
  const declared = view.u32(0);
  const start = stream.size === 8 + declared * entrySize ? 8 : 4;
  return { start, count: clipCount(file, stream, { declared, start, entrySize, limit }) };
}

/** Cuts a declared count down to the bytes that are there and to a limit, and reports it. */
export function clipCount(
  file: DumpFile,
  stream: StreamRange,
  list: {
    readonly declared: number;
    readonly start: number;
    readonly entrySize: number;
    readonly limit: number;
  },
): number {
  const room = Math.max(0, Math.floor((stream.size - list.start) / list.entrySize));
  const count = Math.min(list.declared, room, list.limit);
  if (count < list.declared) {
    file.problems.add('count-too-large', placeOf(stream), () => ({
      message: `${stream.name} declares ${list.declared} entries of ${list.entrySize} bytes; ${count} are read.`,
      hint:
        count === list.limit
          ? `More than ${list.limit} are never read.`
          : 'The stream does not hold more: the dump is cut off or damaged.',
    }));
  }
  return count;
}

/** Reports a stream that ends before its header does. */
export function tooShort(file: DumpFile, stream: StreamRange, needed: number): void {
  file.problems.add('stream-too-short', placeOf(stream), () => ({
    message: `${stream.name} has ${stream.size} bytes; at least ${needed} are needed.`,
    hint: 'It is ignored; record the dump again.',
  }));
}
