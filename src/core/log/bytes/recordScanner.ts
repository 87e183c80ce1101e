/** Reads whole records of a debugger log in their usual form where they lie in the bytes. The grammar of text gives the same. */

import { ByteCursor } from './byteCursor';
import { NEEDS_MORE, type ByteTaker } from './byteWalker';
import { EntryRecordScanner } from './entryRecordScanner';
import { HandleRecordScanner } from './handleRecordScanner';
import { isSeparator, TraceRecordScanner } from './traceRecordScanner';

const LETTER_H = 0x48;
const DASH = 0x2d;

/** Takes what was read; `line` counts from 0. */
export interface RecordSink {
  handle(record: HandleRecordScanner, place: RecordStart): void;
  trace(record: TraceRecordScanner, place: RecordStart): void;
  entry(record: EntryRecordScanner, place: RecordStart): void;
  separator(): void;
}

/** Where a record starts. */
export interface RecordStart {
  /** Its first byte in the text. */
  readonly offset: number;
  /** Its first byte in {@link bytes}; the numbers of a record count like this one. */
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Tells records from other lines. */
export class RecordScanner implements ByteTaker {
  private readonly cursor = new ByteCursor();
  private readonly handles = new HandleRecordScanner();
  private readonly traces = new TraceRecordScanner();
  private readonly entries = new EntryRecordScanner();
  private readonly place = { offset: 0, start: 0, bytes: new Uint8Array() as Uint8Array };

  constructor(private readonly sink: RecordSink) {}

  take(bytes: Uint8Array, at: number, offset: number): number {
    const { cursor, handles, traces, entries, place, sink } = this;
    const first = bytes[at] ?? 0;
    const mayBeEntry = isHexDigit(first);
    if (first !== LETTER_H && first !== DASH && !mayBeEntry) {
      return at;
    }
    cursor.open(bytes, at, bytes.length);
    if (first === DASH) {
      return this.separator(at);
    }
    place.bytes = bytes;
    place.start = at;
    place.offset = offset + at;
    if (mayBeEntry) {
      const outcome = entries.scan(cursor);
      if (outcome === 'read') {
        sink.entry(entries, place);
        return cursor.position;
      }
      return outcome === 'more' ? NEEDS_MORE : at;
    }
    // `Handle = 0x…` begins a trace record, `Handle 1b0` a block.
    const isTrace = bytes[at + 7] === 0x3d;
    const outcome = isTrace ? traces.scan(cursor) : handles.scan(cursor);
    if (outcome !== 'read') {
      return outcome === 'more' ? NEEDS_MORE : at;
    }
    if (isTrace) {
      sink.trace(traces, place);
    } else {
      sink.handle(handles, place);
    }
    return cursor.position;
  }

  /** Passes over a row of dashes at the cursor. */
  private separator(at: number): number {
    const { cursor, sink } = this;
    if (!cursor.line()) {
      return NEEDS_MORE;
    }
    if (!isSeparator(cursor)) {
      return at;
    }
    sink.separator();
    return cursor.next;
  }
}

function isHexDigit(byte: number): boolean {
  const letter = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x66);
}
