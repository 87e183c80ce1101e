/** The tables of `!dso` without an address: which structures are known, and every layout of them. */

import {
  layoutOf,
  layoutVersions,
  PADDING,
  USER_LAYOUTS,
  USER_STRUCTURES,
  type UserLayout,
} from '../../windows/user/userLayouts';
import type { UserProfile } from '../../windows/user/userProfiles';
import type { UserRelease } from '../../windows/user/userVersions';
import { numberColumn, textColumn, type FactTable } from './factTable';

/** What layouts are chosen by. */
export interface LayoutChoice {
  readonly profile: UserProfile;
  /** The release of Windows 10, where it matters. */
  readonly release: UserRelease;
  /** What is uncertain about the choice; null for nothing. */
  readonly note: string | null;
}

/** The structures that have a layout in the target's version, then those that have one in others only. */
export function structureTable({ profile, release, note }: LayoutChoice): FactTable {
  const rows = USER_STRUCTURES.map((struct) => {
    const layout = layoutOf(struct, profile, release);
    return layout === null
      ? [struct, null, null, 'no public layout for this version']
      : [struct, layout.size, membersOf(layout), partOf(layout)];
  });
  return {
    topic: 'structures',
    title: `Structures known for ${release} ${profile.architecture}`,
    columns: [
      textColumn('structure', 'Structure'),
      numberColumn('size', 'Size', 'hex'),
      numberColumn('members', 'Members', 'count'),
      textColumn('remarks', 'Remarks'),
    ],
    rows,
    notes: [
      ...(note === null ? [] : [note]),
      '!dso and a structure prints its members, with an address their values. !dso -l lists the layouts of every version.',
    ],
  };
}

/** Every layout, or those of one structure, for all versions and architectures (user-handles.md 1, 5). */
export function layoutTable(struct: string | null): FactTable {
  const layouts = USER_LAYOUTS.filter((layout) => struct === null || layout.struct === struct);
  return {
    topic: 'layouts',
    title: struct === null ? 'Layouts of all versions' : `Layouts of ${struct} in all versions`,
    columns: [
      textColumn('structure', 'Structure'),
      textColumn('versions', 'Versions'),
      textColumn('architecture', 'Arch'),
      numberColumn('size', 'Size', 'hex'),
      textColumn('members', 'Members at offsets'),
      textColumn('certainty', 'Certainty'),
      textColumn('sources', 'Sources'),
    ],
    rows: layouts.map((layout) => [
      layout.struct,
      layoutVersions(layout),
      layout.architecture,
      layout.size,
      layout.fields
        .filter(({ name }) => name !== PADDING)
        .map(
          ({ name, type, offset }) =>
            `${struct === null ? '' : `${type} `}${name} ${offset.toString(16)}`,
        )
        .join(', '),
      [layout.certainty, layout.part, layout.detail].filter((part) => part !== null).join(': '),
      layout.sources.join(' '),
    ]),
    notes: [
      'Sizes and offsets are hexadecimal; a size that is not public is left out. Retail builds only.',
      ...(struct === null ? ['!dso -l and a structure names the types of its members, too.'] : []),
    ],
  };
}

function membersOf(layout: UserLayout): number {
  return layout.fields.filter(({ name }) => name !== PADDING).length;
}

function partOf(layout: UserLayout): string | null {
  return layout.part === null ? null : `${layout.part} only`;
}
