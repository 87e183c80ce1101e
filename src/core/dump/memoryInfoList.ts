/** The MemoryInfoList stream: the state of every region of the address space (domain.md 5.4). */

import type { Address } from '../model/identifiers';
import { readSequentially, type RecordRun } from '../util/sequentialReads';
import type { CancellationToken } from '../util/cancellation';
import { clipCount, tooShort } from './countedList';
import { readStream, type DumpFile, type StreamRange } from './dumpFile';

const HEADER_SIZE = 16;
const ENTRY_SIZE = 48;
const MAXIMUM_REGIONS = 1_000_000;
const MEM_COMMIT = 0x1000;
const MEM_RESERVE = 0x2000;
const MEM_FREE = 0x10000;

/** What a region of the address space is. */
export type RegionState = 'committed' | 'reserved' | 'free';

/** Answers what an address was when the dump was written; reads the stream only when asked. */
export interface MemoryRegions {
  /** Number of regions. */
  readonly count: number;
  /** The state of the region that holds the address; null when none does. */
  stateOf(at: Address, token: CancellationToken): Promise<RegionState | null>;
}

/** Reads the header of the stream; null when it is too short. */
export async function openMemoryInfoList(
  file: DumpFile,
  stream: StreamRange,
): Promise<MemoryRegions | null> {
  const view = await readStream(file, stream, HEADER_SIZE);
  if (!view.has(0, HEADER_SIZE)) {
    tooShort(file, stream, HEADER_SIZE);
    return null;
  }
  const start = Math.max(view.u32(0), HEADER_SIZE);
  const stride = Math.max(view.u32(4), ENTRY_SIZE);
  const list = { declared: view.size64(8), start, entrySize: stride, limit: MAXIMUM_REGIONS };
  const count = clipCount(file, stream, list);
  const run: RecordRun = { offset: stream.offset + start, stride, count };
  return { count, stateOf: (at, token) => findState(file, run, at, token) };
}

async function findState(
  file: DumpFile,
  run: RecordRun,
  at: Address,
  token: CancellationToken,
): Promise<RegionState | null> {
  let found: RegionState | null = null;
  await readSequentially(file.source, run, token, (view, _first, count) => {
    for (let index = 0; index < count && found === null; index++) {
      const place = index * run.stride;
      const base = view.getBigUint64(place, true);
      if (base <= at && at - base < view.getBigUint64(place + 0x18, true)) {
        found = stateName(view.getUint32(place + 0x20, true));
      }
    }
  });
  return found;
}

function stateName(state: number): RegionState | null {
  switch (state) {
    case MEM_COMMIT:
      return 'committed';
    case MEM_RESERVE:
      return 'reserved';
    case MEM_FREE:
      return 'free';
    default:
      return null;
  }
}
