/** Keeps the last few views, so that paging does not filter, sort and group again. */

import type { ViewArguments } from '../../protocol/viewMessages';
import type { GroupedView } from './groupedView';
import type { ViewTable } from './viewTables';

/** Rows from which on a table counts as large, and how many of its views are kept. */
const LARGE_TABLE = 200_000;
const LARGE_SIZE = 3;

/** Views that were worked out, so that paging does not sort again. */
export class ViewCache {
  private readonly views = new Map<string, Promise<GroupedView>>();

  /** `size`: most views kept, fewer of large tables: each holds its rows. */
  constructor(private readonly size = 6) {}

  /** The view of a table, worked out at most once while it is kept. A failure is not kept. */
  async get(
    table: ViewTable,
    wanted: ViewArguments,
    build: () => Promise<GroupedView>,
  ): Promise<GroupedView> {
    const { grouping, sort, filter } = wanted;
    const key = JSON.stringify([
      table.processId,
      table.generation,
      table.previous === null,
      grouping,
      sort,
      filter,
    ]);
    const known = this.views.get(key);
    if (known !== undefined) {
      const view = await known;
      if (view.table === table) {
        return view;
      }
    }
    const made = build();
    this.views.delete(key);
    this.views.set(key, made);
    for (const oldest of this.views.keys()) {
      if (this.views.size <= (table.table.count > LARGE_TABLE ? LARGE_SIZE : this.size)) {
        break;
      }
      this.views.delete(oldest);
    }
    try {
      return await made;
    } catch (error) {
      this.views.delete(key);
      throw error;
    }
  }
}
