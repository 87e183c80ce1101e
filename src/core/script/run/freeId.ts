/** Ids of new processes and threads. */

import { numberFromText } from '../../simulator/catalog/hashText';
import type { Machine } from '../../simulator/machine/machine';

/** Gaps between spread ids, at most, in ids. */
const WIDEST_GAP = 9;

/** The first free process or thread id from a multiple of 4 on; spread ones lie in gaps that are made up but stable. */
export function freeId(machine: Machine, from: number, ids: 'dense' | 'spread' = 'dense'): number {
  let id = from;
  const { cidTable } = machine;
  while (cidTable.find(id) !== 0 || cidTable.entries.isReserved(id >>> 2)) {
    id += ids === 'dense' ? 4 : 4 * numberFromText(`thread ${String(id)}`, 1, WIDEST_GAP);
  }
  return id;
}
