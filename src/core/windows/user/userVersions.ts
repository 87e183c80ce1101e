/** Windows versions as the USER handle table knows them, oldest first (user-handles.md 2.1). */

import type { UserSource } from './userSources';

/** A version of Windows, by its version number. */
export type UserVersion =
  '3.10' | '3.51' | '4.0' | '5.0' | '5.1' | '5.2' | '6.0' | '6.1' | '6.2' | '6.3' | '10.0';

/** A point in time to which a layout can be tied: a version or a release of Windows 10. */
export type UserRelease =
  | UserVersion
  | '10.0 (1511)'
  | '10.0 (1607)'
  | '10.0 (1703)'
  | '10.0 (1709)'
  | '10.0 (1803)'
  | '10.0 (recent builds)';

/** One version of Windows. */
export interface UserVersionFacts {
  readonly id: UserVersion;
  readonly product: string;
  readonly architectures: readonly ('x86' | 'x64')[];
  /** The module that keeps the table: a server process before 4.0, the kernel since. */
  readonly handleManager: string;
  /** TYPE_CTYPES, one past the highest type value. */
  readonly typeCount: number;
}

/** Sources of every row of {@link USER_VERSIONS}. */
export const USER_VERSION_SOURCES: readonly UserSource[] = ['SEED', 'GC-HE', 'GC-PPI'];

const CSRSS = 'WINSRV.DLL in CSRSS.EXE';

/** All versions, oldest first. Windows NT 3.5 is not covered by any source. */
export const USER_VERSIONS: readonly UserVersionFacts[] = [
  row('3.10', 'Windows NT 3.1', 'x86', 17, CSRSS),
  row('3.51', 'Windows NT 3.51', 'x86', 16, CSRSS),
  row('4.0', 'Windows NT 4.0', 'x86', 16),
  row('5.0', 'Windows 2000', 'x86', 18),
  row('5.1', 'Windows XP', 'x86', 20),
  row('5.2', 'Windows Server 2003 / XP x64', 'both', 20),
  row('6.0', 'Windows Vista / Server 2008', 'both', 20),
  row('6.1', 'Windows 7 / Server 2008 R2', 'both', 22),
  row('6.2', 'Windows 8 / Server 2012', 'both', 23),
  row('6.3', 'Windows 8.1 / Server 2012 R2', 'both', 23),
  row(
    '10.0',
    'Windows 10 (1507 and later) / 11',
    'both',
    23,
    'WIN32K.SYS split into win32k / win32kbase / win32kfull',
  ),
];

const ORDER = new Map<string, number>(USER_VERSIONS.map(({ id }, position) => [id, position]));
const LAST = USER_VERSIONS.length - 1;

/** Facts about a version. */
export function userVersion(id: UserVersion): UserVersionFacts {
  const facts = USER_VERSIONS[versionOrder(id)];
  if (facts === undefined) {
    throw new RangeError(`no version ${id}`);
  }
  return facts;
}

/** Position of a version in time, 0 = 3.10. */
export function versionOrder(id: UserVersion): number {
  return ORDER.get(id) ?? LAST;
}

/** Number by which releases sort; the first release of 10.0 sorts as 10.0. */
export function releaseOrder(release: UserRelease): number {
  const plain = ORDER.get(release);
  if (plain !== undefined) {
    return plain * 10_000;
  }
  return LAST * 10_000 + (release === '10.0 (recent builds)' ? 1703 : Number(release.slice(6, 10)));
}

/** A run of versions or releases; `to` null means "and higher". */
export interface VersionSpan {
  readonly from: UserRelease;
  readonly to: UserRelease | null;
}

/** True when a release lies in a span. A span that ends with `10.0` alone covers every release of 10.0. */
export function spanHas(span: VersionSpan, release: UserRelease): boolean {
  const order = releaseOrder(release);
  const end =
    span.to === null || span.to === '10.0' ? Number.POSITIVE_INFINITY : releaseOrder(span.to);
  return order >= releaseOrder(span.from) && order <= end;
}

/** A span in words: `5.1 to 6.1`, `5.0 and higher`, `4.0`. */
export function spanText(span: VersionSpan): string {
  if (span.from === span.to) {
    return span.from;
  }
  return span.to === null ? `${span.from} and higher` : `${span.from} to ${span.to}`;
}

// eslint-disable-next-line max-params -- a row of a table
function row(
  id: UserVersion,
  product: string,
  architecture: 'x86' | 'both',
  typeCount: number,
  handleManager = 'WIN32K.SYS',
): UserVersionFacts {
  const architectures: readonly ('x86' | 'x64')[] =
    architecture === 'x86' ? ['x86'] : ['x86', 'x64'];
  return { id, product, architectures, handleManager, typeCount };
}
