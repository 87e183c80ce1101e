/** The ThreadList and ThreadNames streams (domain.md 5.4). */

import { address, type Address } from '../model/identifiers';
import type { Architecture } from '../target/targetInfo';
import { placeItems, readScattered } from '../util/scatteredReads';
import { countedEntries } from './countedList';
import { placeOf, readStream, type DumpFile, type StreamRange } from './dumpFile';
import { readStrings } from './dumpStrings';
import type { MemoryRangeEntry } from './memoryRanges';
import { CONTEXT_REACH, readRegisters, type ThreadRegisters } from './threadContext';

const ENTRY_SIZE = 48;
const NAME_ENTRY_SIZE = 12;
/** Far more than any process runs. */
const MAXIMUM_THREADS = 65536;

/** A thread as the dump describes it. */
export interface DumpThread {
  readonly threadId: number;
  readonly suspendCount: number;
  readonly teb: Address;
  /** Null when its context is missing or of an unknown processor. */
  readonly registers: ThreadRegisters | null;
  /** The part of its stack that the dump holds. */
  readonly stack: MemoryRangeEntry;
}

/** Reads the threads in the order of the dump, with the registers of each. */
export async function readThreadList(
  file: DumpFile,
  stream: StreamRange,
  architecture: Architecture,
): Promise<DumpThread[]> {
  const view = await readStream(file, stream, 8 + MAXIMUM_THREADS * ENTRY_SIZE);
  const run = countedEntries(file, stream, view, { entrySize: ENTRY_SIZE, limit: MAXIMUM_THREADS });
  const starts = Array.from({ length: run.count }, (_, index) => run.start + index * ENTRY_SIZE);
  const contexts = starts.map((at) => ({ size: view.u32(at + 0x28), rva: view.u32(at + 0x2c) }));
  const registers = await readContexts(file, contexts, architecture);
  return starts.map((at, index) => ({
    threadId: view.u32(at),
    suspendCount: view.u32(at + 4),
    teb: address(view.u64(at + 0x10)),
    registers: registers[index] ?? null,
    stack: {
      start: view.u64(at + 0x18),
      size: view.u32(at + 0x20),
      fileOffset: view.u32(at + 0x24),
    },
  }));
}

/** Where a CONTEXT is in the file. */
export interface ContextLocation {
  readonly size: number;
  readonly rva: number;
}

/** Reads the registers of some contexts; null for each that is absent, too short or outside the file. */
export async function readContexts(
  file: DumpFile,
  contexts: readonly ContextLocation[],
  architecture: Architecture,
): Promise<(ThreadRegisters | null)[]> {
  const registers = new Array<ThreadRegisters | null>(contexts.length).fill(null);
  const placed = placeItems(contexts.map((context) => context.rva));
  const options = { reach: CONTEXT_REACH, token: file.token };
  await readScattered(file.source, placed.offsets, options, (index, data, at, available) => {
    const original = placed.order[index] ?? 0;
    const size = Math.min(contexts[original]?.size ?? 0, available);
    registers[original] = readRegisters(data, { at, available: size }, architecture);
  });
  return registers;
}

/** Reads the names of threads by thread id; threads without a name are absent. */
export async function readThreadNames(
  file: DumpFile,
  stream: StreamRange,
): Promise<ReadonlyMap<number, string>> {
  const view = await readStream(file, stream, 8 + MAXIMUM_THREADS * NAME_ENTRY_SIZE);
  const run = countedEntries(file, stream, view, {
    entrySize: NAME_ENTRY_SIZE,
    limit: MAXIMUM_THREADS,
  });
  const starts = Array.from(
    { length: run.count },
    (_, index) => run.start + index * NAME_ENTRY_SIZE,
  );
  const rvas = starts.map((at) => {
    const rva = view.size64(at + 4);
    if (rva >= file.source.size) {
      file.problems.add('thread-name-outside-file', placeOf(stream, at), () => ({
        message: 'The name of a thread is outside the file; the thread is shown without a name.',
      }));
      return 0;
    }
    return rva;
  });
  const texts = await readStrings(file, rvas, 'name of a thread');
  const names = new Map<number, string>();
  starts.forEach((at, index) => {
    const text = texts[index] ?? null;
    if (text !== null) {
      names.set(view.u32(at), text);
    }
  });
  return names;
}
