/** Finds the entry that an address means: an entry's own address, or that of its object in the kernel or in a process. */

import type { Address } from '../model/identifiers';
import type { UserHandleAccess } from '../target/userHandles';
import { objectPlaces, type AddressFacts } from './objectAddress';

/** What finding needs to know. */
export interface EntryFacts extends AddressFacts {
  readonly access: Pick<UserHandleAccess, 'guiThreads'>;
}

/** An entry and what its address was that of. */
export interface FoundEntry {
  readonly index: number;
  readonly as: 'entry' | 'object';
}

/** The entry at an address; the entry in use whose object is there; null when neither is. */
export function findEntry(facts: EntryFacts, at: Address): FoundEntry | null {
  const { table } = facts;
  const entry = table.indexOfEntry(at);
  if (entry !== null) {
    return { index: entry, as: 'entry' };
  }
  for (const phead of possibleHeads(facts, at)) {
    const index = table.indexOfObject(phead);
    if (index !== null && (phead === at || mayBeAt(facts, index, at))) {
      return { index, as: 'object' };
    }
  }
  return null;
}

/** What `phead` of an object at an address can be: the address, or the address before it was displaced for a process. */
function possibleHeads({ table, access }: EntryFacts, at: Address): ReadonlySet<bigint> {
  const heads = new Set<bigint>();
  if (table.profile.owner !== 'entry-id') {
    heads.add(at);
    heads.add(BigInt.asUintN(64, at + (table.shared?.ulSharedDelta ?? 0n)));
  }
  for (const { clientDelta, desktopHeap } of access.guiThreads()) {
    if (table.profile.owner === 'entry-id') {
      if (desktopHeap !== null && at >= desktopHeap) {
        heads.add(at - desktopHeap);
      }
    } else if (clientDelta !== null) {
      heads.add(BigInt.asUintN(64, at + clientDelta));
    }
  }
  return heads;
}

function mayBeAt(facts: EntryFacts, index: number, at: Address): boolean {
  return objectPlaces(facts, index).places.some((place) => place.at === at);
}
