/**
 * Cuts a stream of UTF-8 into lines at \n, \r\n and \r, wherever the chunks end. Lines come with their place in the
 * stream; memory stays bounded for endless lines.
 */

/** Bytes of a line that are kept; longer lines are cut and say so. More than three times an object name (32,767). */
export const MAXIMUM_LINE_BYTES = 131_072;

const LINE_FEED = 10;
const RETURN = 13;
const FIRST_PENDING = 4096;

/** A line on its way: valid only during the call that hands it over. */
export interface ByteLine {
  /** Holds the line, and more. */
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
  private readonly line = {
    bytes: new Uint8Array() as Uint8Array,
    start: 0,
    end: 0,
    offset: 0,
    offsetEnd: 0,
    isCut: false,
  };
  /** Beginning of a line that goes on in the next chunk. */
  private pending = new Uint8Array(FIRST_PENDING);
  private pendingLength = 0;
  private pendingIsCut = false;
  private hasPending = false;
  private sawReturn = false;
  private lineOffset: number;
  /** Where the next chunk starts in the stream. */
  private position: number;

  /** `offset` is where the first chunk starts in the stream. */
  constructor(
    offset: number,
    private readonly sink: ByteLineSink,
  ) {
    this.lineOffset = offset;
    this.position = offset;
  }

  /** Takes the next chunk; it may be overwritten afterwards. */
  push(chunk: Uint8Array): void {
    const { position } = this;
    const { length } = chunk;
    let start = 0;
    if (this.sawReturn && length > 0) {
      this.sawReturn = false;
      start = chunk[0] === LINE_FEED ? 1 : 0;
      this.lineOffset = position + start;
    }
    let nextReturn = find(chunk, RETURN, start);
    let nextFeed = find(chunk, LINE_FEED, start);
    while (nextReturn < length || nextFeed < length) {
      const at = Math.min(nextReturn, nextFeed);
      this.finish(chunk, start, at);
      start = at + 1;
      if (at === nextReturn && start === length) {
        this.sawReturn = true;
      } else if (at === nextReturn && nextFeed === start) {
        start++;
      }
      this.lineOffset = position + start;
      nextReturn = nextReturn < start ? find(chunk, RETURN, start) : nextReturn;
      nextFeed = nextFeed < start ? find(chunk, LINE_FEED, start) : nextFeed;
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

  /** Keeps a piece of the line under way. */
  private keep(chunk: Uint8Array, start: number, end: number): void {
    const taken = Math.min(end - start, MAXIMUM_LINE_BYTES - this.pendingLength);
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
    line.isCut = this.pendingIsCut || to - from > MAXIMUM_LINE_BYTES;
    to = line.isCut ? lastWhole(bytes, from, from + MAXIMUM_LINE_BYTES) : to;
    line.offset = this.lineOffset;
    line.offsetEnd = this.lineOffset + (to - from);
    line.bytes = bytes;
    line.start = from;
    line.end = to;
    this.pendingLength = 0;
    this.pendingIsCut = false;
    this.hasPending = false;
    this.sink(line);
  }
}

/** Where a byte stands next; the length of the chunk when it does not. */
function find(chunk: Uint8Array, wanted: number, from: number): number {
  const found = chunk.indexOf(wanted, from);
  return found === -1 ? chunk.length : found;
}

/** Where the last character that is whole before `end` ends. */
function lastWhole(bytes: Uint8Array, start: number, end: number): number {
  for (let lead = end - 1; lead >= start && lead > end - 4; lead--) {
    const byte = bytes[lead] ?? 0;
    if (byte >= 0xc0) {
      const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
      return lead + length > end ? lead : end;
    }
    if (byte < 0x80) {
      break;
    }
  }
  return end;
}
