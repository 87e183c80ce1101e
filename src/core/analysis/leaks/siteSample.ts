/** Some handles of a site, read in full: what their names have in common, and whether they refer to anything that ended. */

import type { HandleRecord } from '../../model/handle';
import type { HandleStore } from '../../target/handleStore';
import type { CancellationToken } from '../../util/cancellation';
import { isBareDevice } from '../../windows/sharedNames';
import { deadTarget } from './deadTargets';
import { namePattern, type NamePattern } from './namePattern';
import type { RepeatedName } from './suspicion';

/** What was found. */
export interface SiteSample {
  /** Handles that were looked at. */
  readonly looked: number;
  readonly names: NamePattern;
  /** Names as they are, each once. */
  readonly distinctNames: readonly string[];
  readonly repeated: RepeatedName | null;
  /** Handles that refer to an ended process or thread, among those looked at. */
  readonly deadTargets: number;
}

/** Nothing was looked at. */
export const NO_SAMPLE: SiteSample = {
  looked: 0,
  names: namePattern([]),
  distinctNames: [],
  repeated: null,
  deadTargets: 0,
};

/** Some rows of a site's handles. */
export interface SampleRequest {
  /** Rows of the handle table. */
  readonly rows: Uint32Array;
  /** How many are looked at at most; they are taken from all over the list. */
  readonly most: number;
  /** The thread that opened the handle in a row. */
  readonly threadOf: (row: number) => number;
}

/** Reads a sample. */
export async function sampleSite(
  store: HandleStore,
  request: SampleRequest,
  token: CancellationToken,
): Promise<SiteSample> {
  const { most, threadOf } = request;
  const rows = spread(request.rows, most);
  if (rows.length === 0) {
    return NO_SAMPLE;
  }
  const records = await store.records(rows, token);
  // A target that does not say whether objects have names has not found them unnamed.
  const named = records.filter(({ nameUnrecorded }) => nameUnrecorded !== true);
  const names = named.map(({ name }) => name);
  return {
    looked: records.length,
    names: namePattern(names),
    distinctNames: [...new Set(names.filter((name) => name !== null))],
    repeated: repeatedName(records, (at) => threadOf(rows[at] ?? 0)),
    deadTargets: records.filter((record) => deadTarget(record) !== null).length,
  };
}

/** At most `most` rows, at equal distances. */
function spread(rows: Uint32Array, most: number): Uint32Array {
  return rows.length <= most
    ? rows
    : Uint32Array.from(
        { length: most },
        (_, at) => rows[Math.floor((at * rows.length) / most)] ?? 0,
      );
}

function repeatedName(
  records: readonly HandleRecord[],
  threadAt: (at: number) => number,
): RepeatedName | null {
  const uses = new Map<string, { count: number; readonly threads: Set<number> }>();
  records.forEach((record, at) => {
    if (record.name !== null && !isBareDevice(record.name)) {
      const use = uses.get(record.name) ?? { count: 0, threads: new Set() };
      use.count++;
      use.threads.add(threadAt(at));
      uses.set(record.name, use);
    }
  });
  let found: RepeatedName | null = null;
  let surplus = 0;
  for (const [name, { count, threads }] of uses) {
    surplus += count - 1;
    // Opened by several threads says more than opened often.
    const weight = threads.size * 1000 + count;
    if (count > 1 && (found === null || weight > found.threads * 1000 + found.count)) {
      found = { name, count, surplus: 0, threads: threads.size };
    }
  }
  return found === null ? null : { ...found, surplus };
}
