/** The handles of one answer, gathered row by row while the log streams by. */

import {
  UNRECORDED_ACCESS,
  UNRECORDED_ATTRIBUTES,
  UNRECORDED_HANDLE_COUNT,
  UNRECORDED_NAME,
  UNRECORDED_POINTER_COUNT,
} from '../../model/handle';
import { address, type Address } from '../../model/identifiers';
import { NO_NAME_ID } from '../../model/nameColumn';
import type { ByteSpan } from '../logEvents';
import type { RowFacts } from './handleFacts';
import { column16, column32, column8, columnOfOffsets } from './growingColumn';
import type { NameBook } from './nameBook';

/** A handle table of Windows cannot hold more. */
const MOST_ROWS = 2 ** 24;
/** Instead of the number of a row that was left out. */
export const NO_ROW = -1;

/** A handle as columns hold it. */
export interface HandleNumbers {
  readonly low: number;
  readonly high: number;
  readonly type: number;
  readonly attributes: number;
  readonly grantedAccess: number;
  readonly handleCount: number;
  readonly pointerCount: number;
  readonly name: number;
  /** UNRECORDED_* bits. */
  readonly missing: number;
  /** Halves of the address of its object, for formats whose records are not read again. */
  readonly objectLow?: number;
  readonly objectHigh?: number;
}

/** Rows of one answer, in the order they were printed. */
export class HandleRows {
  /** Handles that were left out because there were too many. */
  leftOut = 0;
  readonly valueLow = column32();
  readonly valueHigh = column32();
  readonly type = column16();
  readonly attributes = column32();
  readonly grantedAccess = column32();
  readonly handleCount = column32();
  readonly pointerCount = column32();
  readonly unrecorded = column8();
  readonly name = column32();
  /** Where each record stands in the log, bytes. */
  readonly offset = columnOfOffsets();
  readonly length = column32();
  /** Addresses of objects, 0 where none was told. */
  private readonly objectLow = column32();
  private readonly objectHigh = column32();

  constructor(readonly book: NameBook) {}

  get count(): number {
    return this.valueLow.length;
  }

  /** The address of the object of a row; null when it was not told. */
  objectAt(row: number): Address | null {
    const low = this.objectLow.at(row);
    const high = this.objectHigh.at(row);
    return low === 0 && high === 0 ? null : address((BigInt(high) << 32n) | BigInt(low));
  }

  /** Adds a handle. `object` is for formats whose records are not read again: 0 and nothing are the same. */
  add(facts: RowFacts, span: ByteSpan, object: Address | null = null): void {
    if (this.count >= MOST_ROWS) {
      this.leftOut++;
      return;
    }
    const { value, type, attributes, grantedAccess, handleCount, pointerCount, name } = facts;
    const nameId = name === undefined ? NO_NAME_ID : this.book.nameId(name);
    // A name for which there was no room any more is as good as not recorded.
    const isNameKnown =
      name !== undefined && (nameId !== NO_NAME_ID || name === null || name === '');
    this.addNumbers(
      {
        low: Number(value & 0xffff_ffffn),
        high: Number(value >> 32n),
        type: this.book.typeId(type),
        attributes: attributes ?? 0,
        grantedAccess: grantedAccess ?? 0,
        handleCount: handleCount ?? 0,
        pointerCount: pointerCount ?? 0,
        name: nameId,
        missing:
          (attributes === undefined ? UNRECORDED_ATTRIBUTES : 0) |
          (grantedAccess === undefined ? UNRECORDED_ACCESS : 0) |
          (handleCount === undefined ? UNRECORDED_HANDLE_COUNT : 0) |
          (pointerCount === undefined ? UNRECORDED_POINTER_COUNT : 0) |
          (isNameKnown ? 0 : UNRECORDED_NAME),
        objectLow: Number((object ?? 0n) & 0xffff_ffffn),
        objectHigh: Number((object ?? 0n) >> 32n),
      },
      span,
    );
  }

  /**
   * Adds a handle in numbers; `name` and `type` are those of the book, `missing` tells what was not printed. Returns its row,
   * or {@link NO_ROW}.
   */
  addNumbers(row: HandleNumbers, span: ByteSpan): number {
    const { count } = this;
    if (count >= MOST_ROWS) {
      this.leftOut++;
      return NO_ROW;
    }
    this.valueLow.push(row.low);
    this.valueHigh.push(row.high);
    this.type.push(row.type);
    const { missing } = row;
    this.attributes.push((missing & UNRECORDED_ATTRIBUTES) === 0 ? row.attributes : 0);
    this.grantedAccess.push((missing & UNRECORDED_ACCESS) === 0 ? row.grantedAccess : 0);
    this.handleCount.push((missing & UNRECORDED_HANDLE_COUNT) === 0 ? row.handleCount : 0);
    this.pointerCount.push((missing & UNRECORDED_POINTER_COUNT) === 0 ? row.pointerCount : 0);
    this.name.push(row.name);
    this.unrecorded.push(missing);
    this.offset.push(span.offset);
    this.length.push(span.length);
    this.objectLow.push(row.objectLow ?? 0);
    this.objectHigh.push(row.objectHigh ?? 0);
    return count;
  }

  /** Names a row. A name for which there was no room any more is as good as not recorded. */
  setName(row: number, name: number): void {
    this.name.put(row, name);
    if (name === NO_NAME_ID) {
      this.unrecorded.put(row, this.unrecorded.at(row) | UNRECORDED_NAME);
    }
  }

  /** Gives back memory that is not used; more rows may be added all the same. */
  seal(): void {
    for (const column of this.columns()) {
      column.seal();
    }
  }

  /** Marks the attributes of all rows as not recorded. */
  forgetAttributes(): void {
    for (let row = 0; row < this.count; row++) {
      this.attributes.put(row, 0);
      this.unrecorded.put(row, this.unrecorded.at(row) | UNRECORDED_ATTRIBUTES);
    }
  }

  private columns(): readonly { seal(): void }[] {
    return [
      ...[this.valueLow, this.valueHigh, this.type, this.attributes, this.grantedAccess],
      ...[this.handleCount, this.pointerCount, this.unrecorded, this.name],
      ...[this.offset, this.length, this.objectLow, this.objectHigh],
    ];
  }
}
