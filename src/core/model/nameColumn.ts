/** Names of all objects of a handle table: each distinct text once, in large pieces instead of a string per row. */

import { foldAscii, foldUnits, withCapitals } from '../util/foldCase';
import { textOfUnits, type Utf16Units } from '../util/utf16';

/** Number of "no name". */
export const NO_NAME_ID = 0;
/** Binary logarithm of the texts in one chunk. */
export const NAME_CHUNK_SHIFT = 10;
/** Texts in one chunk, the last one excepted. */
export const NAMES_PER_CHUNK = 2 ** NAME_CHUNK_SHIFT;
/** Stands between the texts of a chunk. */
export const NAME_SEPARATOR = '\n';

/**
 * Some ten kilobytes of names, one after another, as UTF-16 units. No strings: few names are ever shown from here, and the
 * engine sets aside several times as much memory for strings that live on.
 */
export class NameChunk {
  private foldedUnits: Utf16Units | null = null;
  /** A bit for each unit that is a capital letter in the text; null while the text is kept as it is. */
  private capitals: Uint8Array | null = null;

  constructor(
    /** Number of the first text. */
    readonly firstId: number,
    /** The texts, each followed by {@link NAME_SEPARATOR}. The chunk's own from now on. */
    private readonly units: Utf16Units,
    /** Where each text starts in {@link units}, and as last element where the next one would. */
    private readonly starts: Uint32Array,
  ) {}

  /** How many texts there are. */
  get count(): number {
    return this.starts.length - 1;
  }

  /** Units of all texts and separators. */
  get length(): number {
    return this.units.length;
  }

  /** False until {@link NameChunk.folded} was asked for: the first time it has to look at every unit. */
  get isFolded(): boolean {
    return this.foldedUnits !== null;
  }

  /** All texts without differences of letter case, each at its place. */
  get folded(): Utf16Units {
    if (this.foldedUnits === null) {
      this.capitals = foldAscii(this.units);
      this.foldedUnits = this.capitals === null ? foldUnits(this.units) : this.units;
    }
    return this.foldedUnits;
  }

  /** The units from one position up to another as text. */
  text(from: number, to: number): string {
    const { capitals, units } = this;
    return textOfUnits(
      capitals === null ? units.subarray(from, to) : withCapitals(units, capitals, { from, to }),
    );
  }

  /** The same without differences of letter case. */
  foldedText(from: number, to: number): string {
    return textOfUnits(this.folded.subarray(from, to));
  }

  /** Where the text at `index` (0 to `count - 1`) starts. */
  start(index: number): number {
    return this.starts[index] ?? 0;
  }

  /** Where the text at `index` ends, its separator excluded. */
  end(index: number): number {
    return (this.starts[index + 1] ?? 1) - 1;
  }
}

/** Names by row. Texts have numbers from 1 to {@link distinct}; 0 stands for an object without a name. */
export class NameColumn {
  /** How many different texts there are (a few may be kept twice in damaged files). */
  readonly distinct: number;

  constructor(
    /** Number of the name of each row. */
    readonly id: Uint32Array,
    readonly chunks: readonly NameChunk[],
  ) {
    this.distinct = chunks.reduce((sum, chunk) => sum + chunk.count, 0);
  }

  /** The chunk that holds a text; undefined for 0 and numbers that do not exist. */
  chunkOf(id: number): NameChunk | undefined {
    return id === NO_NAME_ID ? undefined : this.chunks[(id - 1) >>> NAME_CHUNK_SHIFT];
  }

  /** The text with a number; null for 0 and for numbers that do not exist. */
  text(id: number): string | null {
    const chunk = this.chunkOf(id);
    const index = id - (chunk?.firstId ?? 0);
    return chunk === undefined || index >= chunk.count
      ? null
      : chunk.text(chunk.start(index), chunk.end(index));
  }

  /** The text with a number, letter case folded; empty for 0. */
  folded(id: number): string {
    const chunk = this.chunkOf(id);
    const index = id - (chunk?.firstId ?? 0);
    return chunk === undefined || index >= chunk.count
      ? ''
      : chunk.foldedText(chunk.start(index), chunk.end(index));
  }

  /** The name of a row, null when its object has none. */
  name(row: number): string | null {
    return this.text(this.id[row] ?? NO_NAME_ID);
  }
}
