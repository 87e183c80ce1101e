/** UTF-16 and UTF-8 text in bytes, without the host's decoders. */

const CHUNK = 4096;
/** Largest unit that fits in a byte. */
const BYTE = 0xff;

/** UTF-16 units as numbers, in a byte each where that is enough. */
export type Utf16Units = Uint8Array | Uint16Array;

const units = new Uint16Array(CHUNK);
/** Of plain arrays the engine takes the numbers where they are; of typed ones it makes a copy eight times as large. */
const codes: number[] = new Array<number>(CHUNK).fill(0);

/**
 * Decodes `byteLength` bytes of UTF-16LE at `offset`; an odd last byte is left out. Lone surrogates are kept as they are.
 * The caller checks the bounds.
 */
export function decodeUtf16(view: DataView, offset: number, byteLength: number): string {
  const count = byteLength >>> 1;
  if (count <= CHUNK) {
    return decodeUnits(view, offset, count);
  }
  let text = '';
  for (let done = 0; done < count; done += CHUNK) {
    text += decodeUnits(view, offset + done * 2, Math.min(CHUNK, count - done));
  }
  return text;
}

/** Decodes UTF-8 from `offset` up to the first NUL, at most `byteLength` bytes; broken sequences become U+FFFD. */
export function decodeUtf8z(bytes: Uint8Array, offset: number, byteLength: number): string {
  const end = Math.min(bytes.length, offset + byteLength);
  let text = '';
  let at = offset;
  while (at < end && bytes[at] !== 0) {
    let count = 0;
    for (; count < CHUNK - 1 && at < end && bytes[at] !== 0;) {
      const point = decodePoint(bytes, at, end);
      at += point.length;
      if (point.value > 0xffff) {
        units[count++] = 0xd7c0 + (point.value >> 10);
        units[count++] = 0xdc00 + (point.value & 0x3ff);
      } else {
        units[count++] = point.value;
      }
    }
    text += textOf(count);
  }
  return text;
}

function decodeUnits(view: DataView, offset: number, count: number): string {
  for (let unit = 0, at = offset; unit < count; unit++, at += 2) {
    units[unit] = view.getUint16(at, true);
  }
  return textOf(count);
}

/** A copy of some units, in a byte each where that is enough. */
export function packUnits(units: Uint16Array): Utf16Units {
  let all = 0;
  for (let at = 0; at < units.length; at++) {
    all |= units[at] ?? 0;
  }
  return all <= BYTE ? new Uint8Array(units) : units.slice();
}

/** Units as text. */
export function textOfUnits(from: Utf16Units): string {
  if (from.length <= CHUNK) {
    return String.fromCharCode.apply(null, from as unknown as number[]);
  }
  const pieces: string[] = [];
  let at = 0;
  for (; at + CHUNK <= from.length; at += CHUNK) {
    for (let index = 0; index < CHUNK; index++) {
      codes[index] = from[at + index] ?? 0;
    }
    pieces.push(String.fromCharCode.apply(null, codes));
  }
  pieces.push(textOfUnits(from.subarray(at)));
  return pieces.join('');
}

/** The first `count` units as text: one call, because adding characters one by one costs memory for each. */
function textOf(count: number): string {
  return String.fromCharCode.apply(null, units.subarray(0, count) as unknown as number[]);
}

interface CodePoint {
  readonly value: number;
  readonly length: number;
}

const BROKEN: CodePoint = { value: 0xfffd, length: 1 };

function decodePoint(bytes: Uint8Array, at: number, end: number): CodePoint {
  const first = bytes[at] ?? 0;
  if (first < 0x80) {
    return { value: first, length: 1 };
  }
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > end) {
    return BROKEN;
  }
  let value = first & (0x7f >> length);
  for (let index = 1; index < length; index++) {
    const next = bytes[at + index] ?? 0;
    if ((next & 0xc0) !== 0x80) {
      return BROKEN;
    }
    value = (value << 6) | (next & 0x3f);
  }
  const smallest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  const isSurrogate = value >= 0xd800 && value <= 0xdfff;
  return value < smallest || value > 0x10ffff || isSurrogate ? BROKEN : { value, length };
}

const REPLACEMENT = 0xfffd;

/** The text as UTF-8; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? REPLACEMENT;
    const code = point >= 0xd800 && point <= 0xdfff ? REPLACEMENT : point;
    if (code < 0x80) {
      bytes.push(code);
    } else if (code < 0x800) {
      bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    } else if (code < 0x1_0000) {
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    } else {
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 0x3f),
        0x80 | ((code >> 6) & 0x3f),
        0x80 | (code & 0x3f),
      );
    }
  }
  return Uint8Array.from(bytes);
}
