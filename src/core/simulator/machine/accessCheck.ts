/** Access checks: from the access that is asked for to the mask that a handle gets. */

import {
  ACCESS_GENERIC_ALL,
  ACCESS_GENERIC_EXECUTE,
  ACCESS_GENERIC_READ,
  ACCESS_GENERIC_WRITE,
  ACCESS_MAXIMUM_ALLOWED,
  ACCESS_SYSTEM_SECURITY,
} from '../../windows/accessRights';
import type { GenericMapping } from '../../windows/objectTypes';
import type { Privilege } from './machineTypes';
import type { ObjectType } from './objectType';
import { STATUS_ACCESS_DENIED, STATUS_PRIVILEGE_NOT_HELD, STATUS_SUCCESS } from './status';

/** One line of an object's security: an account and what it may get. */
export interface AccessGrant {
  /** Account name, letter case ignored; `*` is everybody. */
  readonly who: string;
  readonly mask: number;
}

/** Security of an object, small: the union of the grants that match. */
export interface ObjectSecurity {
  readonly grants: readonly AccessGrant[];
  /** Successful opens are audited: handles get OBJ_AUDIT_OBJECT_CLOSE. */
  readonly audit?: boolean;
}

/** Who asks. */
export interface AccessSubject {
  readonly user: string;
  readonly privileges: readonly Privilege[];
  /** Kernel-mode callers are not checked. */
  readonly kernelMode: boolean;
}

/** Answer of {@link checkAccess}. */
export interface AccessDecision {
  readonly status: number;
  readonly granted: number;
}

const GENERIC_BITS =
  ACCESS_GENERIC_ALL | ACCESS_GENERIC_EXECUTE | ACCESS_GENERIC_WRITE | ACCESS_GENERIC_READ;

/** Replaces generic bits by what they mean for the type. */
export function mapGenericAccess(desired: number, mapping: GenericMapping): number {
  if ((desired & GENERIC_BITS) === 0) {
    return desired >>> 0;
  }
  let mapped = desired & ~GENERIC_BITS;
  if ((desired & ACCESS_GENERIC_READ) !== 0) {
    mapped |= mapping.read;
  }
  if ((desired & ACCESS_GENERIC_WRITE) !== 0) {
    mapped |= mapping.write;
  }
  if ((desired & ACCESS_GENERIC_EXECUTE) !== 0) {
    mapped |= mapping.execute;
  }
  if ((desired & ACCESS_GENERIC_ALL) !== 0) {
    mapped |= mapping.all;
  }
  return mapped >>> 0;
}

/** What the creator of a new object gets: what it asked for, as far as the type knows it. Not checked. */
export function creatorAccess(desired: number, type: ObjectType): number {
  const { mapping, validAccess } = type.facts;
  const mapped = mapGenericAccess(desired, mapping);
  const maximum = (mapped & ACCESS_MAXIMUM_ALLOWED) === 0 ? 0 : mapping.all;
  return withImplied((mapped & (validAccess | ACCESS_SYSTEM_SECURITY)) | maximum, type);
}

/**
 * Decides about an open. MAXIMUM_ALLOWED becomes everything that is allowed; a right that is not allowed fails the whole
 * request with STATUS_ACCESS_DENIED, and so does a request from user mode that gets nothing. SeDebugPrivilege opens
 * every process and thread.
 */
export function checkAccess(
  desired: number,
  type: ObjectType,
  security: ObjectSecurity | null,
  subject: AccessSubject,
): AccessDecision {
  const { mapping, validAccess } = type.facts;
  const mapped = mapGenericAccess(desired, mapping);
  const wanted = mapped & ~(ACCESS_MAXIMUM_ALLOWED | ACCESS_SYSTEM_SECURITY);
  const auditing = mapped & ACCESS_SYSTEM_SECURITY;
  if (
    auditing !== 0 &&
    !subject.kernelMode &&
    !subject.privileges.includes('SeSecurityPrivilege')
  ) {
    return { status: STATUS_PRIVILEGE_NOT_HELD, granted: 0 };
  }
  const allowed = allowedAccess(type, security, subject) & validAccess;
  if ((wanted & validAccess & ~allowed) !== 0) {
    return { status: STATUS_ACCESS_DENIED, granted: 0 };
  }
  const maximum = (mapped & ACCESS_MAXIMUM_ALLOWED) === 0 ? 0 : allowed & mapping.all;
  const granted = withImplied((wanted & validAccess) | maximum | auditing, type);
  return granted === 0 && !subject.kernelMode
    ? { status: STATUS_ACCESS_DENIED, granted: 0 }
    : { status: STATUS_SUCCESS, granted };
}

/** Adds the limited rights that come with the full ones on Windows Vista and later. */
function withImplied(granted: number, type: ObjectType): number {
  let mask = granted;
  for (const [right, implied] of type.facts.impliedAccess) {
    if ((mask & right) !== 0) {
      mask |= implied;
    }
  }
  return mask >>> 0;
}

/** Everything the subject may get, before the type's valid mask. */
function allowedAccess(
  type: ObjectType,
  security: ObjectSecurity | null,
  subject: AccessSubject,
): number {
  const debugs =
    (type.name === 'Process' || type.name === 'Thread') &&
    subject.privileges.includes('SeDebugPrivilege');
  if (security === null || subject.kernelMode || debugs) {
    return -1;
  }
  const user = subject.user.toLowerCase();
  return security.grants
    .filter(({ who }) => who === '*' || who.toLowerCase() === user)
    .reduce((mask, grant) => mask | grant.mask, 0);
}
