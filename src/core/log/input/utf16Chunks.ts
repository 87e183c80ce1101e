/** Turns a stream of UTF-16 into UTF-8 chunk by chunk, and remembers where what came out stands in the source. */

import type { TextEncoding } from './encoding';
import { column8, columnOfOffsets } from '../target/growingColumn';

/** Most UTF-8 bytes of a unit. */
const MOST_BYTES = 3;
const REPLACEMENT = 0xfffd;
const FIRST_HIGH = 0xd800;
const FIRST_LOW = 0xdc00;
const LAST_LOW = 0xdfff;
/** First bytes of UTF-8 by the number of bytes. */
const LEADS = [0, 0, 0xc0, 0xe0, 0xf0];

/** Where bytes of the UTF-8 stand in the source. Questions must come in the order of the text. */
export interface OffsetMap {
  /** Where the character at an offset of the UTF-8 starts in the source, bytes. */
  at(offset: number): number;
}

/** Offsets of text that is stored as UTF-8: every byte is where it is. */
export const SAME_OFFSETS: OffsetMap = { at: (offset) => offset };

/** Chunks of UTF-16 in, chunks of UTF-8 out. Lone surrogates become U+FFFD; an odd last byte is left out. */
export class Utf16Chunks implements OffsetMap {
  /** Stretches of characters of one length: where they start in the UTF-8 and in the source, and that length. */
  private runStarts = columnOfOffsets();
  private runSources = columnOfOffsets();
  private runBytes = column8();
  private run = 0;
  private out = new Uint8Array();
  private used = 0;
  private lastBytes = 0;
  /** The first half of a pair whose other half is in the next chunk; 0 for none. */
  private high = 0;
  private readonly lowByte: 0 | 1;
  /** Where the next chunk starts in the source, and where its UTF-8 does. */
  private source: number;
  private target: number;

  /** `offset` is where the first chunk starts in the source; offsets of the UTF-8 start there too. */
  constructor(
    encoding: 'utf-16le' | 'utf-16be',
    offset: number,
    private readonly keepsOffsets: boolean,
  ) {
    this.lowByte = encoding === 'utf-16le' ? 0 : 1;
    this.source = offset;
    this.target = offset;
  }

  /** The UTF-8 of a chunk; it is overwritten by the next call. */
  push(chunk: Uint8Array): Uint8Array {
    const end = chunk.length - (chunk.length % 2);
    const room = (end / 2 + 1) * MOST_BYTES;
    if (this.out.length < room) {
      this.out = new Uint8Array(room);
    }
    this.used = 0;
    this.forget();
    for (let at = 0; at < end;) {
      at = this.high === 0 ? this.ascii(chunk, at, end) : at;
      if (at < end) {
        this.unit(chunk, at);
        at += 2;
      }
    }
    this.source += end;
    this.target += this.used;
    return this.out.subarray(0, this.used);
  }

  /** What is left at the end of the source. */
  end(): Uint8Array {
    this.used = 0;
    if (this.high !== 0) {
      this.high = 0;
      this.out = new Uint8Array(MOST_BYTES);
      this.put(REPLACEMENT, this.source - 2);
      this.target += this.used;
    }
    return this.out.subarray(0, this.used);
  }

  at(offset: number): number {
    const { runStarts, runSources, runBytes } = this;
    while (this.run + 1 < runStarts.length && runStarts.at(this.run + 1) <= offset) {
      this.run++;
    }
    const { run } = this;
    if (run >= runStarts.length) {
      return offset;
    }
    const bytes = runBytes.at(run);
    const characters = Math.floor((offset - runStarts.at(run)) / bytes);
    return runSources.at(run) + characters * (bytes === 4 ? 4 : 2);
  }

  /** Copies ASCII from `at` on; where it ends. */
  private ascii(chunk: Uint8Array, at: number, end: number): number {
    const { out, lowByte } = this;
    const highByte = 1 - lowByte;
    let { used } = this;
    let next = at;
    for (; next < end; next += 2) {
      const low = chunk[next + lowByte] ?? 0;
      if (low > 0x7f || chunk[next + highByte] !== 0) {
        break;
      }
      out[used++] = low;
    }
    if (next > at) {
      this.enter(1, this.used, this.source + at);
      this.used = used;
    }
    return next;
  }

  private unit(chunk: Uint8Array, at: number): void {
    const unit = (chunk[at + this.lowByte] ?? 0) | ((chunk[at + 1 - this.lowByte] ?? 0) << 8);
    const place = this.source + at;
    const { high } = this;
    this.high = 0;
    if (high !== 0 && unit >= FIRST_LOW && unit <= LAST_LOW) {
      this.put(((high - 0xd7c0) << 10) | (unit & 0x3ff), place - 2);
      return;
    }
    if (high !== 0) {
      this.put(REPLACEMENT, place - 2);
    }
    if (unit >= FIRST_HIGH && unit < FIRST_LOW) {
      this.high = unit;
    } else {
      this.put(unit >= FIRST_LOW && unit <= LAST_LOW ? REPLACEMENT : unit, place);
    }
  }

  private put(point: number, place: number): void {
    const { out } = this;
    const bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
    this.enter(bytes, this.used, place);
    if (bytes === 1) {
      out[this.used++] = point;
      return;
    }
    out[this.used++] = (LEADS[bytes] ?? 0) | (point >> ((bytes - 1) * 6));
    for (let shift = (bytes - 2) * 6; shift >= 0; shift -= 6) {
      out[this.used++] = 0x80 | ((point >> shift) & 0x3f);
    }
  }

  /** Notes that characters of another length begin. */
  private enter(bytes: number, used: number, place: number): void {
    if (this.keepsOffsets && bytes !== this.lastBytes) {
      this.lastBytes = bytes;
      this.runStarts.push(this.target + used);
      this.runSources.push(place);
      this.runBytes.push(bytes);
    }
  }

  /** Drops the stretches nobody can ask for any more. */
  private forget(): void {
    if (this.run > 0) {
      const starts = columnOfOffsets();
      const sources = columnOfOffsets();
      const bytes = column8();
      for (let run = this.run; run < this.runStarts.length; run++) {
        starts.push(this.runStarts.at(run));
        sources.push(this.runSources.at(run));
        bytes.push(this.runBytes.at(run));
      }
      this.runStarts = starts;
      this.runSources = sources;
      this.runBytes = bytes;
      this.run = 0;
    }
  }
}

/** Some bytes of a text as UTF-8. */
export function toUtf8(bytes: Uint8Array, encoding: TextEncoding): Uint8Array {
  if (encoding === 'utf-8') {
    return bytes;
  }
  const chunks = new Utf16Chunks(encoding, 0, false);
  const most = chunks.push(bytes).slice();
  const rest = chunks.end();
  const all = new Uint8Array(most.length + rest.length);
  all.set(most);
  all.set(rest, most.length);
  return all;
}
