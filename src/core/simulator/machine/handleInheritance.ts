/** Copying the inheritable handles of a parent into a new table: the same values (domain.md 1.3). */

import { TABLE_DUPLICATED } from '../../windows/handleTableLayout';
import { ATTRIBUTE_INHERIT } from '../../model/handle';
import type { WindowsProfile } from '../../windows/profiles';
import type { HandleTable } from './handleTable';
import type { SimulatedHandle } from './machineTypes';
import type { ObjectManager } from './objectManager';

/**
 * Indexes of the handles that a list names; null when the list is not valid: every handle must be open, inheritable and
 * without tag bits, in strictly ascending order.
 */
export function listedIndexes(
  parent: HandleTable,
  list: readonly SimulatedHandle[],
): readonly number[] | null {
  const indexes: number[] = [];
  let previous = 0;
  for (const handle of list) {
    const index = (handle & 3) === 0 ? parent.find(handle) : 0;
    const inheritable = index !== 0 && (parent.attributes(index) & ATTRIBUTE_INHERIT) !== 0;
    if (!inheritable || handle <= previous) {
      return null;
    }
    previous = handle;
    indexes.push(index);
  }
  return indexes;
}

/** Indexes of all inheritable handles, ascending. */
export function inheritableIndexes(parent: HandleTable): readonly number[] {
  const indexes: number[] = [];
  for (let index = 1; index < parent.entries.extent; index++) {
    if (
      parent.entries.objectAt(index) !== null &&
      (parent.attributes(index) & ATTRIBUTE_INHERIT) !== 0
    ) {
      indexes.push(index);
    }
  }
  return indexes;
}

/** What copying needs. */
export interface InheritanceContext {
  readonly profile: WindowsProfile;
  readonly objects: ObjectManager;
}

/**
 * Fills an empty table with copies. Before Windows 8 it gets the parent's extent and hands out its gaps from the top
 * downwards; since then it ends with the last page that is needed and hands out the lowest gaps first. False when
 * the pages could not be allocated.
 */
export function inheritHandles(
  parent: HandleTable,
  child: HandleTable,
  indexes: readonly number[],
  context: InheritanceContext,
): boolean {
  const { profile, objects } = context;
  const modern = profile.discipline === 'modern';
  const last = indexes.at(-1);
  if (last === undefined && modern) {
    return child.grow(0);
  }
  const extent = modern ? (last ?? 0) + 1 : parent.entries.extent;
  while (child.entries.extent < extent) {
    if (!child.addPage()) {
      return false;
    }
  }
  for (const index of indexes) {
    const object = parent.entries.objectAt(index);
    if (object !== null) {
      objects.addHandle(object);
      child.fill(index, {
        object,
        attributes: parent.attributes(index),
        grantedAccess: parent.grantedAccess(index),
      });
    }
  }
  for (let index = 1; index < child.entries.extent; index++) {
    if (!child.entries.isReserved(index) && child.entries.objectAt(index) === null) {
      child.freeLists.addGap(index);
    }
  }
  child.freeLists.adopt(indexes.length);
  if (modern) {
    child.flags |= TABLE_DUPLICATED;
  }
  return true;
}
