/** Reads records of user-mode `!htrace` in the form debuggers print them, from bytes; whatever is odd about one is left alone. */

import { TRACE_BADREF, TRACE_CLOSE, TRACE_OPEN } from '../../model/handleTrace';
import { readFrameLine } from '../frameLine';
import { decodeUtf8 } from '../input/utf8Text';
import type { LogFrame } from '../logEvents';
import { sourceLine } from '../sourceLine';
import { ByteInterner } from './byteInterner';
import type { ByteCursor } from './byteCursor';
import type { ScanOutcome } from './handleRecordScanner';

/** Different lines of frames that are remembered. */
const MOST_LINES = 200_000;
/** More frames than any debugger prints. */
export const MOST_FRAMES = 64;
const DASH = 45;

/** An address that frames stand at, and which of their lines was told of last. */
export interface FramePlace {
  frame: KnownFrame | null;
  /** Whoever tells of frames counts here what others told meanwhile. */
  epoch: number;
}

/** A line of a frame, read once by the grammar of text. */
export interface KnownFrame {
  /** Shared by all lines with this address. */
  readonly place: FramePlace;
  readonly frame: LogFrame;
  /** Halves of its address. */
  readonly low: number;
  readonly high: number;
}

const OPERATIONS: readonly (readonly [string, number])[] = [
  ['OPEN', TRACE_OPEN],
  ['CLOSE', TRACE_CLOSE],
  ['*** BAD REFERENCE ***', TRACE_BADREF],
];

/** The record that was read last. */
export class TraceRecordScanner {
  low = 0;
  high = 0;
  /** Digits of the handle value. */
  digits = 0;
  /** Code of the operation. */
  operation = TRACE_OPEN;
  threadId = 0;
  processId = 0;
  readonly frames: KnownFrame[] = [];
  /** Lines of the record, blank ones behind it included. */
  lines = 0;
  /** Lines up to its last frame. */
  ownLines = 0;
  private readonly known = new ByteInterner(MOST_LINES);
  private readonly knownFrames: (KnownFrame | null)[] = [null];
  private readonly places = new Map<bigint, FramePlace>();

  /** Tries to read the record at the cursor, up to the dashes behind it; the cursor is before them afterwards. */
  scan(cursor: ByteCursor): ScanOutcome {
    this.frames.length = 0;
    this.lines = 0;
    if (!cursor.line()) {
      return 'more';
    }
    if (!this.header(cursor)) {
      return 'odd';
    }
    this.accept(cursor);
    if (!cursor.line()) {
      return 'more';
    }
    if (!this.ids(cursor)) {
      return 'odd';
    }
    this.accept(cursor);
    this.ownLines = 2;
    for (;;) {
      if (!cursor.line()) {
        return 'more';
      }
      if (cursor.atEnd) {
        this.accept(cursor);
        // The blank lines of a record are few.
        if (this.lines > MOST_FRAMES * 2) {
          return 'odd';
        }
        continue;
      }
      if (cursor.peek() === DASH) {
        return isSeparator(cursor) ? 'read' : 'odd';
      }
      const frame = this.frame(cursor);
      if (frame === null || this.frames.length === MOST_FRAMES) {
        return 'odd';
      }
      this.frames.push(frame);
      this.accept(cursor);
      this.ownLines = this.lines;
    }
  }

  private accept(cursor: ByteCursor): void {
    this.lines++;
    cursor.position = cursor.next;
  }

  /** `Handle = 0x0000003c - OPEN` */
  private header(cursor: ByteCursor): boolean {
    if (!cursor.take('Handle = 0x') || !cursor.hex()) {
      return false;
    }
    this.low = cursor.low;
    this.high = cursor.high;
    this.digits = cursor.digits;
    if (!cursor.take(' - ')) {
      return false;
    }
    for (const [word, code] of OPERATIONS) {
      if (cursor.take(word)) {
        this.operation = code;
        return cursor.atEnd;
      }
    }
    return false;
  }

  /** `Thread ID = 0x000017ec, Process ID = 0x000017e8` */
  private ids(cursor: ByteCursor): boolean {
    if (!cursor.take('Thread ID = 0x') || !cursor.hex()) {
      return false;
    }
    this.threadId = cursor.number;
    if (!cursor.take(', Process ID = 0x') || !cursor.hex()) {
      return false;
    }
    this.processId = cursor.number;
    return cursor.atEnd;
  }

  /** `0x77ca310c: ntdll!ZwDuplicateObject+0x0000000c`; null for what is none. */
  private frame({ bytes, position, textEnd }: ByteCursor): KnownFrame | null {
    const id = this.known.find(bytes, position, textEnd);
    if (id !== 0) {
      return this.knownFrames[id] ?? null;
    }
    const frame = bytes[position] === 0x30 ? readFrame(bytes, position, textEnd) : null;
    const added = frame === null ? 0 : this.known.add();
    if (frame === null || added === 0) {
      return null;
    }
    const { address } = frame;
    const place = this.places.get(address) ?? { frame: null, epoch: 0 };
    this.places.set(address, place);
    const known = {
      place,
      frame,
      low: Number(address & 0xffff_ffffn),
      high: Number(address >> 32n),
    };
    this.knownFrames[added] = known;
    return known;
  }
}

/** A frame by the grammar of text; null when it ends the record, is at 0, or is not plain. */
function readFrame(bytes: Uint8Array, start: number, end: number): LogFrame | null {
  const { text, isUtf8 } = decodeUtf8(bytes, start, end);
  const line = sourceLine(0, text);
  const found = isUtf8 && line.end === text.length ? readFrameLine(line) : null;
  const isUsual =
    found !== null && !found.endsRecord && found.frame.address !== 0n && !text.includes('\r');
  return isUsual ? found.frame : null;
}

/** At least ten dashes and nothing else. */
export function isSeparator({ bytes, position, textEnd }: ByteCursor): boolean {
  for (let at = position; at < textEnd; at++) {
    if (bytes[at] !== DASH) {
      return false;
    }
  }
  return textEnd - position >= 10;
}
