/** The MiscInfo stream: the process id (domain.md 5.4). */

import { tooShort } from './countedList';
import { readStream, type DumpFile, type StreamRange } from './dumpFile';

const PROCESS_ID_IS_VALID = 0x1;
const NEEDED = 12;

/** What the stream says. */
export interface MiscInfo {
  /** Null where the writer did not record it. */
  readonly processId: number | null;
}

/** Reads the stream; null when it is too short. */
export async function readMiscInfo(file: DumpFile, stream: StreamRange): Promise<MiscInfo | null> {
  const view = await readStream(file, stream, NEEDED);
  if (!view.has(0, NEEDED)) {
    tooShort(file, stream, NEEDED);
    return null;
  }
  const flags = view.u32(4);
  return {
    processId: (flags & PROCESS_ID_IS_VALID) === 0 ? null : view.u32(8),
  };
}
