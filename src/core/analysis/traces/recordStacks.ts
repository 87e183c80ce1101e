/** The stacks of trace records as numbers: read all at once where the target can, page by page where it cannot. */

import { NO_STACK, StackTable } from '../../model/stackColumn';
import type { TraceStore } from '../../target/traceStore';
import { throwIfCancelled } from '../../util/cancellation';
import { rest, type Work } from '../work';

/** Records that are read together. */
const PAGE = 512;

/** Stacks of a trace log, loaded as they are asked for. */
export class RecordStacks {
  private ids: Uint32Array = new Uint32Array(0);
  private stacks = new StackTable();
  /** 1 where the stack was read; null once all were. Empty until the first page is asked for. */
  private loaded: Uint8Array | null = new Uint8Array(0);

  constructor(private readonly store: TraceStore) {}

  /** The distinct stacks that were read so far. */
  get table(): StackTable {
    return this.stacks;
  }

  /** The number of a record's stack; 0 for an empty one and one that was not loaded. */
  stackOf(row: number): number {
    return this.ids[row] ?? NO_STACK;
  }

  /** Reads the stacks of some records; those outside the log are passed over. */
  async load(rows: Iterable<number>, work: Work): Promise<void> {
    if (this.loaded === null) {
      return;
    }
    if (this.store.stacks !== undefined) {
      const column = await this.store.stacks(work.token);
      this.ids = column.id;
      this.stacks = column.table;
      this.loaded = null;
      return;
    }
    if (this.loaded.length < this.store.count) {
      this.ids = new Uint32Array(this.store.count);
      this.loaded = new Uint8Array(this.store.count);
    }
    await this.loadPages(this.missing(rows), work);
  }

  /** Those of some records that were not read yet, each once, in the order of the log. */
  private missing(rows: Iterable<number>): Uint32Array {
    const wanted = new Uint8Array(this.store.count);
    let count = 0;
    for (const row of rows) {
      if (this.loaded?.[row] === 0 && wanted[row] === 0) {
        wanted[row] = 1;
        count++;
      }
    }
    const missing = new Uint32Array(count);
    for (let row = 0, at = 0; at < count; row++) {
      missing[at] = row;
      at += wanted[row] ?? 0;
    }
    return missing;
  }

  private async loadPages(rows: Uint32Array, work: Work): Promise<void> {
    for (let at = 0; at < rows.length; at += PAGE) {
      throwIfCancelled(work.token);
      const page = rows.subarray(at, at + PAGE);
      for (const record of await this.store.records(page, work.token)) {
        this.ids[record.row] = this.stacks.add(record.stack);
        if (this.loaded !== null) {
          this.loaded[record.row] = 1;
        }
      }
      work.report?.({ what: 'Reading stack traces', done: at + page.length, total: rows.length });
      await rest(work);
    }
  }
}
