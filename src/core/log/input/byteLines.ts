/**
 * Cuts a stream of bytes into lines at \n, \r\n and \r, wherever the chunks end. Lines come as UTF-8 with their place in the
 * stream; memory stays bounded for endless lines.
 */

import type { TextEncoding } from './encoding';
import { encodeUtf8 } from './utf8Text';

/** Bytes of a line that are kept; longer lines are cut and say so. More than three times an object name (32,767). */
export const MAXIMUM_LINE_BYTES = 131_072;

const LINE_FEED = 10;
const RETURN = 13;
const FIRST_PENDING = 4096;

/** A line on its way: valid only during the call that hands it over. */
export interface ByteLine {
  /** UTF-8. */
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Behind the last byte, the line end excluded. */
  readonly end: number;
  /** Where the line starts in the stream, bytes. */
  readonly offset: number;
  /** Where its text ends in the stream, the line end excluded. */
  readonly offsetEnd: number;
  /** The line is longer than {@link MAXIMUM_LINE_BYTES}: only its beginning is here. */
  readonly isCut: boolean;
}

/** Takes one line after another. */
export type ByteLineSink = (line: ByteLine) => void;

/** Chunks in, lines out. Call {@link end} once after the last chunk. */
export class ByteLineSplitter {
  private readonly step: 1 | 2;
  private readonly line = {
    bytes: new Uint8Array() as Uint8Array,
    start: 0,
    end: 0,
    offset: 0,
    offsetEnd: 0,
    isCut: false,
  };
  /** Beginning of a line that goes on in the next chunk, as stored in the stream. */
  private pending = new Uint8Array(FIRST_PENDING);
  private pendingLength = 0;
  private pendingIsCut = false;
  private hasPending = false;
  private sawReturn = false;
  private lineOffset: number;
  /** Where the next chunk starts in the stream. */
  private position: number;
  private encoded = new Uint8Array(FIRST_PENDING);

  /** `offset` is where the first chunk starts in the stream. */
  constructor(
    private readonly encoding: TextEncoding,
    offset: number,
    private readonly sink: ByteLineSink,
  ) {
    this.step = encoding === 'utf-8' ? 1 : 2;
    this.lineOffset = offset;
    this.position = offset;
  }

  /** Takes the next chunk; of UTF-16 an even number of bytes, except at the end of the stream. */
  push(chunk: Uint8Array): void {
    const { step, position } = this;
    const length = chunk.length - (chunk.length % step);
    let start = 0;
    if (this.sawReturn && length > 0) {
      this.sawReturn = false;
      start = this.unit(chunk, 0) === LINE_FEED ? step : 0;
      this.lineOffset = position + start;
    }
    let nextReturn = this.find(chunk, RETURN, start, length);
    let nextFeed = this.find(chunk, LINE_FEED, start, length);
    while (nextReturn < length || nextFeed < length) {
      const at = Math.min(nextReturn, nextFeed);
      this.finish(chunk, start, at);
      start = at + step;
      if (at === nextReturn && start === length) {
        this.sawReturn = true;
      } else if (at === nextReturn && nextFeed === start) {
        start += step;
      }
      this.lineOffset = position + start;
      nextReturn = nextReturn < start ? this.find(chunk, RETURN, start, length) : nextReturn;
      nextFeed = nextFeed < start ? this.find(chunk, LINE_FEED, start, length) : nextFeed;
    }
    if (start < length) {
      this.keep(chunk, start, length);
    }
    this.position += length;
  }

  /** True where no line is under way. */
  get isAtLineStart(): boolean {
    return !this.hasPending && !this.sawReturn;
  }

  /** Passes over whole lines that somebody else has read; only at the start of a line. */
  skip(length: number): void {
    this.position += length;
    this.lineOffset = this.position;
  }

  /** Delivers the last line, if it did not end with a line end. */
  end(): void {
    if (this.hasPending) {
      this.finish(this.pending, 0, 0);
    }
  }

  private unit(chunk: Uint8Array, at: number): number {
    switch (this.encoding) {
      case 'utf-8':
        return chunk[at] ?? 0;
      case 'utf-16le':
        return (chunk[at] ?? 0) | ((chunk[at + 1] ?? 0) << 8);
      case 'utf-16be':
        return ((chunk[at] ?? 0) << 8) | (chunk[at + 1] ?? 0);
    }
  }

  /** Where a unit stands next; `length` when it does not. */
  private find(chunk: Uint8Array, wanted: number, from: number, length: number): number {
    if (this.step === 1) {
      const found = chunk.indexOf(wanted, from);
      return found === -1 ? length : found;
    }
    for (let at = from; at < length; at += 2) {
      if (this.unit(chunk, at) === wanted) {
        return at;
      }
    }
    return length;
  }

  /** Keeps a piece of the line under way. */
  private keep(chunk: Uint8Array, start: number, end: number): void {
    const limit = MAXIMUM_LINE_BYTES * this.step;
    const taken = Math.min(end - start, limit - this.pendingLength);
    const needed = this.pendingLength + taken;
    if (needed > this.pending.length) {
      const larger = new Uint8Array(Math.max(needed, this.pending.length * 2));
      larger.set(this.pending.subarray(0, this.pendingLength));
      this.pending = larger;
    }
    this.pending.set(chunk.subarray(start, start + taken), this.pendingLength);
    this.pendingLength = needed;
    this.pendingIsCut ||= taken < end - start;
    this.hasPending = true;
  }

  /** Hands over the line that ends at `end` of the chunk. */
  private finish(chunk: Uint8Array, start: number, end: number): void {
    const { line } = this;
    let bytes = chunk;
    let from = start;
    let to = end;
    if (this.hasPending) {
      this.keep(chunk, start, end);
      bytes = this.pending;
      from = 0;
      to = this.pendingLength;
    }
    const limit = MAXIMUM_LINE_BYTES * this.step;
    line.isCut = this.pendingIsCut || to - from > limit;
    to = Math.min(to, from + limit);
    line.offset = this.lineOffset;
    line.offsetEnd = this.lineOffset + (to - from);
    if (this.step === 2) {
      this.encode(bytes, from, (to - from) >>> 1);
    } else {
      line.bytes = bytes;
      line.start = from;
      line.end = to;
    }
    this.pendingLength = 0;
    this.pendingIsCut = false;
    this.hasPending = false;
    this.sink(line);
  }

  private encode(bytes: Uint8Array, from: number, count: number): void {
    if (this.encoded.length < count * 3) {
      this.encoded = new Uint8Array(count * 3);
    }
    this.line.bytes = this.encoded;
    this.line.start = 0;
    this.line.end = encodeUtf8(count, (index) => this.unit(bytes, from + index * 2), this.encoded);
  }
}
