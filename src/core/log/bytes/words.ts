/** Texts of cells that come again and again: types, processes, attributes. */

import { decodeUtf8 } from '../input/utf8Text';
import { ByteInterner } from './byteInterner';

/** Different texts that are remembered. */
const MOST_WORDS = 20_000;
/** Those that are recognised at once, by length and outer bytes; a power of two. */
const FAMILIAR = 64;

/** A text, and what was made of it. */
interface Word<T> {
  readonly text: Uint8Array;
  readonly made: T;
}

/** What is made of texts, blanks around them left out: once of each. */
export class Words<T> {
  private readonly known = new ByteInterner(MOST_WORDS);
  private readonly made: T[] = [];
  private readonly familiar: (Word<T> | null)[] = new Array<null>(FAMILIAR).fill(null);

  constructor(private readonly make: (text: string) => T) {}

  /** What is made of the text from `start` to `end`. */
  at(bytes: Uint8Array, start: number, end: number): T {
    const outer = (bytes[start] ?? 0) * 5 + (bytes[end - 1] ?? 0) * 3;
    const slot = (outer + end - start) & (FAMILIAR - 1);
    const word = this.familiar[slot] ?? null;
    if (word !== null && isSame(word.text, bytes, start, end)) {
      return word.made;
    }
    const made = this.find(bytes, start, end);
    if (word === null) {
      this.familiar[slot] = { text: bytes.slice(start, end), made };
    }
    return made;
  }

  private find(bytes: Uint8Array, start: number, end: number): T {
    let id = this.known.find(bytes, start, end);
    const isNew = id === 0;
    if (isNew) {
      id = this.known.add();
    }
    if (id === 0 || isNew) {
      const made = this.make(decodeUtf8(bytes, start, end).text.trim());
      if (id !== 0) {
        this.made[id] = made;
      }
      return made;
    }
    return this.made[id] as T;
  }
}

function isSame(text: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  const { length } = text;
  if (length !== end - start) {
    return false;
  }
  for (let at = 0; at < length; at++) {
    if (text[at] !== bytes[start + at]) {
      return false;
    }
  }
  return true;
}
