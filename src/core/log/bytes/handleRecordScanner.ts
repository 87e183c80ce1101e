/** Reads blocks of user-mode `!handle` in the form debuggers print them, from bytes; whatever is odd about one is left alone. */

import {
  UNRECORDED_ACCESS,
  UNRECORDED_ATTRIBUTES,
  UNRECORDED_HANDLE_COUNT,
  UNRECORDED_NAME,
  UNRECORDED_POINTER_COUNT,
} from '../../model/handle';
import { areStandardRights, readObjectHeading, readRightsLine } from '../handleLines';
import { decodeUtf8 } from '../input/utf8Text';
import { sourceLine } from '../sourceLine';
import { ByteInterner } from './byteInterner';
import type { ByteCursor } from './byteCursor';

/** What became of a try: the record was read, it is odd, or its end is not there yet. */
export type ScanOutcome = 'read' | 'odd' | 'more';

/** Different lines of rights, headings and types that are remembered; real logs have a few hundred. */
const MOST_LINES = 20_000;
/** A longer record is odd. */
const LONGEST_RECORD = 65_536;

const LETTER_H = 0x48;
const SPACE = 0x20;
const EVERYTHING =
  UNRECORDED_ATTRIBUTES |
  UNRECORDED_ACCESS |
  UNRECORDED_HANDLE_COUNT |
  UNRECORDED_POINTER_COUNT |
  UNRECORDED_NAME;

/** What a line that comes again is, by the grammar of text. */
type LineKind = 'standardRights' | 'otherRights' | 'heading' | 'noHeading' | 'odd';

/** The block that was read last. */
export class HandleRecordScanner {
  low = 0;
  high = 0;
  digits = 0;
  /** The value was printed padded, as the printer for dumps does. */
  isPadded = false;
  /** Undefined when the type was not printed. */
  type: string | undefined = undefined;
  attributes = 0;
  grantedAccess = 0;
  handleCount = 0;
  pointerCount = 0;
  /** Bits of what was not printed. */
  missing = EVERYTHING;
  /** Where the name stands; an empty stretch for an object without one. */
  nameStart = 0;
  nameEnd = 0;
  /** Lines of the block, and where its last one ends. */
  lines = 0;
  end = 0;
  /** Lists of rights since the access was read: 1 none, 2 the standard ones, 3 all; 0 where none may come. */
  private rights = 0;
  private isBelowHeading = false;
  private readonly types = new ByteInterner(MOST_LINES);
  private readonly typeNames: string[] = [''];
  private readonly shapes = new ByteInterner(MOST_LINES);
  private readonly shapeKinds: LineKind[] = ['odd'];

  /** Tries to read the block at the cursor, up to the first line of the next one; the cursor is behind it afterwards. */
  scan(cursor: ByteCursor): ScanOutcome {
    const start = cursor.position;
    if (!cursor.line()) {
      return 'more';
    }
    if (!this.header(cursor)) {
      return 'odd';
    }
    this.type = undefined;
    this.missing = EVERYTHING;
    this.lines = 0;
    this.rights = 0;
    this.isBelowHeading = false;
    this.accept(cursor);
    for (;;) {
      if (cursor.position - start > LONGEST_RECORD) {
        return 'odd';
      }
      if (!cursor.line()) {
        return 'more';
      }
      const first = cursor.peek();
      if (first === LETTER_H) {
        return this.isHeader(cursor) ? 'read' : 'odd';
      }
      if (first !== SPACE || !this.body(cursor)) {
        return 'odd';
      }
      this.accept(cursor);
    }
  }

  /** Takes a line of the block; false when it is not where it usually stands. */
  private body(cursor: ByteCursor): boolean {
    if (this.isBelowHeading) {
      return isObjectLine(cursor);
    }
    if (isIndented(cursor)) {
      const kind = this.kindOf(cursor);
      const { rights } = this;
      // Rights of the type follow the standard ones; without those they come first, and nothing follows them.
      this.rights = kind === 'standardRights' && rights === 1 ? 2 : 3;
      const areRights = kind === 'standardRights' || kind === 'otherRights';
      return areRights && (rights === 1 || rights === 2);
    }
    this.rights = 0;
    if (this.label(cursor)) {
      return true;
    }
    const kind = this.kindOf(cursor);
    this.isBelowHeading = kind === 'heading';
    return kind === 'heading' || kind === 'noHeading';
  }

  private accept(cursor: ByteCursor): void {
    this.lines++;
    this.end = cursor.textEnd;
    cursor.position = cursor.next;
  }

  /** `Handle 1b0` and `Handle 00000000000001b0`. */
  private header(cursor: ByteCursor): boolean {
    if (!cursor.take('Handle ')) {
      return false;
    }
    const padding = cursor.peek();
    if (!cursor.hex() || !cursor.atEnd) {
      return false;
    }
    this.low = cursor.low;
    this.high = cursor.high;
    this.digits = cursor.digits;
    this.isPadded = cursor.digits === 16 || (cursor.digits === 8 && padding === 0x30);
    return true;
  }

  /** True for the first line of a block; the cursor stays. */
  private isHeader(cursor: ByteCursor): boolean {
    const start = cursor.position;
    const isHeader = cursor.take('Handle ') && cursor.hex() && cursor.atEnd;
    cursor.position = start;
    return isHeader;
  }

  /** Reads a label and its value; the cursor stays. */
  private label(cursor: ByteCursor): boolean {
    const start = cursor.position;
    cursor.position += 2;
    const isRead = this.value(cursor);
    cursor.position = start;
    return isRead;
  }

  private value(cursor: ByteCursor): boolean {
    const after = (label: string): boolean => cursor.take(label) && cursor.blanks();
    switch (cursor.peek()) {
      case 0x54: // T
        return after('Type') && this.takeType(cursor);
      case 0x41: // A
        return after('Attributes') && this.takeAttributes(cursor);
      case 0x47: // G
        return after('GrantedAccess') && this.takeAccess(cursor);
      case LETTER_H:
        return after('HandleCount') && this.takeHandleCount(cursor);
      case 0x50: // P
        return after('PointerCount') && this.takePointerCount(cursor);
      case 0x4e: // N
        return after('Name') && this.takeName(cursor);
      default:
        return false;
    }
  }

  private takeType(cursor: ByteCursor): boolean {
    if (this.type !== undefined || !cursor.isPlain() || cursor.peek() === 0x3a) {
      return false;
    }
    const { bytes, position, textEnd } = cursor;
    let id = this.types.find(bytes, position, textEnd);
    if (id === 0) {
      id = this.types.add();
      this.typeNames[id] = decodeUtf8(bytes, position, textEnd).text;
    }
    this.type = this.typeNames[id];
    return id !== 0;
  }

  private takeAttributes(cursor: ByteCursor): boolean {
    if (!this.isNew(UNRECORDED_ATTRIBUTES)) {
      return false;
    }
    cursor.prefix();
    const isRead = cursor.hex() && cursor.atEnd;
    this.attributes = cursor.low;
    return isRead;
  }

  private takeAccess(cursor: ByteCursor): boolean {
    if (!this.isNew(UNRECORDED_ACCESS)) {
      return false;
    }
    cursor.prefix();
    const isRead = cursor.hex();
    cursor.colon();
    this.grantedAccess = cursor.low;
    this.rights = 1;
    return isRead && cursor.atEnd;
  }

  private takeHandleCount(cursor: ByteCursor): boolean {
    this.handleCount = this.isNew(UNRECORDED_HANDLE_COUNT) ? cursor.decimalToEnd() : -1;
    return this.handleCount !== -1;
  }

  private takePointerCount(cursor: ByteCursor): boolean {
    this.pointerCount = this.isNew(UNRECORDED_POINTER_COUNT) ? cursor.decimalToEnd() : -1;
    return this.pointerCount !== -1;
  }

  private takeName(cursor: ByteCursor): boolean {
    if (!this.isNew(UNRECORDED_NAME) || !cursor.isPlain() || cursor.peek() === 0x3a) {
      return false;
    }
    this.nameStart = cursor.position;
    this.nameEnd = cursor.textEnd;
    if (cursor.take('<none>') && cursor.atEnd) {
      this.nameEnd = this.nameStart;
    }
    return true;
  }

  /** Marks a fact as printed; false when it was before. */
  private isNew(bit: number): boolean {
    const isNew = (this.missing & bit) !== 0;
    this.missing &= ~bit;
    return isNew;
  }

  /** What the whole line is, asked of the grammar of text once for each distinct line. */
  private kindOf(cursor: ByteCursor): LineKind {
    const { bytes, position, textEnd } = cursor;
    let id = this.shapes.find(bytes, position, textEnd);
    if (id === 0) {
      id = this.shapes.add();
      this.shapeKinds[id] = lineKind(decodeUtf8(bytes, position, textEnd).text);
    }
    return id === 0 ? 'odd' : (this.shapeKinds[id] ?? 'odd');
  }
}

/** At least three blanks before the text, as before rights and object-specific facts. */
function isIndented({ bytes, position }: ByteCursor): boolean {
  return bytes[position + 1] === 0x20 && bytes[position + 2] === 0x20;
}

/** A line below the heading that is plain, and neither a prompt nor the one that names code. */
function isObjectLine(cursor: ByteCursor): boolean {
  if (!isIndented(cursor)) {
    return false;
  }
  const start = cursor.position;
  cursor.blanks();
  const first = cursor.peek();
  // Digits, k, l and | may start a prompt; S may start `Start routine`.
  const isOdd =
    (first >= 0x30 && first <= 0x39) || first === 0x6b || first === 0x6c || first === 0x7c;
  const isFine = !isOdd && cursor.isPlain() && !cursor.take('Start routine');
  cursor.position = start;
  return isFine;
}

function lineKind(text: string): LineKind {
  const line = sourceLine(0, text);
  if (line.end !== text.length || text.endsWith(',')) {
    return 'odd';
  }
  if (line.start === 2) {
    const heading = readObjectHeading(line);
    return heading === null ? 'odd' : heading.isNone ? 'noHeading' : 'heading';
  }
  const names = readRightsLine(line);
  if (names === null) {
    return 'odd';
  }
  return areStandardRights(names) ? 'standardRights' : 'otherRights';
}
