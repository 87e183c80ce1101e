/**
 * Walks the bytes of a debugger log: whole records in their usual form are read where they lie, every other line goes to the
 * grammar of text. Both ways give the same.
 */

import type { ByteLineSplitter } from '../input/byteLines';
import { ByteCursor } from './byteCursor';
import { HandleRecordScanner } from './handleRecordScanner';
import { isSeparator, TraceRecordScanner } from './traceRecordScanner';

const LETTER_H = 0x48;
const DASH = 0x2d;
/** A record whose end is not there after so many bytes is left to the grammar of text. */
const LONGEST_TAIL = 131_072;

/** Takes what was read; `line` counts from 0. */
export interface RecordSink {
  handle(record: HandleRecordScanner, place: RecordStart): void;
  trace(record: TraceRecordScanner, place: RecordStart): void;
  separator(): void;
}

/** Where a record starts. */
export interface RecordStart {
  /** Its first byte in the source. */
  readonly offset: number;
  /** Its first byte in {@link bytes}; the numbers of a record count like this one. */
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Chunks of UTF-8 in; records and, through the splitter, all other lines out. Call {@link end} once after the last chunk. */
export class RecordScanner {
  private readonly cursor = new ByteCursor();
  private readonly handles = new HandleRecordScanner();
  private readonly traces = new TraceRecordScanner();
  private readonly place = { offset: 0, start: 0, bytes: new Uint8Array() as Uint8Array };
  /** The beginning of a record that goes on in the next chunk. */
  private tail: Uint8Array = new Uint8Array();
  /** Where it meets that chunk; used again and again. */
  private joined = new Uint8Array();

  /** `offset` is where the first chunk starts in the source. */
  constructor(
    private readonly splitter: ByteLineSplitter,
    private readonly sink: RecordSink,
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
    let at = 0;
    while (at < length) {
      const first = bytes[at];
      if ((first === LETTER_H || first === DASH) && this.splitter.isAtLineStart) {
        const next = this.take(bytes, at);
        if (next > at) {
          this.splitter.skip(next - at);
          at = next;
          continue;
        }
        if (next === -1 && !isLast && length - at <= LONGEST_TAIL) {
          this.tail = bytes.slice(at);
          this.offset += at;
          return;
        }
      }
      const feed = bytes.indexOf(10, at);
      const stop = feed === -1 ? length : feed + 1;
      this.splitter.push(bytes.subarray(at, stop));
      at = stop;
    }
    this.offset += length;
  }

  /** Where the line behind a record starts; -1 when its end is not there yet, `at` when it is none. */
  private take(bytes: Uint8Array, at: number): number {
    const { cursor, handles, traces, place, sink } = this;
    cursor.open(bytes, at, bytes.length);
    if (bytes[at] === DASH) {
      if (!cursor.line()) {
        return -1;
      }
      if (!isSeparator(cursor)) {
        return at;
      }
      sink.separator();
      return cursor.next;
    }
    place.bytes = bytes;
    place.start = at;
    place.offset = this.offset + at;
    // `Handle = 0x…` begins a trace record, `Handle 1b0` a block.
    const isTrace = bytes[at + 7] === 0x3d;
    const outcome = isTrace ? traces.scan(cursor) : handles.scan(cursor);
    if (outcome !== 'read') {
      return outcome === 'more' ? -1 : at;
    }
    if (isTrace) {
      sink.trace(traces, place);
    } else {
      sink.handle(handles, place);
    }
    return cursor.position;
  }
}
