/** Turns pieces of UTF-8 into text and back, without the host's decoders. */

const PIECE = 2048;
const units = new Uint16Array(PIECE);

/** The text of a piece of UTF-8, and whether it is valid UTF-8: otherwise every byte was taken for a Latin-1 character. */
export interface DecodedText {
  readonly text: string;
  readonly isUtf8: boolean;
}

/** Decodes the bytes from `start` to `end` (exclusive; the caller checks the bounds). */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): DecodedText {
  let isAscii = true;
  for (let at = start; at < end && isAscii; at++) {
    isAscii = (bytes[at] ?? 0) < 0x80;
  }
  if (isAscii) {
    return { text: narrowText(bytes, start, end), isUtf8: true };
  }
  const text = wideText(bytes, start, end);
  return text === null
    ? { text: narrowText(bytes, start, end), isUtf8: false }
    : { text, isUtf8: true };
}

/** One character for each byte. */
function narrowText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += PIECE) {
    const piece = bytes.subarray(at, Math.min(end, at + PIECE));
    text += String.fromCharCode.apply(null, piece as unknown as number[]);
  }
  return text;
}

/** Null when the bytes are no UTF-8. */
function wideText(bytes: Uint8Array, start: number, end: number): string | null {
  let text = '';
  let count = 0;
  let at = start;
  while (at < end) {
    const first = bytes[at] ?? 0;
    const length = sequenceLength(first);
    const point = length === 0 || at + length > end ? -1 : pointAt(bytes, at, length);
    if (point === -1) {
      return null;
    }
    at += length;
    if (point > 0xffff) {
      units[count++] = 0xd7c0 + (point >> 10);
      units[count++] = 0xdc00 + (point & 0x3ff);
    } else {
      units[count++] = point;
    }
    if (count > PIECE - 2) {
      text += textOfUnits(count);
      count = 0;
    }
  }
  return text + textOfUnits(count);
}

function textOfUnits(count: number): string {
  return String.fromCharCode.apply(null, units.subarray(0, count) as unknown as number[]);
}

/** Bytes of the sequence that starts with a byte; 0 for bytes that start none. */
function sequenceLength(first: number): number {
  if (first < 0x80) {
    return 1;
  }
  if (first < 0xc2 || first > 0xf4) {
    return 0;
  }
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

const SMALLEST: readonly number[] = [0, 0, 0x80, 0x800, 0x1_0000];

/** The code point of a sequence; -1 for broken or overlong ones, surrogates and numbers beyond Unicode. */
function pointAt(bytes: Uint8Array, at: number, length: number): number {
  let value = length === 1 ? (bytes[at] ?? 0) : (bytes[at] ?? 0) & (0x7f >> length);
  for (let index = 1; index < length; index++) {
    const next = bytes[at + index] ?? 0;
    if ((next & 0xc0) !== 0x80) {
      return -1;
    }
    value = (value << 6) | (next & 0x3f);
  }
  const isSurrogate = value >= 0xd800 && value <= 0xdfff;
  return value < (SMALLEST[length] ?? 0) || value > 0x10_ffff || isSurrogate ? -1 : value;
}

/**
 * Writes UTF-16 units as UTF-8 at the start of `target`, which must have three bytes for each unit. Lone surrogates become
 * U+FFFD. Returns the number of bytes.
 */
export function encodeUtf8(
  count: number,
  unitAt: (index: number) => number,
  target: Uint8Array,
): number {
  let used = 0;
  for (let index = 0; index < count; index++) {
    let point = unitAt(index);
    if (point >= 0xd800 && point <= 0xdfff) {
      const low = point < 0xdc00 && index + 1 < count ? unitAt(index + 1) : 0;
      if (low >= 0xdc00 && low <= 0xdfff) {
        point = ((point - 0xd7c0) << 10) | (low & 0x3ff);
        index++;
      } else {
        point = 0xfffd;
      }
    }
    if (point < 0x80) {
      target[used++] = point;
    } else if (point < 0x800) {
      target[used++] = 0xc0 | (point >> 6);
      target[used++] = 0x80 | (point & 0x3f);
    } else if (point < 0x1_0000) {
      target[used++] = 0xe0 | (point >> 12);
      target[used++] = 0x80 | ((point >> 6) & 0x3f);
      target[used++] = 0x80 | (point & 0x3f);
    } else {
      target[used++] = 0xf0 | (point >> 18);
      target[used++] = 0x80 | ((point >> 12) & 0x3f);
      target[used++] = 0x80 | ((point >> 6) & 0x3f);
      target[used++] = 0x80 | (point & 0x3f);
    }
  }
  return used;
}
