/** The groups of a handle view: by type, place in the program, name, process, thread, or all in one. */

import { NO_TYPE, type HandleColumns } from '../../model/handleColumns';
import { NO_STACK } from '../../model/stackColumn';
import { foldCase } from '../../util/foldCase';
import { exactTerm } from '../query/queryPrinter';
import type { QueryGroup, QuerySort } from '../query/querySyntax';
import { NO_RECORD } from '../traces/openers';
import type { StackSites } from '../traces/stackSites';
import type { TraceFacts } from '../filter/filterFacts';
import type { Work } from '../work';
import { compareTexts, typeRanks } from './handleOrder';
import { OTHER_SPACE, RELATIVE_SPACE, UNNAMED_SPACE, type NameSpaces } from './nameSpaces';
import {
  classifyByColumn,
  classifyEach,
  RowGroups,
  type Classifier,
  type GroupOutline,
} from './rowGroups';

/** What is said about one group. */
export interface HandleGroup {
  /** Stays the same for the same group at later stops, whatever else is in the table. */
  readonly key: string;
  readonly label: string;
  readonly count: number;
  /** The row that comes first in it. */
  readonly firstRow: number;
  /** A query for exactly these handles; null where the language has no word for them. */
  readonly query: string | null;
}

/** What is said about a group whose rows nobody has looked for yet. */
export type HandleGroupOutline = Pick<HandleGroup, 'key' | 'label' | 'count' | 'query'>;

/** What grouping needs; parts that a grouping does not use may be null. */
export interface GroupFacts {
  readonly columns: HandleColumns;
  /** Name numbers by row, and the directories of the names. */
  readonly names: { readonly id: Uint32Array; readonly spaces: NameSpaces } | null;
  readonly traces: TraceFacts | null;
  readonly sites: StackSites | null;
}

/** How the rows of one grouping are divided and described. */
interface Division {
  readonly limit: number;
  readonly classify: Classifier;
  readonly describe: (number: number) => Pick<HandleGroup, 'key' | 'label' | 'query'>;
  /** Places in alphabetical order; null where there may be too many groups to name them all. */
  readonly ranks: Uint32Array | null;
}

/** Groups of handles. */
export class HandleGroups {
  private constructor(
    readonly grouping: QueryGroup,
    /** The rows of each group. */
    readonly rows: RowGroups,
    private readonly describe: Division['describe'],
  ) {}

  /**
   * Divides rows, which keep their order within each group. Groups stand by size, largest first; sorted by type or name,
   * in alphabetical order where there is one; sorted by anything else, in the order of their first rows.
   */
  static async build(
    rows: Uint32Array,
    how: { readonly grouping: QueryGroup; readonly sort: QuerySort | null },
    facts: GroupFacts,
    work: Work,
  ): Promise<HandleGroups> {
    const division = divisionFor(how.grouping, facts);
    const groups = await RowGroups.build(work, rows, {
      ...division,
      compare: groupOrder(how.sort, division.ranks),
    });
    return new HandleGroups(how.grouping, groups, division.describe);
  }

  /** How many groups there are. */
  get count(): number {
    return this.rows.count;
  }

  /** One group, by its place; null when there is none. */
  group(index: number): HandleGroup | null {
    const count = this.rows.sizeOf(index);
    if (count === 0) {
      return null;
    }
    const firstRow = this.rows.rows(index, 0, 1)[0] ?? 0;
    return { ...this.describe(this.rows.numberOf(index)), count, firstRow };
  }

  /** Some groups in their order, clipped to those there are. */
  page(start: number, count: number): readonly HandleGroup[] {
    const page: HandleGroup[] = [];
    const end = Math.min(this.count, start + count);
    for (let index = Math.max(0, start); index < end; index++) {
      const group = this.group(index);
      if (group !== null) {
        page.push(group);
      }
    }
    return page;
  }

  /** The place of the group with a key; -1 when it has no rows. Asks each group: meant for a few thousand. */
  indexOf(key: string): number {
    for (let index = 0; index < this.count; index++) {
      if (this.describe(this.rows.numberOf(index)).key === key) {
        return index;
      }
    }
    return -1;
  }
}

/** The groups by type of a whole table, as {@link HandleGroups} has them, without dividing the rows. */
export function outlineTypes(columns: HandleColumns): readonly HandleGroupOutline[] {
  const { describe, ranks } = byType(columns);
  const outlines: GroupOutline[] = [];
  columns.countTypes().forEach((count, number) => {
    if (count > 0) {
      outlines.push({ number, count, first: 0 });
    }
  });
  return outlines
    .sort(groupOrder(null, ranks))
    .map(({ number, count }) => ({ ...describe(number), count }));
}

function groupOrder(
  sort: QuerySort | null,
  ranks: Uint32Array | null,
): (a: GroupOutline, b: GroupOutline) => number {
  if (sort === null || sort === 'count') {
    return (a, b) =>
      b.count - a.count || (ranks?.[a.number] ?? 0) - (ranks?.[b.number] ?? 0) || a.first - b.first;
  }
  if ((sort === 'type' || sort === 'name') && ranks !== null) {
    return (a, b) => (ranks[a.number] ?? 0) - (ranks[b.number] ?? 0);
  }
  return (a, b) => a.first - b.first;
}

function divisionFor(grouping: QueryGroup, facts: GroupFacts): Division {
  switch (grouping) {
    case 'type':
      return byType(facts.columns);
    case 'name':
      return byName(facts);
    case 'site':
      return bySite(facts);
    case 'process':
    case 'thread':
      return byOpener(grouping, facts);
    case 'flat':
      return {
        limit: 1,
        classify: (_, numbers) => numbers.fill(0),
        describe: () => ({ key: 'all', label: 'All handles', query: '' }),
        ranks: null,
      };
  }
}

function byType(columns: HandleColumns): Division {
  const { type, typeNames } = columns;
  return {
    limit: typeNames.length,
    classify: classifyByColumn(type),
    describe: (number) => {
      const name = typeNames[number] ?? '';
      return number === NO_TYPE
        ? { key: 'type', label: 'No type recorded', query: 'type:none' }
        : { key: `type:${name}`, label: name, query: exactTerm('type', name) };
    },
    ranks: typeRanks(typeNames),
  };
}

const NAME_GROUPS: ReadonlyMap<number, ReturnType<Division['describe']>> = new Map([
  [UNNAMED_SPACE, { key: 'name', label: 'Unnamed', query: 'name:none' }],
  [
    RELATIVE_SPACE,
    { key: 'name:relative', label: 'Relative names', query: '-name:none -name~"^\\\\"' },
  ],
  [OTHER_SPACE, { key: 'name:other', label: 'Other names', query: null }],
]);

function byName(facts: GroupFacts): Division {
  const id = facts.names?.id ?? new Uint32Array(0);
  const spaces = facts.names?.spaces ?? { spaceOf: new Uint32Array(1), directories: [] };
  const { spaceOf, directories } = spaces;
  const order = directories.map((_, number) => number).slice(OTHER_SPACE + 1);
  order.sort((a, b) =>
    compareTexts(foldCase(directories[a] ?? ''), foldCase(directories[b] ?? '')),
  );
  // The three that are no directories come last.
  const ranks = Uint32Array.from(directories, (_, number) => directories.length + number);
  order.forEach((number, place) => {
    ranks[number] = place;
  });
  return {
    limit: Math.max(1, directories.length),
    classify: classifyEach((row) => spaceOf[id[row] ?? 0] ?? UNNAMED_SPACE),
    describe: (number) =>
      NAME_GROUPS.get(number) ?? {
        key: `name:${foldCase(directories[number] ?? '')}`,
        label: `${directories[number] ?? ''}\\…`,
        query: nameQuery(directories[number] ?? ''),
      },
    ranks,
  };
}

/** Names directly in the root have one backslash only; elsewhere everything below the directory belongs to the group. */
function nameQuery(directory: string): string {
  const literal = directory.replace(/[\\^$.*+?()[\]{}|"]/g, (char) =>
    char === '"' ? '""' : `\\${char}`,
  );
  return directory === '' ? 'name~"^\\\\[^\\\\]*$"' : `name~"^${literal}\\\\"`;
}

/** Numbers before those of the places. */
const NOT_RECORDED = 0;
const NO_FRAMES = 1;

function bySite(facts: GroupFacts): Division {
  const { traces, sites } = facts;
  return {
    limit: (sites?.count ?? 0) + 2,
    classify: classifyEach((row) => {
      const record = traces?.openers.openRecord[row] ?? NO_RECORD;
      if (traces === null || sites === null || record === NO_RECORD) {
        return NOT_RECORDED;
      }
      const stack = traces.stacks.stackOf(record);
      return stack === NO_STACK ? NO_FRAMES : sites.siteOf(stack) + 1;
    }),
    describe: (number) => {
      if (number === NOT_RECORDED) {
        return { key: 'site', label: 'Opening not recorded', query: null };
      }
      const site = sites?.facts(number - 1) ?? null;
      return site === null
        ? { key: 'site:none', label: 'No stack recorded', query: null }
        : { key: `site:${site.key}`, label: site.label, query: `site:${site.key}` };
    },
    ranks: null,
  };
}

/** By the process or the thread whose record opened the handle. */
function byOpener(kind: 'process' | 'thread', { traces }: GroupFacts): Division {
  const ids = kind === 'process' ? traces?.columns.processId : traces?.columns.threadId;
  const { known, numbers } = numberIds(ids ?? new Uint32Array(0));
  const openRecord = traces?.openers.openRecord;
  return {
    limit: known.length,
    classify: classifyEach((row) => {
      const record = openRecord?.[row] ?? NO_RECORD;
      return record === NO_RECORD ? 0 : (numbers.get(ids?.[record] ?? 0) ?? 0);
    }),
    describe: (number) => {
      const id = known[number] ?? null;
      const hex = id?.toString(16) ?? '';
      return id === null
        ? { key: kind, label: 'Opening not recorded', query: null }
        : { key: `${kind}:${hex}`, label: `${LABELS[kind]} 0x${hex}`, query: `${kind}:${hex}` };
    },
    ranks: null,
  };
}

const LABELS = { process: 'Process', thread: 'Thread' } as const;

/** Numbers for the ids in a column of the log: 0 for none, then in the order they are met. */
function numberIds(ids: Uint32Array): {
  readonly known: readonly (number | null)[];
  readonly numbers: ReadonlyMap<number, number>;
} {
  const known: (number | null)[] = [null];
  const numbers = new Map<number, number>();
  let last = -1;
  for (const id of ids) {
    if (id !== last && !numbers.has(id)) {
      numbers.set(id, known.length);
      known.push(id);
    }
    last = id;
  }
  return { known, numbers };
}
