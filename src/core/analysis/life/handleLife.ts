/** The life of one handle value: every time it was in use, who opened and closed it, and what it stood for. */

import type { HandleTrace, TraceColumns } from '../../model/handleTrace';
import type { HandleValue } from '../../model/identifiers';
import type { ResolvedAddress } from '../../model/stackFrame';
import type { TraceFacts } from '../../target/traceStore';
import type { CancellationToken } from '../../util/cancellation';
import type { SnapshotPart } from '../compare/namedSnapshot';
import type { HandleTable } from '../handleTable';
import type { HandleFamily } from '../traces/handleFamily';
import { pickFrames } from '../traces/ownFrames';
import type { TraceIndex } from '../traces/traceIndex';
import { isDuplication, typeOfOpening } from './openingCalls';

/** Records of one value that are looked at, the newest ones. */
export const MOST_RECORDS = 2000;

/** One record of the value, with its stack in words. */
export interface LifeRecord {
  readonly trace: HandleTrace;
  /** Running number since tracing began; null where the target does not know it. */
  readonly sequence: number | null;
  readonly frames: readonly ResolvedAddress[];
  /** The frame to name: the innermost of the program's own; null for an empty stack. */
  readonly place: ResolvedAddress | null;
  /** The stack shows a duplication. */
  readonly duplicates: boolean;
}

/** What a handle stood for, and how that is known. */
export interface LifeObject {
  readonly type: string;
  /** Null when it has none, or only the type is known. */
  readonly name: string | null;
  /**
   * `table`: it is open now; `record`: the trace record says it; `snapshot`: it was open when one was taken; `call`: concluded from
   * the call that opened it.
   */
  readonly from: 'table' | 'record' | 'snapshot' | 'call';
  /** Name of the snapshot or of the call; empty for the others. */
  readonly source: string;
}

/** One time that the value was in use. */
export interface Generation {
  /** Null where the opening is not on record. */
  readonly open: LifeRecord | null;
  /** Null while it is open, and where the close is not on record. */
  readonly close: LifeRecord | null;
  readonly isOpen: boolean;
  /** Null when nothing tells. */
  readonly object: LifeObject | null;
  /** Bad references while it was open or after it was closed, oldest first. */
  readonly badReferences: readonly LifeRecord[];
}

/** Everything on record about a handle value. */
export interface HandleLife {
  readonly family: HandleFamily;
  readonly handle: HandleValue;
  /** Oldest first. */
  readonly generations: readonly Generation[];
  /** Bad references before the first generation on record, oldest first. */
  readonly earlyBadReferences: readonly LifeRecord[];
  /** Older records of the value that were not looked at. */
  readonly leftOut: number;
  /** Null without a trace log. */
  readonly log: TraceFacts | null;
  /** True when the value is open in the table; without a list of handles, when its newest open has no close. */
  readonly isOpen: boolean;
  /** False when nothing lists the handles, and the records alone tell. */
  readonly isListed: boolean;
}

/** Handles of the kind that is asked about, as a snapshot kept them. */
export interface LifeSnapshot extends SnapshotPart {
  readonly name: string;
}

/** Reads the life of a value. `snapshots`, oldest first, tell what it stood for at earlier moments. */
export async function readHandleLife(
  table: HandleTable,
  handle: HandleValue,
  options: { readonly snapshots: readonly LifeSnapshot[]; readonly token: CancellationToken },
): Promise<HandleLife> {
  const { token } = options;
  const columns = await table.columns(token);
  const row = columns.find(handle);
  const isListed = table.unlisted === null;
  const store = await table.traceStore(token);
  const index = await table.traceIndex(token);
  const rows = index?.rowsOf(handle) ?? new Uint32Array(0);
  const records = await readRecords(table, rows.subarray(0, MOST_RECORDS), token);
  const drafts = cutIntoGenerations(records.toReversed());
  const last = drafts.generations.at(-1);
  const isOpen = isListed ? row !== -1 : last?.isOpen === true;
  if (isOpen && last?.isOpen !== true) {
    drafts.generations.push({ open: null, close: null, isOpen: true, badReferences: [] });
  } else if (!isOpen && last?.isOpen === true) {
    last.isOpen = false;
  }
  const now: LifeObject | null =
    row !== -1
      ? {
          type: columns.typeName(row) ?? 'handle of unknown type',
          name: (await table.names(token)).name(row),
          from: 'table',
          source: '',
        }
      : null;
  return {
    family: table.family,
    handle,
    generations: drafts.generations.map((draft, at) => ({
      ...draft,
      object:
        (draft.isOpen ? now : null) ??
        objectOfRecord(draft.open ?? draft.close, index) ??
        objectInSnapshots(handle, at + 1, { life: drafts.generations, ...options }) ??
        objectOfCall(draft.open),
    })),
    earlyBadReferences: drafts.early,
    leftOut: Math.max(0, rows.length - MOST_RECORDS),
    log: store?.facts ?? null,
    isOpen,
    isListed,
  };
}

/** Records of the log with their stacks in words, in the order given. */
export async function readRecords(
  table: HandleTable,
  rows: ArrayLike<number>,
  token: CancellationToken,
): Promise<readonly LifeRecord[]> {
  const store = await table.traceStore(token);
  const index = await table.traceIndex(token);
  if (store === null || index === null) {
    return [];
  }
  const { symbols, code } = table.source;
  const traces = await store.records(rows, token);
  await symbols.prepare(
    traces.flatMap(({ stack }) => stack),
    token,
  );
  return traces.map((trace) => {
    const frames = trace.stack.map((address) => symbols.resolve(address));
    const { named } = pickFrames(frames.map((frame) => code.ownerOf(frame)));
    return {
      trace,
      sequence: index.columns.sequence?.[trace.row] ?? null,
      frames,
      place: frames[named] ?? null,
      duplicates: isDuplication(frames),
    };
  });
}

interface Draft {
  readonly open: LifeRecord | null;
  close: LifeRecord | null;
  isOpen: boolean;
  readonly badReferences: LifeRecord[];
}

/** Cuts records, oldest first, where the value was opened. A close without an open before it makes a generation too. */
function cutIntoGenerations(records: readonly LifeRecord[]): {
  readonly generations: Draft[];
  readonly early: readonly LifeRecord[];
} {
  const generations: Draft[] = [];
  const early: LifeRecord[] = [];
  for (const record of records) {
    const last = generations.at(-1);
    switch (record.trace.operation) {
      case 'open':
        if (last !== undefined) {
          last.isOpen = false;
        }
        generations.push({ open: record, close: null, isOpen: true, badReferences: [] });
        break;
      case 'close':
        if (last?.isOpen === true) {
          last.close = record;
          last.isOpen = false;
        } else {
          generations.push({ open: null, close: record, isOpen: false, badReferences: [] });
        }
        break;
      case 'badref':
        (last?.badReferences ?? early).push(record);
        break;
    }
  }
  return { generations, early };
}

/**
 * What the value stood for in a snapshot that was taken during a generation. `number` counts generations from 1: the same
 * count that a snapshot keeps for each open value.
 */
function objectInSnapshots(
  handle: HandleValue,
  number: number,
  {
    life,
    snapshots,
  }: { readonly life: readonly Draft[]; readonly snapshots: readonly LifeSnapshot[] },
): LifeObject | null {
  for (const { name, table, lost } of snapshots.toReversed()) {
    const row = table.columns.find(handle);
    const generation = row === -1 ? 0 : (table.generation?.[row] ?? 0);
    // A log that lost records counts fewer generations later on.
    if (row !== -1 && lost === 0 && generation === number && number <= life.length) {
      return {
        type: table.columns.typeName(row) ?? 'handle of unknown type',
        name: table.names?.name(row) ?? null,
        from: 'snapshot',
        source: name,
      };
    }
  }
  return null;
}

/** The type that a record names; null where records name none, as those of kernel handles do. */
export function recordedType({ objectTypes }: TraceColumns, row: number): string | null {
  return objectTypes?.names[objectTypes.of[row] ?? 0] ?? null;
}

function objectOfRecord(record: LifeRecord | null, index: TraceIndex | null): LifeObject | null {
  const type =
    record === null || index === null ? null : recordedType(index.columns, record.trace.row);
  return type === null ? null : { type, name: null, from: 'record', source: '' };
}

function objectOfCall(open: LifeRecord | null): LifeObject | null {
  const opened = open === null ? null : typeOfOpening(open.frames);
  return opened === null
    ? null
    : { type: opened.type, name: null, from: 'call', source: opened.call };
}
