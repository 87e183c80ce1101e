/** A handle table as it stood at one moment, kept under a name: what comparisons need when the target has moved on. */

import type { ProcessInfo } from '../../model/process';
import type { Problem } from '../../util/problem';
import type { Result } from '../../util/result';
import type { HandleStore } from '../../target/handleStore';
import type { Target } from '../../target/target';
import type { HandleFamily } from '../traces/handleFamily';
import type { HandleTable } from '../handleTable';
import type { TableSnapshot } from '../table/tableDiff';
import { NO_RECORD } from '../traces/openers';
import type { FrameOwner } from '../traces/ownFrames';
import { NO_SITE } from '../traces/stackSites';
import { rest, type Work } from '../work';

/** Records that are made together. */
const PAGE = 1024;

/** A place that opened handles, in words. */
export interface SnapshotSite {
  /** Stays the same across snapshots and targets as long as module and symbol names do. */
  readonly key: string;
  /** The frame to name, `module!symbol+0x12`. */
  readonly label: string;
  readonly owner: FrameOwner;
}

/** Which handle opened where. */
export interface SnapshotSites {
  /** Place of each row: an index into {@link SnapshotSites.list}; 0 where the opening is not on record. */
  readonly of: Uint32Array;
  /** Index 0 stands for "not recorded". */
  readonly list: readonly SnapshotSite[];
}

/** Whose table it is. */
export interface SnapshotOrigin {
  /** What the user opened: a path or `sample:<name>`. */
  readonly target: string;
  readonly kind: Target['info']['kind'];
  readonly processId: number;
  readonly image: string;
}

/** The handles of one kind at one moment. */
export interface SnapshotPart {
  readonly family: HandleFamily;
  readonly table: TableSnapshot;
  /** Null where the target has no trace log. */
  readonly sites: SnapshotSites | null;
  /** Records in the trace log at that moment; null without one. */
  readonly records: number | null;
  /** Records that had been overwritten by then; null when not known or without a log. */
  readonly lost: number | null;
}

/** The handles of a process at one moment: kernel handles, and USER handles beside them. */
export interface NamedSnapshot extends SnapshotPart {
  readonly name: string;
  readonly origin: SnapshotOrigin;
  /** Why the target lists no kernel handles; null when it does. */
  readonly unlisted: Problem | null;
  /** USER handles of the process; null where the target shows none. */
  readonly user: SnapshotPart | null;
  /** Why the target shows none; null when it does, and where it has none at all. */
  readonly userUnlisted: Problem | null;
}

const NOT_RECORDED: SnapshotSite = {
  key: '',
  label: 'opening not recorded',
  owner: 'unknown',
};

/** What a snapshot is taken of. */
export interface SnapshotSubject {
  readonly name: string;
  readonly target: Target;
  readonly process: ProcessInfo;
  /** Kernel handles. */
  readonly table: HandleTable;
  /** USER handles of the process; null where the target has none at all. */
  readonly user: Result<UserSubject> | null;
}

/** USER handles that a snapshot is taken of. */
export interface UserSubject {
  readonly table: HandleTable;
  /** What tells the objects apart, by row: a handle alone comes round again after 65,536 uses of its entry. */
  readonly objects: BigUint64Array;
}

/** Takes a snapshot: reads everything that later comparisons use. */
export async function takeNamedSnapshot(
  { name, target, process, table, user }: SnapshotSubject,
  work: Work,
): Promise<NamedSnapshot> {
  const { handles } = table.source;
  const objects = handles.kernelTable === null ? null : await loadObjects(handles, work);
  return {
    name,
    origin: {
      target: target.info.title,
      kind: target.info.kind,
      processId: process.processId,
      image: process.image,
    },
    unlisted: table.unlisted,
    ...(await takePart(table, objects, work)),
    user: user?.ok === true ? await takePart(user.value.table, user.value.objects, work) : null,
    userUnlisted: user === null || user.ok ? null : user.problem,
  };
}

async function takePart(
  table: HandleTable,
  objects: BigUint64Array | null,
  work: Work,
): Promise<SnapshotPart> {
  const snapshot = await table.snapshot(work.token);
  const store = await table.traceStore(work.token);
  return {
    family: table.family,
    table: objects === null ? snapshot : { ...snapshot, objects },
    sites: await readSites(table, work),
    records: store?.count ?? null,
    lost: store?.facts.lost ?? null,
  };
}

/** Addresses of the objects, which only a kernel debugger sees. */
async function loadObjects(store: HandleStore, work: Work): Promise<BigUint64Array> {
  const objects = new BigUint64Array(store.count);
  for (let start = 0; start < store.count; start += PAGE) {
    const records = await store.page(start, PAGE, work.token);
    records.forEach((record, index) => {
      objects[start + index] = record.kernel?.object ?? 0n;
    });
    await rest(work);
  }
  return objects;
}

async function readSites(table: HandleTable, work: Work): Promise<SnapshotSites | null> {
  const traces = await table.traces(work.token);
  const sites = await table.sites(work.token);
  if (traces === null || sites === null) {
    return null;
  }
  const list: SnapshotSite[] = [NOT_RECORDED];
  const numbers = new Map<number, number>();
  const byKey = new Map<string, number>();
  const numberOf = (site: number): number => {
    const facts = sites.facts(site);
    const place = facts ?? { ...NOT_RECORDED, key: 'none', label: 'no stack recorded' };
    let number = byKey.get(place.key);
    if (number === undefined) {
      number = list.length;
      list.push({ key: place.key, label: place.label, owner: place.owner });
      byKey.set(place.key, number);
    }
    numbers.set(site, number);
    return number;
  };
  const { openRecord } = traces.openers;
  const of = new Uint32Array(openRecord.length);
  for (let row = 0; row < openRecord.length; row++) {
    const record = openRecord[row] ?? NO_RECORD;
    if (record !== NO_RECORD) {
      const site = sites.siteOf(traces.stacks.stackOf(record)) || NO_SITE;
      of[row] = numbers.get(site) ?? numberOf(site);
    }
  }
  return { of, list };
}

/** How many handles each place has open, by the place's key; openings that are not recorded are left out. */
export function countSites({ sites }: Pick<SnapshotPart, 'sites'>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (sites !== null) {
    const numbers = new Uint32Array(sites.list.length);
    for (const number of sites.of) {
      numbers[number] = (numbers[number] ?? 0) + 1;
    }
    for (let number = 1; number < numbers.length; number++) {
      counts.set(sites.list[number]?.key ?? '', numbers[number] ?? 0);
    }
  }
  return counts;
}
