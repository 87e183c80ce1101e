/** Ids of new processes and threads. */

import type { Machine } from '../../simulator/machine/machine';

/** The first free process or thread id from a multiple of 4 on. */
export function freeId(machine: Machine, from: number): number {
  let id = from;
  const { cidTable } = machine;
  while (cidTable.find(id) !== 0 || cidTable.entries.isReserved(id >>> 2)) {
    id += 4;
  }
  return id;
}
