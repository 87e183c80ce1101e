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
import { column16, column32, column8, columnOfOffsets, type GrowingColumn } from './growingColumn';
import type { NameBook } from './nameBook';

/** A handle table of Windows cannot hold more. */
const MOST_ROWS = 2 ** 24;

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
  /** Addresses of objects; null while none was told. */
  private objects: {
    readonly low: GrowingColumn<Uint32Array>;
    readonly high: GrowingColumn<Uint32Array>;
  } | null = null;

  constructor(readonly book: NameBook) {}

  get count(): number {
    return this.valueLow.length;
  }

  /** The address of the object of a row; null when it was not told. */
  objectAt(row: number): Address | null {
    const low = this.objects?.low.at(row) ?? 0;
    const high = this.objects?.high.at(row) ?? 0;
    return low === 0 && high === 0 ? null : address((BigInt(high) << 32n) | BigInt(low));
  }

  /** Adds a handle. `object` is for formats whose records are not read again: 0 and nothing are the same. */
  add(facts: RowFacts, span: ByteSpan, object: Address | null = null): void {
    if (this.count >= MOST_ROWS) {
      this.leftOut++;
      return;
    }
    const { value, type, attributes, grantedAccess, handleCount, pointerCount, name } = facts;
    if (object !== null && object !== 0n) {
      this.keepObject(object);
    }
    this.valueLow.push(Number(value & 0xffff_ffffn));
    this.valueHigh.push(Number(value >> 32n));
    this.type.push(this.book.typeId(type));
    this.attributes.push(attributes ?? 0);
    this.grantedAccess.push(grantedAccess ?? 0);
    this.handleCount.push(handleCount ?? 0);
    this.pointerCount.push(pointerCount ?? 0);
    const nameId = name === undefined ? NO_NAME_ID : this.book.nameId(name);
    // A name for which there was no room any more is as good as not recorded.
    const isNameKnown =
      name !== undefined && (nameId !== NO_NAME_ID || name === null || name === '');
    this.name.push(nameId);
    this.unrecorded.push(
      (attributes === undefined ? UNRECORDED_ATTRIBUTES : 0) |
        (grantedAccess === undefined ? UNRECORDED_ACCESS : 0) |
        (handleCount === undefined ? UNRECORDED_HANDLE_COUNT : 0) |
        (pointerCount === undefined ? UNRECORDED_POINTER_COUNT : 0) |
        (isNameKnown ? 0 : UNRECORDED_NAME),
    );
    this.offset.push(span.offset);
    this.length.push(span.length);
  }

  /** Adds a handle in numbers; `name` and `type` are those of the book, `missing` tells what was not printed. */
  addNumbers(row: HandleNumbers, span: ByteSpan): void {
    if (this.count >= MOST_ROWS) {
      this.leftOut++;
      return;
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
  }

  private keepObject(object: Address): void {
    this.objects ??= { low: column32(), high: column32() };
    const { low, high } = this.objects;
    while (low.length < this.count) {
      low.push(0);
      high.push(0);
    }
    low.push(Number(object & 0xffff_ffffn));
    high.push(Number(object >> 32n));
  }

  /** Marks the attributes of all rows as not recorded. */
  forgetAttributes(): void {
    for (let row = 0; row < this.count; row++) {
      this.attributes.put(row, 0);
      this.unrecorded.put(row, this.unrecorded.at(row) | UNRECORDED_ATTRIBUTES);
    }
  }
}
