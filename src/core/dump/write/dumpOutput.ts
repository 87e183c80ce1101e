/** The file that is being written: gives out places, gathers small pieces, hands large ones on. */

import type { ByteSink } from '../../util/byteSink';
import { ProblemError } from '../../util/problem';

/** Places in a minidump are 32-bit numbers. */
const LARGEST_FILE = 0xffff_ffff;
/** Small pieces are gathered up to this many bytes. */
const PIECE = 1024 * 1024;
/** Texts whose places are remembered; beyond, they are written again. */
const REMEMBERED_TEXTS = 65_536;
/** Longest text that is written, in UTF-16 units: a UNICODE_STRING holds no more. */
const LONGEST_TEXT = 0x7fff;

interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/**
 * Places (RVAs) are given out from the front to the back. What is appended is kept until {@link drain}; memory stays
 * bounded when that is called after every batch.
 */
export class DumpOutput {
  private end: number;
  private readonly waiting: Piece[] = [];
  private buffer = new Uint8Array(PIECE);
  private view = new DataView(this.buffer.buffer);
  /** Where the buffer starts in the file, and how much of it is in use. */
  private start: number;
  private used = 0;
  private readonly texts = new Map<string, number>();

  /** `reserved`: bytes at the front that are written with {@link put} when all is known. */
  constructor(
    private readonly sink: ByteSink,
    reserved: number,
  ) {
    this.end = reserved;
    this.start = reserved;
  }

  /** Bytes of the file so far. */
  get size(): number {
    return this.end;
  }

  /** Takes `size` bytes at a multiple of 8, to be filled with {@link put}. Throws a ProblemError beyond 4 GiB. */
  reserve(size: number): number {
    this.closeBuffer();
    const at = Math.ceil(this.end / 8) * 8;
    this.claim(at, size);
    this.start = this.end;
    return at;
  }

  /** Writes into a place that was reserved; the bytes may be used again once it resolves. */
  put(at: number, bytes: Uint8Array): Promise<void> {
    return this.sink.write(at, bytes);
  }

  /** Adds bytes at the next multiple of 4 and says where. Throws a ProblemError beyond 4 GiB. */
  append(bytes: Uint8Array): number {
    const at = this.makeRoom(bytes.length);
    this.buffer.set(bytes, at - this.start);
    return at;
  }

  /** Adds a MINIDUMP_STRING and says where; a text that was added lately is there already. */
  text(text: string): number {
    const known = this.texts.get(text);
    if (known !== undefined) {
      return known;
    }
    const length = Math.min(text.length, LONGEST_TEXT);
    // The terminating zero is not counted.
    const at = this.makeRoom(4 + length * 2 + 2);
    const { view } = this;
    let offset = at - this.start;
    view.setUint32(offset, length * 2, true);
    offset += 4;
    for (let index = 0; index < length; index++, offset += 2) {
      view.setUint16(offset, text.charCodeAt(index), true);
    }
    view.setUint16(offset, 0, true);
    if (this.texts.size === REMEMBERED_TEXTS) {
      this.texts.clear();
    }
    this.texts.set(text, at);
    return at;
  }

  /** Hands what was appended to the sink, once it is worth it or, at the end, in any case. */
  async drain(atTheEnd = false): Promise<void> {
    if (atTheEnd || this.used >= PIECE / 2) {
      this.closeBuffer();
    }
    for (const { at, bytes } of this.waiting) {
      await this.sink.write(at, bytes);
    }
    this.waiting.length = 0;
  }

  private claim(at: number, size: number): void {
    if (at + size > LARGEST_FILE) {
      throw new ProblemError({
        code: 'dump-too-large',
        message: 'The dump would become larger than 4 GiB, which a minidump cannot be.',
        hint: 'Record a process with fewer handles and traces.',
      });
    }
    this.end = at + size;
  }

  /** The place of `size` more bytes in the buffer, at a multiple of 4. */
  private makeRoom(size: number): number {
    const at = Math.ceil((this.start + this.used) / 4) * 4;
    this.claim(at, size);
    const needed = at + size - this.start;
    if (needed > this.buffer.length) {
      const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2));
      grown.set(this.buffer.subarray(0, this.used));
      this.buffer = grown;
      this.view = new DataView(grown.buffer);
    }
    this.used = needed;
    return at;
  }

  /** Lets the buffer wait for {@link drain} and begins a new one behind it. */
  private closeBuffer(): void {
    if (this.used > 0) {
      this.waiting.push({ at: this.start, bytes: this.buffer.subarray(0, this.used) });
      this.buffer = new Uint8Array(PIECE);
      this.view = new DataView(this.buffer.buffer);
      this.used = 0;
    }
    this.start = this.end;
  }
}
