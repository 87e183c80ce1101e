/** Handles to the same object, or at least to objects of the same name. */

import type { HandleRecord } from '../../model/handle';
import { NO_TYPE } from '../../model/handleColumns';
import { throwIfCancelled } from '../../util/cancellation';
import { isBareDevice } from '../../windows/sharedNames';
import type { HandleTable } from '../handleTable';
import { classifyByColumn, RowGroups } from '../table/rowGroups';
import { rest, WorkMeter, type Work } from '../work';
import type { OriginOf } from './rowOrigins';

/** Records that are made together. */
const PAGE = 1024;
/** Groups looked at between two rests. */
const STRETCH = 65_536;

/** How it is known that handles belong together. */
export type DuplicateKind =
  /** The object's address. */
  | 'object'
  /** The process or thread id. */
  | 'id'
  /** Type and name, of a type whose objects are found by name: one name is one object. */
  | 'named object'
  /** Type and name only: several files or keys may be open under one name. */
  | 'name';

/** Handles that belong together. */
export interface DuplicateGroup {
  readonly kind: DuplicateKind;
  /** Null where no type was recorded. */
  readonly type: string | null;
  /** The name, or what is known instead: `process 1b90`; null for an object of which only the address is known. */
  readonly name: string | null;
  /** Address of the object; null where it is not known. */
  readonly object: bigint | null;
  /** Rows of the table, at least two. */
  readonly rows: Uint32Array;
  /** Several threads opened it at one place: as a race does that makes an object twice. */
  readonly looksLikeRace: boolean;
}

/** Types whose objects live in the object namespace, folded: to open a name twice is to open one object twice. */
const NAMED_OBJECTS: ReadonlySet<string> = new Set([
  'event',
  'mutant',
  'semaphore',
  'section',
  'timer',
  'job',
  'directory',
  'symboliclink',
  'keyedevent',
  'alpc port',
  'port',
  'desktop',
  'windowstation',
  'iocompletion',
]);

/**
 * Groups of at least two among some rows of a table, most telling first: races, then objects, then
 * names, bare devices last; larger first.
 */
export async function findDuplicates(
  table: HandleTable,
  rows: Uint32Array,
  originOf: OriginOf | null,
  work: Work,
): Promise<readonly DuplicateGroup[]> {
  const { handles } = table.source;
  const byObject = handles.kernelTable === null ? null : await groupByObject(table, rows, work);
  const groups = byObject ?? [
    ...(await groupByName(table, rows, work)),
    ...(await groupById(table, rows, work)),
  ];
  return groups
    .map((group) => ({ ...group, looksLikeRace: looksLikeRace(group.rows, originOf) }))
    .sort(
      (a, b) =>
        weightOf(a) - weightOf(b) ||
        b.rows.length - a.rows.length ||
        (a.rows[0] ?? 0) - (b.rows[0] ?? 0),
    );
}

type Found = Omit<DuplicateGroup, 'looksLikeRace'>;

function weightOf({ kind, name, looksLikeRace: race }: DuplicateGroup): number {
  if (kind !== 'name') {
    return race ? 0 : 1;
  }
  return name !== null && isBareDevice(name) ? 3 : 2;
}

/** By the address that only a kernel debugger sees. */
async function groupByObject(
  table: HandleTable,
  rows: Uint32Array,
  work: Work,
): Promise<readonly Found[]> {
  const byObject = new Map<bigint, { readonly record: HandleRecord; readonly rows: number[] }>();
  await eachRecord(table, rows, work, (record, row) => {
    const object = record.kernel?.object ?? null;
    if (object !== null && object !== 0n) {
      const known = byObject.get(object);
      if (known === undefined) {
        byObject.set(object, { record, rows: [row] });
      } else {
        known.rows.push(row);
      }
    }
  });
  return [...byObject]
    .filter(([, each]) => each.rows.length > 1)
    .map(([object, each]) => ({
      kind: 'object',
      type: each.record.type,
      name: each.record.kernel?.displayName ?? each.record.name,
      object,
      rows: Uint32Array.from(each.rows),
    }));
}

/** By type and name: rows with one name lie together after counting. */
async function groupByName(
  table: HandleTable,
  rows: Uint32Array,
  work: Work,
): Promise<readonly Found[]> {
  const names = await table.names(work.token);
  const columns = await table.columns(work.token);
  const byName = await RowGroups.build(work, rows, {
    limit: names.distinct + 1,
    classify: classifyByColumn(names.id),
    compare: (a, b) => a.number - b.number,
  });
  const found: Found[] = [];
  const meter = new WorkMeter(work, STRETCH);
  for (let group = 0; group < byName.count; group++) {
    const name = names.text(byName.numberOf(group));
    const size = byName.sizeOf(group);
    if (name !== null && size > 1) {
      for (const same of splitByType(byName.rows(group), columns.type)) {
        const type = columns.typeName(same[0] ?? 0);
        const isObject = NAMED_OBJECTS.has((type ?? '').toLowerCase());
        found.push({
          kind: isObject ? 'named object' : 'name',
          type,
          name,
          object: null,
          rows: same,
        });
      }
    }
    if (meter.add(1)) {
      await meter.rest();
    }
  }
  return found;
}

/** Runs of at least two rows with one type. */
function splitByType(rows: Uint32Array, type: Uint16Array): readonly Uint32Array[] {
  const byType = new Map<number, number[]>();
  for (const row of rows) {
    const id = type[row] ?? NO_TYPE;
    const known = byType.get(id);
    if (known === undefined) {
      byType.set(id, [row]);
    } else {
      known.push(row);
    }
  }
  return [...byType.values()]
    .filter((same) => same.length > 1)
    .map((same) => Uint32Array.from(same));
}

/** Processes and threads have no names: what the handles refer to tells them apart. */
async function groupById(
  table: HandleTable,
  rows: Uint32Array,
  work: Work,
): Promise<readonly Found[]> {
  const columns = await table.columns(work.token);
  const candidates = rows.filter((row) =>
    /^(?:Process|Thread)$/i.test(columns.typeName(row) ?? ''),
  );
  const byId = new Map<string, { readonly type: string | null; readonly rows: number[] }>();
  await eachRecord(table, candidates, work, (record, row) => {
    const id = referredId(record);
    if (id !== null) {
      const known = byId.get(id);
      if (known === undefined) {
        byId.set(id, { type: record.type, rows: [row] });
      } else {
        known.rows.push(row);
      }
    }
  });
  return [...byId]
    .filter(([, each]) => each.rows.length > 1)
    .map(([id, each]) => ({
      kind: 'id',
      type: each.type,
      name: id,
      object: null,
      rows: Uint32Array.from(each.rows),
    }));
}

/** `process 1b90` or `thread 1fe4 of process 1f3c`. */
function referredId({ objectInfo }: HandleRecord): string | null {
  for (const info of objectInfo) {
    if (info.kind === 'process') {
      return `process ${info.processId.toString(16)}`;
    }
    if (info.kind === 'thread') {
      return `thread ${info.threadId.toString(16)} of process ${info.processId.toString(16)}`;
    }
  }
  return null;
}

/** Reads rows in pages. */
export async function eachRecord(
  table: HandleTable,
  rows: Uint32Array,
  work: Work,
  take: (record: HandleRecord, row: number) => void,
): Promise<void> {
  for (let start = 0; start < rows.length; start += PAGE) {
    throwIfCancelled(work.token);
    const page = rows.subarray(start, start + PAGE);
    const records = await table.source.handles.records(page, work.token);
    records.forEach((record, at) => {
      take(record, page[at] ?? 0);
    });
    work.report?.({ what: 'Reading handles', done: start + page.length, total: rows.length });
    await rest(work);
  }
}

/** True when two threads opened handles of the group at one place. */
function looksLikeRace(rows: Uint32Array, originOf: OriginOf | null): boolean {
  const threads = new Map<string, number>();
  for (const row of rows) {
    const origin = originOf?.(row) ?? null;
    const key = origin?.site?.key;
    if (origin !== null && key !== undefined) {
      const before = threads.get(key);
      if (before !== undefined && before !== origin.threadId) {
        return true;
      }
      threads.set(key, origin.threadId);
    }
  }
  return false;
}
