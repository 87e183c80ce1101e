/** The MemoryList stream of a minidump that is written (domain.md 5.4). */

import { address, type Address } from '../../model/identifiers';
import type { MemoryRange, Target } from '../../target/target';
import { inBatches, type WriteProgress } from './writeProgress';
import type { DumpOutput } from './dumpOutput';
import type { WrittenBytes } from './simulatedImages';

const ENTRY_SIZE = 16;
/** Bytes that are read together. */
const PIECE = 1024 * 1024;

/** A range as the list names it. */
interface Listed {
  readonly start: Address;
  readonly size: number;
  readonly rva: number;
}

/** Writes memory of the target, as far as it can be read, and some that is given; returns the list. */
export async function memoryList(
  parts: {
    readonly target: Target;
    readonly ranges: readonly MemoryRange[];
    readonly given: readonly WrittenBytes[];
    readonly output: DumpOutput;
  },
  host: WriteProgress,
): Promise<Uint8Array> {
  const { target, ranges, given, output } = parts;
  const listed: Listed[] = [];
  for (const { start, size } of ranges) {
    const rva = output.reserve(size);
    let done = 0;
    await inBatches(
      host,
      { what: 'Writing memory', count: size, size: PIECE },
      async (first, length) => {
        const read = await target.readMemory(address(start + BigInt(first)), length, host.token);
        // What lies behind a gap is left out: the range ends there.
        if (read.ok && done === first) {
          await output.put(rva + first, read.value.bytes);
          done += read.value.bytes.length;
        }
      },
    );
    listed.push({ start, size: done, rva });
  }
  for (const { start, bytes } of given) {
    listed.push({ start, size: bytes.length, rva: output.append(bytes) });
  }
  return encode(listed.filter(({ size }) => size > 0));
}

function encode(listed: readonly Listed[]): Uint8Array {
  const bytes = new Uint8Array(4 + listed.length * ENTRY_SIZE);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, listed.length, true);
  listed.forEach(({ start, size, rva }, index) => {
    const at = 4 + index * ENTRY_SIZE;
    view.setBigUint64(at, start, true);
    view.setUint32(at + 8, size, true);
    view.setUint32(at + 12, rva, true);
  });
  return bytes;
}
