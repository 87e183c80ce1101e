/** Sorts rows by columns of numbers in linear time, without holding up the host. */

import { inSteps, ROWS_PER_STEP, type Work } from './work';

const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;

/** The rows 0 to `count - 1`. */
export function allRows(count: number): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    rows[row] = row;
  }
  return rows;
}

/**
 * Rows sorted by a column (indexed by row). Rows with equal numbers keep their order, also when sorted `descending`.
 * `rows` is left as it is.
 */
export async function sortByColumn(
  work: Work,
  rows: Uint32Array,
  column: Uint32Array,
  descending = false,
): Promise<Uint32Array> {
  const { ordered, largest } = await survey(work, rows, column, descending);
  if (ordered) {
    return rows.slice();
  }
  const used = 32 - Math.clz32(largest);
  let from = rows;
  let to = new Uint32Array(rows.length);
  let spare: Uint32Array<ArrayBuffer> | null = null;
  for (let shift = 0; shift < used; shift += DIGIT_BITS) {
    await sortByDigit(work, { from, to, column, shift, top: descending ? largest : null });
    const last = to;
    to = spare ?? new Uint32Array(rows.length);
    from = last;
    spare = last;
  }
  return from;
}

/** Are the rows in order already, and what is the largest number? */
async function survey(
  work: Work,
  rows: Uint32Array,
  column: Uint32Array,
  descending: boolean,
): Promise<{ readonly ordered: boolean; readonly largest: number }> {
  let largest = 0;
  let ordered = true;
  let before = descending ? 0xffff_ffff : 0;
  await inSteps(work, rows.length, ROWS_PER_STEP, (start, end) => {
    for (let at = start; at < end; at++) {
      const number = column[rows[at] ?? 0] ?? 0;
      ordered &&= descending ? number <= before : number >= before;
      largest = number > largest ? number : largest;
      before = number;
    }
  });
  return { ordered, largest };
}

interface DigitPass {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly column: Uint32Array;
  readonly shift: number;
  /** The largest number when sorting in descending order, else null. */
  readonly top: number | null;
}

async function sortByDigit(work: Work, pass: DigitPass): Promise<void> {
  const { from, to, column, shift, top } = pass;
  const places = new Uint32Array(DIGITS);
  const flip = top === null ? 0 : top;
  const sign = top === null ? 1 : -1;
  await inSteps(work, from.length, ROWS_PER_STEP, (start, end) => {
    for (let at = start; at < end; at++) {
      const number = flip + sign * (column[from[at] ?? 0] ?? 0);
      const digit = (number >>> shift) & (DIGITS - 1);
      places[digit] = (places[digit] ?? 0) + 1;
    }
  });
  let place = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = places[digit] ?? 0;
    places[digit] = place;
    place += count;
  }
  await inSteps(work, from.length, ROWS_PER_STEP, (start, end) => {
    for (let at = start; at < end; at++) {
      const row = from[at] ?? 0;
      const number = flip + sign * (column[row] ?? 0);
      const digit = (number >>> shift) & (DIGITS - 1);
      const target = places[digit] ?? 0;
      to[target] = row;
      places[digit] = target + 1;
    }
  });
}

/** 64-bit numbers in two columns of halves, such as handle values. */
export interface WideColumn {
  readonly low: Uint32Array;
  /** Null when all upper halves are 0. */
  readonly high: Uint32Array | null;
}

/** All rows sorted by a column of 64-bit numbers; equal ones keep their order. */
export async function sortByWideColumn(work: Work, column: WideColumn): Promise<Uint32Array> {
  const sorted = await sortByColumn(work, allRows(column.low.length), column.low);
  return column.high === null ? sorted : await sortByColumn(work, sorted, column.high);
}
