/** The filter of the Handles view, applied to the branch of USER handles. */

import { parseQuery } from '../../core/analysis/query/queryParser';
import { userHandleModel } from '../../core/commands/user/userHandleModel';
import type { CancellationToken } from '../../core/util/cancellation';
import type { Examination } from '../examination';
import { CHANGED_ENTRY, NEW_ENTRY, type EntryGroup, type GroupedEntries } from './userGroups';
import type { UserViewTable } from './userTables';

/** What is left of a table. */
export interface FilteredEntries {
  readonly view: UserViewTable;
  /** Entries that meet the filter; null without one. */
  readonly matched: number | null;
  /** Why the filter was not applied. */
  readonly notes: readonly string[];
}

/**
 * The entries that meet a filter. One that asks for what USER handles do not have leaves them all, with a note; one that
 * cannot be read too, since the view says so above. Entries that are gone meet no filter.
 */
export async function filteredEntries(
  { target, views, interpreter }: Examination,
  view: UserViewTable,
  filter: string,
  token: CancellationToken,
): Promise<FilteredEntries> {
  const all = { view, matched: null, notes: [] };
  const query = filter === '' ? null : parseQuery(filter);
  if (query?.ok !== true || query.value.where === null) {
    return all;
  }
  const model = await userHandleModel(
    {
      target,
      processId: null,
      rules: interpreter.state.ownCode,
      yieldNow: views.yieldNow,
    },
    token,
  );
  const rows = model.ok ? await model.value.table.select(query.value, token) : model;
  if (!model.ok || !rows.ok) {
    const reason = rows.ok ? '' : rows.problem.message;
    return { ...all, notes: [`The filter does not apply to USER handles: ${reason}`] };
  }
  const meets = new Uint8Array(view.handles.table.columns.count);
  for (const row of rows.value) {
    meets[model.value.indexes[row] ?? 0] = 1;
  }
  const groups = filterGroups(view.groups, meets);
  return { view: { ...view, groups }, matched: rows.value.length, notes: [] };
}

function filterGroups({ types, owners, marks }: GroupedEntries, meets: Uint8Array): GroupedEntries {
  const counted = (live: readonly number[], mark: number): number =>
    live.filter((index) => marks[index] === mark).length;
  const filtered = (groups: readonly EntryGroup[]): readonly EntryGroup[] =>
    groups
      .map(({ id, live: all }) => {
        const live = all.filter((index) => meets[index] === 1);
        return {
          id,
          live,
          ghosts: [],
          newCount: counted(live, NEW_ENTRY),
          changedCount: counted(live, CHANGED_ENTRY),
        };
      })
      .filter(({ live }) => live.length > 0);
  return { types: filtered(types), owners: filtered(owners), marks };
}
