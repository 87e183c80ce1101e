/**
 * The USER handles of a minidump's session. Windows maps their table into every program with windows, so that a dump with
 * all memory has it: user32 exports where (user-handles.md 5.2).
 */

import { address, type Address } from '../model/identifiers';
import type { LoadedModule, ThreadInfo } from '../model/process';
import type { SymbolSource } from '../target/symbolSource';
import type {
  GuiProcess,
  GuiThread,
  UserHandleAccess,
  UserTablePlace,
} from '../target/userHandles';
import type { UserTraceStore } from '../target/userTraceStore';
import { BinaryView } from '../util/binaryView';
import type { CancellationToken } from '../util/cancellation';
import { throwIfCancelled } from '../util/cancellation';
import { fail, ok, type Result } from '../util/result';
import { fieldOf } from '../windows/user/userLayouts';
import { userProfileFor, type UserProfile } from '../windows/user/userProfiles';
import { THREAD_BLOCK_FIELDS } from '../windows/user/userThreadBlock';
import { asResult } from './asResult';
import { readImageBits, type MemoryReader } from './exportTable';
import type { MinidumpContents } from './minidumpContents';
import {
  exportMissing,
  imageMissing,
  NO_DUMP_MEMORY,
  NO_USER32,
  NO_USER_TRACES,
  unknownTable,
  USER_SYSTEM_UNKNOWN,
  windowsTooOld,
  WOW64_TABLE,
} from './missingUserHandles';

/** What the dump's target lends. */
export interface DumpParts {
  readonly contents: MinidumpContents;
  readonly processId: number;
  readonly image: string;
  readonly threads: readonly ThreadInfo[];
  readonly modules: () => readonly LoadedModule[];
  readonly symbols: SymbolSource;
  readonly read: MemoryReader;
}

/** Windows 7, the first whose user32 exports gSharedInfo. */
const FIRST_VERSION = { major: 6, minor: 1 };

/** USER handles of a dump. Threads learn their THREADINFO with the first {@link locate}. */
export class DumpUserHandles implements UserHandleAccess {
  readonly control = null;
  private readonly process: GuiProcess;
  private threads: readonly GuiThread[];

  constructor(private readonly parts: DumpParts) {
    const { processId, image } = parts;
    this.process = { processId, image, processInfo: null, quota: null };
    this.threads = parts.threads.map((thread) => guiThread(thread, null, null));
  }

  /** Fails with the file's problem when the dump cannot be read any more. */
  async locate(token: CancellationToken): Promise<Result<UserTablePlace>> {
    const found = await asResult(() => this.find(token));
    return found.ok ? found.value : found;
  }

  guiProcesses(): readonly GuiProcess[] {
    return [this.process];
  }

  guiThreads(): readonly GuiThread[] {
    return this.threads;
  }

  desktopName(): null {
    return null;
  }

  traces(): Result<UserTraceStore> {
    return fail(NO_USER_TRACES);
  }

  private async find(token: CancellationToken): Promise<Result<UserTablePlace>> {
    const profile = this.profile();
    if (!profile.ok) {
      return profile;
    }
    const found = await this.findSharedInfo(profile.value, token);
    if (!found.ok) {
      return found;
    }
    this.threads = await this.readThreads(profile.value, token);
    return ok({
      profile: profile.value.id,
      // A dump does not record the session.
      session: null,
      viewpoint: 'user',
      sharedInfo: { address: found.value, from: 'user32!gSharedInfo' },
      bounds: null,
      typeTable: null,
    });
  }

  private profile(): Result<UserProfile> {
    const { system, architecture, ranges } = this.parts.contents;
    if (system === null) {
      return fail(USER_SYSTEM_UNKNOWN);
    }
    const { windows } = system;
    if (
      windows.major < FIRST_VERSION.major ||
      (windows.major === FIRST_VERSION.major && windows.minor < FIRST_VERSION.minor)
    ) {
      return fail(windowsTooOld(windows));
    }
    const profile =
      architecture === 'x86' || architecture === 'x64'
        ? userProfileFor(windows, architecture)
        : null;
    if (profile === null) {
      return fail(unknownTable(windows, architecture));
    }
    return ranges.count === 0 ? fail(NO_DUMP_MEMORY) : ok(profile);
  }

  private async findSharedInfo(
    profile: UserProfile,
    token: CancellationToken,
  ): Promise<Result<Address>> {
    const { symbols, modules, read } = this.parts;
    const user32 = modules().find(({ name }) => name.toLowerCase() === 'user32');
    if (user32 === undefined) {
      return fail(NO_USER32);
    }
    throwIfCancelled(token);
    const bits = await readImageBits(read, user32.base);
    // A 32-bit program on 64-bit Windows, whichever debugger recorded it.
    if ((bits === 32 && profile.pointerSize === 8) || /\\syswow64\\/i.test(user32.path)) {
      return fail(WOW64_TABLE);
    }
    const found = await symbols.find('user32!gSharedInfo', token);
    if (found !== null) {
      return ok(found);
    }
    const isRead = modules().some(
      ({ base, symbols: kind }) => base === user32.base && kind === 'exports',
    );
    return fail(isRead ? exportMissing(user32.path) : imageMissing(user32.path, bits !== null));
  }

  private async readThreads(
    profile: UserProfile,
    token: CancellationToken,
  ): Promise<readonly GuiThread[]> {
    const threads: GuiThread[] = [];
    for (const thread of this.parts.threads) {
      throwIfCancelled(token);
      const { threadInfo } = THREAD_BLOCK_FIELDS[profile.architecture];
      const info = await this.pointerAt(thread, threadInfo, profile);
      const delta = await this.clientDelta(thread, profile);
      threads.push(guiThread(thread, info, delta));
    }
    return threads;
  }

  /** CLIENTINFO.ulClientDelta of a thread; null where its place is not public (other versions than 6.1) or not in the dump. */
  private async clientDelta(thread: ThreadInfo, profile: UserProfile): Promise<bigint | null> {
    const field = fieldOf('CLIENTINFO', 'ulClientDelta', profile);
    const { clientInfo } = THREAD_BLOCK_FIELDS[profile.architecture];
    return field === null ? null : this.pointerAt(thread, clientInfo + field.offset, profile);
  }

  /** A pointer in a thread's block; null when it is 0 or the dump does not hold it. */
  private async pointerAt(
    { teb }: ThreadInfo,
    offset: number,
    { pointerSize }: UserProfile,
  ): Promise<bigint | null> {
    const bytes =
      teb === null || teb === 0n
        ? null
        : await this.parts.read(address(teb + BigInt(offset)), pointerSize);
    if (bytes === null || bytes.length < pointerSize) {
      return null;
    }
    const view = new BinaryView(bytes);
    const value = pointerSize === 4 ? BigInt(view.u32(0)) : view.u64(0);
    return value === 0n ? null : value;
  }
}

function guiThread(
  { processId, threadId }: ThreadInfo,
  threadInfo: bigint | null,
  clientDelta: bigint | null,
): GuiThread {
  return {
    processId,
    threadId,
    threadInfo: threadInfo === null ? null : address(threadInfo),
    desktop: null,
    clientDelta,
    desktopHeap: null,
  };
}
