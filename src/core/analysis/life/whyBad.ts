/** Why a handle value was bad when it was used: the story of each bad reference, with the stacks that belong to it. */

import { TRACE_BADREF } from '../../model/handleTrace';
import type { HandleValue } from '../../model/identifiers';
import type { CancellationToken } from '../../util/cancellation';
import type { HandleTable } from '../handleTable';
import { explainBadReference, type BadReference } from '../traces/badReferences';
import {
  readHandleLife,
  readRecords,
  recordedType,
  type HandleLife,
  type LifeRecord,
  type LifeSnapshot,
} from './handleLife';

/** A bad reference and the records that explain it; null where there is none. */
export interface BadReferenceStory {
  readonly reference: BadReference;
  readonly record: LifeRecord;
  readonly opened: LifeRecord | null;
  readonly closed: LifeRecord | null;
  readonly reopened: LifeRecord | null;
}

/** What explaining needs besides the table. */
export interface WhyOptions {
  readonly snapshots: readonly LifeSnapshot[];
  /** Most bad references to explain, the newest ones. */
  readonly most: number;
  readonly token: CancellationToken;
}

/**
 * Rows of the log that record a bad reference, newest first; of one value or of all. `actor`: only those of a process, in a
 * log of several.
 */
export async function badReferenceRows(
  table: HandleTable,
  handle: HandleValue | null,
  token: CancellationToken,
  actor: number | null = null,
): Promise<Uint32Array> {
  const index = await table.traceIndex(token);
  if (index === null) {
    return new Uint32Array(0);
  }
  const { operation, processId } = index.columns;
  if (handle !== null) {
    return index.rowsOf(handle).filter((row) => operation[row] === TRACE_BADREF);
  }
  const rows: number[] = [];
  operation.forEach((code, row) => {
    if (code === TRACE_BADREF && (actor === null || processId[row] === actor)) {
      rows.push(row);
    }
  });
  return Uint32Array.from(rows);
}

/** Explains bad references, newest first. */
export async function explainBadReferences(
  table: HandleTable,
  rows: Uint32Array,
  { snapshots, most, token }: WhyOptions,
): Promise<readonly BadReferenceStory[]> {
  const index = await table.traceIndex(token);
  const store = await table.traceStore(token);
  if (index === null || store === null) {
    return [];
  }
  const lives = new Map<HandleValue, HandleLife>();
  const stories: BadReferenceStory[] = [];
  for (const row of rows.subarray(0, most)) {
    const handle = index.columns.handle(row);
    const life = lives.get(handle) ?? (await readHandleLife(table, handle, { snapshots, token }));
    lives.set(handle, life);
    const [record] = await readRecords(table, [row], token);
    if (record === undefined) {
      continue;
    }
    const reference = explainBadReference(index, row, {
      family: table.family,
      facts: store.facts,
      pointerSize: table.source.pointerSize,
      frames: record.frames,
      describeOpen: (opened) => describeOpen(life, opened) ?? recordedType(index.columns, opened),
    });
    stories.push({ reference, record, ...(await recordsOf(table, reference, token)) });
  }
  return stories;
}

async function recordsOf(
  table: HandleTable,
  reference: BadReference,
  token: CancellationToken,
): Promise<Pick<BadReferenceStory, 'opened' | 'closed' | 'reopened'>> {
  const read = async (row: number | null): Promise<LifeRecord | null> =>
    row === null ? null : ((await readRecords(table, [row], token))[0] ?? null);
  return {
    opened: await read(reference.opened),
    closed: await read(reference.closed),
    reopened: await read(reference.reopened),
  };
}

/** What an open record opened, as far as the life of the value tells. */
function describeOpen(life: HandleLife, row: number): string | null {
  const object = life.generations.find(({ open }) => open?.trace.row === row)?.object ?? null;
  return object === null ? null : `${object.type} ${object.name ?? ''}`.trimEnd();
}
