/** How layouts of structures are written down in the tables beside this file. */

import type { UserRelease } from './userVersions';

/** How sure a layout is. */
export type LayoutCertainty =
  'stated' | 'public symbols' | 'size derived' | 'reverse-engineered' | 'derived' | 'low';

/** A layout as a table states it. */
export interface UserLayoutRow {
  readonly struct: string;
  /** Which part of the structure the row covers, when it is not all. */
  readonly part?: string;
  readonly from: UserRelease;
  /** Absent: and higher. */
  readonly to?: UserRelease;
  /** Which of two tables, from Windows 10 1703 on. */
  readonly table?: 'user-readable table' | 'kernel-only table';
  readonly arch: 'x86' | 'x64';
  /** Bytes; null when not public. */
  readonly size: number | null;
  readonly certainty: LayoutCertainty;
  readonly detail?: string;
  /** Names of sources, see `userSources.ts`. */
  readonly source: string;
  /** Members by semicolons: name, type, offset, bytes (`?` = varies), then `derived` if only that, then `--` and a note. */
  readonly fields: string;
}
