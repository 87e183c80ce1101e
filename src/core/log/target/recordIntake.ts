/** Takes records that were read from bytes into the answers of a debugger log, as the reader of events takes events. */

import { UNRECORDED_NAME } from '../../model/handle';
import type { EntryRecordScanner } from '../bytes/entryRecordScanner';
import type { HandleRecordScanner } from '../bytes/handleRecordScanner';
import type { RecordSink, RecordStart } from '../bytes/recordScanner';
import { MOST_FRAMES, type KnownFrame, type TraceRecordScanner } from '../bytes/traceRecordScanner';
import type { OffsetMap } from '../input/utf16Chunks';
import type { LogReader } from '../logReader';
import type { HandleAnswer } from './logModel';
import type { WindbgReader } from './windbgReader';

/** Hands records on to the reader of a log. */
export class RecordIntake implements RecordSink {
  /** Halves of the addresses of a record. */
  private readonly halves = new Uint32Array(MOST_FRAMES * 2);
  /** Counts what others told about addresses. */
  private epoch = 1;
  private changes = 0;

  constructor(
    private readonly lines: LogReader,
    private readonly reader: WindbgReader,
    private readonly offsets: OffsetMap,
  ) {}

  separator(): void {
    this.lines.passSeparator();
  }

  handle(record: HandleRecordScanner, place: RecordStart): void {
    const first = this.lines.lineCount;
    this.lines.passRecord(record.lines);
    const answer = this.reader.admitHandle(record, { first, last: first + record.lines - 1 });
    if (answer !== null) {
      this.add(answer, record, place);
    }
  }

  entry(record: EntryRecordScanner, place: RecordStart): void {
    const first = this.lines.lineCount;
    this.lines.passRecord(record.lines);
    const lines = { first, last: first + record.ownLines - 1 };
    const answer = this.reader.admitEntry(record, lines);
    if (answer !== null) {
      this.add(answer, record, place);
    }
  }

  private add(
    { rows, scope }: HandleAnswer,
    record: HandleRecordScanner | EntryRecordScanner,
    { offset, start, bytes }: RecordStart,
  ): void {
    const { book } = rows;
    const from = this.offsets.at(offset);
    const isNamed = (record.missing & UNRECORDED_NAME) === 0 && record.nameEnd > record.nameStart;
    const name = isNamed ? book.nameIdOf(bytes, record.nameStart, record.nameEnd) : 0;
    const isLost = isNamed && name === 0;
    const isKernel = scope.isKernelTable;
    rows.addNumbers(
      {
        // As valueIn() does it.
        low: isKernel ? record.low & 0x7fff_ffff : record.low,
        high: isKernel ? 0 : record.high,
        type: book.typeId(record.type),
        attributes: record.attributes,
        grantedAccess: record.grantedAccess,
        handleCount: record.handleCount,
        pointerCount: record.pointerCount,
        name,
        missing: record.missing | (isLost ? UNRECORDED_NAME : 0),
      },
      { offset: from, length: this.offsets.at(offset + record.end - start) - from },
    );
  }

  trace(record: TraceRecordScanner): void {
    const first = this.lines.lineCount;
    this.lines.passRecord(record.lines);
    const answer = this.reader.admitTrace(record, { first, last: first + record.ownLines - 1 });
    if (answer === null) {
      return;
    }
    const { frames } = record;
    const { halves } = this;
    let depth = 0;
    for (const frame of frames) {
      this.name(frame);
      halves[depth * 2] = frame.low;
      halves[depth * 2 + 1] = frame.high;
      depth++;
    }
    answer.rows.addNumbers(record, halves, depth);
  }

  /** Tells the symbols of a frame, unless they were told last: that again would change nothing. */
  private name(frame: KnownFrame): void {
    const { symbols } = this.reader;
    if (symbols.changes !== this.changes) {
      this.epoch++;
      this.changes = symbols.changes;
    }
    const { place } = frame;
    if (place.frame !== frame || place.epoch !== this.epoch) {
      symbols.note(frame.frame.address, frame.frame);
      place.frame = frame;
      place.epoch = this.epoch;
      this.changes = symbols.changes;
    }
  }
}
