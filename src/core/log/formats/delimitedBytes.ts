/** Takes the rows of a list that are read where they lie in the bytes into its answers. */

import { RowScanner } from '../bytes/rowScanner';
import { decodeUtf8 } from '../input/utf8Text';
import { NO_ROW, type HandleRows } from '../target/handleRows';
import type { HandleAnswer } from '../target/logModel';
import { WaitingNames } from '../target/waitingNames';
import type { Header } from './delimited';
import type { LogBook } from './logBook';
import type { TakenLines } from './textLines';

const LINE_FEED = 10;
const RETURN = 13;

/** Rows below one header. */
export class DelimitedBytes {
  private readonly scanner: RowScanner;
  /** Used again for every row. */
  private readonly row = {
    ...{ low: 0, high: 0, type: 0, attributes: 0, grantedAccess: 0, handleCount: 0 },
    ...{ pointerCount: 0, name: 0, missing: 0, objectLow: 0, objectHigh: 0 },
  };
  /** The process of the row before, and the answer its handles are in. */
  private last: { processId: number | null; image: string; answer: HandleAnswer } | null = null;
  private readonly names = new WaitingNames();

  /** `isAmbiguous`: all values of the lists before could be decimal. */
  constructor(
    private readonly header: Header,
    private readonly book: LogBook,
    public isAmbiguous: boolean,
  ) {
    this.scanner = new RowScanner(header);
  }

  /** Reads rows from `at` on, up to one that is odd, as a {@link LineTaker} does. */
  take(bytes: Uint8Array, at: number, line: number): TakenLines {
    let start = at;
    let lines = 0;
    let next = this.takeRow(bytes, at, line);
    while (next > start) {
      lines++;
      start = next;
      next = this.takeRow(bytes, start, line + lines);
    }
    this.names.flush(bytes);
    return { next: lines === 0 ? next : start, lines };
  }

  /** As {@link RowScanner.scan}, empty lines included. */
  private takeRow(bytes: Uint8Array, at: number, line: number): number {
    const text = bytes[at] === RETURN ? at + 1 : at;
    if (bytes[text] === LINE_FEED) {
      return text + 1;
    }
    const next = this.header.isMisstated ? at : this.scanner.scan(bytes, at);
    if (next > at) {
      this.add(bytes, line);
    }
    return next;
  }

  private add(bytes: Uint8Array, line: number): void {
    const { scanner, row } = this;
    const answer = this.answer(line);
    const { rows } = answer;
    this.isAmbiguous &&= scanner.isAmbiguous;
    row.low = scanner.low;
    row.high = scanner.high;
    row.type = rows.book.typeId(scanner.type);
    row.attributes = scanner.attributes;
    row.grantedAccess = scanner.grantedAccess;
    row.handleCount = scanner.handleCount;
    row.pointerCount = scanner.pointerCount;
    row.missing = scanner.missing;
    row.objectLow = scanner.objectLow;
    row.objectHigh = scanner.objectHigh;
    this.name(bytes, rows, this.book.addNumbers(answer, row, line));
  }

  /** Gives a row its name, or lets it wait. */
  private name(bytes: Uint8Array, rows: HandleRows, row: number): void {
    const { scanner, names } = this;
    const { nameStart, nameEnd } = scanner;
    if (row === NO_ROW || nameEnd <= nameStart) {
      return;
    }
    if (!scanner.isNameWide) {
      names.add(rows, row, nameStart, nameEnd);
      if (names.isFull) {
        names.flush(bytes);
      }
      return;
    }
    // Blanks around it may be others than those of ASCII.
    const text = decodeUtf8(bytes, nameStart, nameEnd).text.trim();
    if (text !== '') {
      rows.setName(row, rows.book.nameId(text));
    }
  }

  private answer(line: number): HandleAnswer {
    const { scanner, last } = this;
    const { processId, image } = scanner;
    if (last !== null && last.processId === processId && last.image === image) {
      return last.answer;
    }
    const answer = this.book.handleAnswer({ id: processId, image }, line);
    this.last = { processId, image, answer };
    return answer;
  }
}
