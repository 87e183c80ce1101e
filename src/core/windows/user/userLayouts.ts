/** Layouts of the windowing system's structures by version: finding one, and its members with nested headers spread out. */

import { ENTRY_LAYOUTS } from './userEntryLayouts';
import type { LayoutCertainty, UserLayoutRow } from './userLayoutRow';
import { PROCESS_LAYOUTS } from './userProcessLayouts';
import type { UserProfile } from './userProfiles';
import { SHARED_LAYOUTS } from './userSharedLayouts';
import { sourceList, type UserSource } from './userSources';
import { spanHas, spanText, type UserRelease, type VersionSpan } from './userVersions';

/** A member of a structure. */
export interface UserField {
  readonly name: string;
  /** C type such as `HEAD*`, `WNDMSG[31]`, `UCHAR[4]`. */
  readonly type: string;
  /** Bytes from the start of the structure. */
  readonly offset: number;
  /** Bytes; null when it varies. */
  readonly size: number | null;
  /** True when the place was worked out rather than read anywhere. */
  readonly derived: boolean;
  readonly note: string | null;
}

/** A structure in a run of versions on one architecture. */
export interface UserLayout {
  /** For example `HANDLEENTRY`. `CLIPDATA` is not Microsoft's name; none is known. */
  readonly struct: string;
  /** Which part is known; null when the whole is. */
  readonly part: string | null;
  readonly span: VersionSpan;
  readonly table: 'user-readable table' | 'kernel-only table' | null;
  readonly architecture: 'x86' | 'x64';
  /** Bytes; null when not public. */
  readonly size: number | null;
  readonly certainty: LayoutCertainty;
  /** What the certainty is limited to; null when nothing need be said. */
  readonly detail: string | null;
  readonly sources: readonly UserSource[];
  /** In the order of their offsets, padding included. */
  readonly fields: readonly UserField[];
}

/** All 64 layouts. */
export const USER_LAYOUTS: readonly UserLayout[] = [
  ...ENTRY_LAYOUTS,
  ...SHARED_LAYOUTS,
  ...PROCESS_LAYOUTS,
].map(layoutFrom);

/** Names of the structures that some version has a layout for, in the order of the tables. */
export const USER_STRUCTURES: readonly string[] = [
  ...new Set(USER_LAYOUTS.map(({ struct }) => struct)),
];

/** Versions that a layout holds for, in words. */
export function layoutVersions(layout: UserLayout): string {
  const text = spanText(layout.span);
  return layout.table === null ? text : `${text}, ${layout.table}`;
}

/**
 * The layout of a structure for a target; null when none is public. Case does not matter. Where a structure changed within
 * a profile's run of releases, `release` says which one; the profile's first is the default.
 */
export function layoutOf(
  struct: string,
  profile: UserProfile,
  release: UserRelease = profile.from,
): UserLayout | null {
  const wanted = struct.toLowerCase();
  return (
    USER_LAYOUTS.find(
      (layout) =>
        layout.struct.toLowerCase() === wanted &&
        layout.architecture === profile.architecture &&
        layoutHas(layout, release),
    ) ?? null
  );
}

/**
 * The members of a layout with embedded headers replaced by their own members: THRDESKHEAD gives h, cLockObj, pti, rpdesk
 * and pSelf. Other embedded structures and arrays stay one member. Padding is left out.
 */
export function flatFields(layout: UserLayout, profile: UserProfile): readonly UserField[] {
  return layout.fields.flatMap((field) => {
    if (field.name === PADDING) {
      return [];
    }
    const nested = field.name === field.type ? layoutOf(field.type, profile) : null;
    return nested === null
      ? [field]
      : flatFields(nested, profile).map((inner) => ({
          ...inner,
          offset: field.offset + inner.offset,
        }));
  });
}

/** A member of a structure by name, nested headers included; null when the layout or the member is not public. */
export function fieldOf(struct: string, member: string, profile: UserProfile): UserField | null {
  const layout = layoutOf(struct, profile);
  return layout === null
    ? null
    : (flatFields(layout, profile).find(({ name }) => name === member) ?? null);
}

/** The name that tables give to unused bytes. */
export const PADDING = '(padding)';

function layoutHas(layout: UserLayout, release: UserRelease): boolean {
  const { span } = layout;
  return span.from === '10.0 (recent builds)'
    ? spanHas({ from: span.from, to: null }, release)
    : spanHas(span, release);
}

function layoutFrom(row: UserLayoutRow): UserLayout {
  return {
    struct: row.struct,
    part: row.part ?? null,
    span: { from: row.from, to: row.to ?? null },
    table: row.table ?? null,
    architecture: row.arch,
    size: row.size,
    certainty: row.certainty,
    detail: row.detail ?? null,
    sources: sourceList(row.source),
    fields: row.fields.split(';').map(fieldFrom),
  };
}

function fieldFrom(text: string): UserField {
  const [facts = '', note] = text.trim().split(' -- ');
  const end = / (0x[0-9a-f]+) (\d+|\?)( derived)?$/.exec(facts);
  if (end === null) {
    throw new RangeError(`not a member of a layout: ${text}`);
  }
  const [name = '', ...type] = facts.slice(0, end.index).split(' ');
  return {
    name,
    type: type.join(' '),
    offset: Number(end[1]),
    size: end[2] === '?' ? null : Number(end[2]),
    derived: end[3] !== undefined,
    note: note ?? null,
  };
}
