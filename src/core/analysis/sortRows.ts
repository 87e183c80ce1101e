/** Sorts rows by columns of numbers in linear time, without holding up the host. */

import type { RowScratch } from './rowScratch';
import { inSteps, ROWS_PER_STEP, type Work } from './work';

const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;

/** The rows 0 to `count - 1`. */
export function allRows(count: number, scratch?: RowScratch): Uint32Array<ArrayBuffer> {
  const rows = scratch?.take(count) ?? new Uint32Array(count);
  for (let row = 0; row < rows.length; row++) {
    rows[row] = row;
  }
  return rows;
}

/** How rows are sorted. */
export interface SortOptions {
  /** Largest first. */
  readonly descending?: boolean;
  /** Low bits of each number that do not count, 0 to 31. */
  readonly ignoredBits?: number;
}

/**
 * Rows sorted by a column (indexed by row). Rows with equal numbers keep their order, also when sorted `descending`.
 * `rows` is left as it is; it is the answer itself when it is in order already.
 */
export async function sortByColumn(
  work: Work,
  rows: Uint32Array,
  column: Uint32Array,
  { descending = false, ignoredBits = 0 }: SortOptions = {},
): Promise<Uint32Array> {
  const { ordered, largest } = await survey(work, rows, column, { descending, ignoredBits });
  if (ordered) {
    return rows;
  }
  const passes = Math.ceil((32 - Math.clz32(largest)) / DIGIT_BITS);
  const sorted = rowsFor(work, rows.length);
  const spare = passes > 1 ? rowsFor(work, rows.length) : sorted;
  const top = descending ? largest : null;
  let from = rows;
  for (let pass = 0; pass < passes; pass++) {
    // In turns, so that the last pass writes into the answer.
    const to = (passes - pass) % 2 === 1 ? sorted : spare;
    await sortByDigit(work, {
      from,
      to,
      column,
      ignoredBits,
      shift: pass * DIGIT_BITS,
      top,
    });
    from = to;
  }
  if (spare !== sorted) {
    work.scratch?.give(spare);
  }
  return sorted;
}

function rowsFor(work: Work, count: number): Uint32Array<ArrayBuffer> {
  return work.scratch?.take(count) ?? new Uint32Array(count);
}

/** Are the rows in order already, and what is the largest number? */
async function survey(
  work: Work,
  rows: Uint32Array,
  column: Uint32Array,
  { descending, ignoredBits }: Required<SortOptions>,
): Promise<{ readonly ordered: boolean; readonly largest: number }> {
  let largest = 0;
  let ordered = true;
  let before = descending ? 0xffff_ffff : 0;
  await inSteps(work, rows.length, ROWS_PER_STEP, (start, end) => {
    for (let at = start; at < end; at++) {
      const number = (column[rows[at] ?? 0] ?? 0) >>> ignoredBits;
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
  readonly ignoredBits: number;
  /** Where the digit begins in what is left of each number, bits. */
  readonly shift: number;
  /** The largest number when sorting in descending order, else null. */
  readonly top: number | null;
}

async function sortByDigit(work: Work, pass: DigitPass): Promise<void> {
  const { from, to, column, ignoredBits, shift, top } = pass;
  const places = new Uint32Array(DIGITS);
  const flip = top === null ? 0 : top;
  const sign = top === null ? 1 : -1;
  await inSteps(work, from.length, ROWS_PER_STEP, (start, end) => {
    for (let at = start; at < end; at++) {
      const number = flip + sign * ((column[from[at] ?? 0] ?? 0) >>> ignoredBits);
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
      const number = flip + sign * ((column[row] ?? 0) >>> ignoredBits);
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

/** All rows sorted by a column of 64-bit numbers, low bits left aside; equal ones keep their order. */
export async function sortByWideColumn(
  work: Work,
  { low, high }: WideColumn,
  ignoredBits = 0,
): Promise<Uint32Array> {
  const rows = allRows(low.length, work.scratch);
  const byLow = await sortByColumn(work, rows, low, { ignoredBits });
  const sorted = high === null ? byLow : await sortByColumn(work, byLow, high);
  for (const done of new Set([rows, byLow])) {
    if (done !== sorted) {
      work.scratch?.give(done);
    }
  }
  return sorted;
}
