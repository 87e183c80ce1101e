/** Cuts a row of delimited text into cells, in one pass over its bytes. */

import type { Delimiter } from '../formats/delimited';
import { decodeUtf8 } from '../input/utf8Text';

const QUOTE = 0x22;
const SPACE = 0x20;
const LETTER_H = 0x68;
const LOWER = 0x20;
const HANDLE = 'handle';
const FIRST_WIDE = 0x80;
/** More cells than any list has columns: names with many delimiters are odd. */
const MOST_CELLS = 256;

/** What a byte is: nothing special, the delimiter, another delimiter, a quotation mark, no ASCII, a control character. */
const PLAIN = 0;
const DELIMITER = 1;
const OTHER_DELIMITER = 2;
const MARK = 3;
const WIDE = 4;
const CONTROL = 5;

/** What stands before the first word of a cell; a byte beyond ASCII may be a blank. */
const mayStandBefore = tableOf('" _-');
/** What stands behind the words `handle`, `handlevalue`, `handleid` of a header, or between them. */
const mayStandBehind = tableOf('\t,;" _-viVI');
/** What the words of a header are written with and without. */
const isSkipped = tableOf(' _-');

/** The row that was cut last. */
export class RowCells {
  /** The row holds other characters than ASCII, and is UTF-8. */
  isWide = false;
  private readonly kinds = new Uint8Array(256);
  private readonly starts = new Uint32Array(MOST_CELLS);
  private readonly ends = new Uint32Array(MOST_CELLS);
  private count = 0;
  private surplus = 0;

  /** `name`: the column that takes the cells that are too many; negative when there is none. */
  constructor(
    delimiter: Delimiter,
    private readonly width: number,
    private readonly name: number,
  ) {
    this.kinds.fill(CONTROL, 0, SPACE);
    this.kinds[0x7f] = CONTROL;
    this.kinds.fill(WIDE, FIRST_WIDE);
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

  /** False for a row that is odd: quotation marks within cells, cells missing, control characters, what could be a header. */
  split(bytes: Uint8Array, start: number, end: number): boolean {
    const { kinds } = this;
    this.count = 0;
    this.isWide = false;
    let hasQuotes = false;
    let from = start;
    let isOdd = mayBeHeading(bytes, start, end);
    for (let at = start; at < end && !isOdd; at++) {
      const kind = kinds[bytes[at] ?? 0];
      if (kind === PLAIN) {
        continue;
      }
      if (kind === DELIMITER) {
        isOdd = !this.add(from, at) || mayBeHeading(bytes, at + 1, end);
        from = at + 1;
      } else if (kind === MARK && at === from) {
        const close = this.closeOf(bytes, at, end);
        isOdd = close === -1 || !this.add(at + 1, close) || mayBeHeading(bytes, close + 2, end);
        hasQuotes = true;
        // The delimiter behind a quoted cell is passed over with it.
        at = close + 1;
        from = close + 2;
      } else if (kind === WIDE) {
        this.isWide = true;
      } else {
        isOdd = kind !== OTHER_DELIMITER || mayBeHeading(bytes, at + 1, end);
      }
    }
    if (isOdd || (from <= end && !this.add(from, end))) {
      return false;
    }
    return this.fits(hasQuotes) && (!this.isWide || decodeUtf8(bytes, start, end).isUtf8);
  }

  /** The mark that ends the quoted cell at `at`; -1 when the cell is odd. */
  private closeOf(bytes: Uint8Array, at: number, end: number): number {
    const { kinds } = this;
    for (let next = at + 1; next < end; next++) {
      const kind = kinds[bytes[next] ?? 0];
      if (kind === PLAIN) {
        continue;
      }
      if (kind === MARK) {
        const isEnd = next + 1 === end || kinds[bytes[next + 1] ?? 0] === DELIMITER;
        return isEnd ? next : -1;
      }
      if (kind === CONTROL || (kind !== WIDE && mayBeHeading(bytes, next + 1, end))) {
        return -1;
      }
      this.isWide ||= kind === WIDE;
    }
    return -1;
  }

  private add(start: number, end: number): boolean {
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    return ++this.count < MOST_CELLS;
  }

  /** Cells that are too many belong to the name, if it is written without quotation marks. */
  private fits(hasQuotes: boolean): boolean {
    this.surplus = this.count - this.width;
    return this.surplus === 0 || (this.surplus > 0 && this.name >= 0 && !hasQuotes);
  }
}

/** True when a cell that starts here could hold the word that every header has: another list may begin. */
function mayBeHeading(bytes: Uint8Array, at: number, end: number): boolean {
  let next = at;
  while (next < end && mayStandBefore[bytes[next] ?? 0] === 1) {
    next++;
  }
  if (((bytes[next] ?? 0) | LOWER) !== LETTER_H) {
    return false;
  }
  for (let letter = 0; letter < HANDLE.length; letter++) {
    while (next < end && isSkipped[bytes[next] ?? 0] === 1) {
      next++;
    }
    if (next >= end || ((bytes[next] ?? 0) | LOWER) !== HANDLE.charCodeAt(letter)) {
      return false;
    }
    next++;
  }
  return next >= end || mayStandBehind[bytes[next] ?? 0] === 1;
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) {
    table[character.charCodeAt(0)] = 1;
  }
  return table.fill(1, FIRST_WIDE);
}
