/** Looks for a text in UTF-16 units that are held as numbers (R. N. Horspool, "Practical fast searching in strings", 1980). */

import type { Utf16Units } from '../../util/utf16';

/** Units told apart when skipping: those with the same low byte share an entry. */
const CLASSES = 256;
const CLASS_MASK = CLASSES - 1;
const BYTE = 0xff;

/** A search for one text, which is not empty. */
export class UnitSearch {
  /** Units looked at so far, for whoever has to rest now and then: a crafted text may cost its length for each unit. */
  looked = 0;
  private readonly wanted: Uint16Array;
  /** How far the search may move on when the last place holds a unit of a class. */
  private readonly skips: Uint32Array;
  private readonly isWide: boolean;

  constructor(text: string) {
    const { length } = text;
    this.wanted = Uint16Array.from({ length }, (_, at) => text.charCodeAt(at));
    this.isWide = this.wanted.some((unit) => unit > BYTE);
    this.skips = new Uint32Array(CLASSES).fill(length);
    for (let at = 0; at < length - 1; at++) {
      this.skips[(this.wanted[at] ?? 0) & CLASS_MASK] = length - 1 - at;
    }
  }

  /** Where the text is found first between two positions; -1 when it is not. */
  find(units: Utf16Units, from: number, to = units.length): number {
    if (this.isWide && units.BYTES_PER_ELEMENT === 1) {
      return -1;
    }
    const { wanted, skips } = this;
    const last = wanted.length - 1;
    const lastUnit = wanted[last] ?? 0;
    let looked = 0;
    let found = -1;
    for (let at = from; at + last < to;) {
      const unit = units[at + last] ?? 0;
      looked++;
      if (unit === lastUnit) {
        let same = 0;
        while (same < last && units[at + same] === wanted[same]) {
          same++;
        }
        looked += same;
        if (same === last) {
          found = at;
          break;
        }
      }
      at += skips[unit & CLASS_MASK] ?? 1;
    }
    this.looked += looked;
    return found;
  }
}
