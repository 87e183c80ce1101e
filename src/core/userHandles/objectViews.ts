/** Where processes see an object, when the table is looked at from the kernel (user-handles.md 5.4). */

import { address, type Address } from '../model/identifiers';
import { CREATED_ON_DESKTOP_HEAP, FLAG_NODESKTOP } from '../windows/user/userFlags';
import type { AddressFacts } from './objectAddress';

/** The address of an object in a process. */
export interface ObjectView {
  readonly processId: number;
  readonly at: Address;
  /** CLIENTINFO.ulClientDelta: kernel address minus user address. */
  readonly delta: bigint;
}

/**
 * Where the process that owns an object on a desktop heap sees it. Empty for objects elsewhere, for owners that are not
 * known, and where the table is seen from a process.
 */
export function kernelObjectViews(
  { table, owners, access }: AddressFacts,
  index: number,
): readonly ObjectView[] {
  const flags = table.type(index)?.creationFlags ?? 0;
  const isOnHeap =
    (flags & CREATED_ON_DESKTOP_HEAP) !== 0 &&
    ((table.columns.flags[index] ?? 0) & FLAG_NODESKTOP) === 0;
  if (table.place.viewpoint !== 'kernel' || table.profile.owner === 'entry-id' || !isOnHeap) {
    return [];
  }
  const processId = owners.processIdOf(index);
  const delta = access
    .guiThreads()
    .find((thread) => thread.processId === processId && thread.clientDelta !== null)?.clientDelta;
  return delta === undefined || delta === null
    ? []
    : [{ processId, at: address(table.phead(index) - delta), delta }];
}
