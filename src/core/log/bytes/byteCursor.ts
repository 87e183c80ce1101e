/** Reads the parts of a line where they lie in the bytes: numbers, words, line ends. What is odd is left to the grammar of text. */

const LINE_FEED = 10;
const RETURN = 13;
const SPACE = 32;
const ZERO = 48;
const LETTER_X = 120;
const COLON = 58;
const MOST_HEX_DIGITS = 16;
/** Digits that a double holds exactly. */
const MOST_DECIMAL_DIGITS = 15;

/** The value of each byte as a hexadecimal digit; 255 for others. */
const NIBBLES = new Uint8Array(256).fill(255);
for (let digit = 0; digit < 16; digit++) {
  NIBBLES[digit.toString(16).charCodeAt(0)] = digit;
  NIBBLES[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

/** A place in some bytes. Nothing is read at or behind {@link end}. */
export class ByteCursor {
  bytes: Uint8Array = new Uint8Array();
  position = 0;
  end = 0;
  /** Of the number that {@link hex} read last: lower and upper 32 bits, digits without `0x`. */
  low = 0;
  high = 0;
  digits = 0;
  /** The line that {@link line} found: where its text ends, and where the next line starts. */
  textEnd = 0;
  next = 0;

  /** Looks from `position` on. */
  open(bytes: Uint8Array, position: number, end: number): void {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /** Finds the end of the line that starts at the position; false when it is not there yet. */
  line(): boolean {
    const found = this.bytes.indexOf(LINE_FEED, this.position);
    if (found === -1 || found >= this.end) {
      return false;
    }
    this.next = found + 1;
    this.textEnd = found > this.position && this.bytes[found - 1] === RETURN ? found - 1 : found;
    return true;
  }

  /** The byte at the position; 0 at the end of the line. */
  peek(): number {
    return this.position < this.textEnd ? (this.bytes[this.position] ?? 0) : 0;
  }

  /** Moves over ASCII text if it stands here, within the line. */
  take(text: string): boolean {
    const { bytes, position } = this;
    if (position + text.length > this.textEnd) {
      return false;
    }
    for (let at = 0; at < text.length; at++) {
      if (bytes[position + at] !== text.charCodeAt(at)) {
        return false;
      }
    }
    this.position += text.length;
    return true;
  }

  /** Moves over `0x`. */
  prefix(): boolean {
    const isPrefix =
      this.bytes[this.position] === ZERO && this.bytes[this.position + 1] === LETTER_X;
    this.position += isPrefix ? 2 : 0;
    return isPrefix;
  }

  /** Reads 1 to 16 hexadecimal digits; false, anywhere in the line, when there are none or more. */
  hex(): boolean {
    const { bytes, textEnd } = this;
    const start = this.position;
    let at = start;
    let low = 0;
    let high = 0;
    for (; at < textEnd; at++) {
      const nibble = NIBBLES[bytes[at] ?? 0] ?? 255;
      if (nibble === 255) {
        break;
      }
      high = ((high << 4) | (low >>> 28)) >>> 0;
      low = ((low << 4) | nibble) >>> 0;
    }
    this.position = at;
    this.low = low;
    this.high = high;
    this.digits = at - start;
    return this.digits > 0 && this.digits <= MOST_HEX_DIGITS;
  }

  /** The number that {@link hex} read last, as a double. */
  get number(): number {
    return this.high * 0x1_0000_0000 + this.low;
  }

  /** Moves over a decimal number; -1 when there is none, or one that is too long. */
  decimal(): number {
    const { bytes, textEnd } = this;
    const start = this.position;
    let value = 0;
    for (; this.position < textEnd; this.position++) {
      const digit = (bytes[this.position] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) {
        break;
      }
      value = value * 10 + digit;
    }
    const digits = this.position - start;
    return digits === 0 || digits > MOST_DECIMAL_DIGITS ? -1 : value;
  }

  /** Moves over a decimal number that ends the line; -1 when it is none. */
  decimalToEnd(): number {
    const value = this.decimal();
    return this.atEnd ? value : -1;
  }

  /** Moves over blanks and tabs; true when there was one. */
  blanks(): boolean {
    const { bytes, textEnd } = this;
    const start = this.position;
    while (
      this.position < textEnd &&
      (bytes[this.position] === SPACE || bytes[this.position] === 9)
    ) {
      this.position++;
    }
    return this.position > start;
  }

  /** True when the rest of the line is printable ASCII, does not end with a blank, and there is some. */
  isPlain(): boolean {
    const { bytes, textEnd, position } = this;
    for (let at = position; at < textEnd; at++) {
      const code = bytes[at] ?? 0;
      if (code < SPACE || code > 126) {
        return false;
      }
    }
    return textEnd > position && bytes[textEnd - 1] !== SPACE;
  }

  /** True at the end of the line. */
  get atEnd(): boolean {
    return this.position === this.textEnd;
  }

  /** Moves over a colon, if there is one. */
  colon(): void {
    this.position += this.peek() === COLON ? 1 : 0;
  }
}
