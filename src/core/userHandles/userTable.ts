/** A session's USER handle table, decoded from the target's memory: one row an entry. */

import { address, type Address } from '../model/identifiers';
import type { UserTablePlace } from '../target/userHandles';
import type { Problem } from '../util/problem';
import { makeUserHandle } from '../windows/user/userHandleValue';
import { userProfile, type UserProfile } from '../windows/user/userProfiles';
import { typeOf, type UserType } from '../windows/user/userTypes';
import type { UserEntryColumns } from './entryColumns';
import type { SharedInfo, TableExtent } from './sharedInfo';

/** A table as it was when it was opened. It keeps no hold on the target. */
export class UserHandleTable {
  readonly profile: UserProfile;

  constructor(
    readonly place: UserTablePlace,
    private readonly extent: TableExtent,
    readonly columns: UserEntryColumns,
    /** What is missing, refused or impossible; empty when all is well. */
    readonly problems: readonly Problem[],
  ) {
    this.profile = userProfile(place.profile);
  }

  /** Address of the first entry. */
  get aheList(): Address {
    return this.extent.aheList;
  }

  /** How {@link aheList} was found, for people. */
  get from(): string {
    return this.extent.from;
  }

  /** What SHAREDINFO says; null when the target has none or it cannot be read. */
  get shared(): SharedInfo | null {
    return this.extent.shared;
  }

  /** Size of the table in entries, as the target claims it; {@link columns} may have fewer. */
  get entries(): number {
    return this.extent.entries;
  }

  /** Address of an entry. */
  entryAddress(index: number): Address {
    return address(this.aheList + BigInt(index) * BigInt(this.profile.entrySize));
  }

  /** The entry that an address lies in; null when it lies in none. */
  indexOfEntry(at: Address): number | null {
    const offset = at - this.aheList;
    const end = BigInt(this.columns.count) * BigInt(this.profile.entrySize);
    return offset < 0n || offset >= end ? null : Number(offset / BigInt(this.profile.entrySize));
  }

  /** The entry in use whose object is at a kernel address (a heap offset from Windows 10 1703 on); null when none is. */
  indexOfObject(at: bigint): number | null {
    const { columns } = this;
    const low = Number(BigInt.asUintN(32, at));
    const high = Number(BigInt.asUintN(32, at >> 32n));
    for (let index = 0; index < columns.count; index++) {
      if (
        columns.pheadLow[index] === low &&
        columns.pheadHigh[index] === high &&
        this.isInUse(index)
      ) {
        return index;
      }
    }
    return null;
  }

  /** True when the entry was read and is not free. */
  isInUse(index: number): boolean {
    return this.columns.isReadable(index) && this.columns.type[index] !== this.profile.freeType;
  }

  /** True when the entry was read and is free. */
  isFree(index: number): boolean {
    return this.columns.isReadable(index) && this.columns.type[index] === this.profile.freeType;
  }

  /** The handle of an entry, free or not: its uniqueness and index. */
  handle(index: number): number {
    return makeUserHandle(this.columns.uniq[index] ?? 0, index);
  }

  /** `phead` of an entry. */
  phead(index: number): bigint {
    return joined(this.columns.pheadHigh[index], this.columns.pheadLow[index]);
  }

  /** `pOwner` of an entry, or the id of its owner; in 3.10 the owner that the object names. */
  ownerValue(index: number): bigint {
    return joined(this.columns.ownerHigh[index], this.columns.ownerLow[index]);
  }

  /** `desktopId` of an entry; null before Windows 10 1703. */
  desktopId(index: number): bigint | null {
    const { offsets } = this.profile;
    return offsets.desktopId === null
      ? null
      : joined(this.columns.desktopHigh[index], this.columns.desktopLow[index]);
  }

  /** The type of an entry; null when the version does not define its value. */
  type(index: number): UserType | null {
    return typeOf(this.profile, this.columns.type[index] ?? 0);
  }
}

function joined(high: number | undefined, low: number | undefined): bigint {
  return (BigInt(high ?? 0) << 32n) | BigInt(low ?? 0);
}
