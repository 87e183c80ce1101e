/** Handles to processes and threads that have ended: they keep what is left of them in memory. */

import type { HandleRecord } from '../../model/handle';
import type { ProcessObjectInfo, ThreadObjectInfo } from '../../model/objectInfo';

/** STATUS_PENDING, the exit status of what still runs (STILL_ACTIVE). */
const STILL_ACTIVE = 0x103;

/** What a handle refers to if that has ended; null when it still runs, or when nobody knows. */
export function deadTarget(record: HandleRecord): DeadTarget | null {
  for (const info of record.objectInfo) {
    if (info.kind === 'process' || info.kind === 'thread') {
      const { exitStatus } = info;
      // A log does not tell how a process or thread ended, nor whether it did.
      if (exitStatus !== null && exitStatus !== STILL_ACTIVE) {
        return { ...info, exitStatus };
      }
    }
  }
  return null;
}

/** A process or thread that has ended. */
export type DeadTarget = (ProcessObjectInfo | ThreadObjectInfo) & { readonly exitStatus: number };
