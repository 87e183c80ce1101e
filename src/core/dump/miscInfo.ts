/** The MiscInfo stream: process id and start time (domain.md 5.4). */

import { tooShort } from './countedList';
import { readStream, type DumpFile, type StreamRange } from './dumpFile';

const PROCESS_ID_IS_VALID = 0x1;
const TIMES_ARE_VALID = 0x2;
const NEEDED = 12;

/** What the stream says; null where the writer did not record it. */
export interface MiscInfo {
  readonly processId: number | null;
  /** Seconds since 1970. */
  readonly processCreateTime: number | null;
}

/** Reads the stream; null when it is too short. */
export async function readMiscInfo(file: DumpFile, stream: StreamRange): Promise<MiscInfo | null> {
  const view = await readStream(file, stream, 24);
  if (!view.has(0, NEEDED)) {
    tooShort(file, stream, NEEDED);
    return null;
  }
  const flags = view.u32(4);
  return {
    processId: (flags & PROCESS_ID_IS_VALID) === 0 ? null : view.u32(8),
    processCreateTime: (flags & TIMES_ARE_VALID) === 0 || !view.has(12, 4) ? null : view.u32(12),
  };
}
