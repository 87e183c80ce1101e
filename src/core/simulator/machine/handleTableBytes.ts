/** The HANDLE_TABLE structure and the pointer pages of a table, as bytes (domain.md 1.2, 1.4). */

import { FREE_LIST_FIELDS, TABLE_PAGE_SIZE } from '../../windows/handleTableLayout';
import type { WindowsProfile } from '../../windows/profiles';
import { ByteWriter } from './byteWriter';
import type { HandleTable } from './handleTable';
import type { Machine } from './machine';

/** The HANDLE_TABLE of a process as it is now. */
export function handleTableBytes(machine: Machine, table: HandleTable): Uint8Array {
  const { tableFields: fields, pointerSize } = machine.profile;
  const states = table.freeLists.states();
  const lists = fields.freeLists;
  const size = lists === null ? fields.size : lists.offset + lists.stride * states.length;
  const writer = new ByteWriter(size, pointerSize);
  const top = table.topPage;
  writer.pointer(fields.tableCode, (top.low | table.level) >>> 0, top.high);
  const owner = table.owner?.object ?? null;
  if (owner !== null) {
    writer.pointer(fields.quotaProcess, owner.bodyLow, owner.bodyHigh);
  }
  writer.u32(fields.uniqueProcessId, table.owner?.processId ?? 0);
  const { tracer } = table;
  if (tracer !== null) {
    writer.pointer(fields.debugInfo, tracer.place.low, tracer.place.high);
  }
  writer.u32(fields.nextHandleNeedingPool, table.nextHandleNeedingPool);
  writer.u32(fields.flags, table.flags);
  if (fields.handleCount !== null) {
    writer.u32(fields.handleCount, table.handleCount);
  }
  if (fields.highWatermark !== null) {
    writer.u32(fields.highWatermark, table.highWatermark);
  }
  writeFreeLists(writer, machine.profile, table);
  return writer.bytes;
}

/** A page of pointers to low-level pages. */
export function midPageBytes(
  profile: WindowsProfile,
  table: HandleTable,
  position: number,
): Uint8Array {
  const { pointersPerMid } = profile.geometry;
  const writer = new ByteWriter(TABLE_PAGE_SIZE, profile.pointerSize);
  const first = position * pointersPerMid;
  table.entries.pages.slice(first, first + pointersPerMid).forEach((page, slot) => {
    writer.pointer(slot * profile.pointerSize, page.low, page.high);
  });
  return writer.bytes;
}

/** The page of pointers to mid-level pages. */
export function topTableBytes(profile: WindowsProfile, table: HandleTable): Uint8Array {
  const writer = new ByteWriter(TABLE_PAGE_SIZE, profile.pointerSize);
  table.midPages.forEach((page, slot) => {
    writer.pointer(slot * profile.pointerSize, page.low, page.high);
  });
  return writer.bytes;
}

function writeFreeLists(writer: ByteWriter, profile: WindowsProfile, table: HandleTable): void {
  const { tableFields: fields } = profile;
  const { entries } = table;
  const pointTo = (offset: number, index: number): void => {
    if (index !== 0) {
      writer.pointer(offset, entries.entryLow(index), entries.entryHigh(index));
    }
  };
  table.freeLists.states().forEach((state, position) => {
    if (fields.freeLists !== null) {
      const start = fields.freeLists.offset + position * fields.freeLists.stride;
      pointTo(start + FREE_LIST_FIELDS.firstFreeEntry, state.first);
      pointTo(start + FREE_LIST_FIELDS.lastFreeEntry, state.last);
      writer.u32(start + FREE_LIST_FIELDS.handleCount, state.handleCount);
      writer.u32(start + FREE_LIST_FIELDS.highWaterMark, state.highWaterMark);
      return;
    }
    if (fields.firstFree !== null) {
      writer.u32(fields.firstFree, state.first);
    }
    if (fields.lastFree !== null && fields.lastFreeIsPointer) {
      pointTo(fields.lastFree, state.last);
    } else if (fields.lastFree !== null) {
      writer.u32(fields.lastFree, state.last);
    }
  });
}
