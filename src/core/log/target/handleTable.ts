/** One handle table of a log at one moment: the rows of its answers, by handle value, facts about one handle put together. */

import {
  UNRECORDED_ACCESS,
  UNRECORDED_ATTRIBUTES,
  UNRECORDED_HANDLE_COUNT,
  UNRECORDED_NAME,
  UNRECORDED_POINTER_COUNT,
} from '../../model/handle';
import { HandleColumns, NO_TYPE } from '../../model/handleColumns';
import type { NameColumn } from '../../model/nameColumn';
import type { ByteSpan } from '../logEvents';
import type { HandleRows } from './handleRows';

/** Where a record stands, and which answer it belongs to. */
export interface RecordPlace extends ByteSpan {
  readonly rows: HandleRows;
  readonly row: number;
}

/** The table: columns, names, and where the records of each row stand. */
export interface HandleTableRows {
  readonly columns: HandleColumns;
  readonly names: NameColumn;
  /** The records about a row, oldest first; there is at least one. */
  places(row: number): readonly RecordPlace[];
}

/** A row of one of the answers. */
interface SourceRow {
  readonly rows: HandleRows;
  readonly row: number;
}

/** Puts the answers of one moment together; later ones win. `answers` must not be empty. */
export function buildHandleTable(answers: readonly HandleRows[]): HandleTableRows {
  const merge = new TableMerge(answers);
  return merge.build();
}

class TableMerge {
  /** All rows of all answers, numbered through: where each answer starts. */
  private readonly starts: number[] = [];
  private readonly total: number;

  constructor(private readonly answers: readonly HandleRows[]) {
    let total = 0;
    for (const { count } of answers) {
      this.starts.push(total);
      total += count;
    }
    this.total = total;
  }

  build(): HandleTableRows {
    const order = this.sortedRows();
    const { heads, count } = this.findHeads(order);
    const columns = new HandleColumns(count);
    const nameIds = new Uint32Array(count);
    const unrecorded = new Uint8Array(count);
    let anyUnrecorded = 0;
    for (let row = 0; row < count; row++) {
      for (let at = heads[row] ?? 0; at < (heads[row + 1] ?? 0); at++) {
        const source = this.sourceOf(order[at] ?? 0);
        const isFirst = at === heads[row];
        fold(columns, { unrecorded, nameIds, row, isFirst }, source);
      }
      anyUnrecorded |= unrecorded[row] ?? 0;
    }
    columns.unrecorded = anyUnrecorded === 0 ? null : unrecorded;
    const book = this.answers[0]?.book;
    if (book === undefined) {
      throw new Error('A table needs an answer.');
    }
    return {
      columns,
      names: book.column(nameIds),
      places: (row) =>
        Array.from(order.subarray(heads[row] ?? 0, heads[row + 1] ?? 0), (number) => {
          const { rows, row: at } = this.sourceOf(number);
          return { rows, row: at, offset: rows.offset.at(at), length: rows.length.at(at) };
        }),
    };
  }

  private sourceOf(number: number): SourceRow {
    let answer = this.starts.length - 1;
    if (answer > 0) {
      let low = 0;
      while (low < answer) {
        const middle = (low + answer + 1) >>> 1;
        if ((this.starts[middle] ?? 0) <= number) {
          low = middle;
        } else {
          answer = middle - 1;
        }
      }
    }
    const rows = this.answers[answer];
    if (rows === undefined) {
      throw new Error('A row without an answer.');
    }
    return { rows, row: number - (this.starts[answer] ?? 0) };
  }

  /** All rows by value, those of one value in the order they were printed. */
  private sortedRows(): Uint32Array {
    const order = Uint32Array.from({ length: this.total }, (_, index) => index);
    const low = new Uint32Array(this.total);
    const high = new Uint32Array(this.total);
    let isSorted = true;
    this.answers.forEach((rows, index) => {
      rows.valueLow.copyTo(low, this.starts[index] ?? 0);
      rows.valueHigh.copyTo(high, this.starts[index] ?? 0);
    });
    const compare = (a: number, b: number): number =>
      (high[a] ?? 0) - (high[b] ?? 0) || (low[a] ?? 0) - (low[b] ?? 0) || a - b;
    for (let row = 1; row < this.total && isSorted; row++) {
      isSorted = compare(row - 1, row) < 0;
    }
    return isSorted ? order : order.sort(compare);
  }

  /** Where the rows of each handle start in the order. */
  private findHeads(order: Uint32Array): { readonly heads: Uint32Array; readonly count: number } {
    const heads = new Uint32Array(this.total + 1);
    let count = 0;
    let before: SourceRow | null = null;
    for (let at = 0; at < this.total; at++) {
      const source = this.sourceOf(order[at] ?? 0);
      if (before === null || !isSameHandle(before, source)) {
        heads[count++] = at;
      }
      before = source;
    }
    heads[count] = this.total;
    return { heads, count };
  }
}

function isSameHandle(a: SourceRow, b: SourceRow): boolean {
  return (
    a.rows.valueLow.at(a.row) === b.rows.valueLow.at(b.row) &&
    a.rows.valueHigh.at(a.row) === b.rows.valueHigh.at(b.row)
  );
}

interface TargetRow {
  readonly unrecorded: Uint8Array;
  readonly nameIds: Uint32Array;
  readonly row: number;
  /** Nothing is known of the handle yet. */
  readonly isFirst: boolean;
}

const EVERYTHING =
  UNRECORDED_ATTRIBUTES |
  UNRECORDED_ACCESS |
  UNRECORDED_HANDLE_COUNT |
  UNRECORDED_POINTER_COUNT |
  UNRECORDED_NAME;

/** Adds the facts of a source row. A row of another type is of another object: nothing older is kept then. */
function fold(columns: HandleColumns, target: TargetRow, { rows, row: from }: SourceRow): void {
  const { row, unrecorded, nameIds } = target;
  const typeName = rows.book.types[rows.type.at(from)] ?? '';
  const type = typeName === '' ? NO_TYPE : columns.typeId(typeName);
  const typeBefore = columns.type[row] ?? NO_TYPE;
  const isOther = type !== NO_TYPE && typeBefore !== NO_TYPE && type !== typeBefore;
  if (target.isFirst) {
    const low = rows.valueLow.at(from);
    const high = rows.valueHigh.at(from);
    columns.valueLow[row] = low;
    if (high !== 0) {
      columns.valueHigh ??= new Uint32Array(columns.count);
      columns.valueHigh[row] = high;
    }
  }
  const missing = rows.unrecorded.at(from);
  const kept = target.isFirst || isOther ? EVERYTHING : (unrecorded[row] ?? 0);
  columns.type[row] = type === NO_TYPE && !isOther ? typeBefore : type;
  const take = (column: Uint32Array, value: number, bit: number): void => {
    if ((missing & bit) === 0 || isOther) {
      column[row] = value;
    }
  };
  take(columns.attributes, rows.attributes.at(from), UNRECORDED_ATTRIBUTES);
  take(columns.grantedAccess, rows.grantedAccess.at(from), UNRECORDED_ACCESS);
  take(columns.handleCount, rows.handleCount.at(from), UNRECORDED_HANDLE_COUNT);
  take(columns.pointerCount, rows.pointerCount.at(from), UNRECORDED_POINTER_COUNT);
  take(nameIds, rows.name.at(from), UNRECORDED_NAME);
  unrecorded[row] = kept & missing;
}
