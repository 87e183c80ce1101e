/** Gathers the names of a handle table, keeping each distinct text once. */

import { DistinctIndex, hashUnits } from '../util/distinctIndex';
import type { Utf16Units } from '../util/utf16';
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
/** Places of texts that there is room for at first. */
const FIRST_STARTS = 65;
/** Largest unit that fits in a byte. */
const BYTE = 0xff;
/** Units of all names together, unless the caller knows a smaller limit. */
const DEFAULT_BUDGET = 2 ** 28;

/** Where texts stand in bytes, the ends excluded, and the numbers they got. */
export interface TextSpans {
  readonly count: number;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly ids: Uint32Array;
}

/** Builds a {@link NameColumn}. Add each text, write the number it gets to {@link id}, then finish. */
export class NameColumnBuilder {
  /** Number of the name of each row, to be filled by the caller. */
  readonly id: Uint32Array;
  /** True once a text was left out because the budget was used up. */
  isExhausted = false;
  private readonly index = new DistinctIndex();
  private readonly chunks: { readonly units: Utf16Units; readonly starts: Uint32Array }[] = [];
  /** Units of the chunk being filled: in a byte each until a text needs more. */
  private units: Utf16Units = new Uint8Array(FIRST_ROOM);
  private used = 0;
  /** Where each text of the chunk starts, and where the next one will. */
  private starts = new Uint32Array(FIRST_STARTS);
  /** Texts in the chunk being filled. */
  private texts = 0;
  /** Where the units of a text are put that does not lie in bytes as ASCII. */
  private staged = new Uint16Array(FIRST_ROOM);
  /** The text that is looked for: {@link length} units from {@link from} on. */
  private asked: Utf16Units = this.staged;
  private from = 0;
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
    const staged = this.stage(text.length);
    for (let at = 0; at < text.length; at++) {
      staged[at] = text.charCodeAt(at);
    }
    return this.add(hashUnits(staged, 0, text.length), staged, 0, text.length);
  }

  /** The number of a text that stands in bytes as ASCII, the end excluded; 0 for an empty one and one beyond the budget. */
  addAscii(bytes: Uint8Array, start: number, end: number): number {
    return end > start ? this.add(hashUnits(bytes, start, end), bytes, start, end) : NO_NAME_ID;
  }

  /** Numbers many texts as {@link addAscii} does. None may be empty. */
  addAllAscii(bytes: Uint8Array, { count, starts, ends, ids }: TextSpans): void {
    for (let text = 0; text < count; text++) {
      ids[text] = hashUnits(bytes, starts[text] ?? 0, ends[text] ?? 0);
    }
    this.index.fetch(ids, count);
    for (let text = 0; text < count; text++) {
      ids[text] = this.add(ids[text] ?? 0, bytes, starts[text] ?? 0, ends[text] ?? 0);
    }
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
    const staged = this.stage(length);
    for (let unit = 0, at = offset; unit < length; unit++, at += 2) {
      staged[unit] = view.getUint16(at, true);
    }
    const hash = hashUnits(staged, 0, length);
    return this.find(hash, staged, 0, length) || this.keep(hash);
  }

  /** The column; the builder is used up. */
  finish(): NameColumn {
    if (this.texts > 0) {
      this.closeChunk();
    }
    return new NameColumn(
      this.id,
      this.chunks.map(
        ({ units, starts }, index) => new NameChunk(index * NAMES_PER_CHUNK + 1, units, starts),
      ),
    );
  }

  private add(hash: number, units: Utf16Units, start: number, end: number): number {
    const known = this.find(hash, units, start, end);
    if (known !== 0) {
      return known;
    }
    return this.spend(end - start) ? this.keep(hash) : NO_NAME_ID;
  }

  private find(hash: number, units: Utf16Units, start: number, end: number): number {
    this.asked = units;
    this.from = start;
    this.length = end - start;
    return this.index.find(hash, this.equalsAsked);
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

  private stage(length: number): Uint16Array {
    if (length > this.staged.length) {
      this.staged = new Uint16Array(Math.max(length, this.staged.length * 2));
    }
    return this.staged;
  }

  /** Keeps the text that was asked for, which is new. */
  private keep(hash: number): number {
    const { asked, from, length, used } = this;
    const units = this.room(used + length + 1);
    let all = 0;
    for (let at = 0; at < length; at++) {
      const unit = asked[from + at] ?? 0;
      units[used + at] = unit;
      all |= unit;
    }
    if (all > BYTE && units instanceof Uint8Array) {
      this.units = Uint16Array.from(units);
      return this.keep(hash);
    }
    units[used + length] = SEPARATOR_UNIT;
    this.used = used + length + 1;
    if (++this.texts === this.starts.length) {
      const larger = new Uint32Array((this.texts - 1) * 2 + 1);
      larger.set(this.starts);
      this.starts = larger;
    }
    this.starts[this.texts] = this.used;
    if (this.texts === NAMES_PER_CHUNK) {
      this.closeChunk();
    }
    return this.index.add(hash);
  }

  /** The units of the chunk being filled, so many at least. */
  private room(needed: number): Utf16Units {
    const { units } = this;
    if (needed <= units.length) {
      return units;
    }
    const length = Math.max(needed, units.length * 2);
    const grown = units instanceof Uint8Array ? new Uint8Array(length) : new Uint16Array(length);
    grown.set(units);
    this.units = grown;
    return grown;
  }

  private readonly equalsAsked = (id: number): boolean => {
    const chunk = this.chunks[(id - 1) >>> NAME_CHUNK_SHIFT];
    const index = (id - 1) & (NAMES_PER_CHUNK - 1);
    const { asked, from, length } = this;
    const known = chunk?.units ?? this.units;
    const starts = chunk?.starts ?? this.starts;
    const start = starts[index] ?? 0;
    if ((starts[index + 1] ?? 0) - 1 - start !== length) {
      return false;
    }
    for (let at = 0; at < length; at++) {
      if (known[start + at] !== asked[from + at]) {
        return false;
      }
    }
    return true;
  };

  private closeChunk(): void {
    const { units, used } = this;
    this.chunks.push({ units: units.slice(0, used), starts: this.starts.slice(0, this.texts + 1) });
    if (!(units instanceof Uint8Array)) {
      this.units = new Uint8Array(units.length);
    }
    this.used = 0;
    this.texts = 0;
  }
}
