/** One view of a table: filtered, sorted and grouped, with the handles that were closed since the last stop as ghosts. */

import type { HandleTable, HandleView } from '../../core/analysis/handleTable';
import { parseQuery } from '../../core/analysis/query/queryParser';
import { unknownTypesIn } from '../../core/analysis/query/unknownTypes';
import type {
  Query,
  QueryGroup,
  QueryNode,
  QueryProblem,
  QuerySort,
} from '../../core/analysis/query/querySyntax';
import type { HandleGroup, HandleGroupOutline } from '../../core/analysis/table/handleGroups';
import { ROW_CHANGED, ROW_NEW } from '../../core/analysis/table/rowStates';
import type { CancellationToken } from '../../core/util/cancellation';
import type {
  FilterProblem,
  ViewArguments,
  ViewGroup,
  ViewGrouping,
  ViewNote,
  ViewSort,
} from '../../protocol/viewMessages';
import { SharedLoad } from '../../core/util/sharedLoad';
import type { ViewTable } from './viewTables';

/** Most groups a view shows; a filter narrows the rest. */
const MAXIMUM_GROUPS = 2000;

const GROUPINGS: Readonly<Record<ViewGrouping, QueryGroup>> = {
  type: 'type',
  opener: 'site',
  name: 'name',
  process: 'process',
  thread: 'thread',
  none: 'flat',
};

/** Tables stand in the order of their values already, which leaves the groups to their size. */
const SORTS: Readonly<Record<ViewSort, QuerySort | null>> = {
  value: null,
  name: 'name',
  type: 'type',
  handleCount: 'handleCount',
  newest: 'newest',
};

/** A group of the view: rows of the table now, and rows of the table before. */
export interface GroupPlace {
  readonly group: ViewGroup;
  /** Rows now, in the order of the view. */
  readonly live: Uint32Array;
  /** Rows of the table before that were closed since. */
  readonly ghosts: Uint32Array;
}

/** A view that was worked out. */
export interface GroupedView {
  readonly table: ViewTable;
  readonly groups: readonly ViewGroup[];
  /** The same groups with their rows; may still have to be worked out. */
  places(token: CancellationToken): Promise<readonly GroupPlace[]>;
  readonly matched: number;
  readonly problem: FilterProblem | null;
  readonly notes: readonly ViewNote[];
}

/** Works a view out. A faulty filter is reported and left aside. */
export async function buildView(
  table: ViewTable,
  wanted: ViewArguments,
  token: CancellationToken,
): Promise<GroupedView> {
  const { grouping, sort, filter } = wanted;
  const isPlain = grouping === 'type' && sort === 'value' && filter === '';
  return isPlain && table.previous === null
    ? await outlineView(table, wanted, token)
    : await wholeView(table, wanted, token);
}

/** What views show first: all handles by type. The rows of the groups are worked out when the first group is opened. */
async function outlineView(
  table: ViewTable,
  wanted: ViewArguments,
  token: CancellationToken,
): Promise<GroupedView> {
  const outlines = await table.table.outlineTypes(token);
  const whole = new SharedLoad((cancellation) => wholeView(table, wanted, cancellation));
  return {
    table,
    groups: outlines.slice(0, MAXIMUM_GROUPS).map((outline) => groupOf(outline)),
    places: async (cancellation) => (await whole.get(cancellation)).places(cancellation),
    matched: table.table.count,
    problem: null,
    notes: await notesFor(table, wanted, { groups: outlines.length, token }),
  };
}

async function wholeView(
  table: ViewTable,
  wanted: ViewArguments,
  token: CancellationToken,
): Promise<GroupedView> {
  const parsed = parseQuery(wanted.filter);
  let problem = parsed.ok ? null : filterProblem(parsed.problem);
  let query: Query = parsed.ok ? parsed.value : EVERYTHING;
  let live = await liveView(table, wanted, query, token);
  if (!live.ok) {
    problem = filterProblem(live.problem);
    query = EVERYTHING;
    live = await liveView(table, wanted, query, token);
  }
  if (!live.ok) {
    // An empty query asks for nothing the target could lack.
    throw new Error(live.problem.message);
  }
  const ghosts = await ghostView(table, wanted, query, token);
  const all = mergeGroups(table, live.value, ghosts);
  const places = all.slice(0, MAXIMUM_GROUPS);
  return {
    table,
    groups: places.map(({ group }) => group),
    places: () => Promise.resolve(places),
    matched: live.value.shown,
    problem,
    notes: [
      ...(await unknownTypesIn(query, tablesOf(table), token)).map((text) => ({
        text,
        about: 'filter' as const,
      })),
      ...(await notesFor(table, wanted, { groups: all.length, token })),
    ],
  };
}

/** The handles there are, and those of the previous stop, which may show as closed. */
function tablesOf({ table, previous }: ViewTable): readonly HandleTable[] {
  return previous === null ? [table] : [table, previous.table];
}

/** No filter. */
const EVERYTHING: Query = { where: null, group: null, sort: null };

function liveView(
  table: ViewTable,
  wanted: ViewArguments,
  query: Query,
  token: CancellationToken,
): ReturnType<ViewTable['table']['view']> {
  return table.table.view(
    { query, group: GROUPINGS[wanted.grouping], sort: SORTS[wanted.sort] },
    token,
  );
}

/** The closed handles, grouped alike; null when none were closed or the filter asks for what only the present has. */
async function ghostView(
  table: ViewTable,
  wanted: ViewArguments,
  query: Query,
  token: CancellationToken,
): Promise<HandleView | null> {
  if (table.previous === null || table.diff === null || table.diff.closed.length === 0) {
    return null;
  }
  const closed: QueryNode = {
    kind: 'field',
    field: 'state',
    operator: ':',
    values: [{ text: 'closed', quoted: false, at: 0 }],
    at: 0,
  };
  const where: QueryNode =
    query.where === null ? closed : { kind: 'and', parts: [query.where, closed] };
  const view = await table.previous.table.view(
    { query: { ...query, where }, group: GROUPINGS[wanted.grouping], sort: SORTS[wanted.sort] },
    token,
  );
  return view.ok ? view.value : null;
}

/** Live groups in their order, each with the ghosts of the same key; then groups that have only ghosts. */
function mergeGroups(table: ViewTable, live: HandleView, ghosts: HandleView | null): GroupPlace[] {
  const ghostRows = new Map<string, { readonly group: HandleGroup; readonly rows: Uint32Array }>();
  if (ghosts !== null) {
    ghosts.groups.page(0, ghosts.groups.count).forEach((group, index) => {
      ghostRows.set(group.key, { group, rows: ghosts.groups.rows.rows(index, 0, group.count) });
    });
  }
  const places = live.groups.page(0, live.groups.count).map((group, index) => {
    const rows = live.groups.rows.rows(index, 0, group.count);
    const gone = ghostRows.get(group.key)?.rows ?? new Uint32Array(0);
    ghostRows.delete(group.key);
    return place(table, group, rows, gone);
  });
  for (const { group, rows } of ghostRows.values()) {
    places.push(place(table, group, new Uint32Array(0), rows));
  }
  return places;
}

function place(
  table: ViewTable,
  group: HandleGroup,
  live: Uint32Array,
  ghosts: Uint32Array,
): GroupPlace {
  const state = table.diff?.state;
  let newCount = 0;
  let changedCount = 0;
  if (state !== undefined) {
    for (const row of live) {
      newCount += state[row] === ROW_NEW ? 1 : 0;
      changedCount += state[row] === ROW_CHANGED ? 1 : 0;
    }
  }
  return {
    group: {
      ...groupOf(group),
      count: live.length + ghosts.length,
      newCount,
      changedCount,
      closedCount: ghosts.length,
    },
    live,
    ghosts,
  };
}

/** A group as it travels, nothing having happened to its handles. */
function groupOf({ key, label, count }: HandleGroupOutline): ViewGroup {
  return {
    key,
    label,
    description: null,
    count,
    newCount: 0,
    changedCount: 0,
    closedCount: 0,
    type: key.startsWith('type:') ? label : null,
  };
}

async function notesFor(
  table: ViewTable,
  { grouping }: ViewArguments,
  { groups, token }: { readonly groups: number; readonly token: CancellationToken },
): Promise<readonly ViewNote[]> {
  const notes: ViewNote[] = [];
  if (grouping === 'opener' || grouping === 'process' || grouping === 'thread') {
    const { store, problem } = await table.traceLog.get(token);
    const lost = store?.facts.lost ?? 0;
    if (problem !== null) {
      notes.push({ text: problem, about: 'target' });
    } else if (lost > 0) {
      notes.push({
        text: `The trace log is full: ${lost} older records were overwritten.`,
        about: 'traces',
      });
    }
  }
  if (groups > MAXIMUM_GROUPS) {
    notes.push({
      text: `${groups - MAXIMUM_GROUPS} more groups are not shown: narrow them with a filter.`,
      about: 'filter',
    });
  }
  return notes;
}

/** Columns of problems count from 1, those of the protocol from 0. */
function filterProblem({ message, hint, column }: QueryProblem): FilterProblem {
  return { message: hint === undefined ? message : `${message} ${hint}`, column: column - 1 };
}
