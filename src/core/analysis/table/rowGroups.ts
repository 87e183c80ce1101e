/** Rows divided into groups by a number, in linear time; groups and their rows are looked at page by page. */

import { inSteps, ROWS_PER_STEP, type Work } from '../work';

/** A part of a long list of rows, for showing it as a folder. */
export interface RowBucket {
  /** Place of the first row in the group, from 0. */
  readonly start: number;
  readonly count: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** Writes the number of each of some rows. */
export type Classifier = (rows: Uint32Array, numbers: Uint32Array) => void;

/** A classifier that asks for one row at a time. */
export function classifyEach(numberOf: (row: number) => number): Classifier {
  return (rows, numbers) => {
    for (let at = 0; at < rows.length; at++) {
      numbers[at] = numberOf(rows[at] ?? 0);
    }
  };
}

/** A classifier that reads a column. */
export function classifyByColumn(column: Uint16Array | Uint32Array): Classifier {
  return (rows, numbers) => {
    for (let at = 0; at < rows.length; at++) {
      numbers[at] = column[rows[at] ?? 0] ?? 0;
    }
  };
}

/** Groups of rows. A group is named by its place in the list of groups. */
export class RowGroups {
  private constructor(
    /** All rows, those of a group together and in the order they came. */
    private readonly order: Uint32Array,
    /** Number that the rows of each group have in common. */
    private readonly numbers: Uint32Array,
    /** Where each group begins in {@link order}, and as last element where the last one ends. */
    private readonly starts: Uint32Array,
  ) {}

  /**
   * Divides rows by a number below `limit`; empty groups are left out. `compare` sorts the groups.
   */
  static async build(
    work: Work,
    rows: Uint32Array,
    division: {
      readonly limit: number;
      readonly classify: Classifier;
      readonly compare: (a: GroupOutline, b: GroupOutline) => number;
    },
  ): Promise<RowGroups> {
    const { limit, classify, compare } = division;
    if (limit === 1) {
      return new RowGroups(
        rows,
        new Uint32Array(rows.length === 0 ? 0 : 1),
        Uint32Array.from(rows.length === 0 ? [0] : [0, rows.length]),
      );
    }
    const classes = work.scratch?.take(rows.length) ?? new Uint32Array(rows.length);
    const counts = new Uint32Array(limit);
    const firsts = new Uint32Array(limit);
    await inSteps(work, rows.length, ROWS_PER_STEP, (from, to) => {
      classify(rows.subarray(from, to), classes.subarray(from, to));
      for (let at = from; at < to; at++) {
        const number = classes[at] ?? 0;
        const count = counts[number] ?? 0;
        if (count === 0) {
          firsts[number] = at;
        }
        counts[number] = count + 1;
      }
    });
    const outlines = outlinesOf(counts, firsts).sort(compare);
    const numbers = new Uint32Array(outlines.length);
    const starts = new Uint32Array(outlines.length + 1);
    const places = new Uint32Array(limit);
    let start = 0;
    outlines.forEach((outline, index) => {
      numbers[index] = outline.number;
      starts[index] = start;
      places[outline.number] = start;
      start += outline.count;
    });
    starts[outlines.length] = start;
    const order = new Uint32Array(rows.length);
    await inSteps(work, rows.length, ROWS_PER_STEP, (from, to) => {
      for (let at = from; at < to; at++) {
        const number = classes[at] ?? 0;
        const place = places[number] ?? 0;
        order[place] = rows[at] ?? 0;
        places[number] = place + 1;
      }
    });
    work.scratch?.give(classes);
    return new RowGroups(order, numbers, starts);
  }

  /** True when these are the very rows it was built from, which then have to stay as they are. */
  keeps(rows: Uint32Array): boolean {
    return rows === this.order;
  }

  /** How many groups there are; none is empty. */
  get count(): number {
    return this.numbers.length;
  }

  /** Rows of all groups. */
  get total(): number {
    return this.order.length;
  }

  /** The number the rows of a group have in common. */
  numberOf(group: number): number {
    return this.numbers[group] ?? 0;
  }

  /** How many rows a group has; 0 when there is no such group. */
  sizeOf(group: number): number {
    return group >= 0 && group < this.count
      ? (this.starts[group + 1] ?? 0) - (this.starts[group] ?? 0)
      : 0;
  }

  /** Rows of a group, clipped to it. A view, not a copy. */
  rows(group: number, start = 0, count = Infinity): Uint32Array {
    const size = this.sizeOf(group);
    const first = Math.min(size, Math.max(0, start));
    const end = Math.min(size, first + Math.max(0, count));
    const base = this.starts[group] ?? 0;
    return this.order.subarray(base + first, base + end);
  }

  /** The group with a number; -1 when it has no rows. */
  groupWith(number: number): number {
    return this.numbers.indexOf(number);
  }

  /** Where a row is: its group and its place there; null when it is in none. Scans: about a millisecond for a million. */
  find(row: number): { readonly group: number; readonly place: number } | null {
    const at = this.order.indexOf(row);
    if (at === -1) {
      return null;
    }
    let from = 0;
    let to = this.count - 1;
    while (from < to) {
      const middle = (from + to + 1) >>> 1;
      if ((this.starts[middle] ?? 0) <= at) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return { group: from, place: at - (this.starts[from] ?? 0) };
  }

  /** A part of a group cut into buckets of `size` rows, the last one shorter. */
  buckets(group: number, size: number, start = 0, count = Infinity): readonly RowBucket[] {
    const rows = this.rows(group, start, count);
    const step = Math.max(1, Math.floor(size));
    const buckets: RowBucket[] = [];
    for (let at = 0; at < rows.length; at += step) {
      const length = Math.min(step, rows.length - at);
      buckets.push({
        start: Math.max(0, start) + at,
        count: length,
        firstRow: rows[at] ?? 0,
        lastRow: rows[at + length - 1] ?? 0,
      });
    }
    return buckets;
  }
}

/** What groups are sorted by. */
export interface GroupOutline {
  readonly number: number;
  readonly count: number;
  /** Place of the group's first row among the rows that were grouped. */
  readonly first: number;
}

function outlinesOf(counts: Uint32Array, firsts: Uint32Array): GroupOutline[] {
  const outlines: GroupOutline[] = [];
  counts.forEach((count, number) => {
    if (count > 0) {
      outlines.push({ number, count, first: firsts[number] ?? 0 });
    }
  });
  return outlines;
}

/**
 * A good size for the buckets of a long list: a power of ten, so that there are at most a hundred buckets; 0 when the list
 * is short enough to be shown as it is.
 */
export function bucketSize(rows: number, longest = 1000): number {
  if (rows <= longest) {
    return 0;
  }
  let size = 100;
  while (rows / size > 100) {
    size *= 10;
  }
  return size;
}
