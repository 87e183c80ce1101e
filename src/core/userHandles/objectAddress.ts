/** Where an object can be read: from the kernel address or heap offset of an entry to an address of the target (user-handles.md 5.4). */

import { address, type Address } from '../model/identifiers';
import type { GuiThread, UserHandleAccess } from '../target/userHandles';
import {
  CREATED_ON_DESKTOP_HEAP,
  CREATED_ON_SHARED_HEAP,
  FLAG_NODESKTOP,
} from '../windows/user/userFlags';
import type { UserOwners } from './owners';
import type { UserHandleTable } from './userTable';

/** An address under which an object may be readable. */
export interface ObjectPlace {
  readonly at: Address;
  /** Kernel address minus user address; null where addresses are not displaced, or offsets are used. */
  readonly delta: bigint | null;
  /** True when it must be right: what is read there is the object. False for a desktop heap that may be another's. */
  readonly certain: boolean;
  /** How it was found, for people. */
  readonly from: string;
}

/** Where the object of an entry may be read, likeliest first; or why nowhere. */
export type ObjectPlaces =
  | { readonly places: readonly ObjectPlace[]; readonly reason: null }
  | { readonly places: readonly []; readonly reason: string };

/** What resolving addresses needs to know beside the table. */
export interface AddressFacts {
  readonly table: UserHandleTable;
  readonly owners: UserOwners;
  readonly access: Pick<UserHandleAccess, 'guiThreads'>;
}

/** Finds the places for the object of an entry in use. */
export function objectPlaces(facts: AddressFacts, index: number): ObjectPlaces {
  const { table } = facts;
  if (table.profile.owner === 'entry-id') {
    return heapPlaces(facts, index);
  }
  const kernel = table.phead(index);
  if (table.place.viewpoint === 'kernel') {
    return found([{ at: address(kernel), delta: null, certain: true, from: 'phead' }]);
  }
  const shared = table.shared;
  if (isCreatedOn(CREATED_ON_SHARED_HEAP, table, index) && shared !== null) {
    const delta = shared.ulSharedDelta;
    return found([
      { at: address(kernel - delta), delta, certain: true, from: 'phead - ulSharedDelta' },
    ]);
  }
  if (!isOnDesktopHeap(table, index)) {
    return nowhere('the object lies in kernel memory that no process can read');
  }
  const places = byThread(facts, index, ({ clientDelta }) => clientDelta).map(
    ({ value, certain }) => ({
      at: address(kernel - value),
      delta: value,
      certain,
      from: 'phead - ulClientDelta',
    }),
  );
  return places.length > 0
    ? found(places)
    : nowhere('where the desktop heap is mapped is not known (CLIENTINFO.ulClientDelta)');
}

/**
 * From Windows 10 1703 on `phead` is an offset into a desktop heap. What it is for objects that lie on none is not public,
 * so nothing is read for them.
 */
function heapPlaces(facts: AddressFacts, index: number): ObjectPlaces {
  if (!isOnDesktopHeap(facts.table, index)) {
    return nowhere(
      'the object lies on no desktop heap: its address is in a table of the kernel only',
    );
  }
  const offset = facts.table.phead(index);
  const places = byThread(facts, index, ({ desktopHeap }) => desktopHeap).map(
    ({ value, certain }) => ({
      at: address(value + offset),
      delta: null,
      certain,
      from: 'desktop heap + phead',
    }),
  );
  return places.length > 0
    ? found(places)
    : nowhere('where the desktop heap is mapped is not known');
}

/** True when objects of the entry's type lie on a desktop heap and this one is no exception. */
function isOnDesktopHeap(table: UserHandleTable, index: number): boolean {
  const isException = ((table.columns.flags[index] ?? 0) & FLAG_NODESKTOP) !== 0;
  return !isException && isCreatedOn(CREATED_ON_DESKTOP_HEAP, table, index);
}

/** Whether the type of an entry has an OCF_ bit; those of 6.1 stand for all versions. */
function isCreatedOn(bit: number, table: UserHandleTable, index: number): boolean {
  return ((table.type(index)?.creationFlags ?? 0) & bit) !== 0;
}

/** A value of the threads, each once: the owner's own first, which is certain; then those of all others. */
function byThread(
  { owners, access }: AddressFacts,
  index: number,
  valueOf: (thread: GuiThread) => bigint | null,
): readonly { readonly value: bigint; readonly certain: boolean }[] {
  const owner = owners.ownerOf(index);
  const own = owner.kind === 'thread' ? valueOf(owner.thread) : null;
  const values = new Set<bigint>();
  for (const thread of access.guiThreads()) {
    const value = valueOf(thread);
    if (value !== null && value !== own) {
      values.add(value);
    }
  }
  const others = [...values].map((value) => ({ value, certain: false }));
  return own === null ? others : [{ value: own, certain: true }, ...others];
}

function found(places: readonly ObjectPlace[]): ObjectPlaces {
  return { places, reason: null };
}

function nowhere(reason: string): ObjectPlaces {
  return { places: [], reason };
}
