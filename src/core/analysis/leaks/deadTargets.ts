/** Handles to processes and threads that have ended: they keep what is left of them in memory. */

import type { HandleRecord } from '../../model/handle';
import type { ProcessObjectInfo, ThreadObjectInfo } from '../../model/objectInfo';

/** STATUS_PENDING, the exit status of what still runs (STILL_ACTIVE). */
const STILL_ACTIVE = 0x103;

/** What a handle refers to if that has ended; null when it still runs, or when nobody knows. */
export function deadTarget(record: HandleRecord): ProcessObjectInfo | ThreadObjectInfo | null {
  for (const info of record.objectInfo) {
    if ((info.kind === 'process' || info.kind === 'thread') && info.exitStatus !== STILL_ACTIVE) {
      return info;
    }
  }
  return null;
}
