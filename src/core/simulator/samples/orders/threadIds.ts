/** Thread ids for the sample service: near its process id, as on a machine that has been running for a while. */

import { numberFromText } from '../../catalog/hashText';
import type { Caller } from '../../win32/caller';

/** The next id above the process's that no process or thread has; the gaps are made up but stable. */
export function nextThreadId(caller: Caller): number {
  const { cidTable } = caller.machine;
  let id = caller.thread.process.processId + 4;
  while (cidTable.find(id) !== 0 || cidTable.entries.isReserved(id >>> 2)) {
    id += 4 * numberFromText(`thread ${String(id)}`, 1, 9);
  }
  return id;
}
