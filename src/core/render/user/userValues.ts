/** Parts of JSON documents about USER handles: tables, owners, counts, processes, objects. */

import type { ProcessAccount } from '../../commands/user/processAccount';
import type { UserHandles } from '../../userHandles/keptUserHandles';
import type { ThreadAccount } from '../../commands/user/userResults';
import type { ObjectReading } from '../../userHandles/userObject';
import type { UserOwner } from '../../userHandles/owners';
import type { MemberReading, MemberValue, StructureReading } from '../../userHandles/readStructure';
import type { UserHandleCounts, UserTableSummary } from '../../userHandles/summary';
import type { UserHandleTable } from '../../userHandles/userTable';
import { hex0x, hexPadded } from '../../util/hex';
import { flagNames } from '../../windows/user/userFlags';
import { layoutVersions, type UserLayout } from '../../windows/user/userLayouts';
import { typeText } from '../../windows/user/userTypeText';
import type { UserVersion } from '../../windows/user/userVersions';
import { problemValue, type JsonValue } from '../jsonText';

/** An address or other 64-bit number; null where there is none. */
export function hexOrNull(value: bigint | number | null): string | null {
  return value === null ? null : hex0x(value);
}

/** Which table it is, and what is wrong with it. */
export function tableValue(table: UserHandleTable): JsonValue {
  return {
    profile: table.profile.id,
    session: table.place.session,
    viewpoint: table.place.viewpoint,
    aheList: hex0x(table.aheList),
    from: table.from,
    entrySize: table.profile.entrySize,
    entries: table.entries,
    problems: table.problems.map(problemValue),
  };
}

/** What an entry holds; null when it is not in memory. */
export function entryValue(table: UserHandleTable, index: number): JsonValue {
  const { columns, profile } = table;
  if (!columns.isReadable(index)) {
    return null;
  }
  const type = columns.type[index] ?? 0;
  const flags = columns.flags[index] ?? 0;
  const free = table.isFree(index);
  return {
    address: hex0x(table.entryAddress(index)),
    phead: hex0x(table.phead(index)),
    owner: hex0x(table.ownerValue(index)),
    desktopId: hexOrNull(table.desktopId(index)),
    type,
    typeName: typeText(profile.version, type),
    structure: table.type(index)?.structure ?? null,
    symbol: table.type(index)?.symbol ?? null,
    flags: hex0x(flags),
    flagNames: flagNames(flags),
    uniq: columns.uniq[index] ?? 0,
    free,
    nextFree: free ? Number(BigInt.asUintN(32, table.phead(index))) : null,
  };
}

/** An owner; null for none. */
export function ownerValue(owner: UserOwner): JsonValue {
  switch (owner.kind) {
    case 'none':
      return null;
    case 'process':
      return {
        kind: 'process',
        processId: owner.process.processId,
        threadId: null,
        image: owner.process.image,
      };
    case 'thread':
      return {
        kind: 'thread',
        processId: owner.thread.processId,
        threadId: owner.thread.threadId,
        image: owner.process?.image ?? null,
      };
    case 'unknown':
      return { kind: 'unknown', value: hex0x(owner.value), as: owner.as };
  }
}

/** Counts by the name of the type. */
export function countsValue(version: UserVersion, byType: Uint32Array): JsonValue {
  const counts: Record<string, number> = {};
  byType.forEach((count, type) => {
    if (count > 0) {
      counts[typeText(version, type)] = count;
    }
  });
  return counts;
}

/** Counts over a whole table. */
export function summaryValue(version: UserVersion, summary: UserTableSummary): JsonValue {
  return {
    entries: summary.entries,
    inUse: summary.inUse,
    free: summary.free,
    unreadable: summary.unreadable,
    highestUsed: summary.highestUsed < 0 ? null : summary.highestUsed,
    byType: countsValue(version, summary.byType),
    byProcess: [...summary.byProcess].map(([processId, counts]) => ({
      processId,
      total: counts.total,
      byType: countsValue(version, counts.byType),
    })),
    unowned: countedValue(version, summary.unowned),
    unknownOwner: countedValue(version, summary.unknownOwner),
  };
}

function countedValue(version: UserVersion, counts: UserHandleCounts): JsonValue {
  return { total: counts.total, byType: countsValue(version, counts.byType) };
}

/** A process with its counters, its quota and what the table has of it. */
export function processValue(version: UserVersion, account: ProcessAccount): JsonValue {
  const { process, counters, countersProblem } = account;
  return {
    processId: process.processId,
    image: process.image,
    processInfo: hexOrNull(process.processInfo),
    quota: account.quota,
    quotaIsKnown: account.quotaIsKnown,
    counted: account.counted,
    byType: countsValue(version, account.byType),
    counters:
      counters === null
        ? null
        : {
            userHandles: counters.userHandles,
            userHandlesPeak: counters.userHandlesPeak,
            gdiHandles: counters.gdiHandles,
            gdiHandlesPeak: counters.gdiHandlesPeak,
          },
    countersProblem: countersProblem === null ? null : problemValue(countersProblem),
  };
}

/** A thread with what it owns. */
export function threadValue(
  { table, access }: UserHandles,
  { thread, process, counts }: ThreadAccount,
): JsonValue {
  return {
    threadId: thread.threadId,
    processId: thread.processId,
    image: process?.image ?? null,
    threadInfo: hexOrNull(thread.threadInfo),
    desktop: hexOrNull(thread.desktop),
    desktopName: thread.desktop === null ? null : access.desktopName(thread.desktop),
    clientDelta: hexOrNull(thread.clientDelta),
    desktopHeap: hexOrNull(thread.desktopHeap),
    handles: counts.total,
    byType: countsValue(table.profile.version, counts.byType),
  };
}

/** An object, or the reason why it is not shown; null for entries without one. */
export function objectValue(reading: ObjectReading | null): JsonValue {
  if (reading === null) {
    return null;
  }
  if (reading.object === null) {
    return { reason: reading.reason };
  }
  const { object } = reading;
  return {
    address: hex0x(object.place.at),
    foundBy: object.place.from,
    delta: hexOrNull(object.place.delta),
    structure: object.type?.structure ?? null,
    size: object.size,
    header: object.header.layout.struct,
    headerIsExtrapolated: object.header.extrapolated,
    handle: hex0x(object.handle),
    members: object.values.map(({ name, offset, size, value }) => ({
      name,
      offset,
      size,
      value: hex0x(value),
    })),
    clipboard:
      object.clipboard === null
        ? null
        : { length: object.clipboard.length, start: bytesText(object.clipboard.start) },
  };
}

/** A layout's identity. */
export function layoutValue(layout: UserLayout): JsonValue {
  return {
    structure: layout.struct,
    part: layout.part,
    versions: layoutVersions(layout),
    architecture: layout.architecture,
    size: layout.size,
    certainty: layout.certainty,
    detail: layout.detail,
    sources: layout.sources,
  };
}

/** Structures that were read. */
export function readingValue(reading: StructureReading, member: string | null): JsonValue {
  return reading.rows.map(({ address, members }) => ({
    address: hex0x(address),
    members: members
      .filter(({ field }) => member === null || field.name === member)
      .map(memberValue),
  }));
}

function memberValue({ field, value }: MemberReading): JsonValue {
  return {
    name: field.name,
    type: field.type,
    offset: field.offset,
    size: field.size,
    value: valueOfMember(value),
  };
}

function valueOfMember(value: MemberValue): JsonValue {
  switch (value.kind) {
    case 'number':
      return hex0x(value.value);
    case 'numbers':
      return value.values.map(hex0x);
    case 'bytes':
      return bytesText(value.bytes);
    case 'structures':
      return value.rows.map((members) => members.map(memberValue));
    case 'unreadable':
      return null;
  }
}

function bytesText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => hexPadded(byte, 2)).join('');
}
