/** The MemoryList and Memory64List streams: which ranges of memory are in the file (domain.md 5.4). */

import { hex0x } from '../util/hex';
import { readSequentially } from '../util/sequentialReads';
import { clipCount, countedEntries, tooShort } from './countedList';
import { placeOf, readStream, type DumpFile, type StreamRange } from './dumpFile';
import type { MemoryRangesBuilder } from './memoryRanges';

const ENTRY_SIZE = 16;
const HEADER64_SIZE = 16;
/** 24 bytes each in memory; the largest dumps have some 100,000. */
const MAXIMUM_RANGES = 500_000;

/** Adds the ranges of a MemoryList; returns how many it has. */
export async function readMemoryList(
  file: DumpFile,
  stream: StreamRange,
  ranges: MemoryRangesBuilder,
): Promise<number> {
  const head = await readStream(file, stream, 4);
  const shape = { entrySize: ENTRY_SIZE, limit: MAXIMUM_RANGES };
  const run = countedEntries(file, stream, head, shape);
  const records = { offset: stream.offset + run.start, stride: ENTRY_SIZE, count: run.count };
  await readSequentially(file.source, records, file.token, (view, first, count) => {
    for (let index = 0; index < count; index++) {
      const at = index * ENTRY_SIZE;
      const fileOffset = view.getUint32(at + 12, true);
      const declared = view.getUint32(at + 8, true);
      const size = sizeInFile(file, fileOffset, declared);
      if (size < declared) {
        const place = placeOf(stream, run.start + (first + index) * ENTRY_SIZE);
        reportCutRange(file, place, { fileOffset, declared, size });
      }
      ranges.add({ start: view.getBigUint64(at, true), size, fileOffset });
    }
  });
  return run.count;
}

/** Adds the ranges of a Memory64List, whose bytes lie one after another; returns how many it has. */
export async function readMemory64List(
  file: DumpFile,
  stream: StreamRange,
  ranges: MemoryRangesBuilder,
): Promise<number> {
  const head = await readStream(file, stream, HEADER64_SIZE);
  if (!head.has(0, HEADER64_SIZE)) {
    tooShort(file, stream, HEADER64_SIZE);
    return 0;
  }
  const count = clipCount(file, stream, {
    declared: head.size64(0),
    start: HEADER64_SIZE,
    entrySize: ENTRY_SIZE,
    limit: MAXIMUM_RANGES,
  });
  let fileOffset = head.size64(8);
  const records = { offset: stream.offset + HEADER64_SIZE, stride: ENTRY_SIZE, count };
  await readSequentially(file.source, records, file.token, (view, first, present) => {
    for (let index = 0; index < present; index++) {
      const at = index * ENTRY_SIZE;
      const declared = view.getUint32(at + 12, true) * 0x1_0000_0000 + view.getUint32(at + 8, true);
      const size = sizeInFile(file, fileOffset, declared);
      if (size < declared) {
        const place = placeOf(stream, HEADER64_SIZE + (first + index) * ENTRY_SIZE);
        reportCutRange(file, place, { fileOffset, declared, size });
      }
      ranges.add({ start: view.getBigUint64(at, true), size, fileOffset });
      fileOffset += declared;
    }
  });
  return count;
}

function sizeInFile(file: DumpFile, fileOffset: number, declared: number): number {
  return Math.max(0, Math.min(declared, file.source.size - fileOffset));
}

function reportCutRange(
  file: DumpFile,
  place: string,
  range: { readonly fileOffset: number; readonly declared: number; readonly size: number },
): void {
  file.problems.add('memory-outside-file', place, () => ({
    message:
      `A memory range at file offset ${hex0x(range.fileOffset)} has ${hex0x(range.declared)} bytes;` +
      ` ${hex0x(range.size)} of them are in the file.`,
    hint: 'The file is cut off or damaged; addresses beyond are shown as unreadable.',
  }));
}
