/** Cuts a row of delimited text into cells, in one pass over its bytes. */

import type { Delimiter } from '../formats/delimited';
import { decodeUtf8 } from '../input/utf8Text';
import { NEEDS_MORE } from './byteWalker';

const LINE_FEED = 10;
const RETURN = 13;
const QUOTE = 0x22;
const SPACE = 0x20;
const LETTER_H = 0x68;
const LOWER = 0x20;
const HANDLE = 'handle';
const FIRST_WIDE = 0x80;
/** More cells than any list has columns: names with many delimiters are odd. */
const MOST_CELLS = 256;
/** Instead of the place of a mark: the cell is odd, or not quoted. */
const ODD = -2;
const NO_MARK = -3;

/** What a byte is: nothing special, the delimiter, another one, a quotation mark, no ASCII, a line end, a control character. */
const PLAIN = 0;
const DELIMITER = 1;
const OTHER_DELIMITER = 2;
const MARK = 3;
const WIDE = 4;
const LINE_END = 5;
const CONTROL = 6;

/** What stands before the first word of a cell; a byte beyond ASCII may be a blank. */
const BEFORE = '" _-';
const mayStandBefore = tableOf(BEFORE);
/** What a cell may start with that holds the word `handle`. */
const mayStart = tableOf(`${BEFORE}hH`);
/** What stands behind the words `handle`, `handlevalue`, `handleid` of a header, or between them. */
const mayStandBehind = tableOf('\t,;" _-viVI\r\n');
/** What the words of a header are written with and without. */
const isSkipped = tableOf(' _-');

/** The row that was cut last. */
export class RowCells {
  /** The row holds other characters than ASCII, and is UTF-8. */
  isWide = false;
  /** Where its text ends. */
  textEnd = 0;
  private readonly kinds = new Uint8Array(256);
  private readonly starts = new Uint32Array(MOST_CELLS);
  private readonly ends = new Uint32Array(MOST_CELLS);
  private count = 0;
  private surplus = 0;
  private hasQuotes = false;

  /** `name`: the column that takes the cells that are too many; negative when there is none. */
  constructor(
    delimiter: Delimiter,
    private readonly width: number,
    private readonly name: number,
  ) {
    this.kinds.fill(CONTROL, 0, SPACE);
    this.kinds[0x7f] = CONTROL;
    this.kinds.fill(WIDE, FIRST_WIDE);
    this.kinds[LINE_FEED] = LINE_END;
    this.kinds[RETURN] = LINE_END;
    this.kinds[QUOTE] = MARK;
    for (const each of '\t,;') {
      this.kinds[each.charCodeAt(0)] = OTHER_DELIMITER;
    }
    this.kinds[delimiter.charCodeAt(0)] = DELIMITER;
  }

  /** Where the text of a column starts, and where it ends. */
  start(column: number): number {
    return this.starts[this.name >= 0 && column > this.name ? column + this.surplus : column] ?? 0;
  }

  end(column: number): number {
    return this.ends[this.name >= 0 && column >= this.name ? column + this.surplus : column] ?? 0;
  }

  /**
   * Cuts the row at `start`: where the next line starts, {@link NEEDS_MORE} when its end is not there yet, and `start` for a
   * row that is odd: quotation marks within cells, cells missing, control characters, what could be a header.
   */
  split(bytes: Uint8Array, start: number): number {
    const { kinds } = this;
    const { length } = bytes;
    this.count = 0;
    this.isWide = false;
    this.hasQuotes = false;
    let from = start;
    /** The mark that ends a quoted cell; the delimiter or the line end stands behind it. */
    let close = NO_MARK;
    let isOdd = mayBeHeading(bytes, start);
    for (let at = start; !isOdd; at++) {
      // The engine keeps in registers what a loop without side effects needs.
      while (at < length && kinds[bytes[at] ?? 0] === PLAIN) {
        at++;
      }
      if (at >= length) {
        return NEEDS_MORE;
      }
      const kind = kinds[bytes[at] ?? 0];
      if (kind === DELIMITER) {
        isOdd = !this.add(from, close === NO_MARK ? at : close) || mayBeHeading(bytes, at + 1);
        from = at + 1;
        close = NO_MARK;
      } else if (kind === LINE_END) {
        const isAdded = this.add(from, close === NO_MARK ? at : close);
        return isAdded && this.fits() ? this.finish(bytes, start, at) : start;
      } else if (kind === MARK && at === from) {
        close = this.closeOf(bytes, at);
        if (close < 0) {
          return close === NEEDS_MORE ? NEEDS_MORE : start;
        }
        from = at + 1;
        at = close;
      } else if (kind === WIDE) {
        this.isWide = true;
      } else {
        isOdd = kind !== OTHER_DELIMITER || mayBeHeading(bytes, at + 1);
      }
    }
    return start;
  }

  /** Where the line behind the row starts whose text ends at `end`; as {@link split}. */
  private finish(bytes: Uint8Array, start: number, end: number): number {
    const feed = bytes[end] === RETURN ? end + 1 : end;
    if (feed === bytes.length) {
      return NEEDS_MORE;
    }
    this.textEnd = end;
    const isOdd = bytes[feed] !== LINE_FEED;
    return isOdd || (this.isWide && !decodeUtf8(bytes, start, end).isUtf8) ? start : feed + 1;
  }

  /** The mark that ends the quoted cell at `at`; {@link NEEDS_MORE} when it is not there yet, {@link ODD} for an odd cell. */
  private closeOf(bytes: Uint8Array, at: number): number {
    const { kinds } = this;
    const { length } = bytes;
    this.hasQuotes = true;
    for (let next = at + 1; next < length; next++) {
      while (next < length && kinds[bytes[next] ?? 0] === PLAIN) {
        next++;
      }
      if (next === length) {
        break;
      }
      const kind = kinds[bytes[next] ?? 0];
      if (kind === MARK) {
        const behind = kinds[bytes[next + 1] ?? 0];
        const isEnd = behind === DELIMITER || behind === LINE_END;
        return next + 1 === length ? NEEDS_MORE : isEnd ? next : ODD;
      }
      if (kind === CONTROL || kind === LINE_END) {
        return ODD;
      }
      if (kind !== WIDE && mayBeHeading(bytes, next + 1)) {
        return ODD;
      }
      this.isWide ||= kind === WIDE;
    }
    return NEEDS_MORE;
  }

  private add(start: number, end: number): boolean {
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    return ++this.count < MOST_CELLS;
  }

  /** Cells that are too many belong to the name, if it is written without quotation marks. */
  private fits(): boolean {
    this.surplus = this.count - this.width;
    return this.surplus === 0 || (this.surplus > 0 && this.name >= 0 && !this.hasQuotes);
  }
}

/** True when a cell that starts here could hold the word that every header has: another list may begin. */
function mayBeHeading(bytes: Uint8Array, at: number): boolean {
  return mayStart[bytes[at] ?? 0] === 1 && isHeading(bytes, at);
}

function isHeading(bytes: Uint8Array, at: number): boolean {
  let next = at;
  while (mayStandBefore[bytes[next] ?? 0] === 1) {
    next++;
  }
  if (((bytes[next] ?? 0) | LOWER) !== LETTER_H) {
    return false;
  }
  for (let letter = 0; letter < HANDLE.length; letter++) {
    while (isSkipped[bytes[next] ?? 0] === 1) {
      next++;
    }
    if (((bytes[next] ?? 0) | LOWER) !== HANDLE.charCodeAt(letter)) {
      return false;
    }
    next++;
  }
  return next >= bytes.length || mayStandBehind[bytes[next] ?? 0] === 1;
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) {
    table[character.charCodeAt(0)] = 1;
  }
  return table.fill(1, FIRST_WIDE);
}
