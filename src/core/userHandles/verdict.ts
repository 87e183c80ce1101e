/** Whether a handle is good: the check that Windows makes, by the table alone (user-handles.md 4.3, 6.1). */

import { hexPadded } from '../util/hex';
import {
  RESERVED_HANDLES,
  handleIndex,
  handleUniq,
  is16BitForm,
  makeUserHandle,
  type ReservedHandle,
} from '../windows/user/userHandleValue';
import { FLAG_DESTROY, FLAG_INDESTROY } from '../windows/user/userFlags';
import { valueOf, unknownTypeText, type UserType } from '../windows/user/userTypes';
import type { UserHandleTable } from './userTable';

/** What is the matter with a handle. */
export type UserVerdict =
  | { readonly kind: 'valid' }
  /** Good, without a check of its uniqueness. */
  | { readonly kind: 'valid-16-bit' }
  | { readonly kind: 'stale'; readonly uniq: number }
  | { readonly kind: 'free'; readonly next: bigint }
  | { readonly kind: 'marked' }
  /** Refused by checks in user mode only. */
  | { readonly kind: 'destroying' }
  | { readonly kind: 'wrong-type'; readonly wanted: UserType }
  | { readonly kind: 'past-table' }
  | { readonly kind: 'null' }
  /** `says`: the handle that the object has; null when there is no object. */
  | { readonly kind: 'inconsistent'; readonly says: number | null }
  | { readonly kind: 'undefined-type'; readonly type: number }
  | { readonly kind: 'unreadable' };

/** A handle taken apart and judged. */
export interface DecodedUserHandle {
  /** 32 bits. */
  readonly handle: number;
  readonly index: number;
  readonly uniq: number;
  /** The high word is all clear or all set. */
  readonly is16Bit: boolean;
  /** The index when the table has an entry for it, read or not. */
  readonly entry: number | null;
  readonly verdict: UserVerdict;
  /** What differs between builds, or between kernel and user mode; null when nothing need be said. */
  readonly note: string | null;
  /** The value is also a constant such as HWND_BROADCAST. */
  readonly constant: ReservedHandle | null;
}

/** True for the two verdicts that say the handle is good. */
export function isGood(verdict: UserVerdict): boolean {
  return verdict.kind === 'valid' || verdict.kind === 'valid-16-bit';
}

/**
 * Judges a handle by the table; `wanted` null accepts any type. Whether the object agrees is not looked at:
 * `examineUserHandle` does that.
 *
 * An entry that is free is called free even if its uniqueness differs, since that tells more; Windows looks at the
 * uniqueness first, as `explainValidation` shows.
 */
export function decodeUserHandle(
  table: UserHandleTable,
  handle: number,
  wanted: UserType | null = null,
): DecodedUserHandle {
  const value = handle >>> 0;
  const index = handleIndex(value);
  const entry = index < table.entries ? index : null;
  const verdict = judge(table, value, wanted);
  return {
    handle: value,
    index,
    uniq: handleUniq(value),
    is16Bit: is16BitForm(value),
    entry: value === 0 ? null : entry,
    verdict,
    note: noteOn(table, value, verdict),
    constant: RESERVED_HANDLES.find((reserved) => reserved.value === value) ?? null,
  };
}

/** Judges the handle that an entry has now. */
export function decodeIndex(table: UserHandleTable, index: number): DecodedUserHandle {
  return decodeUserHandle(
    table,
    table.columns.isReadable(index) ? table.handle(index) : makeUserHandle(1, index),
  );
}

/** The verdict in fixed words. */
export function verdictText(verdict: UserVerdict): string {
  switch (verdict.kind) {
    case 'valid':
      return 'valid';
    case 'valid-16-bit':
      return 'valid (16-bit form)';
    case 'stale':
      return `stale (entry is at uniq ${hexPadded(verdict.uniq, 4)})`;
    case 'free':
      return `free (next free index ${hexPadded(verdict.next, 4)})`;
    case 'marked':
      return 'marked for destruction';
    case 'destroying':
      return 'being destroyed';
    case 'wrong-type':
      return `wrong type (wanted ${verdict.wanted.name})`;
    case 'past-table':
      return 'index past table';
    case 'null':
      return 'null';
    case 'inconsistent':
      return verdict.says === null
        ? 'inconsistent (no object)'
        : `inconsistent (object says ${hexPadded(verdict.says, 8)})`;
    case 'undefined-type':
      return `undefined type (${unknownTypeText(verdict.type)})`;
    case 'unreadable':
      return 'entry not in memory';
  }
}

function judge(table: UserHandleTable, handle: number, wanted: UserType | null): UserVerdict {
  const { columns, profile } = table;
  const index = handleIndex(handle);
  if (handle === 0) {
    return { kind: 'null' };
  }
  if (index >= table.entries) {
    return { kind: 'past-table' };
  }
  if (!columns.isReadable(index)) {
    return { kind: 'unreadable' };
  }
  if (table.isFree(index)) {
    return { kind: 'free', next: table.phead(index) };
  }
  if (!uniqMatches(table, handle)) {
    return { kind: 'stale', uniq: columns.uniq[index] ?? 0 };
  }
  const value = columns.type[index] ?? 0;
  if (table.type(index) === null) {
    return { kind: 'undefined-type', type: value };
  }
  if (wanted !== null && value !== valueOf(profile, wanted.id)) {
    return { kind: 'wrong-type', wanted };
  }
  const flags = columns.flags[index] ?? 0;
  if ((flags & FLAG_DESTROY) !== 0) {
    return { kind: 'marked' };
  }
  if ((flags & FLAG_INDESTROY) !== 0 && table.place.viewpoint === 'user') {
    return { kind: 'destroying' };
  }
  // Index 0 is never issued, and an entry in use has an object (an offset of 0 may be one).
  if (index === 0 || (table.phead(index) === 0n && profile.owner !== 'entry-id')) {
    return { kind: 'inconsistent', says: null };
  }
  return { kind: is16BitForm(handle) ? 'valid-16-bit' : 'valid' };
}

/** True when the high word fits in every build: equal, all clear or all set. */
export function uniqMatches(table: UserHandleTable, handle: number): boolean {
  return handleUniq(handle) === table.columns.uniq[handleIndex(handle)] || is16BitForm(handle);
}

function noteOn(table: UserHandleTable, handle: number, verdict: UserVerdict): string | null {
  const flags = table.columns.flags[handleIndex(handle)] ?? 0;
  if (isGood(verdict) && (flags & FLAG_INDESTROY) !== 0) {
    return 'destruction has begun: a check in user mode refuses it';
  }
  if (table.profile.owner !== 'entry-id') {
    return null;
  }
  if (verdict.kind === 'valid-16-bit') {
    return handleUniq(handle) === 0
      ? 'recent builds accept this form only in a 32-bit process'
      : 'some recent builds take 7fff instead of ffff';
  }
  if (verdict.kind !== 'stale') {
    return null;
  }
  const uniq = handleUniq(handle);
  return (uniq & 0x7fff) === (verdict.uniq & 0x7fff) || uniq === 0x7fff
    ? 'some recent builds ignore the top bit of the uniqueness and accept it'
    : null;
}
