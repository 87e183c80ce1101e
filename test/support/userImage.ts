/** Memory with a USER handle table in it, written by the layouts: what decoders and dumps are tested on. */

import { address, type Address } from '../../src/core/model/identifiers';
import type { MemoryBytes } from '../../src/core/target/target';
import type {
  GuiProcess,
  GuiThread,
  UserHandleAccess,
  UserTablePlace,
} from '../../src/core/target/userHandles';
import { fail, ok, type Result } from '../../src/core/util/result';
import { objectHeader } from '../../src/core/windows/user/userObjectHeaders';
import { makeUserHandle } from '../../src/core/windows/user/userHandleValue';
import type { UserProfileId } from '../../src/core/windows/user/userProfileId';
import { userProfile, type UserProfile } from '../../src/core/windows/user/userProfiles';
import { tableSizeFields, usableSharedInfo } from '../../src/core/windows/user/userSharedInfo';
import type { UserTypeId } from '../../src/core/windows/user/userTypeTable';
import { userType, valueOf } from '../../src/core/windows/user/userTypes';

/** A run of memory. */
export interface MemoryRun {
  readonly at: bigint;
  readonly bytes: Uint8Array;
}

/** Memory in runs that do not touch. */
export class SparseMemory {
  readonly runs: MemoryRun[] = [];
  /** Reads that were asked for. */
  reads = 0;

  /** Adds a run and returns its bytes for writing. */
  add(at: bigint, size: number): Uint8Array {
    const bytes = new Uint8Array(size);
    this.runs.push({ at, bytes });
    return bytes;
  }

  /** Writes a little-endian number into a run. */
  write(at: bigint, size: number, value: bigint | number): void {
    const run = this.runOf(at);
    if (run === undefined) {
      throw new RangeError(`no memory at ${at.toString(16)}`);
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    for (let index = 0; index < size; index++) {
      run.bytes[Number(at - run.at) + index] = Number(rest & 0xffn);
      rest >>= 8n;
    }
  }

  /** Takes a range away, so that it cannot be read any more. */
  remove(from: bigint, to: bigint): void {
    const kept = this.runs.splice(0).flatMap(({ at, bytes }) => {
      const end = at + BigInt(bytes.length);
      if (end <= from || at >= to) {
        return [{ at, bytes }];
      }
      const before = bytes.slice(0, Math.max(0, Number(from - at)));
      const skip = to > at ? Number(to - at) : 0;
      const after = bytes.slice(Math.min(skip, bytes.length));
      return [
        ...(before.length > 0 ? [{ at, bytes: before }] : []),
        ...(after.length > 0 ? [{ at: at + BigInt(skip), bytes: after }] : []),
      ];
    });
    this.runs.push(...kept);
  }

  /** As targets do: the readable start, or a problem. */
  readMemory(at: Address, length: number): Promise<Result<MemoryBytes>> {
    this.reads += 1;
    const run = this.runOf(at);
    if (run === undefined) {
      return Promise.resolve(fail({ code: 'memory', message: 'No memory there.' }));
    }
    const start = Number(at - run.at);
    const bytes = run.bytes.slice(start, start + length);
    return Promise.resolve(ok({ address: at, bytes, unreadable: length - bytes.length }));
  }

  private runOf(at: bigint): MemoryRun | undefined {
    return this.runs.find((run) => at >= run.at && at < run.at + BigInt(run.bytes.length));
  }
}

/** An entry to write. */
export interface EntrySpec {
  readonly index: number;
  readonly type: UserTypeId | number;
  readonly uniq?: number;
  readonly flags?: number;
  /** Address or id of the owner. */
  readonly owner?: bigint;
  /** Index of the next free entry, for free ones; offset or address of the object for others, made up unless told. */
  readonly phead?: bigint;
  /** The handle that the object says it has, when it is another one; null leaves the object out. */
  readonly says?: number | null;
  readonly locks?: number;
  readonly threadLocks?: number;
  readonly desktop?: bigint;
}

/** What to build. */
export interface UserImageSpec {
  readonly profile: UserProfileId;
  readonly entries: number;
  readonly used: readonly EntrySpec[];
  readonly viewpoint?: 'kernel' | 'user';
  readonly threads?: readonly GuiThread[];
  readonly processes?: readonly GuiProcess[];
  /** What SERVERINFO claims, when it is not `entries`. */
  readonly claimed?: number;
}

/** Kernel address minus user address of the shared heap and the desktop heap in a user-mode image. */
export const SHARED_DELTA = 0x10_0000n;
export const CLIENT_DELTA = 0x20_0000n;

/** A target's memory and access to USER handles, ready for {@link openUserHandleTable}. */
export interface UserImage {
  readonly profile: UserProfile;
  readonly memory: SparseMemory;
  readonly place: UserTablePlace;
  readonly userHandles: UserHandleAccess;
  readonly aheList: bigint;
  readonly sharedInfo: bigint;
  readonly serverInfo: bigint;
  readMemory(at: Address, length: number): Promise<Result<MemoryBytes>>;
}

/** Bytes that each object gets. */
const OBJECT_ROOM = 0x80;

/** Builds an image. Where SHAREDINFO or SERVERINFO are not public, the place has bounds instead. */
export function buildUserImage(spec: UserImageSpec): UserImage {
  const profile = userProfile(spec.profile);
  const memory = new SparseMemory();
  const viewpoint = spec.viewpoint ?? 'kernel';
  const wide = profile.pointerSize === 8;
  const base = wide && viewpoint === 'kernel' ? 0xffff_f900_c060_0000n : 0x1_0000n;
  const sharedInfo = base;
  const serverInfo = base + 0x1000n;
  const aheList = base + 0x1_0000n;
  const tableSize = Math.max(1, spec.entries) * profile.entrySize;
  const heap = aheList + BigInt((tableSize + 0xffff) & ~0xffff) + 0x1_0000n;
  memory.add(sharedInfo, 0x240);
  memory.add(serverInfo, 0x1000);
  memory.add(aheList, tableSize);
  memory.add(heap, 0x1000 + spec.used.length * OBJECT_ROOM);
  writeShared(memory, profile, { ...spec, sharedInfo, serverInfo, aheList, viewpoint });
  const threads = (spec.threads ?? []).map((thread) =>
    profile.owner === 'entry-id' && thread.desktopHeap === null
      ? { ...thread, desktopHeap: address(heap) }
      : thread,
  );
  const freeType = profile.freeType;
  for (let index = 0; index < spec.entries; index++) {
    memory.write(aheList + BigInt(index * profile.entrySize + profile.offsets.type), 1, freeType);
    memory.write(aheList + BigInt(index * profile.entrySize + profile.offsets.uniq), 2, 1);
  }
  spec.used.forEach((entry, order) =>
    writeEntry(memory, profile, {
      entry,
      aheList,
      object: heap + BigInt(order * OBJECT_ROOM),
      heap,
      viewpoint,
    }),
  );
  const known = usableSharedInfo(profile) !== null;
  const sized = tableSizeFields(profile) !== null;
  const place: UserTablePlace = {
    profile: spec.profile,
    session: 1,
    viewpoint,
    sharedInfo: known ? { address: address(sharedInfo), from: 'user32!gSharedInfo' } : null,
    bounds:
      known && sized
        ? null
        : {
            aheList: { address: address(aheList), from: 'the test' },
            entries: spec.claimed ?? spec.entries,
          },
    typeTable: null,
  };
  return {
    profile,
    memory,
    place,
    aheList,
    sharedInfo,
    serverInfo,
    userHandles: {
      locate: () => Promise.resolve(ok(place)),
      guiProcesses: () => spec.processes ?? [],
      guiThreads: () => threads,
      desktopName: () => null,
      traces: () => fail({ code: 'none', message: 'No traces.' }),
      control: null,
    },
    readMemory: (at, length) => memory.readMemory(at, length),
  };
}

interface SharedSpec extends UserImageSpec {
  readonly sharedInfo: bigint;
  readonly serverInfo: bigint;
  readonly aheList: bigint;
  readonly viewpoint: 'kernel' | 'user';
}

function writeShared(memory: SparseMemory, profile: UserProfile, spec: SharedSpec): void {
  const { pointerSize } = profile;
  const member = (name: string, value: bigint | number, size: number = pointerSize): void => {
    const field = usableSharedInfo(profile)?.layout.fields.find((each) => each.name === name);
    if (field !== undefined) {
      memory.write(spec.sharedInfo + BigInt(field.offset), size, value);
    }
  };
  member('psi', spec.serverInfo);
  member('aheList', spec.aheList);
  member('HeEntrySize', profile.entrySize, 4);
  member('ulSharedDelta', spec.viewpoint === 'user' ? SHARED_DELTA : 0);
  const sizes = tableSizeFields(profile);
  const claimed = spec.claimed ?? spec.entries;
  if (sizes !== null) {
    const { cHandleEntries, cbHandleTable } = sizes;
    memory.write(
      spec.serverInfo + BigInt(cHandleEntries.offset),
      cHandleEntries.size ?? 4,
      claimed,
    );
    if (cbHandleTable !== null) {
      memory.write(spec.serverInfo + BigInt(cbHandleTable.offset), 4, claimed * profile.entrySize);
    }
  }
}

interface WrittenEntry {
  readonly entry: EntrySpec;
  readonly aheList: bigint;
  /** Where its object is put. */
  readonly object: bigint;
  readonly heap: bigint;
  readonly viewpoint: 'kernel' | 'user';
}

function writeEntry(memory: SparseMemory, profile: UserProfile, written: WrittenEntry): void {
  const { entry, aheList, object, heap } = written;
  const { offsets, pointerSize } = profile;
  const at = aheList + BigInt(entry.index * profile.entrySize);
  const value = typeof entry.type === 'number' ? entry.type : (valueOf(profile, entry.type) ?? 0);
  const uniq = entry.uniq ?? 1;
  const kernel = object + deltaOf(written);
  const phead = entry.phead ?? (profile.owner === 'entry-id' ? object - heap : kernel);
  memory.write(at + BigInt(offsets.phead), pointerSize, phead);
  if (offsets.owner !== null) {
    memory.write(at + BigInt(offsets.owner), pointerSize, entry.owner ?? 0n);
  }
  if (offsets.desktopId !== null) {
    memory.write(at + BigInt(offsets.desktopId), pointerSize, entry.desktop ?? 0n);
  }
  memory.write(at + BigInt(offsets.type), 1, value);
  memory.write(at + BigInt(offsets.flags), 1, entry.flags ?? 0);
  memory.write(at + BigInt(offsets.uniq), 2, uniq);
  if (entry.type === 'free' || entry.says === null || typeof entry.type === 'number') {
    return;
  }
  const says = entry.says ?? makeUserHandle(uniq, entry.index);
  for (const field of objectHeader(userType(entry.type), profile).fields) {
    const values: Readonly<Record<string, bigint | number | undefined>> = {
      h: says,
      cLockObj: entry.locks,
      cLockObjT: entry.threadLocks,
      pOwner: entry.owner,
      pti: entry.owner,
      ppi: entry.owner,
      rpdesk: entry.desktop,
      pSelf: kernel,
    };
    memory.write(object + BigInt(field.offset), field.size ?? 0, values[field.name] ?? 0);
  }
}

function deltaOf({ entry, viewpoint }: WrittenEntry): bigint {
  if (viewpoint === 'kernel' || typeof entry.type === 'number') {
    return 0n;
  }
  const flags = userType(entry.type).creationFlags ?? 0;
  return (flags & 0x40) !== 0 ? SHARED_DELTA : CLIENT_DELTA;
}
