/** What a trace log says about each site, as columns: filled in two passes over the records. */

import { TRACE_CLOSE, TRACE_OPEN, type TraceColumns } from '../../model/handleTrace';
import { NO_RECORD, type Openers } from '../traces/openers';
import { inSteps, ROWS_PER_STEP, type Work } from '../work';
import type { RecordPairs } from './recordPairs';

/** The log, record by record. */
export interface SiteRecords {
  readonly columns: TraceColumns;
  readonly pairs: RecordPairs;
  /** The site of a record's stack; 0 for an empty one. */
  readonly siteOf: (record: number) => number;
  /** How many numbers of sites there are, 0 included. */
  readonly sites: number;
  /** Outstanding opens that count, by record; null: all. */
  readonly counts: Uint8Array | null;
  /** Who opened the handles of the table; null without one. */
  readonly openers: Openers | null;
}

/** Columns by site. Records are rows, 0 being the newest. */
export class SiteColumns {
  readonly count: number;
  /** Opens on record. */
  readonly opened: Uint32Array;
  /** Of these: closed, with a record of it. */
  readonly closed: Uint32Array;
  /** Of these: closed without a record, since the value was opened again. */
  readonly replaced: Uint32Array;
  /** Of these: outstanding. */
  readonly outstanding: Uint32Array;
  /** Of the outstanding: their handles are in the handle table. */
  readonly listed: Uint32Array;
  /** The oldest and the newest outstanding open; {@link NO_RECORD} without any. */
  readonly firstOpen: Int32Array;
  readonly lastOpen: Int32Array;
  /** The longest life of a closed handle, in records. */
  readonly longestLife: Uint32Array;
  /** Outstanding opens that are older than {@link longestLife}. */
  readonly overdue: Uint32Array;

  private constructor(count: number) {
    this.count = count;
    this.opened = new Uint32Array(count);
    this.closed = new Uint32Array(count);
    this.replaced = new Uint32Array(count);
    this.outstanding = new Uint32Array(count);
    this.listed = new Uint32Array(count);
    this.firstOpen = new Int32Array(count).fill(NO_RECORD);
    this.lastOpen = new Int32Array(count).fill(NO_RECORD);
    this.longestLife = new Uint32Array(count);
    this.overdue = new Uint32Array(count);
  }

  /** Adds up all records. */
  static async build(records: SiteRecords, work: Work): Promise<SiteColumns> {
    const columns = new SiteColumns(records.sites);
    const total = records.columns.count;
    await inSteps(work, total, ROWS_PER_STEP, (from, to) => columns.addOpens(records, from, to));
    await inSteps(work, total, ROWS_PER_STEP, (from, to) => columns.addOverdue(records, from, to));
    const openRecord = records.openers?.openRecord ?? new Int32Array(0);
    await inSteps(work, openRecord.length, ROWS_PER_STEP, (from, to) => {
      for (let row = from; row < to; row++) {
        const record = openRecord[row] ?? NO_RECORD;
        if (record !== NO_RECORD && isCounted(records, record)) {
          bump(columns.listed, records.siteOf(record));
        }
      }
    });
    return columns;
  }

  private addOpens(records: SiteRecords, from: number, to: number): void {
    const { columns, pairs, siteOf } = records;
    for (let record = from; record < to; record++) {
      if (columns.operation[record] !== TRACE_OPEN) {
        continue;
      }
      const site = siteOf(record);
      const mate = pairs.mate[record] ?? NO_RECORD;
      bump(this.opened, site);
      if (mate !== NO_RECORD) {
        const wasClosed = columns.operation[mate] === TRACE_CLOSE;
        bump(wasClosed ? this.closed : this.replaced, site);
        if (wasClosed) {
          this.longestLife[site] = Math.max(this.longestLife[site] ?? 0, record - mate);
        }
      } else if (isCounted(records, record)) {
        bump(this.outstanding, site);
        // Rows are walked from the newest on.
        this.lastOpen[site] =
          this.lastOpen[site] === NO_RECORD ? record : (this.lastOpen[site] ?? 0);
        this.firstOpen[site] = record;
      }
    }
  }

  private addOverdue(records: SiteRecords, from: number, to: number): void {
    for (let record = from; record < to; record++) {
      if (records.pairs.outstanding[record] === 1 && isCounted(records, record)) {
        const site = records.siteOf(record);
        if (record > (this.longestLife[site] ?? 0)) {
          bump(this.overdue, site);
        }
      }
    }
  }
}

function isCounted({ pairs, counts }: SiteRecords, record: number): boolean {
  return pairs.outstanding[record] === 1 && (counts === null || counts[record] === 1);
}

function bump(column: Uint32Array, at: number): void {
  column[at] = (column[at] ?? 0) + 1;
}
