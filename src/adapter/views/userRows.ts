/** From entries of the USER handle table to the groups and rows that views show. */

import type { UserHandles } from '../../core/userHandles/keptUserHandles';
import type { GuiProcess } from '../../core/target/userHandles';
import { OwnerTexts, ownerText, processText } from '../../core/render/user/ownerText';
import { readProcessCounters } from '../../core/userHandles/counters';
import { NO_OWNER, UNKNOWN_OWNER } from '../../core/userHandles/owners';
import type { CancellationToken } from '../../core/util/cancellation';
import { hexPadded } from '../../core/util/hex';
import { flagNames } from '../../core/windows/user/userFlags';
import { DEFAULT_PROCESS_QUOTA } from '../../core/windows/user/userLimits';
import { typeText } from '../../core/windows/user/userTypeText';
import { typesOf, type UserType } from '../../core/windows/user/userTypes';
import { USER_OBJECT_FACTS } from '../../core/windows/user/userTypeFacts';
import type { RowState } from '../../protocol/viewMessages';
import type { UserGroup, UserGrouping, UserQuota, UserRow } from '../../protocol/userMessages';
import { CHANGED_ENTRY, NEW_ENTRY, type EntryGroup } from './userGroups';
import type { UserViewTable } from './userTables';

/** What a group's key begins with, by grouping. */
const KEYS: Readonly<Record<UserGrouping, string>> = { type: 'type:', owner: 'process:' };

/** Groups of both kinds as messages. Throws CancelledError. */
export async function groupsOf(
  view: UserViewTable,
  token: CancellationToken,
): Promise<{ readonly types: readonly UserGroup[]; readonly owners: readonly UserGroup[] }> {
  const owners: UserGroup[] = [];
  for (const group of view.groups.owners) {
    owners.push(await ownerGroup(view, group, token));
  }
  return { types: view.groups.types.map((group) => typeGroup(view, group)), owners };
}

/** The group that a key names; undefined when there is none now. */
export function findGroup(
  { groups }: UserViewTable,
  grouping: UserGrouping,
  key: string,
): EntryGroup | undefined {
  const all = grouping === 'type' ? groups.types : groups.owners;
  return all.find(({ id }) => keyOf(grouping, id) === key);
}

/** Rows of a page: entries first, then those that are gone. */
export function userRows(
  view: UserViewTable,
  { live, ghosts }: Pick<EntryGroup, 'live' | 'ghosts'>,
  {
    start,
    count,
    hasMemory,
  }: { readonly start: number; readonly count: number; readonly hasMemory: boolean },
): readonly UserRow[] {
  const { handles, previous } = view;
  const writer = rowWriter(handles, hasMemory);
  const rows = live
    .slice(start, start + count)
    .map((index) => writer(index, stateOf(view.groups.marks[index] ?? 0)));
  const left = count - rows.length;
  if (left === 0 || previous === null) {
    return rows;
  }
  const first = Math.max(0, start - live.length);
  const gone = rowWriter(previous, hasMemory);
  return [...rows, ...ghosts.slice(first, first + left).map((index) => gone(index, 'closed'))];
}

/** The type of an entry by its value; null when the version does not define it. */
function typeOfValue({ table }: UserHandles, value: number): UserType | null {
  return typesOf(table.profile.version)[value] ?? null;
}

function keyOf(grouping: UserGrouping, id: number): string {
  const named = id === NO_OWNER ? 'none' : id === UNKNOWN_OWNER ? 'unknown' : id.toString(16);
  return `${KEYS[grouping]}${named}`;
}

function counts({
  live,
  ghosts,
  newCount,
  changedCount,
}: EntryGroup): Pick<UserGroup, 'count' | 'newCount' | 'changedCount' | 'closedCount'> {
  return {
    count: live.length + ghosts.length,
    newCount,
    changedCount,
    closedCount: ghosts.length,
  };
}

function typeGroup({ handles }: UserViewTable, group: EntryGroup): UserGroup {
  const type = typeOfValue(handles, group.id);
  const facts = type === null ? undefined : USER_OBJECT_FACTS[type.id];
  return {
    key: keyOf('type', group.id),
    label: typeText(handles.table.profile.version, group.id),
    ...counts(group),
    type: type?.id ?? null,
    createdBy: facts?.createdBy ?? null,
    destroyedBy: facts?.destroyedBy ?? null,
    quota: null,
  };
}

async function ownerGroup(
  { handles, previous }: UserViewTable,
  group: EntryGroup,
  token: CancellationToken,
): Promise<UserGroup> {
  const now = handles.owners.processOf(group.id);
  const process = now ?? previous?.owners.processOf(group.id) ?? null;
  return {
    key: keyOf('owner', group.id),
    label: ownerLabel(group.id, process),
    ...counts(group),
    type: null,
    createdBy: null,
    destroyedBy: null,
    quota: now === null ? null : await quotaOf(handles, { process: now, group }, token),
  };
}

function ownerLabel(id: number, process: GuiProcess | null): string {
  return id === NO_OWNER
    ? 'no owner'
    : id === UNKNOWN_OWNER
      ? 'owner not known'
      : process === null
        ? `process ${id.toString(16)}`
        : processText(process);
}

async function quotaOf(
  { table, memory }: UserHandles,
  { process, group }: { readonly process: GuiProcess; readonly group: EntryGroup },
  token: CancellationToken,
): Promise<UserQuota> {
  const counters =
    process.processInfo === null
      ? null
      : await readProcessCounters(memory, table.profile, process.processInfo, token);
  return {
    counted: group.live.length,
    quota: process.quota ?? DEFAULT_PROCESS_QUOTA,
    isKnown: process.quota !== null,
    counter: counters?.ok === true ? counters.value.userHandles : null,
    peak: counters?.ok === true ? counters.value.userHandlesPeak : null,
  };
}

function stateOf(mark: number): RowState {
  return mark === NEW_ENTRY ? 'new' : mark === CHANGED_ENTRY ? 'changed' : 'same';
}

function rowWriter(
  handles: UserHandles,
  hasMemory: boolean,
): (index: number, state: RowState) => UserRow {
  const { table } = handles;
  const digits = table.profile.pointerSize * 2;
  const owners = new OwnerTexts(handles, (owner) =>
    owner.kind === 'none' ? '' : ownerText(owner, digits),
  );
  return (index, state) => {
    const { columns, profile } = table;
    const value = columns.type[index] ?? 0;
    return {
      handle: `0x${hexPadded(table.handle(index), 8)}`,
      index,
      uniq: columns.uniq[index] ?? 0,
      typeName: typeText(profile.version, value),
      type: table.type(index)?.id ?? null,
      owner: owners.of(index),
      flags: flagNames(columns.flags[index] ?? 0).join(' | '),
      state,
      memoryReference: hasMemory ? `0x${hexPadded(table.entryAddress(index), digits)}` : null,
    };
  };
}
