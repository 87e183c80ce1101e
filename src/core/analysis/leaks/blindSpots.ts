/** What a trace log cannot see, and what that does to a verdict: said beside every answer that is made from it. */

import { NO_TYPE, type HandleColumns } from '../../model/handleColumns';
import type { StackTable } from '../../model/stackColumn';
import { NO_STACK } from '../../model/stackColumn';
import type { TraceFacts } from '../../target/traceStore';
import { NO_RECORD, type Openers } from '../traces/openers';
import { inSteps, ROWS_PER_STEP, type Work } from '../work';
import type { RecordPairs } from './recordPairs';

/** How many there are of a type; `None` for handles without a recorded one. */
export interface TypeCount {
  readonly type: string;
  readonly count: number;
}

/** The limits of a log. */
export interface BlindSpots {
  readonly log: TraceFacts;
  readonly records: number;
  readonly opens: number;
  readonly closes: number;
  /** Running number of the oldest record that is kept; null when the target does not number them. */
  readonly firstSequence: number | null;
  /** Closes of handles whose open is not on record. */
  readonly orphanedCloses: number;
  /** Opens whose value was opened again although no close is on record. */
  readonly replacedOpens: number;
  /** Open handles without an open on record, by type, most first; null without a handle table. */
  readonly unrecorded: readonly TypeCount[] | null;
  /** Handles of the table. */
  readonly handles: number;
  /** Outstanding opens whose handle is not in the table; null without one. */
  readonly unlisted: number | null;
  readonly outstanding: number;
  /** Most outstanding opens are in the table, so that the two belong together. */
  readonly tableFits: boolean;
  /** Records whose stack has as many frames as the log can hold. */
  readonly cutStacks: number;
  /** Records without a stack. */
  readonly emptyStacks: number;
}

/** What is looked at. */
export interface BlindSpotSources {
  readonly log: TraceFacts;
  readonly sequence: Float64Array | null;
  readonly records: number;
  readonly pairs: RecordPairs;
  readonly stackOf: (record: number) => number;
  readonly stacks: StackTable;
  /** Null when the target has no handle table. */
  readonly table: { readonly columns: HandleColumns; readonly openers: Openers } | null;
}

/** Looks for everything that the log does not show. */
export async function findBlindSpots(sources: BlindSpotSources, work: Work): Promise<BlindSpots> {
  const { log, pairs, records, stacks, stackOf, table } = sources;
  const depth = new Uint8Array(stacks.count + 1);
  for (let stack = 1; stack <= stacks.count; stack++) {
    depth[stack] = stacks.depth(stack) >= log.maximumDepth ? 1 : 0;
  }
  let cutStacks = 0;
  let emptyStacks = 0;
  await inSteps(work, records, ROWS_PER_STEP, (from, to) => {
    for (let record = from; record < to; record++) {
      const stack = stackOf(record);
      cutStacks += depth[stack] ?? 0;
      emptyStacks += stack === NO_STACK ? 1 : 0;
    }
  });
  const recorded = table === null ? null : await countRecorded(table, work);
  const listed = recorded?.listed ?? 0;
  return {
    log,
    records,
    opens: pairs.opens,
    closes: pairs.closes,
    firstSequence: sources.sequence?.[records - 1] ?? null,
    orphanedCloses: pairs.orphanedCloses,
    replacedOpens: pairs.replacedOpens,
    unrecorded: recorded?.unrecorded ?? null,
    handles: table?.columns.count ?? 0,
    unlisted: table === null ? null : pairs.outstandingOpens - listed,
    outstanding: pairs.outstandingOpens,
    tableFits: table !== null && listed * 2 > pairs.outstandingOpens,
    cutStacks,
    emptyStacks,
  };
}

async function countRecorded(
  table: { readonly columns: HandleColumns; readonly openers: Openers },
  work: Work,
): Promise<{ readonly listed: number; readonly unrecorded: readonly TypeCount[] }> {
  const { columns, openers } = table;
  const counts = new Uint32Array(columns.typeNames.length);
  let listed = 0;
  await inSteps(work, columns.count, ROWS_PER_STEP, (from, to) => {
    for (let row = from; row < to; row++) {
      if (openers.openRecord[row] === NO_RECORD) {
        const type = columns.type[row] ?? NO_TYPE;
        counts[type] = (counts[type] ?? 0) + 1;
      } else {
        listed++;
      }
    }
  });
  return { listed, unrecorded: typeCounts(counts, columns) };
}

/** Counts by type number in words, most first. */
export function typeCounts(
  counts: Uint32Array,
  { typeNames }: HandleColumns,
): readonly TypeCount[] {
  return Array.from(counts, (count, id) => ({
    type: id === NO_TYPE ? 'None' : (typeNames[id] ?? 'None'),
    count,
  }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
}
