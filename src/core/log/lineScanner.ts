/** Reads one line from left to right: blanks, words, hexadecimal and decimal numbers; every step is linear and bounded. */

const TAB = 9;
const SPACE = 32;
const BACKTICK = 96;
const ZERO = 48;
const LETTER_X = 120;
/** Upper halves below this make numbers that a double holds exactly. */
const LARGEST_EXACT_HIGH = 0x20_0000;
/** Digits of the widest number a debugger prints: 64 bits. */
const MAX_HEX_DIGITS = 16;

/** True for characters that separate words in a log: blank, TAB, no-break space, byte order mark and NUL. */
export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB || code === 0xa0 || code === 0xfeff || code === 0;
}

/** True for `0` to `9`. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The value of a hexadecimal digit, -1 for other characters. */
function hexNibble(code: number): number {
  if (isDigit(code)) {
    return code - ZERO;
  }
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** True for letters, digits and `_`. */
export function isWordCharacter(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

/** A position in a line that moves to the right; what cannot be read leaves it where it is. */
export class LineScanner {
  /** Digits of the number that {@link takeHex} took last, without `0x` and backtick. */
  digits = 0;

  constructor(
    readonly text: string,
    public position = 0,
    readonly end = text.length,
  ) {}

  /** True when nothing is left. */
  get atEnd(): boolean {
    return this.position >= this.end;
  }

  /** Character code at the position plus `ahead`; NaN behind the end. */
  peek(ahead = 0): number {
    const at = this.position + ahead;
    return at < this.end ? this.text.charCodeAt(at) : NaN;
  }

  /** Moves over blanks; true when there was at least one. */
  skipBlanks(): boolean {
    const start = this.position;
    while (isBlank(this.peek())) {
      this.position++;
    }
    return this.position > start;
  }

  /** Moves over `expected` if it stands here, letter case as given. */
  take(expected: string): boolean {
    if (
      this.position + expected.length > this.end ||
      !this.text.startsWith(expected, this.position)
    ) {
      return false;
    }
    this.position += expected.length;
    return true;
  }

  /** Moves over `expected` (lower case) if it stands here in any letter case. */
  takeAnyCase(expected: string): boolean {
    const stop = this.position + expected.length;
    if (stop > this.end || this.text.slice(this.position, stop).toLowerCase() !== expected) {
      return false;
    }
    this.position = stop;
    return true;
  }

  /**
   * A hexadecimal number, with or without `0x`, with or without the backtick of 64-bit addresses: at most 16 digits,
   * not followed by a letter, digit or `_`. Null (and no move) otherwise.
   */
  takeHex(): bigint | null {
    const { text, end } = this;
    let at = this.position;
    if (this.peek() === ZERO && (this.peek(1) | 32) === LETTER_X) {
      at += 2;
    }
    const start = at;
    let separator = -1;
    let high = 0;
    let low = 0;
    for (; at < end && at - start <= MAX_HEX_DIGITS; at++) {
      const nibble = hexNibble(text.charCodeAt(at));
      if (nibble !== -1) {
        high = ((high << 4) | (low >>> 28)) >>> 0;
        low = ((low << 4) | nibble) >>> 0;
      } else if (text.charCodeAt(at) === BACKTICK && separator === -1 && at > start) {
        separator = at;
      } else {
        break;
      }
    }
    const digits = at - start - (separator === -1 ? 0 : 1);
    const follows = at < end ? text.charCodeAt(at) : NaN;
    const isBroken = separator !== -1 && separator === at - 1;
    if (digits === 0 || digits > MAX_HEX_DIGITS || isBroken) {
      return null;
    }
    if (isWordCharacter(follows) || follows === BACKTICK) {
      return null;
    }
    this.position = at;
    this.digits = digits;
    return high < LARGEST_EXACT_HIGH
      ? BigInt(high * 0x1_0000_0000 + low)
      : (BigInt(high) << 32n) | BigInt(low);
  }

  /** A decimal number of at most 15 digits, not followed by a word character. Null (and no move) otherwise. */
  takeDecimal(): number | null {
    let at = this.position;
    while (at < this.end && isDigit(this.text.charCodeAt(at))) {
      at++;
    }
    const digits = at - this.position;
    const follows = at < this.end ? this.text.charCodeAt(at) : NaN;
    if (digits === 0 || digits > 15 || isWordCharacter(follows)) {
      return null;
    }
    const value = Number.parseInt(this.text.slice(this.position, at), 10);
    this.position = at;
    return value;
  }

  /** A decimal number and the colon behind it. Null (and no move) otherwise. */
  takeDecimalBeforeColon(): number | null {
    const start = this.position;
    const value = this.takeDecimal();
    if (value === null || !this.take(':')) {
      this.position = start;
      return null;
    }
    return value;
  }

  /** Everything up to the next blank; empty at a blank or the end. */
  takeWord(): string {
    const start = this.position;
    while (this.position < this.end && !isBlank(this.text.charCodeAt(this.position))) {
      this.position++;
    }
    return this.text.slice(start, this.position);
  }

  /** What is left. */
  rest(): string {
    return this.text.slice(this.position, this.end);
  }
}
