/** The trace log of a recording as it stood at an earlier moment: without what was recorded later. */

import { TraceColumns, type HandleTrace } from '../../model/handleTrace';
import type { StackColumn } from '../../model/stackColumn';
import type { TraceFacts, TraceStore } from '../../target/traceStore';
import type { CancellationToken } from '../../util/cancellation';

/** The oldest `count` records of a log; row 0 is the newest of them. */
export class MomentTraceStore implements TraceStore {
  readonly facts: TraceFacts;
  /** Rows of the whole log that are still to come. */
  private readonly later: number;

  constructor(
    private readonly whole: TraceStore,
    readonly count: number,
  ) {
    this.facts = whole.facts;
    this.later = whole.count - count;
  }

  async columns(token: CancellationToken): Promise<TraceColumns> {
    const whole = await this.whole.columns(token);
    const { later } = this;
    const columns = new TraceColumns(this.count, whole.tagBits);
    columns.handleLow.set(whole.handleLow.subarray(later));
    columns.operation.set(whole.operation.subarray(later));
    columns.processId.set(whole.processId.subarray(later));
    columns.threadId.set(whole.threadId.subarray(later));
    columns.handleHigh = whole.handleHigh?.slice(later) ?? null;
    columns.sequence = whole.sequence?.slice(later) ?? null;
    return columns;
  }

  async stacks(token: CancellationToken): Promise<StackColumn> {
    const whole = await this.whole.stacks?.(token);
    if (whole === undefined) {
      throw new Error('Only logs that give their stacks as a column are walked through.');
    }
    return { id: whole.id.subarray(this.later), table: whole.table };
  }

  async records(
    rows: ArrayLike<number>,
    token: CancellationToken,
  ): Promise<readonly HandleTrace[]> {
    const { later, count } = this;
    const inside = Array.from(rows).filter((row) => row >= 0 && row < count);
    const records = await this.whole.records(
      inside.map((row) => row + later),
      token,
    );
    return records.map((record) => ({ ...record, row: record.row - later }));
  }
}
