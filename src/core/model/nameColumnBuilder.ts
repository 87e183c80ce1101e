/** Gathers the names of a handle table, keeping each distinct text once. */

import { DistinctIndex, mixHash } from '../util/distinctIndex';
import { packUnits, type Utf16Units } from '../util/utf16';
import {
  NAME_CHUNK_SHIFT,
  NAME_SEPARATOR,
  NAMES_PER_CHUNK,
  NO_NAME_ID,
  NameChunk,
  NameColumn,
} from './nameColumn';

const SEPARATOR_UNIT = NAME_SEPARATOR.charCodeAt(0);
/** Units there is room for at first. */
const FIRST_ROOM = 4096;
/** Units of all names together, unless the caller knows a smaller limit. */
const DEFAULT_BUDGET = 2 ** 28;
const HASH_SEED = 0x811c_9dc5;
const HASH_PRIME = 0x0100_0193;

/** Builds a {@link NameColumn}. Add each text, write the number it gets to {@link id}, then finish. */
export class NameColumnBuilder {
  /** Number of the name of each row, to be filled by the caller. */
  readonly id: Uint32Array;
  /** True once a text was left out because the budget was used up. */
  isExhausted = false;
  private readonly index = new DistinctIndex();
  private readonly chunks: { readonly units: Utf16Units; readonly starts: Uint32Array }[] = [];
  /** Units of the chunk being filled, the text being added at the end. */
  private units = new Uint16Array(FIRST_ROOM);
  private used = 0;
  private starts: number[] = [0];
  private length = 0;

  /**
   * `budget` limits the UTF-16 units that are kept, and those that are read from bytes; what is beyond it gets no number.
   */
  constructor(
    rows: number,
    private budget = DEFAULT_BUDGET,
  ) {
    this.id = new Uint32Array(rows);
  }

  /** The number of a text; 0 for null, an empty text and one beyond the budget. */
  addText(text: string | null): number {
    if (text === null || text.length === 0) {
      return NO_NAME_ID;
    }
    this.reserve(text.length);
    const { units, used } = this;
    let hash = HASH_SEED;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      units[used + at] = unit;
      hash = Math.imul(hash ^ unit, HASH_PRIME);
    }
    return this.added(mixHash(hash), text.length);
  }

  /** The number of a text that stands in bytes as ASCII, the end excluded; 0 for an empty one and one beyond the budget. */
  addAscii(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (length <= 0) {
      return NO_NAME_ID;
    }
    this.reserve(length);
    const { units, used } = this;
    let hash = HASH_SEED;
    for (let at = 0; at < length; at++) {
      const unit = bytes[start + at] ?? 0;
      units[used + at] = unit;
      hash = Math.imul(hash ^ unit, HASH_PRIME);
    }
    return this.added(mixHash(hash), length);
  }

  /** The number of the text that stands behind the used units. */
  private added(mixed: number, length: number): number {
    const known = this.index.find(mixed, this.equalsAdded);
    if (known !== 0) {
      return known;
    }
    return this.spend(length) ? this.keep(mixed) : NO_NAME_ID;
  }

  /**
   * The number of `byteLength` bytes of UTF-16LE at `offset`, an odd last byte left out; the caller checks the bounds and
   * asks once for each place: texts that overlap each other would otherwise multiply the work.
   */
  addUtf16(view: DataView, offset: number, byteLength: number): number {
    const length = byteLength >>> 1;
    if (length === 0 || !this.spend(length)) {
      return NO_NAME_ID;
    }
    this.reserve(length);
    const { units, used } = this;
    let hash = HASH_SEED;
    for (let unit = 0, at = offset; unit < length; unit++, at += 2) {
      const value = view.getUint16(at, true);
      units[used + unit] = value;
      hash = Math.imul(hash ^ value, HASH_PRIME);
    }
    const mixed = mixHash(hash);
    return this.index.find(mixed, this.equalsAdded) || this.keep(mixed);
  }

  /** The column; the builder is used up. */
  finish(): NameColumn {
    if (this.starts.length > 1) {
      this.closeChunk();
    }
    return new NameColumn(
      this.id,
      this.chunks.map(
        ({ units, starts }, index) => new NameChunk(index * NAMES_PER_CHUNK + 1, units, starts),
      ),
    );
  }

  /** Takes units from the budget; false when it has not so many left. */
  private spend(units: number): boolean {
    if (units > this.budget) {
      this.isExhausted = true;
      return false;
    }
    this.budget -= units;
    return true;
  }

  /** Makes room for a text. */
  private reserve(length: number): void {
    const needed = this.used + length + 1;
    if (needed > this.units.length) {
      const grown = new Uint16Array(Math.max(needed, this.units.length * 2));
      grown.set(this.units.subarray(0, this.used));
      this.units = grown;
    }
    this.length = length;
  }

  /** Keeps the text at the end of the units, which is new. */
  private keep(hash: number): number {
    this.used += this.length;
    this.units[this.used++] = SEPARATOR_UNIT;
    this.starts.push(this.used);
    const id = this.index.add(hash);
    if (this.starts.length > NAMES_PER_CHUNK) {
      this.closeChunk();
    }
    return id;
  }

  private readonly equalsAdded = (id: number): boolean => {
    const chunk = this.chunks[(id - 1) >>> NAME_CHUNK_SHIFT];
    const index = (id - 1) & (NAMES_PER_CHUNK - 1);
    const { units, used, length } = this;
    const known = chunk?.units ?? units;
    const starts = chunk?.starts ?? this.starts;
    const start = starts[index] ?? 0;
    if ((starts[index + 1] ?? 0) - 1 - start !== length) {
      return false;
    }
    for (let at = 0; at < length; at++) {
      if (known[start + at] !== units[used + at]) {
        return false;
      }
    }
    return true;
  };

  private closeChunk(): void {
    this.chunks.push({
      units: packUnits(this.units.subarray(0, this.used)),
      starts: Uint32Array.from(this.starts),
    });
    this.used = 0;
    this.starts = [0];
  }
}
