/** A pipe as a byte source: read to its end, then kept in memory. */

import type { Readable } from 'node:stream';
import { MemoryByteSource, type ByteSource } from '../core/util/byteSource';
import { fail, ok, type Result } from '../core/util/result';

/** Most bytes of a pipe that are kept; larger logs are read from files, piece by piece. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Reads a stream to its end. Fails when nothing comes, or more than {@link MOST_BYTES}. `name` is what messages call it. */
export async function readPiped(
  stream: Readable,
  name: string,
  most = MOST_BYTES,
): Promise<Result<ByteSource>> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    length += bytes.length;
    if (length > most) {
      return fail({
        code: 'pipe-too-large',
        message: `${name} holds more than ${most / 1024 / 1024} MB.`,
        hint: 'Save it as a file and open that: files of any size are read piece by piece.',
      });
    }
    chunks.push(bytes);
  }
  return length === 0
    ? fail({
        code: 'pipe-empty',
        message: `${name} was empty.`,
        hint: 'Pipe a log into it: type app.log | handle-lens open - -c "!handle 0 f"',
      })
    : ok(new MemoryByteSource(Buffer.concat(chunks), name));
}
