/**
 * Walks the bytes of a log: what a taker recognises is read where it lies, every other line goes to the splitter and so to the
 * grammar of text.
 */

import type { ByteLineSplitter } from '../input/byteLines';

const LINE_FEED = 10;
/** What has no end after so many bytes is left to the grammar of text. */
const LONGEST_TAIL = 131_072;

/** The end of what starts at a place is not there yet. */
export const NEEDS_MORE = -1;

/** Reads what it knows out of bytes. */
export interface ByteTaker {
  /**
   * Reads what starts at `at`, the beginning of a line; `offset` says where the first of the bytes stands in the text.
   * Returns where the line behind it starts, {@link NEEDS_MORE}, or `at` when the line is none of its own.
   */
  take(bytes: Uint8Array, at: number, offset: number): number;
}

/** Chunks of UTF-8 in; whole records to the taker, all other lines to the splitter. Call {@link end} once after the last chunk. */
export class ByteWalker {
  /** The beginning of what goes on in the next chunk. */
  private tail: Uint8Array = new Uint8Array();
  /** Where it meets that chunk; used again and again. */
  private joined = new Uint8Array();

  /** `offset` is where the first chunk starts in the text. */
  constructor(
    private readonly splitter: ByteLineSplitter,
    private readonly taker: ByteTaker,
    private offset: number,
  ) {}

  /** Takes the next chunk; it may be overwritten afterwards. */
  push(chunk: Uint8Array): void {
    const { tail } = this;
    if (tail.length === 0) {
      this.walk(chunk, false);
      return;
    }
    const length = tail.length + chunk.length;
    if (this.joined.length < length) {
      this.joined = new Uint8Array(length);
    }
    const { joined } = this;
    joined.set(tail);
    joined.set(chunk, tail.length);
    this.tail = new Uint8Array();
    this.walk(joined.subarray(0, length), false);
  }

  /** Reads what is left. */
  end(): void {
    const { tail } = this;
    this.tail = new Uint8Array();
    this.walk(tail, true);
    this.splitter.end();
  }

  private walk(bytes: Uint8Array, isLast: boolean): void {
    const { length } = bytes;
    const { splitter, taker, offset } = this;
    let at = 0;
    while (at < length) {
      if (splitter.isAtLineStart) {
        const next = taker.take(bytes, at, offset);
        if (next > at) {
          splitter.skip(next - at);
          at = next;
          continue;
        }
        if (next === NEEDS_MORE && !isLast && length - at <= LONGEST_TAIL) {
          this.tail = bytes.slice(at);
          this.offset += at;
          return;
        }
      }
      const feed = bytes.indexOf(LINE_FEED, at);
      const stop = feed === -1 ? length : feed + 1;
      splitter.push(bytes.subarray(at, stop));
      at = stop;
    }
    this.offset += length;
  }
}
