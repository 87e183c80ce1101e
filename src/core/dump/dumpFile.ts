/** The minidump being read: its bytes, and a log of what had to be refused. */

import type { ByteSource } from '../util/byteSource';
import { BinaryView } from '../util/binaryView';
import type { CancellationToken } from '../util/cancellation';
import { hex0x } from '../util/hex';
import type { ProblemLog } from '../util/problemLog';

/** What every stream reader is given. */
export interface DumpFile {
  readonly source: ByteSource;
  readonly problems: ProblemLog;
  readonly token: CancellationToken;
}

/** The bytes of a stream that are really in the file. */
export interface StreamRange {
  readonly type: number;
  readonly name: string;
  /** File offset, bytes. */
  readonly offset: number;
  /** Bytes from `offset` that lie in the file; at most what the directory declares. */
  readonly size: number;
}

/** How a place in a stream is written in problems: `HandleData at 0x19b3c`. */
export function placeOf(stream: StreamRange, at = 0): string {
  return `${stream.name} at ${hex0x(stream.offset + at)}`;
}

/** Reads the first `limit` bytes of a stream, or all of it when it is smaller. */
export async function readStream(
  file: DumpFile,
  stream: StreamRange,
  limit: number,
): Promise<BinaryView> {
  return new BinaryView(await file.source.read(stream.offset, Math.min(stream.size, limit)));
}
