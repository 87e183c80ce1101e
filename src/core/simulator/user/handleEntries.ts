/** The session's table of HANDLEENTRY structures: real bytes in the layout of the version, growing by pages. */

import { address, type Address } from '../../model/identifiers';
import { FIRST_UNIQ, makeUserHandle, wholeEntries } from '../../windows/user/userHandleValue';
import { SESSION_LIMIT } from '../../windows/user/userLimits';
import type { UserProfile } from '../../windows/user/userProfiles';
import type { UserArena } from './userArena';

const PAGE = 0x1000;

/** What an entry in use holds. */
export interface EntryContents {
  /** Address of the object, or from Windows 10 1703 on its offset in the desktop heap. */
  readonly phead: bigint;
  /** THREADINFO, PROCESSINFO, an id or 0; ignored where the entry has no such member. */
  readonly owner: bigint;
  /** Ignored where the entry has no such member. */
  readonly desktopId: bigint;
  readonly type: number;
  readonly flags: number;
}

/** Bytes of a table of 65,536 entries, whole pages. */
export function largestTable(profile: UserProfile): number {
  return Math.ceil((SESSION_LIMIT * profile.entrySize) / PAGE) * PAGE;
}

/** The entries, by index. Indexes must lie inside the table. */
export class HandleEntries {
  private readonly entrySize: number;

  constructor(
    private readonly profile: UserProfile,
    private readonly arena: UserArena,
  ) {
    this.entrySize = profile.entrySize;
  }

  /** cHandleEntries: entries in the table, used or not. */
  get count(): number {
    return Math.min(wholeEntries(this.tableBytes, this.entrySize), SESSION_LIMIT);
  }

  /** cbHandleTable. */
  get tableBytes(): number {
    return this.arena.committed;
  }

  /** `aheList`. */
  get address(): Address {
    return this.arena.base;
  }

  /** Adds a page of free entries, which are in no list yet; false when the table cannot grow. */
  grow(): boolean {
    const before = this.count;
    if (this.tableBytes + PAGE > this.arena.capacity) {
      return false;
    }
    this.arena.resize(this.tableBytes + PAGE);
    for (let index = before; index < this.count; index++) {
      this.arena.writeU8(this.offset(index, 'type'), this.profile.freeType);
      this.arena.writeU16(this.offset(index, 'uniq'), FIRST_UNIQ);
    }
    return true;
  }

  entryAddress(index: number): Address {
    return this.arena.at(index * this.entrySize);
  }

  type(index: number): number {
    return this.arena.readU8(this.offset(index, 'type'));
  }

  isFree(index: number): boolean {
    return this.type(index) === this.profile.freeType;
  }

  flags(index: number): number {
    return this.arena.readU8(this.offset(index, 'flags'));
  }

  setFlags(index: number, flags: number): void {
    this.arena.writeU8(this.offset(index, 'flags'), flags);
  }

  uniq(index: number): number {
    return this.arena.readU16(this.offset(index, 'uniq'));
  }

  setUniq(index: number, uniq: number): void {
    this.arena.writeU16(this.offset(index, 'uniq'), uniq);
  }

  /** `phead` of a free entry: index of the next free one, 0 = none. */
  nextFree(index: number): number {
    return Number(this.arena.readPointer(this.offset(index, 'phead')));
  }

  setNextFree(index: number, next: number): void {
    this.arena.writePointer(this.offset(index, 'phead'), BigInt(next));
  }

  phead(index: number): Address {
    return this.arena.readPointer(this.offset(index, 'phead'));
  }

  /** The owner as the entry states it; 0 in versions whose entries have none. */
  owner(index: number): Address {
    const { owner } = this.profile.offsets;
    return owner === null ? address(0) : this.arena.readPointer(index * this.entrySize + owner);
  }

  setOwner(index: number, owner: bigint): void {
    const { offsets } = this.profile;
    if (offsets.owner !== null) {
      this.arena.writePointer(index * this.entrySize + offsets.owner, owner);
    }
  }

  /** The handle that selects an entry now, or when free the next one it will give. */
  handle(index: number): number {
    return makeUserHandle(this.uniq(index), index);
  }

  fill(index: number, contents: EntryContents): void {
    const { offsets } = this.profile;
    this.arena.writePointer(this.offset(index, 'phead'), contents.phead);
    this.setOwner(index, contents.owner);
    if (offsets.desktopId !== null) {
      this.arena.writePointer(index * this.entrySize + offsets.desktopId, contents.desktopId);
    }
    this.arena.writeU8(this.offset(index, 'type'), contents.type);
    this.setFlags(index, contents.flags);
  }

  /** Makes an entry a free one; its uniqueness stays, its link is 0. */
  empty(index: number): void {
    const { freeType } = this.profile;
    this.fill(index, { phead: 0n, owner: 0n, desktopId: 0n, type: freeType, flags: 0 });
  }

  private offset(index: number, member: 'phead' | 'type' | 'flags' | 'uniq'): number {
    return index * this.entrySize + this.profile.offsets[member];
  }
}
