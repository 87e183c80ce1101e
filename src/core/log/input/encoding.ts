/** How the characters of a log are stored: UTF-8 unless a byte order mark or the first bytes say otherwise. */

import { unmarkedUtf16 } from '../../util/unmarkedUtf16';

/** Encodings that are read. Bytes that are no UTF-8 are taken for Latin-1, line by line, and that is said. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** An encoding and the bytes of its mark. */
export interface EncodingMark {
  readonly encoding: TextEncoding;
  /** Bytes of the byte order mark, 0 without one. */
  readonly markLength: number;
}

/** The encoding that the first bytes of a text tell; UTF-8 when they tell nothing. */
export function detectEncoding(head: Uint8Array): EncodingMark {
  const [first, second, third] = head;
  if (first === 0xff && second === 0xfe) {
    return { encoding: 'utf-16le', markLength: 2 };
  }
  if (first === 0xfe && second === 0xff) {
    return { encoding: 'utf-16be', markLength: 2 };
  }
  const unmarked = unmarkedUtf16(head);
  if (unmarked !== null) {
    return { encoding: unmarked, markLength: 0 };
  }
  const hasMark = first === 0xef && second === 0xbb && third === 0xbf;
  return { encoding: 'utf-8', markLength: hasMark ? 3 : 0 };
}

/** The encoding in words, as people know it. */
export function describeEncoding({ encoding, markLength }: EncodingMark): string {
  const name = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE' }[encoding];
  return markLength > 0 ? `${name} with byte order mark` : name;
}
