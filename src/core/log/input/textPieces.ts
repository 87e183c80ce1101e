/** Streams a text in pieces that end with lines where they can: for readers of formats whose lines may be endless. */

import { throwIfCancelled } from '../../util/cancellation';
import type { ByteSource } from '../../util/byteSource';
import type { EncodingMark, TextEncoding } from './encoding';
import type { ReadTextOptions } from './readUtf8';
import { decodeUtf8 } from './utf8Text';

/** Bytes read at a time; even, so that no UTF-16 unit is torn. Also the longest piece. */
const CHUNK = 256 * 1024;
const LINE_FEED = 10;
const UNITS = 8192;

/** A piece of a text. */
export interface TextPiece {
  readonly text: string;
  /** Line the piece stands on, from 0; lines end with \n here. */
  readonly line: number;
  /** Where it starts in the source, bytes. */
  readonly offset: number;
  /** How its characters are stored. */
  readonly storage: TextEncoding | 'latin-1';
}

/** Shows all pieces in order; one ends at every line end. Returns the number of lines. */
export async function readTextPieces(
  source: ByteSource,
  { encoding, markLength }: EncodingMark,
  options: ReadTextOptions,
  sink: (piece: TextPiece) => void,
): Promise<number> {
  let at = markLength;
  let line = 0;
  let endsLine = true;
  while (at < source.size) {
    throwIfCancelled(options.token);
    const chunk = await source.read(at, CHUNK);
    const isLast = chunk.length === 0 || at + chunk.length >= source.size;
    const length = wholeCharacters(chunk, encoding, isLast);
    if (length === 0) {
      break;
    }
    for (let start = 0; start < length;) {
      const feed = lineEnd(chunk, encoding, start, length);
      const end = feed ?? length;
      const piece = decode(chunk, encoding, start, end);
      sink({ ...piece, line, offset: at + start });
      endsLine = feed !== null;
      line += endsLine ? 1 : 0;
      start = end;
    }
    at += length;
    options.progress?.(at / source.size);
  }
  return line + (endsLine ? 0 : 1);
}

/** Behind the next line feed; null when there is none. */
function lineEnd(
  chunk: Uint8Array,
  encoding: TextEncoding,
  start: number,
  end: number,
): number | null {
  if (encoding === 'utf-8') {
    const found = chunk.indexOf(LINE_FEED, start);
    return found === -1 || found >= end ? null : found + 1;
  }
  for (let at = start; at < end; at += 2) {
    if (unitAt(chunk, encoding, at) === LINE_FEED) {
      return at + 2;
    }
  }
  return null;
}

/** Bytes up to the last character that is complete in the chunk. */
function wholeCharacters(chunk: Uint8Array, encoding: TextEncoding, isLast: boolean): number {
  const { length } = chunk;
  if (encoding === 'utf-8') {
    if (isLast) {
      return length;
    }
    let lead = length - 1;
    while (lead > length - 4 && lead > 0 && ((chunk[lead] ?? 0) & 0xc0) === 0x80) {
      lead--;
    }
    return (chunk[lead] ?? 0) >= 0xc0 ? lead : length;
  }
  const even = length - (length % 2);
  const last = even < 2 ? 0 : unitAt(chunk, encoding, even - 2);
  return !isLast && last >= 0xd800 && last <= 0xdbff ? even - 2 : even;
}

function decode(
  chunk: Uint8Array,
  encoding: TextEncoding,
  start: number,
  end: number,
): Pick<TextPiece, 'text' | 'storage'> {
  if (encoding === 'utf-8') {
    const { text, isUtf8 } = decodeUtf8(chunk, start, end);
    return { text, storage: isUtf8 ? 'utf-8' : 'latin-1' };
  }
  let text = '';
  for (let from = start; from < end; from += UNITS * 2) {
    const count = Math.min(UNITS, (end - from) >>> 1);
    const units = Array.from({ length: count }, (_, index) =>
      unitAt(chunk, encoding, from + index * 2),
    );
    text += String.fromCharCode(...units);
  }
  return { text, storage: encoding };
}

function unitAt(chunk: Uint8Array, encoding: TextEncoding, at: number): number {
  const first = chunk[at] ?? 0;
  const second = chunk[at + 1] ?? 0;
  return encoding === 'utf-16be' ? (first << 8) | second : first | (second << 8);
}
