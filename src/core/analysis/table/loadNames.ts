/** The names of a whole handle table, from any store. */

import type { NameColumn } from '../../model/nameColumn';
import { NameColumnBuilder } from '../../model/nameColumnBuilder';
import type { HandleStore } from '../../target/handleStore';
import { throwIfCancelled } from '../../util/cancellation';
import { rest, type Work } from '../work';

/** Records that are made together. */
const PAGE = 1024;

/** Reads all names: at once where the store can, else by paging through its records. */
export async function loadNames(store: HandleStore, work: Work): Promise<NameColumn> {
  if (store.names !== undefined) {
    return await store.names(work.token);
  }
  const builder = new NameColumnBuilder(store.count);
  for (let start = 0; start < store.count; start += PAGE) {
    throwIfCancelled(work.token);
    const records = await store.page(start, PAGE, work.token);
    records.forEach((record, index) => {
      builder.id[start + index] = builder.addText(record.name);
    });
    work.report?.({
      what: 'Reading names',
      done: Math.min(store.count, start + PAGE),
      total: store.count,
    });
    await rest(work);
  }
  return builder.finish();
}
