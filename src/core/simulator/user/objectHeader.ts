/** What a session must know of a type's objects besides the public facts: who owns them, where header members lie. */

import type { UserProfile } from '../../windows/user/userProfiles';
import { objectHeader } from '../../windows/user/userObjectHeaders';
import type { UserType } from '../../windows/user/userTypes';

/** Members of headers that a session writes. */
export type HeaderMember =
  'h' | 'cLockObj' | 'cLockObjT' | 'pOwner' | 'pti' | 'ppi' | 'hTaskWow' | 'rpdesk' | 'pSelf';

/** Place of a member, bytes. */
export interface HeaderPlace {
  readonly offset: number;
  readonly size: number;
}

/** A header in one version. */
export interface SessionHeader {
  /** Bytes. */
  readonly size: number;
  readonly members: ReadonlyMap<string, HeaderPlace>;
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

/** The header that a type's objects begin with. */
export function sessionHeader(profile: UserProfile, type: UserType): SessionHeader {
  const { layout, fields } = objectHeader(type, profile);
  const members = new Map<string, HeaderPlace>();
  for (const { name, offset, size } of fields) {
    if (size !== null) {
      members.set(name, { offset, size });
    }
  }
  return { size: layout.size ?? profile.headSize, members };
}
