/** The headers that USER objects begin with: which one a type has in a version, and where its members lie. */

import { flatFields, layoutOf, type UserLayout } from '../../windows/user/userLayouts';
import type { UserProfile } from '../../windows/user/userProfiles';
import type { UserType } from '../../windows/user/userTypes';
import { versionOrder } from '../../windows/user/userVersions';

/** Members that headers may have. */
export type HeaderMember =
  'h' | 'cLockObj' | 'cLockObjT' | 'pOwner' | 'pti' | 'ppi' | 'hTaskWow' | 'rpdesk' | 'pSelf';

/** Place of a member, bytes. */
export interface HeaderPlace {
  readonly offset: number;
  readonly size: number;
}

/** A header in one version. */
export interface ObjectHeader {
  /** For example `THRDESKHEAD`. */
  readonly struct: string;
  /** Bytes. */
  readonly size: number;
  readonly members: ReadonlyMap<HeaderMember, HeaderPlace>;
}

/** Who owns the objects of a type, as far as a simulated session is concerned. */
export type SessionOwnerKind = 'thread' | 'process' | 'none';

/**
 * Owner of a type's objects. The kinds are known from 5.1 on; for earlier versions they are carried back. What only old
 * versions have (THREADINFO, Q) belongs to its thread, window stations and desktops to nobody: this project's model.
 */
export function ownerKind(type: UserType): SessionOwnerKind {
  if (type.owner !== 'unknown') {
    return type.owner;
  }
  return type.id === 'threadinfo' || type.id === 'inputqueue' ? 'thread' : 'none';
}

const WINDOWS_2000 = versionOrder('5.0');

/** The header that a type's objects begin with. Before 5.0 it follows from the owner (user-handles.md 5.1). */
export function objectHeader(profile: UserProfile, type: UserType): ObjectHeader {
  const layout = layoutOf(headerName(profile, type), profile) ?? layoutOf('HEAD', profile);
  if (layout === null) {
    throw new Error(`No layout of HEAD is known for ${profile.id}.`);
  }
  return headerFrom(layout, profile);
}

function headerName(profile: UserProfile, type: UserType): string {
  if (versionOrder(profile.version) >= WINDOWS_2000) {
    return type.header ?? 'HEAD';
  }
  const kind = ownerKind(type);
  return kind === 'thread' ? 'THROBJHEAD' : kind === 'process' ? 'PROCOBJHEAD' : 'HEAD';
}

function headerFrom(layout: UserLayout, profile: UserProfile): ObjectHeader {
  const members = new Map<HeaderMember, HeaderPlace>();
  for (const { name, offset, size } of flatFields(layout, profile)) {
    if (isMember(name) && size !== null) {
      members.set(name, { offset, size });
    }
  }
  return { struct: layout.struct, size: layout.size ?? profile.headSize, members };
}

const MEMBERS: readonly string[] = [
  'h',
  'cLockObj',
  'cLockObjT',
  'pOwner',
  'pti',
  'ppi',
  'hTaskWow',
  'rpdesk',
  'pSelf',
] satisfies readonly HeaderMember[];

function isMember(name: string): name is HeaderMember {
  return MEMBERS.includes(name);
}
