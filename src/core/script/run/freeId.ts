/** Ids of new processes and threads. */

import type { Machine } from '../../simulator/machine/machine';

/** The first free process or thread id from a multiple of 4 on. */
export function freeId(machine: Machine, from: number): number {
  let id = from;
  while (machine.cidTable.find(id) !== 0 || machine.cidTable.isReservedValue(id)) {
    id += 4;
  }
  return id;
}
