/** The windowing system of one session: its handle table, desktops, processes and threads, and the trace of its handles. */

import type { Address } from '../../model/identifiers';
import { USER_TRACE_OPERATIONS, type UserTraceOperation } from '../../target/userTraceStore';
import { FLAG_DESTROY, FLAG_GRANTED } from '../../windows/user/userFlags';
import { handleIndex, handleUniq, is16BitForm } from '../../windows/user/userHandleValue';
import {
  DEFAULT_PROCESS_QUOTA,
  errorWhenRefused,
  SESSION_LIMIT,
  USER_QUOTA,
} from '../../windows/user/userLimits';
import { userProfile, type UserProfile } from '../../windows/user/userProfiles';
import type { UserProfileId } from '../../windows/user/userProfileId';
import { GENERIC_TYPE, valueOf } from '../../windows/user/userTypes';
import type { UserTypeId } from '../../windows/user/userTypeTable';
import { Journal } from '../machine/journal';
import { JournalledMap } from '../machine/journalledMap';
import type { FrameList } from '../machine/machineTypes';
import type { MemoryRegion } from '../machine/memoryRegions';
import type { GuiProcess, GuiThread, SessionProcess, SessionThread } from './guiParties';
import { HandleManager, type Creation, type ObjectRequest } from './handleManager';
import { PartyBook } from './partyBook';
import { SessionDesktops } from './sessionDesktops';
import { SessionMemory, type SessionPlaces } from './sessionMemory';
import type { UserObject } from './userObject';
import { UserTracer, userTraceSlots, type UserTraceActor } from './userTracer';

/** How a session is made. */
export interface UserSessionOptions {
  readonly profile: UserProfileId;
  /** Session number. */
  readonly session: number;
  readonly places: SessionPlaces;
  /** Bytes of a desktop's heap; default what is usual for the version. */
  readonly desktopHeapSize?: number;
  /** USERProcessHandleQuota, 200 to 18,000; default 10,000. Values outside are moved to the nearest bound. */
  readonly quota?: number;
  /** Windows at even indexes, all else at odd ones; default true (user-handles.md 4.2). */
  readonly byParity?: boolean;
  /** Leave out uniqueness values that look like handles of 16-bit programs; default false (user-handles.md 8, A20). */
  readonly skipWildcards?: boolean;
  /** Most entries of the table; default 65,536. */
  readonly tableLimit?: number;
  /** Kernel part of the stacks of trace records. */
  readonly kernelFrames?: (service: string, operation: UserTraceOperation) => FrameList;
  /** Told of each desktop; answers where its object lies. Null, and default: in the session's pool. */
  readonly placeDesktop?: (name: string) => Address | null;
  /** Told of what changes in memory and in the trace. */
  readonly journal?: Journal;
  /** Told about every change that a debugger could see. */
  readonly changed?: () => void;
}

/** Who calls, and through which service. */
export interface UserActor {
  readonly thread: GuiThread;
  /** For example `NtUserCreateWindowEx`. */
  readonly service: string;
}

/** The outcome of a check: the object, or the last error. */
export type Validation = { readonly object: UserObject } | { readonly error: number };

const NO_FRAMES = new Uint32Array(0);

/** Something that happens to a USER handle. */
export interface UserOperation {
  readonly operation: UserTraceOperation;
  /** 32 bits. */
  readonly handle: number;
  /** The object's type, or for a bad reference the type that was wanted; null when any would have done. */
  readonly type: UserTypeId | null;
  /** Who does it; null for Windows itself. */
  readonly thread: GuiThread | null;
}

/** One session. The same calls give the same bytes every time. */
export class UserSession {
  readonly profile: UserProfile;
  readonly number: number;
  readonly memory: SessionMemory;
  readonly manager: HandleManager;
  readonly parties: PartyBook;
  readonly desktops: SessionDesktops;
  /** Null while tracing is off. */
  tracer: UserTracer | null = null;
  /** Told of every creation, destruction and bad reference, traced or not; null: nobody asks. */
  observer: ((operation: UserOperation) => void) | null = null;
  /** Handles on the clipboard, by format. */
  readonly clipboard = new Map<number, number>();
  /** Keyboard layouts that are loaded, by name. */
  readonly keyboards = new Map<string, number>();
  /** Timers by what programs call them: `thread/window/identifier`. */
  readonly timers: JournalledMap<string, number>;
  /** By thread: timers without a window are running under all identifiers from 1 up to this one. */
  readonly timersInUse: JournalledMap<number, number>;
  /** Cursors and icons that a process loads only once: `process/resource`. */
  readonly resources: JournalledMap<string, number>;
  /** cbWndExtra of window classes, by what their process calls them: `process/name` and `process/atom`. */
  readonly classes = new Map<string, number>();
  /** The thread that has the clipboard open; null when nobody has. */
  clipboardOpener: GuiThread | null = null;
  /** Jobs that were granted a handle. */
  private readonly grants = new Map<number, object[]>();
  /** Who acts at the moment; null: Windows itself. */
  private actor: UserActor | null = null;
  private readonly journal: Journal;

  constructor(private readonly options: UserSessionOptions) {
    this.profile = userProfile(options.profile);
    this.number = options.session;
    this.journal = options.journal ?? new Journal();
    this.memory = new SessionMemory(
      this.profile,
      options.places,
      options.tableLimit ?? SESSION_LIMIT,
      this.journal,
    );
    const { minimum, maximum } = USER_QUOTA;
    this.parties = new PartyBook(
      this.profile,
      this.memory.pool,
      Math.min(Math.max(options.quota ?? DEFAULT_PROCESS_QUOTA, minimum), maximum),
    );
    this.manager = new HandleManager(
      this.memory,
      { byParity: options.byParity ?? true, skipWildcards: options.skipWildcards ?? false },
      {
        destroyed: (object, owner) => this.afterDestruction(object, owner),
        counted: (process) => this.parties.writeCounts(process),
      },
      this.journal,
    );
    this.timers = new JournalledMap(this.journal);
    this.timersInUse = new JournalledMap(this.journal);
    this.resources = new JournalledMap(this.journal);
    this.desktops = new SessionDesktops(this, options);
  }

  /** Runs something on behalf of a thread; what it does is recorded with its stack. */
  as<T>(actor: UserActor, body: () => T): T {
    const before = this.actor;
    this.actor = actor;
    try {
      return body();
    } finally {
      this.actor = before;
      this.options.changed?.();
    }
  }

  /** The session's view of a thread, made when it first calls. On 3.10 and 3.51 that gives it two handles. */
  connect(thread: SessionThread): GuiThread {
    const known = this.parties.thread(thread);
    if (known !== null) {
      return known;
    }
    const gui = this.parties.addThread(thread);
    gui.desktop = this.desktops.first;
    if (valueOf(this.profile, 'inputqueue') === null) {
      gui.info = this.parties.place();
      return gui;
    }
    this.as({ thread: gui, service: '' }, () => {
      const info = this.create({ type: 'threadinfo', creator: gui, unlimited: true });
      if ('object' in info) {
        gui.info = info.object.block.place;
        this.manager.setOwner(info.object, gui);
      }
      this.create({ type: 'inputqueue', creator: gui, unlimited: true });
    });
    return gui;
  }

  /** Makes an object and records it. */
  create(request: ObjectRequest): Creation {
    const creation = this.manager.create(request);
    if ('object' in creation) {
      this.record('create', creation.object, creation.object.process);
    }
    return creation;
  }

  /** Destroys an object or marks it while it is locked; true when it is gone. */
  destroy(object: UserObject): boolean {
    return this.manager.destroy(object);
  }

  /** Hands an object to another owner and records it. */
  changeOwner(object: UserObject, owner: GuiProcess | GuiThread | null): void {
    this.manager.setOwner(object, owner);
    this.record('owner', object, object.process);
  }

  /**
   * Checks a handle as Windows does (user-handles.md 4.3); null wants any type. A refused one is recorded as a bad
   * reference. From Windows 10 1703 on the steps are those of before: what newer builds do differs and is half known.
   */
  validate(caller: GuiThread, handle: number, wanted: UserTypeId | null): Validation {
    const object = this.select(handle);
    const fits = object !== null && (wanted === null || object.type.id === wanted);
    if (fits && this.mayUse(caller.process, object)) {
      return { object };
    }
    const type = wanted === null ? GENERIC_TYPE : (valueOf(this.profile, wanted) ?? GENERIC_TYPE);
    this.tracer?.record(
      { operation: codeOf('badref'), handle: handle >>> 0, type, ownerProcessId: 0 },
      this.traceActor('badref'),
    );
    this.tell('badref', handle >>> 0, wanted);
    return { error: errorWhenRefused(wanted).code };
  }

  /** The living, unmarked object that a handle selects, whatever its type; null when none does. */
  select(handle: number): UserObject | null {
    const index = handleIndex(handle);
    const object = handle === 0 ? null : this.manager.at(index);
    if (object === null) {
      return null;
    }
    const { entries } = this.manager;
    const matches = is16BitForm(handle) || handleUniq(handle) === entries.uniq(index);
    return matches && (entries.flags(index) & FLAG_DESTROY) === 0 ? object : null;
  }

  /** UserHandleGrantAccess: what processes of a restricted job may use. The flag says that some job was granted it. */
  grant(object: UserObject, job: object, granted: boolean): void {
    const others = (this.grants.get(object.handle) ?? []).filter((each) => each !== job);
    const jobs = granted ? [...others, job] : others;
    this.grants.set(object.handle, jobs);
    const flags = this.manager.entries.flags(object.index) & ~FLAG_GRANTED;
    this.manager.entries.setFlags(object.index, jobs.length === 0 ? flags : flags | FLAG_GRANTED);
  }

  /** Spoils the handle that an object's header states, as a stray write would. */
  overwriteObjectHandle(object: UserObject, handle: number): void {
    this.manager.write(object, 'h', BigInt(handle >>> 0));
    this.options.changed?.();
  }

  /** Memory taken from an object's heap for it; null when the heap has no room. It goes with the object. */
  extend(object: UserObject, size: number): Address | null {
    const { heap } = object.block;
    const place = heap.allocate(size);
    if (place !== null) {
      object.change({ extra: [...object.now.extra, { heap, place, size }] });
    }
    return place;
  }

  /** Starts tracing with at least so many slots; what was recorded before is dropped. */
  enableTracing(slots: number): UserTracer {
    this.tracer = new UserTracer(userTraceSlots(slots), this.journal);
    this.options.changed?.();
    return this.tracer;
  }

  disableTracing(): void {
    this.tracer = null;
    this.options.changed?.();
  }

  /** Kernel memory of the session as it is now. */
  regions(): readonly MemoryRegion[] {
    return this.memory.regions();
  }

  /** A thread ends: its objects go, locked ones stay marked and pass to a thread of CSRSS: this project's model. */
  threadEnds(thread: SessionThread): void {
    const gui = this.parties.thread(thread);
    if (gui !== null && !gui.ended) {
      this.as({ thread: gui, service: 'NtTerminateThread' }, () => this.cleanUp(gui));
      gui.ended = true;
    }
  }

  /** A process ends, after its threads. The record of what goes names the last of them. */
  processEnds(process: SessionProcess): void {
    const gui = this.parties.process(process);
    const last = gui === null ? null : this.parties.lastThreadOf(gui);
    if (gui !== null && last !== null && !gui.ended) {
      this.as({ thread: last, service: 'NtTerminateProcess' }, () => this.cleanUp(gui));
      gui.ended = true;
    }
  }

  private cleanUp(owner: GuiProcess | GuiThread): void {
    for (const object of this.manager.living()) {
      const isOwn = object.owner === owner && this.manager.isLiving(object);
      if (isOwn && !this.manager.destroy(object)) {
        this.changeOwner(object, this.parties.heirOf(owner));
      }
    }
  }

  /** Processes of a job with UI restrictions use only their own objects and those that were granted. */
  private mayUse(process: GuiProcess, object: UserObject): boolean {
    const job = process.process.restrictingJob;
    const owner = object.process;
    return (
      job === null ||
      owner === null ||
      owner.process.jobs.includes(job) ||
      this.grants.get(object.handle)?.includes(job) === true
    );
  }

  private afterDestruction(object: UserObject, owner: GuiProcess | null): void {
    this.grants.delete(object.handle);
    this.record('destroy', object, owner);
    for (const handle of object.now.parts) {
      const part = this.select(handle);
      if (part !== null) {
        this.manager.destroy(part);
      }
    }
  }

  private record(
    operation: UserTraceOperation,
    object: UserObject,
    owner: GuiProcess | null,
  ): void {
    this.tracer?.record(
      {
        operation: codeOf(operation),
        handle: object.handle,
        type: valueOf(this.profile, object.type.id) ?? 0,
        ownerProcessId: owner?.processId ?? 0,
      },
      this.traceActor(operation),
    );
    this.tell(operation, object.handle, object.type.id);
  }

  private tell(operation: UserTraceOperation, handle: number, type: UserTypeId | null): void {
    this.observer?.({ operation, handle, type, thread: this.actor?.thread ?? null });
  }

  private traceActor(operation: UserTraceOperation): UserTraceActor {
    const { actor } = this;
    if (actor === null) {
      return { processId: 0, threadId: 0, stack: null, kernelFrames: NO_FRAMES };
    }
    return {
      processId: actor.thread.process.processId,
      threadId: actor.thread.threadId,
      stack: actor.thread.thread,
      kernelFrames: this.options.kernelFrames?.(actor.service, operation) ?? NO_FRAMES,
    };
  }
}

function codeOf(operation: UserTraceOperation): 1 | 2 | 3 | 4 {
  const code = USER_TRACE_OPERATIONS.indexOf(operation);
  return code === 1 || code === 2 || code === 3 ? code : 4;
}
