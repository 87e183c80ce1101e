/** A byte sink in memory, and dumps that are written into one and opened again. */

import { writeMinidump, type WriteMinidumpOptions } from '../../src/core/dump/write/writeMinidump';
import type { Target } from '../../src/core/target/target';
import type { WrittenDump } from '../../src/core/target/writtenDump';
import type { ByteSink } from '../../src/core/util/byteSink';
import { neverCancelled } from '../../src/core/util/cancellation';
import type { Result } from '../../src/core/util/result';
import { openDump, valueOf } from './openDump';

/** Keeps what is written; counts the writes. */
export class MemorySink implements ByteSink {
  readonly name = 'memory.dmp';
  writes = 0;
  /** Most bytes of one write. */
  largest = 0;
  outcome: 'open' | 'finished' | 'abandoned' = 'open';
  private room = new Uint8Array(4096);
  private size = 0;

  get bytes(): Uint8Array {
    return this.room.subarray(0, this.size);
  }

  write(offset: number, bytes: Uint8Array): Promise<void> {
    const end = offset + bytes.length;
    if (end > this.room.length) {
      const grown = new Uint8Array(Math.max(end, this.room.length * 2));
      grown.set(this.bytes);
      this.room = grown;
    }
    this.room.set(bytes, offset);
    this.size = Math.max(this.size, end);
    this.writes++;
    this.largest = Math.max(this.largest, bytes.length);
    return Promise.resolve();
  }

  finish(): Promise<void> {
    this.outcome = 'finished';
    return Promise.resolve();
  }

  abandon(): Promise<void> {
    this.outcome = 'abandoned';
    return Promise.resolve();
  }
}

/** Writes a target; options that are left out are the plainest. */
export function writeTo(
  sink: ByteSink,
  target: Target,
  options: Partial<WriteMinidumpOptions> = {},
): Promise<Result<WrittenDump>> {
  return writeMinidump(target, sink, {
    writer: 'Handle Lens',
    token: neverCancelled,
    yieldNow: () => Promise.resolve(),
    progress: () => undefined,
    ...options,
  });
}

/** A target that was written, and the dump as it is read again. */
export async function writtenAndRead(
  target: Target,
  options: Partial<WriteMinidumpOptions> = {},
): Promise<{ readonly written: WrittenDump; readonly dump: Target; readonly bytes: Uint8Array }> {
  const sink = new MemorySink();
  const written = valueOf(await writeTo(sink, target, options));
  return { written, dump: await openDump(sink.bytes.slice()), bytes: sink.bytes.slice() };
}
