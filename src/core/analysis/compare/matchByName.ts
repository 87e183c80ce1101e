/** Matches the handles of two processes by type and name, as often as both sides have them. */

import { NO_NAME_ID, type NameColumn } from '../../model/nameColumn';
import type { TableSnapshot } from '../table/tableDiff';
import { inSteps, ROWS_PER_STEP, type Work } from '../work';

/** Rows that the other side has no counterpart for. */
export interface NameMatch {
  /** Rows of the newer table, in its order. */
  readonly added: Uint32Array;
  /** Rows of the older table, in its order. */
  readonly removed: Uint32Array;
}

/** More than the types of two tables together. */
const TYPES = 0x2_0000;

/** Finds the rows of either table that the other has no handle of the same type and name for. */
export async function matchByName(
  before: TableSnapshot,
  after: TableSnapshot,
  work: Work,
): Promise<NameMatch> {
  const numbers = { types: new Map<string, number>(), names: new Map<string, number>() };
  const older = keysOf(before, numbers);
  const newer = keysOf(after, numbers);
  const left = new Map<number, number>();
  await inSteps(work, newer.count, ROWS_PER_STEP, (from, to) => {
    for (let row = from; row < to; row++) {
      const key = newer.key(row);
      left.set(key, (left.get(key) ?? 0) + 1);
    }
  });
  const removed = new Uint32Array(older.count);
  let lost = 0;
  await inSteps(work, older.count, ROWS_PER_STEP, (from, to) => {
    for (let row = from; row < to; row++) {
      const key = older.key(row);
      const count = left.get(key) ?? 0;
      if (count === 0) {
        removed[lost++] = row;
      } else {
        left.set(key, count - 1);
      }
    }
  });
  return { added: surplus(newer, left), removed: removed.slice(0, lost) };
}

/** The last rows of each key, as many as are left over: earlier ones are taken for the counterparts. */
function surplus(newer: Keys, left: Map<number, number>): Uint32Array {
  const added: number[] = [];
  for (let row = newer.count - 1; row >= 0; row--) {
    const key = newer.key(row);
    const count = left.get(key) ?? 0;
    if (count > 0) {
      left.set(key, count - 1);
      added.push(row);
    }
  }
  return Uint32Array.from(added.reverse());
}

interface Keys {
  readonly count: number;
  /** The same number for the same type and name on both sides. */
  key(row: number): number;
}

/** Numbers given to texts so far. */
interface TextNumbers {
  readonly types: Map<string, number>;
  readonly names: Map<string, number>;
}

function keysOf({ columns, names }: TableSnapshot, numbers: TextNumbers): Keys {
  const types = columns.typeNames.map((name) => numberOf(name.toLowerCase(), numbers.types));
  const texts = names === null ? null : numberTexts(names, numbers.names);
  return {
    count: columns.count,
    key: (row) =>
      (texts?.[names?.id[row] ?? NO_NAME_ID] ?? 0) * TYPES + (types[columns.type[row] ?? 0] ?? 0),
  };
}

/** The number of a text, a new one when it has none; from 1. */
function numberOf(text: string, numbers: Map<string, number>): number {
  const known = numbers.get(text);
  if (known !== undefined) {
    return known;
  }
  numbers.set(text, numbers.size + 1);
  return numbers.size;
}

/** The number of each distinct name, letter case ignored. */
function numberTexts(names: NameColumn, numbers: Map<string, number>): Float64Array {
  const texts = new Float64Array(names.distinct + 1);
  for (let id = 1; id <= names.distinct; id++) {
    texts[id] = numberOf(names.folded(id), numbers);
  }
  return texts;
}
