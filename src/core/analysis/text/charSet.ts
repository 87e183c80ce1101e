/** Sets of UTF-16 units for regular expressions, without regard to letter case. */

import { foldCase } from '../../util/foldCase';

/** How many different units there are. */
export const UNITS = 0x1_0000;

/** Units that are folded as one text. */
const FOLDED_TOGETHER = 4096;

let folds: Uint16Array | null = null;

/** The folded form of each unit. */
function foldTable(): Uint16Array {
  if (folds === null) {
    const table = new Uint16Array(UNITS);
    for (let first = 0; first < UNITS; first += FOLDED_TOGETHER) {
      const units = Array.from({ length: FOLDED_TOGETHER }, (_, at) => first + at);
      const folded = foldCase(String.fromCharCode(...units));
      for (let at = 0; at < FOLDED_TOGETHER; at++) {
        table[first + at] = folded.charCodeAt(at);
      }
    }
    folds = table;
  }
  return folds;
}

/** First and last unit of a run, both included. */
export type UnitRange = readonly [first: number, last: number];

/** A set of units as ascending, separate ranges. Holds a unit when it holds any unit of the same folded form. */
export interface CharSet {
  readonly ranges: readonly UnitRange[];
}

/** Every unit except the line ends, which `.` leaves out. */
export const ANY_BUT_LINE_END: CharSet = {
  ranges: complement([
    [0x0a, 0x0a],
    [0x0d, 0x0d],
    [0x2028, 0x2029],
  ]),
};

/** `\d`, `\w` and `\s` by letter. */
export const NAMED_SETS: ReadonlyMap<string, readonly UnitRange[]> = new Map([
  ['d', [[0x30, 0x39]]],
  [
    'w',
    [
      [0x30, 0x39],
      [0x41, 0x5a],
      [0x5f, 0x5f],
      [0x61, 0x7a],
    ],
  ],
  [
    's',
    [
      [0x09, 0x0d],
      [0x20, 0x20],
      [0xa0, 0xa0],
      [0x1680, 0x1680],
      [0x2000, 0x200a],
      [0x2028, 0x2029],
      [0x202f, 0x202f],
      [0x205f, 0x205f],
      [0x3000, 0x3000],
      [0xfeff, 0xfeff],
    ],
  ],
]);

/** The set of one unit, both letter cases included. */
export function singleSet(unit: number): CharSet {
  return unit < 0x80 && !isAsciiLetter(unit)
    ? { ranges: [[unit, unit]] }
    : foldedSet([[unit, unit]], false);
}

/** The set of some ranges, or of all units outside them, letter case ignored. */
export function foldedSet(ranges: readonly UnitRange[], negated: boolean): CharSet {
  const fold = foldTable();
  const image = new Uint8Array(UNITS);
  for (const [first, last] of ranges) {
    for (let unit = first; unit <= last; unit++) {
      image[fold[unit] ?? unit] = 1;
    }
  }
  const wanted = negated ? 0 : 1;
  const found: [number, number][] = [];
  let open: [number, number] | null = null;
  for (let unit = 0; unit < UNITS; unit++) {
    if (image[fold[unit] ?? unit] !== wanted) {
      open = null;
    } else if (open === null) {
      open = [unit, unit];
      found.push(open);
    } else {
      open[1] = unit;
    }
  }
  return { ranges: found };
}

/** All units outside ascending, separate ranges. */
export function complement(ranges: readonly UnitRange[]): readonly UnitRange[] {
  const outside: UnitRange[] = [];
  let next = 0;
  for (const [first, last] of ranges) {
    if (first > next) {
      outside.push([next, first - 1]);
    }
    next = last + 1;
  }
  if (next < UNITS) {
    outside.push([next, UNITS - 1]);
  }
  return outside;
}

function isAsciiLetter(unit: number): boolean {
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
