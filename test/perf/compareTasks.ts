/** Measurements of comparing two large handle tables, and a loop that only reads the same columns. */

import { compareSnapshots } from '../../src/core/analysis/compare/comparison';
import type { NamedSnapshot } from '../../src/core/analysis/compare/namedSnapshot';
import { HandleColumns } from '../../src/core/model/handleColumns';
import { NameColumnBuilder } from '../../src/core/model/nameColumnBuilder';
import { neverCancelled } from '../../src/core/util/cancellation';
import { timed, type BenchTask } from './benchTask';

const HANDLES = 250_000;
const TYPES = ['Event', 'File', 'Key', 'Section', 'Thread'];
const PLACES = 300;

/** A table; of the later one every tenth handle is another object, and a tenth of the rows stand for new values. */
function snapshot(name: string, later: boolean): NamedSnapshot {
  const columns = new HandleColumns(HANDLES);
  const names = new NameColumnBuilder(HANDLES);
  const of = new Uint32Array(HANDLES);
  for (let row = 0; row < HANDLES; row++) {
    const other = later && row % 10 === 0 ? 1 : 0;
    columns.valueLow[row] = (row + (later && row > HANDLES * 0.9 ? HANDLES : 0)) * 4 + 4;
    columns.type[row] = columns.typeId(TYPES[(row + other) % TYPES.length] ?? null);
    columns.grantedAccess[row] = 0x1f0003;
    names.id[row] = names.addText(row % 3 === 0 ? null : `\\Device\\Volume\\file-${row % 90_000}`);
    of[row] = 1 + (row % PLACES);
  }
  const list = Array.from({ length: PLACES + 1 }, (_, place) => ({
    key: `place ${place}`,
    label: `app!Open${place}+0x10`,
    owner: 'own' as const,
  }));
  return {
    name,
    origin: { target: name, kind: 'minidump', processId: 8, image: 'app.exe' },
    table: { columns, names: names.finish(), generation: new Uint32Array(HANDLES).fill(1) },
    sites: { of, list },
    records: HANDLES,
    lost: 0,
    family: 'kernel',
    unlisted: null,
    userUnlisted: null,
    user: null,
  };
}

/** Two snapshots of 250,000 handles: handles, types and places. Milliseconds. */
export const compareSnapshotsTask: BenchTask = async () => {
  const [before, after] = [snapshot('before', false), snapshot('after', true)];
  const work = { token: neverCancelled, yieldNow: () => Promise.resolve() };
  const value = await timed(async () => {
    await compareSnapshots(before, after, work);
  });
  return { value };
};

/** Adds up the columns that comparing looks at. Milliseconds. */
export const walkSnapshots: BenchTask = async () => {
  const sides = [snapshot('before', false), snapshot('after', true)];
  let sum = 0;
  const value = await timed(() => {
    for (const { table, sites } of sides) {
      const { valueLow, type, grantedAccess, attributes, handleCount } = table.columns;
      for (let row = 0; row < HANDLES; row++) {
        sum +=
          (valueLow[row] ?? 0) +
          (type[row] ?? 0) +
          (grantedAccess[row] ?? 0) +
          (attributes[row] ?? 0) +
          (handleCount[row] ?? 0) +
          (table.names?.id[row] ?? 0) +
          (sites?.of[row] ?? 0);
      }
    }
    return Promise.resolve();
  });
  return { value, details: { sum } };
};
