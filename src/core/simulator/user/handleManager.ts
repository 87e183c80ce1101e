/** The life of USER objects: allocation, locks, destruction now or later, owners, and the counts of processes. */

import {
  CREATED_ON_DESKTOP_HEAP,
  CREATED_ON_SHARED_HEAP,
  FLAG_DESTROY,
  FLAG_FINALDESTROY,
  FLAG_INDESTROY,
  FLAG_NODESKTOP,
} from '../../windows/user/userFlags';
import { nextUniq } from '../../windows/user/userHandleValue';
import { ERROR_NO_MORE_USER_HANDLES } from '../../windows/user/userLimits';
import type { UserProfile } from '../../windows/user/userProfiles';
import { userType, valueOf } from '../../windows/user/userTypes';
import type { UserTypeId } from '../../windows/user/userTypeTable';
import { versionOrder } from '../../windows/user/userVersions';
import type { Journal } from '../machine/journal';
import { JournalledMap } from '../machine/journalledMap';
import { FreeEntries } from './freeEntries';
import type { GuiProcess, GuiThread } from './guiParties';
import type { HandleEntries } from './handleEntries';
import { ownerKind, sessionHeader, type HeaderMember, type SessionHeader } from './objectHeader';
import type { SessionMemory } from './sessionMemory';
import type { UserDesktop } from './userDesktop';
import type { UserHeap } from './userHeap';
import { UserObject } from './userObject';

/** ERROR_NOT_ENOUGH_MEMORY: a heap has no room. Not checked against Windows for every heap. */
export const ERROR_NOT_ENOUGH_MEMORY = 8;

/** What somebody wants to exist. */
export interface ObjectRequest {
  readonly type: UserTypeId;
  /** Who asks; owns the object if its type has owners. */
  readonly creator: GuiThread;
  /** Default: the creator's desktop. Null puts a desktop-heap type into pool, with flag 0x40. */
  readonly desktop?: UserDesktop | null;
  /** Bytes of the object's body beyond what its type always has. */
  readonly moreBytes?: number;
  /** Made by Windows for itself: quota does not matter. */
  readonly unlimited?: boolean;
}

/** An object, or the last error that says why there is none. */
export type Creation = { readonly object: UserObject } | { readonly error: number };

/** What the session is told about. */
export interface ManagerEvents {
  /** The object is gone; it counted for `owner` until now. */
  destroyed(object: UserObject, owner: GuiProcess | null): void;
  /** The count of a process changed. */
  counted(process: GuiProcess): void;
}

/** Options of a manager. */
export interface ManagerOptions {
  /** Windows at even indexes, all else at odd ones. */
  readonly byParity: boolean;
  /** Leave out the uniqueness values 0 and 0xFFFF, which look like handles of 16-bit programs. */
  readonly skipWildcards: boolean;
}

/** Bytes that objects have besides their header when the size of their type is not public. */
const ROOM_OF_UNKNOWN_SIZE = 0x20;
/** GDI bitmaps of a cursor or icon: colours and mask. */
const BITMAPS_OF_CURSOR = 2;
const WINDOWS_2000 = versionOrder('5.0');

/** Makes and ends objects. */
export class HandleManager {
  readonly entries: HandleEntries;
  readonly free: FreeEntries;
  private readonly profile: UserProfile;
  /** By index. */
  private readonly objects: JournalledMap<number, UserObject>;
  private readonly headers = new Map<UserTypeId, SessionHeader>();

  constructor(
    private readonly memory: SessionMemory,
    private readonly options: ManagerOptions,
    private readonly events: ManagerEvents,
    private readonly journal: Journal,
  ) {
    this.objects = new JournalledMap(journal);
    this.profile = memory.profile;
    this.entries = memory.entries;
    this.free = new FreeEntries(this.entries, options.byParity);
  }

  /** The object of an entry; null when the entry is free or outside the table. */
  at(index: number): UserObject | null {
    return this.objects.get(index) ?? null;
  }

  isLiving(object: UserObject): boolean {
    return this.at(object.index) === object;
  }

  /** How many objects live. */
  get livingCount(): number {
    return this.objects.size;
  }

  /** All living objects, by index. */
  living(): readonly UserObject[] {
    return [...this.objects.values()].sort((left, right) => left.index - right.index);
  }

  /** Makes an object. The type must be one of the version. */
  create(request: ObjectRequest): Creation {
    const { creator } = request;
    const type = userType(request.type);
    const value = valueOf(this.profile, request.type);
    if (value === null) {
      throw new RangeError(`${this.profile.id} has no objects of type ${request.type}.`);
    }
    const kind = ownerKind(type);
    const owner = kind === 'thread' ? creator : kind === 'process' ? creator.process : null;
    const { process } = creator;
    if (owner !== null && request.unlimited !== true && process.count >= process.quota) {
      return { error: ERROR_NO_MORE_USER_HANDLES.code };
    }
    const desktop = request.desktop === undefined ? creator.desktop : request.desktop;
    const { heap, flags } = this.heapFor(request.type, desktop);
    const header = this.headerOf(request.type);
    const known = type.sizes?.[this.profile.architecture] ?? header.size + ROOM_OF_UNKNOWN_SIZE;
    const size = Math.max(known, header.size) + (request.moreBytes ?? 0);
    const place = heap.allocate(size);
    if (place === null) {
      return { error: ERROR_NOT_ENOUGH_MEMORY };
    }
    const before = this.entries.count;
    const index = this.free.take(request.type === 'window');
    if (this.entries.count !== before) {
      this.memory.writeServerInfo();
    }
    if (index === 0) {
      heap.release(place, size);
      return { error: ERROR_NO_MORE_USER_HANDLES.code };
    }
    const object = new UserObject(
      {
        index,
        handle: this.entries.handle(index),
        type,
        header,
        block: { heap, place, size },
        desktop: heap === desktop?.heap ? desktop : null,
      },
      this.journal,
    );
    this.objects.set(index, object);
    this.fill(object, value, flags);
    this.write(object, 'h', BigInt(object.handle));
    this.setOwner(object, owner);
    return { object };
  }

  /** cLockObj + 1. */
  lock(object: UserObject): void {
    this.setLocks(object, object.now.locks + 1);
  }

  /** cLockObj - 1; the last unlock of a marked object destroys it. An object without locks stays as it is. */
  unlock(object: UserObject): void {
    const { locks, marked } = object.now;
    if (locks === 0) {
      return;
    }
    this.setLocks(object, locks - 1);
    if (locks === 1 && marked) {
      this.addFlags(object, FLAG_INDESTROY | FLAG_FINALDESTROY);
      this.release(object);
    }
  }

  private setLocks(object: UserObject, locks: number): void {
    object.change({ locks });
    this.write(object, 'cLockObj', BigInt(locks));
  }

  /** Destroys an object, or marks a locked one: true when it is gone. */
  destroy(object: UserObject): boolean {
    const { index } = object;
    this.addFlags(object, FLAG_INDESTROY | FLAG_DESTROY);
    if (object.now.locks > 0) {
      object.change({ marked: true });
      this.entries.setFlags(index, this.entries.flags(index) & ~FLAG_INDESTROY);
      return false;
    }
    this.release(object);
    return true;
  }

  /** Hands an object over; null leaves it without an owner. The counts of both processes follow. */
  setOwner(object: UserObject, owner: GuiProcess | GuiThread | null): void {
    this.count(object, -1);
    object.change({ owner });
    this.count(object, 1);
    this.writeOwner(object, owner);
  }

  private writeOwner(object: UserObject, owner: GuiProcess | GuiThread | null): void {
    const info = owner === null ? 0n : owner.info;
    const id = owner === null ? 0 : owner.kind === 'thread' ? owner.threadId : owner.processId;
    this.entries.setOwner(object.index, this.profile.owner === 'entry-id' ? BigInt(id) : info);
    this.write(object, 'pOwner', info);
    this.write(object, 'pti', owner?.kind === 'thread' ? info : 0n);
    this.write(object, 'ppi', owner?.kind === 'process' ? info : 0n);
  }

  /** Sets bits of an entry's `bFlags`. */
  addFlags(object: UserObject, flags: number): void {
    this.entries.setFlags(object.index, this.entries.flags(object.index) | flags);
  }

  /** Writes a member of an object's header, where its header has it. */
  write(object: UserObject, member: HeaderMember, value: bigint): void {
    const place = object.header.members.get(member);
    if (place !== undefined) {
      const { arena } = object.block.heap;
      arena.writeField(arena.offsetOf(object.block.place) + place.offset, place.size, value);
    }
  }

  private fill(object: UserObject, type: number, flags: number): void {
    const { block, desktop } = object;
    const byOffset = this.profile.owner === 'entry-id';
    const offset = desktop === null ? 0 : block.heap.arena.offsetOf(block.place);
    this.entries.fill(object.index, {
      phead: byOffset ? BigInt(offset) : block.place,
      owner: 0n,
      desktopId: desktop?.id ?? 0n,
      type,
      flags,
    });
    if (desktop !== null) {
      this.write(object, 'rpdesk', desktop.object);
      this.write(object, 'pSelf', byOffset ? 0n : block.place);
    }
  }

  /** Gives everything of an object back; the object itself stays as it was last. The entry becomes the first of its free list, with the next uniqueness. */
  private release(object: UserObject): void {
    const { index, process } = object;
    this.count(object, -1);
    this.writeOwner(object, null);
    this.objects.delete(index);
    for (const { heap, place, size } of [object.block, ...object.now.extra]) {
      heap.release(place, size);
    }
    this.entries.empty(index);
    this.entries.setUniq(index, this.following(this.entries.uniq(index)));
    this.free.give(index);
    this.events.destroyed(object, process);
  }

  private count({ process, type }: UserObject, by: 1 | -1): void {
    if (process !== null) {
      process.count += by;
      process.peak = Math.max(process.peak, process.count);
      process.gdiCount += type.id === 'cursor' ? by * BITMAPS_OF_CURSOR : 0;
      process.gdiPeak = Math.max(process.gdiPeak, process.gdiCount);
      this.events.counted(process);
    }
  }

  private following(uniq: number): number {
    const next = nextUniq(uniq);
    const skipped = this.options.skipWildcards && (next === 0 || next === 0xffff);
    return skipped ? this.following(next) : next;
  }

  /** Where objects of a type go: flags of 6.1 are taken for all versions (user-handles.md 5.6). */
  private heapFor(
    type: UserTypeId,
    desktop: UserDesktop | null,
  ): { readonly heap: UserHeap; readonly flags: number } {
    const { creationFlags = 0 } = userType(type);
    if ((creationFlags & CREATED_ON_SHARED_HEAP) !== 0) {
      return { heap: this.memory.shared, flags: 0 };
    }
    if ((creationFlags & CREATED_ON_DESKTOP_HEAP) === 0) {
      return { heap: this.memory.pool, flags: 0 };
    }
    const has0x40 = versionOrder(this.profile.version) >= WINDOWS_2000;
    return desktop === null
      ? { heap: this.memory.pool, flags: has0x40 ? FLAG_NODESKTOP : 0 }
      : { heap: desktop.heap, flags: 0 };
  }

  private headerOf(type: UserTypeId): SessionHeader {
    const known = this.headers.get(type) ?? sessionHeader(this.profile, userType(type));
    this.headers.set(type, known);
    return known;
  }
}
