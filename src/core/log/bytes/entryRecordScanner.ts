/** Reads entries of kernel-mode `!handle` in the form debuggers print them, from bytes; whatever is odd about one is left alone. */

import {
  ATTRIBUTE_AUDIT,
  ATTRIBUTE_INHERIT,
  ATTRIBUTE_PROTECT_CLOSE,
  UNRECORDED_HANDLE_COUNT,
  UNRECORDED_NAME,
  UNRECORDED_POINTER_COUNT,
} from '../../model/handle';
import { decodeUtf8 } from '../input/utf8Text';
import type { ByteCursor } from './byteCursor';
import { ByteInterner } from './byteInterner';
import type { ScanOutcome } from './handleRecordScanner';

/** Different types that are remembered; a kernel has less than a hundred. */
const MOST_TYPES = 20_000;
/** A longer entry, blank lines behind it included, is odd. */
const LONGEST_ENTRY = 65_536;
const LETTER_O = 0x4f;
const SPACE = 0x20;
/** The number of lines about an object. */
const PARTS = 4;

const ANNOTATIONS: readonly (readonly [string, number])[] = [
  ['(Protected)', ATTRIBUTE_PROTECT_CLOSE],
  ['(Inherit)', ATTRIBUTE_INHERIT],
  ['(Audit)', ATTRIBUTE_AUDIT],
];

/** The entry that was read last. */
export class EntryRecordScanner {
  low = 0;
  high = 0;
  objectLow = 0;
  objectHigh = 0;
  /** Digits of the object's address. */
  digits = 0;
  grantedAccess = 0;
  /** The words behind the access as bits. */
  attributes = 0;
  /** Undefined when the object's lines were not printed. */
  type: string | undefined = undefined;
  handleCount = 0;
  pointerCount = 0;
  /** Bits of what was not printed. */
  missing = 0;
  /** Where the name stands; an empty stretch for an object without one. */
  nameStart = 0;
  nameEnd = 0;
  /** Lines of the entry, blank ones behind it included, and lines up to its last fact. */
  lines = 0;
  ownLines = 0;
  /** Where its last line ends. */
  end = 0;
  private readonly types = new ByteInterner(MOST_TYPES);
  private readonly typeNames: string[] = [''];

  /** Tries to read the entry at the cursor, up to the first line of the next one; the cursor is before that afterwards. */
  scan(cursor: ByteCursor): ScanOutcome {
    const start = cursor.position;
    if (!cursor.line()) {
      return 'more';
    }
    if (!this.header(cursor)) {
      return 'odd';
    }
    this.type = undefined;
    this.missing = UNRECORDED_HANDLE_COUNT | UNRECORDED_POINTER_COUNT | UNRECORDED_NAME;
    this.nameStart = this.nameEnd = 0;
    this.lines = 0;
    this.accept(cursor);
    let part = 0;
    for (;;) {
      if (cursor.position - start > LONGEST_ENTRY) {
        return 'odd';
      }
      if (!cursor.line()) {
        return 'more';
      }
      if (cursor.atEnd) {
        this.lines++;
        cursor.position = cursor.next;
        // What follows a blank line is no longer of the entry.
        part = PARTS;
        continue;
      }
      if (isHeader(cursor)) {
        return 'read';
      }
      part = this.body(cursor, part);
      if (part === -1) {
        return 'odd';
      }
      this.accept(cursor);
    }
  }

  private accept(cursor: ByteCursor): void {
    this.lines++;
    this.ownLines = this.lines;
    this.end = cursor.textEnd;
    cursor.position = cursor.next;
  }

  /** `01f0: Object: ffffa604f6825060  GrantedAccess: 001f0003 (Protected) Entry: ffff8000adccb7c0` */
  private header(cursor: ByteCursor): boolean {
    if (!cursor.hex()) {
      return false;
    }
    this.low = cursor.low;
    this.high = cursor.high;
    if (!cursor.take(': Object: ') || !cursor.hex()) {
      return false;
    }
    this.objectLow = cursor.low;
    this.objectHigh = cursor.high;
    this.digits = cursor.digits;
    if (!cursor.take('  GrantedAccess: ') || !cursor.hex()) {
      return false;
    }
    this.grantedAccess = cursor.low;
    this.attributes = 0;
    cursor.blanks();
    for (const [word, bit] of ANNOTATIONS) {
      if (cursor.take(word)) {
        this.attributes |= bit;
        cursor.blanks();
      }
    }
    return cursor.atEnd || (cursor.take('Entry: ') && cursor.hex() && cursor.atEnd);
  }

  /** Reads one of the lines about the object, which follow each other in this order; which one may come next, -1 for another. */
  private body(cursor: ByteCursor, part: number): number {
    if (part === 0 && cursor.peek() === LETTER_O) {
      return this.object(cursor) ? 1 : -1;
    }
    cursor.blanks();
    if (part === 1) {
      const isRead =
        cursor.take('ObjectHeader: ') &&
        cursor.hex() &&
        (cursor.atEnd || cursor.take(' (new version)') || cursor.take(' (old version)'));
      return isRead && cursor.atEnd ? 2 : -1;
    }
    if (part === 2) {
      return this.counts(cursor) ? 3 : -1;
    }
    return part === 3 && this.name(cursor) ? PARTS : -1;
  }

  /** `Object: ffffa604f6825060  Type: (ffffa604f24ead20) Event` */
  private object(cursor: ByteCursor): boolean {
    const isSame =
      cursor.take('Object: ') &&
      cursor.hex() &&
      cursor.low === this.objectLow &&
      cursor.high === this.objectHigh;
    const isTyped = isSame && cursor.take('  Type: (') && cursor.hex() && cursor.take(') ');
    if (!isTyped || !cursor.isPlain() || cursor.peek() === SPACE) {
      return false;
    }
    const { bytes, position, textEnd } = cursor;
    let id = this.types.find(bytes, position, textEnd);
    if (id === 0) {
      id = this.types.add();
      this.typeNames[id] = decodeUtf8(bytes, position, textEnd).text;
    }
    this.type = this.typeNames[id];
    // An entry with its object's lines tells that there is no name, too.
    this.missing &= ~UNRECORDED_NAME;
    return id !== 0;
  }

  /** `HandleCount: 1  PointerCount: 32770` */
  private counts(cursor: ByteCursor): boolean {
    if (!cursor.take('HandleCount: ')) {
      return false;
    }
    this.handleCount = cursor.decimal();
    if (this.handleCount === -1 || !cursor.take('  PointerCount: ')) {
      return false;
    }
    this.pointerCount = cursor.decimalToEnd();
    this.missing &= ~(UNRECORDED_HANDLE_COUNT | UNRECORDED_POINTER_COUNT);
    return this.pointerCount !== -1;
  }

  /** `Directory Object: 00000000  Name: \Users\x\lol.exe {HarddiskVolume3}` */
  private name(cursor: ByteCursor): boolean {
    const isThere = cursor.take('Directory Object: ') && cursor.hex() && cursor.take('  Name: ');
    if (!isThere || !cursor.isPlain() || cursor.peek() === SPACE) {
      return false;
    }
    this.nameStart = cursor.position;
    this.nameEnd = cursor.textEnd;
    return true;
  }
}

/** True for the first line of an entry; the cursor stays. */
function isHeader(cursor: ByteCursor): boolean {
  const start = cursor.position;
  const is =
    cursor.hex() && cursor.take(': Object: ') && cursor.hex() && cursor.take('  GrantedAccess: ');
  cursor.position = start;
  return is;
}
