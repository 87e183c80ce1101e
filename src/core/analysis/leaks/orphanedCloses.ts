/** Closes whose open is not on record: which place they probably belong to. */

import { TRACE_CLOSE } from '../../model/handleTrace';
import { NO_RECORD } from '../traces/openers';
import { inSteps, ROWS_PER_STEP, type Work } from '../work';
import type { SiteRecords } from './siteColumns';

/** No place, or several: nothing can be said. */
export const NO_OPENER = -1;
const SEVERAL = -2;

/** What closes without an open tell. */
export interface OrphanedCloses {
  /**
   * By site of a close: the only site whose handles are closed there as far as the log shows, so that others that are
   * closed there were most likely opened there too. {@link NO_OPENER} where there is none, or several.
   */
  readonly soleOpener: Int32Array;
  /** Closes without an open at places where nothing else on record is closed. */
  readonly unexplained: number;
}

/** Looks at all closes. */
export async function findOrphanedCloses(
  records: SiteRecords,
  work: Work,
): Promise<OrphanedCloses> {
  const { columns, pairs, siteOf, sites } = records;
  const soleOpener = new Int32Array(sites).fill(NO_OPENER);
  const orphaned = new Uint32Array(sites);
  await inSteps(work, columns.count, ROWS_PER_STEP, (from, to) => {
    for (let record = from; record < to; record++) {
      if (columns.operation[record] !== TRACE_CLOSE) {
        continue;
      }
      const place = siteOf(record);
      const open = pairs.mate[record] ?? NO_RECORD;
      if (open === NO_RECORD) {
        orphaned[place] = (orphaned[place] ?? 0) + 1;
      } else {
        const known = soleOpener[place] ?? NO_OPENER;
        const opener = siteOf(open);
        soleOpener[place] = known === NO_OPENER || known === opener ? opener : SEVERAL;
      }
    }
  });
  let unexplained = 0;
  for (let place = 0; place < sites; place++) {
    unexplained += soleOpener[place] === NO_OPENER ? (orphaned[place] ?? 0) : 0;
    soleOpener[place] = Math.max(NO_OPENER, soleOpener[place] ?? NO_OPENER);
  }
  return { soleOpener, unexplained };
}
