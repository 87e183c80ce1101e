/** Names of all objects of a handle table: each distinct text once, in large pieces instead of a string per row. */

import { foldCase } from '../util/foldCase';

/** Number of "no name". */
export const NO_NAME_ID = 0;
/** Binary logarithm of the texts in one chunk. */
export const NAME_CHUNK_SHIFT = 10;
/** Texts in one chunk, the last one excepted. */
export const NAMES_PER_CHUNK = 2 ** NAME_CHUNK_SHIFT;
/** Stands between the texts of a chunk. */
export const NAME_SEPARATOR = '\n';

/** Some hundred kilobytes of names, one after another. */
export class NameChunk {
  private foldedText: string | null = null;

  constructor(
    /** Number of the first text. */
    readonly firstId: number,
    /** The texts, each followed by {@link NAME_SEPARATOR}. */
    readonly text: string,
    /** Where each text starts in {@link text}, and as last element where the next one would. */
    readonly starts: Uint32Array,
  ) {}

  /** How many texts there are. */
  get count(): number {
    return this.starts.length - 1;
  }

  /** {@link text} without differences of letter case, with the same positions. */
  get folded(): string {
    this.foldedText ??= foldCase(this.text);
    return this.foldedText;
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
      : chunk.text.slice(chunk.start(index), chunk.end(index));
  }

  /** The text with a number, letter case folded; empty for 0. */
  folded(id: number): string {
    const chunk = this.chunkOf(id);
    const index = id - (chunk?.firstId ?? 0);
    return chunk === undefined || index >= chunk.count
      ? ''
      : chunk.folded.slice(chunk.start(index), chunk.end(index));
  }

  /** The name of a row, null when its object has none. */
  name(row: number): string | null {
    return this.text(this.id[row] ?? NO_NAME_ID);
  }
}
