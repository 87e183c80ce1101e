/** Compares two snapshots: handle by handle where both are of one process, by type and name where they are not. */

import { diffTables } from '../table/tableDiff';
import type { Work } from '../work';
import { compareCounts, type CountChange } from './countChanges';
import { matchByName } from './matchByName';
import type { NamedSnapshot, SnapshotPart } from './namedSnapshot';

/** How handles of the two sides are recognised as the same. */
export type ComparedBy = 'value' | 'name';

/** How a comparison was made; by `count` where a side has counts by type only, and no handle can be recognised. */
export type ComparisonWay = ComparedBy | 'count';

/** A handle of each side; rows of the two snapshots. */
export interface RowPair {
  readonly before: number;
  readonly after: number;
}

/** A handle that stayed open and differs. */
export interface ChangedRow extends RowPair {
  /** `CHANGE_*` bits (tableDiff.ts). */
  readonly changes: number;
}

/** What differs between the handles of one kind. */
export interface PartComparison {
  readonly before: SnapshotPart;
  readonly after: SnapshotPart;
  /** Rows of {@link after}. */
  readonly added: Uint32Array;
  /** Rows of {@link before}. */
  readonly removed: Uint32Array;
  /** The value is open on both sides and stands for another object. */
  readonly replaced: readonly RowPair[];
  readonly changed: readonly ChangedRow[];
  /** Most growth first; types that did not change are left out. */
  readonly types: readonly CountChange[];
  /** Most growth first; null unless both sides have traces. */
  readonly sites: readonly CountChange[] | null;
}

/** What differs between two snapshots: kernel handles, and USER handles beside them. */
export interface Comparison extends PartComparison {
  readonly before: NamedSnapshot;
  readonly after: NamedSnapshot;
  readonly by: ComparisonWay;
  /** Why handles were compared that way, and what the comparison cannot tell; a sentence each. */
  readonly notes: readonly string[];
  /** Null unless both sides show USER handles. */
  readonly user: PartComparison | null;
}

/** Compares two snapshots. `by` overrides how handles are recognised. */
export async function compareSnapshots(
  before: NamedSnapshot,
  after: NamedSnapshot,
  work: Work,
  by: ComparedBy | null = null,
): Promise<Comparison> {
  const isSame = isSameProcess(before, after);
  const chosen = by ?? (isSame === false ? 'name' : 'value');
  const isCounted = [before, after].some(({ table }) => table.columns.counted !== null);
  const way = isCounted ? 'count' : chosen;
  return {
    ...(await compareParts(before, after, way, work)),
    before,
    after,
    by: way,
    notes: notesOf(before, after, { isSame, by: way }),
    user:
      before.user === null || after.user === null
        ? null
        : await compareParts(before.user, after.user, chosen, work),
  };
}

async function compareParts(
  before: SnapshotPart,
  after: SnapshotPart,
  by: ComparisonWay,
  work: Work,
): Promise<PartComparison> {
  return {
    before,
    after,
    ...(await compareRows(before, after, by, work)),
    types: compareCounts(typeCounts(before), typeCounts(after)),
    sites:
      before.sites === null || after.sites === null
        ? null
        : compareCounts(siteCounts(before), siteCounts(after)),
  };
}

/** The handles that differ; none where handles cannot be recognised. */
async function compareRows(
  before: SnapshotPart,
  after: SnapshotPart,
  by: ComparisonWay,
  work: Work,
): Promise<Pick<PartComparison, 'added' | 'removed' | 'replaced' | 'changed'>> {
  switch (by) {
    case 'value':
      return await compareValues(before, after, work);
    case 'name': {
      const matched = await matchByName(before.table, after.table, work);
      return { ...matched, replaced: [], changed: [] };
    }
    case 'count': {
      const none = new Uint32Array(0);
      return { added: none, removed: none, replaced: [], changed: [] };
    }
  }
}

/** Null when one side does not tell its process. */
function isSameProcess(before: NamedSnapshot, after: NamedSnapshot): boolean | null {
  const [older, newer] = [before.origin, after.origin];
  if (older.processId === 0 || newer.processId === 0) {
    return null;
  }
  return (
    older.processId === newer.processId &&
    (older.image === '' ||
      newer.image === '' ||
      older.image.toLowerCase() === newer.image.toLowerCase())
  );
}

async function compareValues(
  before: SnapshotPart,
  after: SnapshotPart,
  work: Work,
): Promise<Pick<PartComparison, 'added' | 'removed' | 'replaced' | 'changed'>> {
  const diff = await diffTables(before.table, after.table, work);
  const replaced = pairSameValues(before, after, diff);
  const isReplacedBefore = new Set(replaced.map((pair) => pair.before));
  const isReplacedAfter = new Set(replaced.map((pair) => pair.after));
  return {
    added: diff.added.filter((row) => !isReplacedAfter.has(row)),
    removed: diff.closed.filter((row) => !isReplacedBefore.has(row)),
    replaced,
    changed: Array.from(diff.changed, (row, at) => ({
      before: diff.changedFrom[at] ?? 0,
      after: row,
      changes: diff.changes[at] ?? 0,
    })),
  };
}

/** Values among the closed and the new rows; both are in the order of their values. */
function pairSameValues(
  before: SnapshotPart,
  after: SnapshotPart,
  { closed, added }: { readonly closed: Uint32Array; readonly added: Uint32Array },
): readonly RowPair[] {
  const pairs: RowPair[] = [];
  const valueAt = ({ table: { columns } }: SnapshotPart, rows: Uint32Array, at: number): bigint =>
    columns.value(rows[at] ?? 0) >> BigInt(columns.tagBits);
  let from = 0;
  let to = 0;
  while (from < closed.length && to < added.length) {
    const older = valueAt(before, closed, from);
    const newer = valueAt(after, added, to);
    if (older === newer) {
      pairs.push({ before: closed[from] ?? 0, after: added[to] ?? 0 });
    }
    from += Number(older <= newer);
    to += Number(newer <= older);
  }
  return pairs;
}

function typeCounts({
  table,
}: SnapshotPart): ReadonlyMap<string, { label: string; count: number }> {
  const { byType } = table.columns.summarise();
  return new Map([...byType].map(([label, count]) => [label.toLowerCase(), { label, count }]));
}

function siteCounts({
  sites,
}: SnapshotPart): ReadonlyMap<string, { label: string; count: number }> {
  const counts = new Map<string, { label: string; count: number }>();
  for (const number of sites?.of ?? []) {
    const site = sites?.list[number];
    const known = counts.get(site?.key ?? '');
    if (known === undefined) {
      counts.set(site?.key ?? '', { label: site?.label ?? '', count: 1 });
    } else {
      known.count++;
    }
  }
  return counts;
}

function notesOf(
  before: NamedSnapshot,
  after: NamedSnapshot,
  how: { readonly isSame: boolean | null; readonly by: ComparisonWay },
): readonly string[] {
  const notes: string[] = [];
  for (const side of [before, after]) {
    if (side.table.columns.counted !== null) {
      notes.push(
        `${side.name} counts handles by type without listing them: only counts are compared, which handles were opened and closed is unknown.`,
      );
    }
  }
  const describe = ({ origin }: NamedSnapshot): string =>
    `process 0x${origin.processId.toString(16)} ${origin.image}`.trimEnd();
  if (how.by === 'name' && how.isSame === false) {
    notes.push(
      `The two sides are different processes (${describe(before)}, ${describe(after)}), whose handle values mean different things: handles are matched by type and name.`,
    );
  } else if (how.by === 'value' && how.isSame === false) {
    notes.push('The two sides are different processes: equal handle values need not be related.');
  } else if (how.by === 'value' && how.isSame === null) {
    notes.push(
      'One side does not say which process it shows; handle values are compared as if it were the same.',
    );
  }
  if (how.by === 'value' && before.unlisted === null && !tellsReuse(before, after)) {
    notes.push(
      'Without a trace log on both sides, a value that was closed and given out again to an object of the same type, access and name counts as unchanged.',
    );
  }
  notes.push(...missingNotes(before, after));
  return notes;
}

/** True when something tells a value that was given out again from one that stayed open. */
function tellsReuse(before: NamedSnapshot, after: NamedSnapshot): boolean {
  const hasObjects = before.table.objects !== undefined && after.table.objects !== undefined;
  const hasTraces = before.table.generation !== null && after.table.generation !== null;
  return hasObjects || hasTraces;
}

/** What the sides do not show. */
function missingNotes(before: NamedSnapshot, after: NamedSnapshot): readonly string[] {
  const notes = new Set<string>();
  for (const { name, unlisted, lost, user, userUnlisted } of [before, after]) {
    if (userUnlisted !== null) {
      notes.add(`In ${name}, USER handles are not compared: ${userUnlisted.message}`);
    }
    if (unlisted !== null) {
      const isBoth = before.unlisted?.message === after.unlisted?.message;
      notes.add(
        `${isBoth ? '' : `In ${name}, kernel handles are not listed: `}${unlisted.message}`,
      );
    }
    if ((lost ?? 0) > 0) {
      notes.add(
        `In ${name}, ${lost ?? 0} trace records had been overwritten: some openings are not on record.`,
      );
    }
    if ((user?.lost ?? 0) > 0) {
      notes.add(
        `In ${name}, ${user?.lost ?? 0} trace records of USER handles had been overwritten: some creations are not on record.`,
      );
    }
  }
  const isTold = before.userUnlisted !== null || after.userUnlisted !== null;
  if (!isTold && (before.user === null) !== (after.user === null)) {
    const { name } = before.user === null ? before : after;
    notes.add(`USER handles are not compared: ${name} shows none.`);
  }
  return [...notes];
}
