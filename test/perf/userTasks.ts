/** Measurements of decoding USER handle tables from memory, and loops that only walk the same bytes. */

import { address, type Address } from '../../src/core/model/identifiers';
import type { MemoryBytes } from '../../src/core/target/target';
import type { UserHandleAccess } from '../../src/core/target/userHandles';
import { openUserHandleTable } from '../../src/core/userHandles/openUserTable';
import { UserOwners } from '../../src/core/userHandles/owners';
import { summariseTable } from '../../src/core/userHandles/summary';
import { neverCancelled } from '../../src/core/util/cancellation';
import { fail, ok, type Result } from '../../src/core/util/result';
import type { UserProfileId } from '../../src/core/windows/user/userProfileId';
import { userProfile } from '../../src/core/windows/user/userProfiles';
import { timed, type BenchTask } from './benchTask';

const FULL = 65_536;
const MILLION = 1_000_000;
const BASE = 0x1_0000;
const SERVER_INFO = 0x1000;
const TABLE = 0x2000;
const THREADS = 40;
const FIRST_THREAD = 0x1000;

/** Memory with SHAREDINFO, SERVERINFO and a table in which every tenth entry is free, the rest owned by 40 threads. */
function userMemory(id: UserProfileId, entries: number): Uint8Array {
  const { entrySize, offsets } = userProfile(id);
  const bytes = new Uint8Array(TABLE + entries * entrySize);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, BASE + SERVER_INFO, true);
  view.setUint32(8, BASE + TABLE, true);
  view.setUint32(0x10, entrySize, true);
  view.setUint32(SERVER_INFO + 8, entries, true);
  view.setUint32(SERVER_INFO + 0x350, entries * entrySize, true);
  for (let index = 0; index < entries; index++) {
    const at = TABLE + index * entrySize;
    const free = index % 10 === 0;
    view.setUint32(at + offsets.phead, index * 64, true);
    view.setUint32(at + (offsets.owner ?? 0), free ? 0 : FIRST_THREAD + (index % THREADS), true);
    view.setUint8(at + offsets.type, free ? 0 : 1 + (index % 20));
    view.setUint16(at + offsets.uniq, 1 + (index % 7), true);
  }
  return bytes;
}

/** A target that lends its memory without copying it. */
function targetOver(id: UserProfileId, bytes: Uint8Array) {
  const readMemory = (at: Address, length: number): Promise<Result<MemoryBytes>> => {
    const start = Number(at) - BASE;
    const part = bytes.subarray(start, start + length);
    return Promise.resolve(ok({ address: at, bytes: part, unreadable: length - part.length }));
  };
  const userHandles: UserHandleAccess = {
    locate: () =>
      Promise.resolve(
        ok({
          profile: id,
          session: 1,
          viewpoint: 'kernel',
          sharedInfo: { address: address(BASE), from: 'the bench' },
          bounds: null,
          typeTable: null,
        } as const),
      ),
    guiProcesses: () => [{ processId: 8, image: 'app.exe', processInfo: null, quota: null }],
    guiThreads: () =>
      Array.from({ length: THREADS }, (_, index) => ({
        processId: 8,
        threadId: FIRST_THREAD + index,
        threadInfo: address(FIRST_THREAD + index),
        desktop: null,
        clientDelta: null,
        desktopHeap: null,
      })),
    desktopName: () => null,
    traces: () => fail({ code: 'no-traces', message: 'The bench traces nothing.' }),
    control: null,
  };
  return { readMemory, userHandles };
}

/** Entries per second that are decoded, or decoded and counted by type and owner. */
function decode(id: UserProfileId, entries: number, count: boolean): BenchTask {
  return async () => {
    const target = targetOver(id, userMemory(id, entries));
    let used = 0;
    const milliseconds = await timed(async () => {
      const opened = await openUserHandleTable(target, neverCancelled);
      if (!opened.ok || opened.value.columns.count !== entries) {
        throw new Error('The table was not read.');
      }
      const table = opened.value;
      used = count ? summariseTable(table, new UserOwners(table, target.userHandles)).inUse : 0;
    });
    return { value: entries / (milliseconds / 1000), details: { milliseconds, used } };
  };
}

/** Adds up the bytes of the same table. */
function walk(id: UserProfileId, entries: number): BenchTask {
  return async () => {
    const bytes = userMemory(id, entries);
    let sum = 0;
    const milliseconds = await timed(() => {
      for (let index = TABLE; index < bytes.length; index++) {
        sum = (sum + (bytes[index] ?? 0)) | 0;
      }
      return Promise.resolve();
    });
    return { value: entries / (milliseconds / 1000), details: { milliseconds, sum } };
  };
}

/** A full table of Windows 7 x64. Entries per second. */
export const decodeUserTable = decode('win7-x64', FULL, false);

/** The same, counted by type, thread and process. */
export const countUserTable = decode('win7-x64', FULL, true);

/** A million entries as Windows 10 1703 and later have them. Entries per second. */
export const decodeUserMillion = decode('win10-1703-x64', MILLION, false);

/** Yardstick of {@link decodeUserTable} and {@link countUserTable}. */
export const walkUserTable = walk('win7-x64', FULL);

/** Yardstick of {@link decodeUserMillion}. */
export const walkUserMillion = walk('win10-1703-x64', MILLION);
