/** How many handles of a site were open in the course of the log: what tells a leak from a cache. */

import { TRACE_CLOSE, TRACE_OPEN } from '../../model/handleTrace';
import { NO_RECORD } from '../traces/openers';
import { inSteps, ROWS_PER_STEP, type Work } from '../work';
import { NO_OPENER, type OrphanedCloses } from './orphanedCloses';
import type { SiteRecords } from './siteColumns';

/** Parts into which the log is cut; four make a quarter. */
export const LOG_PARTS = 16;
const PARTS_PER_QUARTER = LOG_PARTS / 4;

/** Counts of open handles at the end of each part of the log, for some sites. */
export class SiteLevels {
  private constructor(
    /** Place of a site among those that are followed; -1 for the others. */
    private readonly placeOf: Int32Array,
    private readonly levels: Int32Array,
  ) {}

  /**
   * Follows some sites through the log. Handles that were open before it began are known only by their closes, and only
   * where these belong to one site.
   */
  static async build(
    records: SiteRecords,
    sites: ArrayLike<number>,
    orphaned: OrphanedCloses,
    work: Work,
  ): Promise<SiteLevels> {
    const placeOf = new Int32Array(records.sites).fill(-1);
    for (let place = 0; place < sites.length; place++) {
      placeOf[sites[place] ?? 0] = place;
    }
    const { columns, pairs, siteOf } = records;
    const levels = new Int32Array(sites.length * LOG_PARTS);
    /** Handles that were open when the log begins, of each site. */
    const before = new Int32Array(sites.length);
    const partSize = Math.max(1, columns.count / LOG_PARTS);
    const step = (site: number, record: number, change: number): void => {
      const place = placeOf[site] ?? -1;
      if (place !== -1) {
        const part = Math.floor((columns.count - 1 - record) / partSize);
        add(levels, place * LOG_PARTS + Math.min(LOG_PARTS - 1, part), change);
      }
    };
    await inSteps(work, columns.count, ROWS_PER_STEP, (from, to) => {
      for (let record = from; record < to; record++) {
        const end = pairs.mate[record] ?? NO_RECORD;
        if (columns.operation[record] === TRACE_OPEN) {
          step(siteOf(record), record, 1);
          if (end !== NO_RECORD) {
            step(siteOf(record), end, -1);
          }
        } else if (columns.operation[record] === TRACE_CLOSE && end === NO_RECORD) {
          const opener = orphaned.soleOpener[siteOf(record)] ?? NO_OPENER;
          const place = placeOf[opener] ?? -1;
          if (place !== -1) {
            step(opener, record, -1);
            add(before, place, 1);
          }
        }
      }
    });
    for (let place = 0; place < sites.length; place++) {
      sumUp(levels.subarray(place * LOG_PARTS, (place + 1) * LOG_PARTS), before[place] ?? 0);
    }
    return new SiteLevels(placeOf, levels);
  }

  /** Open handles of a site at the end of each part, oldest first; null when the site is not followed. */
  of(site: number): Int32Array | null {
    const place = this.placeOf[site] ?? -1;
    return place === -1 ? null : this.levels.subarray(place * LOG_PARTS, (place + 1) * LOG_PARTS);
  }

  /**
   * The fewest open handles in each quarter of the log: handles that are only in use for a while do not raise it. Null
   * when the site is not followed.
   */
  floors(site: number): readonly number[] | null {
    const levels = this.of(site);
    return levels === null
      ? null
      : [0, 1, 2, 3].map((quarter) =>
          Math.min(
            ...levels.subarray(quarter * PARTS_PER_QUARTER, (quarter + 1) * PARTS_PER_QUARTER),
          ),
        );
  }
}

/** Turns changes into levels. */
function sumUp(levels: Int32Array, base: number): void {
  let level = base;
  for (let part = 0; part < levels.length; part++) {
    level += levels[part] ?? 0;
    levels[part] = level;
  }
}

function add(column: Int32Array, at: number, amount: number): void {
  column[at] = (column[at] ?? 0) + amount;
}
