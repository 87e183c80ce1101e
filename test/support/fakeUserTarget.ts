/** A small target with a USER handle table: real bytes of any version, made from plain entries; and a trace log. */

import { address, type Address } from '../../src/core/model/identifiers';
import type { ProcessInfo } from '../../src/core/model/process';
import type {
  GuiProcess,
  GuiThread,
  UserHandleAccess,
  UserTablePlace,
} from '../../src/core/target/userHandles';
import type { Target } from '../../src/core/target/target';
import {
  USER_TRACE_OPERATIONS,
  type UserTrace,
  type UserTraceStore,
} from '../../src/core/target/userTraceStore';
import type { Problem } from '../../src/core/util/problem';
import { fail, ok, type Result } from '../../src/core/util/result';
import { fieldOf } from '../../src/core/windows/user/userLayouts';
import type { UserProfileId } from '../../src/core/windows/user/userProfileId';
import { userProfile, type UserProfile } from '../../src/core/windows/user/userProfiles';
import type { UserTypeId } from '../../src/core/windows/user/userTypeTable';
import { valueOf } from '../../src/core/windows/user/userTypes';
import { FakeTarget, type FakeTargetOptions } from './fakeTarget';

/** An entry that is in use. */
export interface FakeUserEntry {
  readonly index: number;
  /** 1 by default. */
  readonly uniq?: number;
  /** A type of the version, or a number that it may not have. */
  readonly type: UserTypeId | number;
  readonly flags?: number;
  /** Id of the thread or process that owns it; nobody by default. */
  readonly owner?: number;
  /** What the object says its handle is; the true one by default. */
  readonly objectHandle?: number;
  readonly locks?: number;
}

/** What the target holds; everything has a default. */
export interface FakeUserOptions extends FakeTargetOptions {
  readonly profile?: UserProfileId;
  readonly entries?: readonly FakeUserEntry[];
  /** Size of the table in entries; 64 by default. */
  readonly size?: number;
  readonly userTraces?: readonly UserTrace[] | null;
  readonly slots?: number;
  /** Why the table is not found. */
  readonly problem?: Problem;
  /** Nothing runs: no tracing can be switched. */
  readonly still?: boolean;
}

/** The process and thread that own things. */
export const LEAKY = { processId: 0x8a4, threadId: 0x9c0, image: 'leaky.exe' };
/** Another process and its thread. */
export const SHELL = { processId: 0x5d0, threadId: 0x5e4, image: 'explorer.exe' };

const PLACES = {
  4: { table: 0xbc6c_0000n, shared: 0xbc5f_0000n, objects: 0xbc80_0000n, infos: 0xe100_0000n },
  8: {
    table: 0xffff_f900_c0a0_0000n,
    shared: 0xffff_f900_c058_0000n,
    objects: 0xffff_f900_c1b0_0000n,
    infos: 0xffff_f900_c06f_0000n,
  },
} as const;

/** A trace record; the row is set by the target. */
export function fakeUserTrace(
  operation: UserTrace['operation'],
  handle: number,
  more: Partial<UserTrace> = {},
): UserTrace {
  return {
    row: 0,
    handle,
    operation,
    type: 2,
    ownerProcessId: LEAKY.processId,
    processId: LEAKY.processId,
    threadId: LEAKY.threadId,
    stack: [],
    ...more,
  };
}

/** A target with a USER handle table whose trace log a test may change. */
export class FakeUserTarget extends FakeTarget {
  override readonly userHandles: UserHandleAccess;
  /** Newest first; null while tracing is off. */
  userTraceLog: readonly UserTrace[] | null;
  /** Records ever made. */
  userRecorded: number;
  readonly profile: UserProfile;
  private readonly regions: { readonly start: bigint; readonly bytes: Uint8Array }[] = [];

  constructor(private readonly user: FakeUserOptions = {}) {
    const profile = userProfile(user.profile ?? 'win7-x64');
    super({
      processes: PROCESSES,
      ...user,
      info: {
        pointerSize: profile.pointerSize,
        architecture: profile.architecture,
        ...user.info,
      },
    });
    this.profile = profile;
    this.userTraceLog = user.userTraces ?? null;
    this.userRecorded = this.userTraceLog?.length ?? 0;
    const place = this.build();
    this.userHandles = this.access(place);
  }

  override readMemory(where: Address, length: number): ReturnType<Target['readMemory']> {
    const region = this.regions.find(
      ({ start, bytes }) => where >= start && where < start + BigInt(bytes.length),
    );
    if (region === undefined) {
      return Promise.resolve(fail({ code: 'memory', message: 'No memory there.' }));
    }
    const offset = Number(where - region.start);
    const bytes = region.bytes.slice(offset, offset + length);
    return Promise.resolve(ok({ address: where, bytes, unreadable: length - bytes.length }));
  }

  /** Address of an entry. */
  entryAddress(index: number): bigint {
    return PLACES[this.profile.pointerSize].table + BigInt(index * this.profile.entrySize);
  }

  /** Address of the object of an entry. */
  objectAddress(index: number): bigint {
    return PLACES[this.profile.pointerSize].objects + BigInt(index * 0x200);
  }

  private build(): UserTablePlace {
    const { profile, user } = this;
    const places = PLACES[profile.pointerSize];
    const size = user.size ?? 64;
    const table = this.region(places.table, size * profile.entrySize);
    const objects = this.region(places.objects, size * 0x200);
    const shared = this.region(places.shared, 0x2000);
    for (let index = 1; index < size; index++) {
      const at = index * profile.entrySize;
      table.setUint8(at + profile.offsets.type, profile.freeType);
      table.setUint16(at + profile.offsets.uniq, 1, true);
    }
    for (const entry of user.entries ?? []) {
      this.putEntry(table, entry);
      this.putObject(objects, entry);
    }
    this.put(shared, 'SHAREDINFO', 'psi', places.shared + 0x1000n);
    this.put(shared, 'SHAREDINFO', 'aheList', places.table);
    this.put(shared, 'SHAREDINFO', 'HeEntrySize', BigInt(profile.entrySize));
    const server = new DataView(shared.buffer, shared.byteOffset + 0x1000);
    this.put(server, 'SERVERINFO', 'cHandleEntries', BigInt(size));
    this.put(server, 'SERVERINFO', 'cbHandleTable', BigInt(size * profile.entrySize));
    const known = Number(profile.version) >= 5.1;
    return {
      profile: profile.id,
      session: 1,
      viewpoint: profile.owner === 'entry-id' ? 'user' : 'kernel',
      sharedInfo: known ? { address: address(places.shared), from: 'win32k!gSharedInfo' } : null,
      bounds: known
        ? null
        : { aheList: { address: address(places.table), from: 'the machine' }, entries: size },
      typeTable: null,
    };
  }

  private putEntry(table: DataView, entry: FakeUserEntry): void {
    const { profile } = this;
    const at = entry.index * profile.entrySize;
    const { offsets } = profile;
    const where =
      profile.owner === 'entry-id' ? BigInt(entry.index * 0x200) : this.objectAddress(entry.index);
    this.pointer(table, at + offsets.phead, where);
    if (offsets.owner !== null) {
      this.pointer(table, at + offsets.owner, this.ownerValue(entry));
    }
    table.setUint8(at + offsets.type, this.typeValue(entry));
    table.setUint8(at + offsets.flags, entry.flags ?? 0);
    table.setUint16(at + offsets.uniq, entry.uniq ?? 1, true);
  }

  private putObject(objects: DataView, entry: FakeUserEntry): void {
    const at = entry.index * 0x200;
    const view = new DataView(objects.buffer, objects.byteOffset + at, 0x200);
    const handle = entry.objectHandle ?? (((entry.uniq ?? 1) << 16) | entry.index) >>> 0;
    this.put(view, 'HEAD', 'h', BigInt(handle));
    this.put(view, 'HEAD', 'cLockObj', BigInt(entry.locks ?? 0));
    if (this.profile.owner === 'head') {
      this.put(view, 'HEAD', 'pOwner', this.ownerValue(entry));
    }
  }

  private typeValue(entry: FakeUserEntry): number {
    return typeof entry.type === 'number' ? entry.type : (valueOf(this.profile, entry.type) ?? 0);
  }

  private ownerValue({ owner }: FakeUserEntry): bigint {
    if (owner === undefined) {
      return 0n;
    }
    return this.profile.owner === 'entry-id' ? BigInt(owner) : infoAddress(this.profile, owner);
  }

  private put(view: DataView, struct: string, member: string, value: bigint): void {
    const field = fieldOf(struct, member, this.profile);
    if (field === null) {
      return;
    }
    if (field.size === 8) {
      view.setBigUint64(field.offset, value, true);
    } else if (field.size === 2) {
      view.setUint16(field.offset, Number(value), true);
    } else {
      view.setUint32(field.offset, Number(value), true);
    }
  }

  private pointer(view: DataView, at: number, value: bigint): void {
    if (this.profile.pointerSize === 8) {
      view.setBigUint64(at, value, true);
    } else {
      view.setUint32(at, Number(value), true);
    }
  }

  private region(start: bigint, length: number): DataView {
    const bytes = new Uint8Array(length);
    this.regions.push({ start, bytes });
    return new DataView(bytes.buffer);
  }

  private access(place: UserTablePlace): UserHandleAccess {
    const { problem, still, slots = 4096 } = this.user;
    const has = Number(this.profile.version) >= 5;
    return {
      locate: () => Promise.resolve(problem === undefined ? ok(place) : fail(problem)),
      guiProcesses: () => [LEAKY, SHELL].map((each) => guiProcess(this.profile, each)),
      guiThreads: () => [LEAKY, SHELL].map((each) => guiThread(this.profile, each)),
      desktopName: () => (has ? 'WinSta0\\Default' : null),
      traces: () => this.openTraces(slots),
      control:
        still === true
          ? null
          : {
              enable: (wanted) => {
                this.userTraceLog = [];
                this.userRecorded = 0;
                return ok({ slots: wanted === 0 ? slots : wanted });
              },
              disable: () => {
                this.userTraceLog = null;
                return ok(undefined);
              },
            },
    };
  }

  private openTraces(slots: number): Result<UserTraceStore> {
    return this.userTraceLog === null
      ? fail({
          code: 'tracing-off',
          message: 'USER handle tracing is not enabled.',
          hint: 'Use "!utrace -enable" to enable it.',
        })
      : ok(traceStore(this.userTraceLog, slots, this.userRecorded));
  }
}

const PROCESSES: readonly ProcessInfo[] = [LEAKY, SHELL].map(({ processId, image }) => ({
  processId,
  parentProcessId: 4,
  image,
  sessionId: 1,
}));

/** The address of the THREADINFO or PROCESSINFO of an id. */
function infoAddress({ pointerSize }: UserProfile, id: number): bigint {
  return PLACES[pointerSize].infos + BigInt(id * 0x100);
}

function guiProcess(profile: UserProfile, { processId, image }: typeof LEAKY): GuiProcess {
  return { processId, image, processInfo: address(infoAddress(profile, processId)), quota: 10_000 };
}

function guiThread(profile: UserProfile, { processId, threadId }: typeof LEAKY): GuiThread {
  return {
    processId,
    threadId,
    threadInfo: address(infoAddress(profile, threadId)),
    desktop: null,
    clientDelta: null,
    desktopHeap: profile.owner === 'entry-id' ? address(PLACES[profile.pointerSize].objects) : null,
  };
}

function traceStore(log: readonly UserTrace[], slots: number, recorded: number): UserTraceStore {
  return {
    count: log.length,
    facts: { slots, lost: recorded - log.length, recorded, maximumDepth: 16 },
    columns: () =>
      Promise.resolve({
        count: log.length,
        handle: Uint32Array.from(log, ({ handle }) => handle),
        operation: Uint8Array.from(log, ({ operation }) =>
          USER_TRACE_OPERATIONS.indexOf(operation),
        ),
        type: Uint8Array.from(log, ({ type }) => type),
        ownerProcessId: Uint32Array.from(log, ({ ownerProcessId }) => ownerProcessId),
        processId: Uint32Array.from(log, ({ processId }) => processId),
        threadId: Uint32Array.from(log, ({ threadId }) => threadId),
        sequence: Float64Array.from(log, (_, row) => recorded - row),
      }),
    records: (rows) =>
      Promise.resolve(
        Array.from(rows).flatMap((row) => {
          const trace = log[row];
          return trace === undefined ? [] : [{ ...trace, row }];
        }),
      ),
  };
}
