/** Conditions on rows, tested for a run of rows at a time: one tight loop per condition instead of a call per row. */

/** A condition on the rows of one table. */
export interface RowTest {
  /** Writes 1 for each row from `from` up to `to` that meets the condition, else 0, to `verdicts` from index 0 on. */
  test(from: number, to: number, verdicts: Uint8Array): void;
}

/** The columns a {@link tableTest} reads. */
export type NumberColumn = Uint8Array | Uint16Array | Uint32Array | Int32Array;

/** Always the same answer. */
export function constantTest(verdict: boolean): RowTest {
  return { test: (from, to, verdicts) => verdicts.fill(verdict ? 1 : 0, 0, to - from) };
}

/** Looks the row's number up in a table of answers (1 or 0); numbers beyond the table are 0. */
export function tableTest(column: NumberColumn, answers: Uint8Array): RowTest {
  return {
    test: (from, to, verdicts) => {
      for (let row = from, at = 0; row < to; row++, at++) {
        verdicts[at] = answers[column[row] ?? 0] ?? 0;
      }
    },
  };
}

/** True where `isMatch` says so; for conditions that no column alone decides. */
export function eachRowTest(isMatch: (row: number) => boolean): RowTest {
  return {
    test: (from, to, verdicts) => {
      for (let row = from, at = 0; row < to; row++, at++) {
        verdicts[at] = isMatch(row) ? 1 : 0;
      }
    },
  };
}

/** The rows that do not meet a condition. */
export function notTest(part: RowTest): RowTest {
  return {
    test: (from, to, verdicts) => {
      part.test(from, to, verdicts);
      const count = to - from;
      for (let at = 0; at < count; at++) {
        verdicts[at] = 1 - (verdicts[at] ?? 0);
      }
    },
  };
}

/** The rows that meet all conditions; all rows without any. */
export function allTest(parts: readonly RowTest[]): RowTest {
  return combined(parts, true, (verdicts, others, count) => {
    for (let at = 0; at < count; at++) {
      verdicts[at] = (verdicts[at] ?? 0) & (others[at] ?? 0);
    }
  });
}

/** The rows that meet one of the conditions; no row without any. */
export function anyTest(parts: readonly RowTest[]): RowTest {
  return combined(parts, false, (verdicts, others, count) => {
    for (let at = 0; at < count; at++) {
      verdicts[at] = (verdicts[at] ?? 0) | (others[at] ?? 0);
    }
  });
}

type Merge = (verdicts: Uint8Array, others: Uint8Array, count: number) => void;

function combined(parts: readonly RowTest[], whenEmpty: boolean, merge: Merge): RowTest {
  const [first, ...rest] = parts;
  if (first === undefined) {
    return constantTest(whenEmpty);
  }
  if (rest.length === 0) {
    return first;
  }
  let others = new Uint8Array(0);
  return {
    test: (from, to, verdicts) => {
      const count = to - from;
      if (others.length < count) {
        others = new Uint8Array(count);
      }
      first.test(from, to, verdicts);
      for (const part of rest) {
        part.test(from, to, others);
        merge(verdicts, others, count);
      }
    },
  };
}
