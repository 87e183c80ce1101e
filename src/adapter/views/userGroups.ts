/** Groups the entries of the USER handle table by type and by owner, with what happened to them since the previous stop. */

import type { UserHandles } from '../../core/userHandles/keptUserHandles';
import type { UserTableChanges } from '../../core/userHandles/compareTables';
import { NO_OWNER, UNKNOWN_OWNER } from '../../core/userHandles/owners';
import type { UserHandleTable } from '../../core/userHandles/userTable';

/** Entries that belong together. */
export interface EntryGroup {
  /** The value of `bType`; or the process id, NO_OWNER or UNKNOWN_OWNER. */
  readonly id: number;
  /** Indexes in the table of this stop, lowest first. */
  readonly live: readonly number[];
  /** Indexes in the table of the previous stop. */
  readonly ghosts: readonly number[];
  readonly newCount: number;
  readonly changedCount: number;
}

/** All entries in use, twice. */
export interface GroupedEntries {
  /** Largest first. */
  readonly types: readonly EntryGroup[];
  /** Largest first; entries without a known owner last. */
  readonly owners: readonly EntryGroup[];
  /** Marks by index: {@link NEW_ENTRY}, {@link CHANGED_ENTRY} or 0. */
  readonly marks: Uint8Array;
}

/** The entry was not there at the previous stop. */
export const NEW_ENTRY = 1;
/** Type, flags, owner or object of the entry differ from those at the previous stop. */
export const CHANGED_ENTRY = 2;

interface GrowingGroup {
  readonly live: number[];
  readonly ghosts: number[];
  newCount: number;
  changedCount: number;
}

/** Groups the entries in one pass. */
export function groupEntries(
  { table, owners }: UserHandles,
  previous: UserHandles | null,
  changes: UserTableChanges | null,
): GroupedEntries {
  const marks = marksOf(table, changes);
  const types = new Map<number, GrowingGroup>();
  const processes = new Map<number, GrowingGroup>();
  for (let index = 0; index < table.columns.count; index++) {
    if (table.isInUse(index)) {
      const mark = marks[index] ?? 0;
      add(groupOf(types, table.columns.type[index] ?? 0), index, mark);
      add(groupOf(processes, owners.processIdOf(index)), index, mark);
    }
  }
  for (const index of previous === null ? [] : (changes?.closed ?? [])) {
    groupOf(types, previous?.table.columns.type[index] ?? 0).ghosts.push(index);
    groupOf(processes, previous?.owners.processIdOf(index) ?? NO_OWNER).ghosts.push(index);
  }
  return { types: sorted(types), owners: sorted(processes), marks };
}

function marksOf({ columns }: UserHandleTable, changes: UserTableChanges | null): Uint8Array {
  const marks = new Uint8Array(columns.count);
  for (const index of changes?.opened ?? []) {
    marks[index] = NEW_ENTRY;
  }
  for (const index of changes?.changed ?? []) {
    marks[index] = CHANGED_ENTRY;
  }
  return marks;
}

function groupOf(groups: Map<number, GrowingGroup>, id: number): GrowingGroup {
  let group = groups.get(id);
  if (group === undefined) {
    group = { live: [], ghosts: [], newCount: 0, changedCount: 0 };
    groups.set(id, group);
  }
  return group;
}

function add(group: GrowingGroup, index: number, mark: number): void {
  group.live.push(index);
  group.newCount += mark === NEW_ENTRY ? 1 : 0;
  group.changedCount += mark === CHANGED_ENTRY ? 1 : 0;
}

function sorted(groups: ReadonlyMap<number, GrowingGroup>): readonly EntryGroup[] {
  return [...groups]
    .map(([id, group]) => ({ id, ...group }))
    .sort((a, b) => rank(a.id) - rank(b.id) || b.live.length - a.live.length || a.id - b.id);
}

function rank(id: number): number {
  return id === NO_OWNER ? 1 : id === UNKNOWN_OWNER ? 2 : 0;
}
