/** 64-bit numbers as hexadecimal text without 64-bit arithmetic: lists of many addresses share their upper halves. */

const TWO_32 = 0x1_0000_0000;

/** Texts of 8 bits in two digits. */
const TWO_DIGITS = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/** Texts of 16 bits in four digits, made when first needed. */
const FOUR_DIGITS = new Array<string>(0x1_0000).fill('');

/** 16 bits in four digits: joining known texts is much faster than turning a number into text. */
function fourDigits(value: number): string {
  const known = FOUR_DIGITS[value] ?? '';
  if (known !== '') {
    return known;
  }
  const made = (TWO_DIGITS[value >>> 8] ?? '') + (TWO_DIGITS[value & 0xff] ?? '');
  FOUR_DIGITS[value] = made;
  return made;
}

/** 32 bits, unsigned, in eight digits. */
export function eightDigits(value: number): string {
  return fourDigits(value >>> 16) + fourDigits(value & 0xffff);
}

/** 32 bits, unsigned, without padding. */
export function plainHex(value: number): string {
  return value < 0x1_0000
    ? value.toString(16)
    : (value >>> 16).toString(16) + fourDigits(value & 0xffff);
}

/** Writes numbers given in halves. */
export class WideHex {
  private readonly baseHigh: number;
  private readonly baseLow: number;
  private lastHigh = 0;
  private lastText = '';

  /** `base` is what {@link after} counts from; `digits` 0 writes numbers without padding, 8 or 16 pads. */
  constructor(
    base = 0n,
    private readonly digits: 0 | 8 | 16 = 0,
  ) {
    this.baseHigh = Number(BigInt.asUintN(32, base >> 32n));
    this.baseLow = Number(BigInt.asUintN(32, base));
  }

  /** The number `offset` bytes (0 to 2^32-1) after the base. */
  after(offset: number): string {
    const low = this.baseLow + offset;
    return low < TWO_32 ? this.of(this.baseHigh, low) : this.of(this.baseHigh + 1, low - TWO_32);
  }

  /** The number with these halves. */
  of(high: number, low: number): string {
    if (high === 0 && this.digits <= 8) {
      return this.digits === 0 ? plainHex(low) : eightDigits(low);
    }
    if (high !== this.lastHigh || this.lastText === '') {
      this.lastHigh = high;
      this.lastText = high.toString(16).padStart(this.digits - 8, '0');
    }
    return this.lastText + eightDigits(low);
  }
}
