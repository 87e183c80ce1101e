/**
 * Reads rows of a list with columns where they lie in the bytes: cells without quotation marks, and cells with one at either
 * end. Whatever is odd about a row is left to the library that reads delimited text.
 */

import {
  ATTRIBUTE_PROTECT_CLOSE,
  UNRECORDED_ACCESS,
  UNRECORDED_ATTRIBUTES,
  UNRECORDED_HANDLE_COUNT,
  UNRECORDED_NAME,
  UNRECORDED_POINTER_COUNT,
} from '../../model/handle';
import type { ColumnRole } from '../formats/columnNames';
import type { Header } from '../formats/delimited';
import { attributesIn, PROTECT_IN_ACCESS } from '../formats/rowFacts';
import { MAXIMUM_LINE_BYTES } from '../input/byteLines';
import { ByteCursor } from './byteCursor';
import { RowCells } from './rowCells';
import { Words } from './words';

const LARGEST_ID = 0xffff_ffff;
const MOST_DECIMAL_DIGITS = 10;
const SPACE = 0x20;
const TAB = 9;
const ZERO = 0x30;
/** `, . ' ` and a blank stand between the digits of a count. */
const GROUPING = new Set([0x2c, 0x2e, 0x27, SPACE]);
/** Stands for a column that the list does not have. */
const NO_COLUMN = -1;

/** The row that was read last; its numbers are those of columns. */
export class RowScanner {
  low = 0;
  high = 0;
  /** The handle value could be decimal. */
  isAmbiguous = false;
  /** Null when the list has no column of process ids. */
  processId: number | null = null;
  /** The name of the process; empty when the list does not tell. */
  image = '';
  /** Undefined when it is not told. */
  type: string | undefined = undefined;
  attributes = 0;
  grantedAccess = 0;
  handleCount = 0;
  pointerCount = 0;
  objectLow = 0;
  objectHigh = 0;
  /** Bits of what is not told. */
  missing = 0;
  /** Where the name stands; an empty stretch for an object without one. */
  nameStart = 0;
  nameEnd = 0;
  /** The name holds other characters than ASCII. */
  isNameWide = false;
  private readonly cells: RowCells;
  private readonly cursor = new ByteCursor();
  private readonly types = new Words((text) => (text === '' ? undefined : text));
  private readonly images = new Words((text) => text);
  private readonly masks = new Words(attributesIn);
  private readonly value: number;
  private readonly name: number;
  private readonly kind: number;
  private readonly pid: number;
  private readonly process: number;
  private readonly access: number;
  private readonly object: number;
  private readonly attribute: number;
  private readonly handles: number;
  private readonly pointers: number;

  constructor({ plan, delimiter }: Header) {
    const column = (role: ColumnRole): number => plan.at.get(role) ?? NO_COLUMN;
    this.value = column('value');
    this.name = column('name');
    this.kind = column('type');
    this.pid = column('pid');
    this.process = column('process');
    this.access = column('access');
    this.object = column('object');
    this.attribute = column('attributes');
    this.handles = column('handleCount');
    this.pointers = column('pointerCount');
    this.cells = new RowCells(delimiter, plan.width, this.name);
  }

  /**
   * Tries to read the row at `at`: where the next line starts, {@link NEEDS_MORE} when its end is not there yet, and `at` for
   * a row that is odd.
   */
  scan(bytes: Uint8Array, at: number): number {
    const { cells, cursor } = this;
    const next = cells.split(bytes, at);
    if (next <= at) {
      return next;
    }
    cursor.bytes = bytes;
    this.missing = 0;
    const isRead =
      cells.textEnd - at <= MAXIMUM_LINE_BYTES &&
      this.takeValue() &&
      this.takeProcess() &&
      this.takeAccess() &&
      this.takeAttributes() &&
      this.takeCounts() &&
      this.takeObject() &&
      this.takeTexts();
    return isRead ? next : at;
  }

  private takeValue(): boolean {
    const { cursor } = this;
    if (!this.enter(this.value)) {
      return false;
    }
    const hasPrefix = this.prefix();
    const start = cursor.position;
    if (!cursor.hex() || !cursor.atEnd) {
      return false;
    }
    this.low = cursor.low;
    this.high = cursor.high;
    this.isAmbiguous = !hasPrefix && this.areDecimal(start, cursor.position);
    return true;
  }

  private takeProcess(): boolean {
    this.processId = null;
    if (this.pid === NO_COLUMN) {
      return true;
    }
    const id = this.enter(this.pid) ? this.decimal(false) : -1;
    this.processId = id;
    return id >= 0;
  }

  /** As {@link readRow} does it: protection from close may stand in the access. */
  private takeAccess(): boolean {
    const { cursor } = this;
    this.attributes = 0;
    this.missing |= UNRECORDED_ATTRIBUTES | UNRECORDED_ACCESS;
    if (this.access === NO_COLUMN || !this.enter(this.access)) {
      return true;
    }
    this.prefix();
    if (!cursor.hex() || !cursor.atEnd) {
      return false;
    }
    if (cursor.high !== 0) {
      return true;
    }
    const isProtected = (cursor.low & PROTECT_IN_ACCESS) !== 0;
    this.grantedAccess = (cursor.low & ~PROTECT_IN_ACCESS) >>> 0;
    this.attributes = isProtected ? ATTRIBUTE_PROTECT_CLOSE : 0;
    this.missing &= ~(UNRECORDED_ACCESS | (isProtected ? UNRECORDED_ATTRIBUTES : 0));
    return true;
  }

  private takeAttributes(): boolean {
    const { attribute, cells, cursor } = this;
    if (attribute === NO_COLUMN) {
      return true;
    }
    const mask = this.masks.at(cursor.bytes, cells.start(attribute), cells.end(attribute));
    if (mask !== undefined) {
      this.attributes = mask;
      this.missing &= ~UNRECORDED_ATTRIBUTES;
    }
    return true;
  }

  private takeCounts(): boolean {
    const handleCount = this.count(this.handles);
    const pointerCount = this.count(this.pointers);
    if (handleCount === -1 || pointerCount === -1) {
      return false;
    }
    this.handleCount = handleCount ?? 0;
    this.pointerCount = pointerCount ?? 0;
    this.missing |=
      (handleCount === null ? UNRECORDED_HANDLE_COUNT : 0) |
      (pointerCount === null ? UNRECORDED_POINTER_COUNT : 0);
    return true;
  }

  private takeObject(): boolean {
    const { cursor } = this;
    this.objectLow = 0;
    this.objectHigh = 0;
    if (this.object === NO_COLUMN || !this.enter(this.object)) {
      return true;
    }
    this.prefix();
    const isRead = cursor.hex() && cursor.atEnd;
    this.objectLow = cursor.low;
    this.objectHigh = cursor.high;
    return isRead;
  }

  private takeTexts(): boolean {
    const { cells, cursor, name, kind, process } = this;
    const { bytes } = cursor;
    this.type =
      kind === NO_COLUMN ? undefined : this.types.at(bytes, cells.start(kind), cells.end(kind));
    this.image =
      process === NO_COLUMN ? '' : this.images.at(bytes, cells.start(process), cells.end(process));
    if (name === NO_COLUMN) {
      this.missing |= UNRECORDED_NAME;
      this.nameStart = this.nameEnd = 0;
      return true;
    }
    this.enter(name);
    this.nameStart = cursor.position;
    this.nameEnd = cursor.textEnd;
    this.isNameWide = cells.isWide;
    return true;
  }

  /** Goes to a cell, blanks around it left out; false when it is empty. */
  private enter(column: number): boolean {
    const { cells, cursor } = this;
    const { bytes } = cursor;
    let start = cells.start(column);
    let end = cells.end(column);
    while (start < end && isBlank(bytes[start])) {
      start++;
    }
    while (end > start && isBlank(bytes[end - 1])) {
      end--;
    }
    cursor.position = start;
    cursor.textEnd = end;
    return start < end;
  }

  /** Moves over `0x` and `0X`. */
  private prefix(): boolean {
    const { cursor } = this;
    const { bytes, position } = cursor;
    const isPrefix = bytes[position] === ZERO && ((bytes[position + 1] ?? 0) | SPACE) === 0x78;
    cursor.position += isPrefix && position + 2 <= cursor.textEnd ? 2 : 0;
    return isPrefix;
  }

  private areDecimal(start: number, end: number): boolean {
    const { bytes } = this.cursor;
    for (let at = start; at < end; at++) {
      if ((bytes[at] ?? 0) > 0x39) {
        return false;
      }
    }
    return true;
  }

  /** A decimal number of at most 32 bits, signs between its digits left out where there may be some; -1 for what is none. */
  private decimal(mayBeGrouped: boolean): number {
    const { bytes, position, textEnd } = this.cursor;
    let value = 0;
    let digits = 0;
    for (let at = position; at < textEnd; at++) {
      const byte = bytes[at] ?? 0;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digits++;
      } else if (!mayBeGrouped || !GROUPING.has(byte)) {
        return -1;
      }
    }
    return digits === 0 || digits > MOST_DECIMAL_DIGITS || value > LARGEST_ID ? -1 : value;
  }

  /** Null for a column that is not there and for an empty cell; -1 for what is odd. */
  private count(column: number): number | null {
    return column === NO_COLUMN || !this.enter(column) ? null : this.decimal(true);
  }
}

/** Tabs are in names that are joined from several cells. */
function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}
