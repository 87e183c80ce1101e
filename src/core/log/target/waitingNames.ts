/** Names of rows that are looked up together, which is faster than one by one. */

import type { HandleRows } from './handleRows';

/** Names that wait at most. */
const MOST = 256;

/** Names in ASCII, and the rows they belong to. All of them must be in one book and lie in the same bytes. */
export class WaitingNames {
  private count = 0;
  private readonly starts = new Uint32Array(MOST);
  private readonly ends = new Uint32Array(MOST);
  private readonly ids = new Uint32Array(MOST);
  private readonly rows: HandleRows[] = [];
  private readonly row = new Uint32Array(MOST);

  /** Nothing can be added before {@link flush}. */
  get isFull(): boolean {
    return this.count === MOST;
  }

  /** The name of a row: it is not empty. */
  add(rows: HandleRows, row: number, start: number, end: number): void {
    const { count } = this;
    this.rows[count] = rows;
    this.row[count] = row;
    this.starts[count] = start;
    this.ends[count] = end;
    this.count++;
  }

  /** Gives all rows their names. */
  flush(bytes: Uint8Array): void {
    const { count, rows, row, starts, ends, ids } = this;
    rows[0]?.book.nameIdsOf(bytes, { starts, ends, ids, count });
    for (let at = 0; at < count; at++) {
      rows[at]?.setName(row[at] ?? 0, ids[at] ?? 0);
    }
    this.count = 0;
  }
}
