/** Takes the rows of a list that are read where they lie in the bytes into its answers. */

import { UNRECORDED_NAME } from '../../model/handle';
import { NEEDS_MORE } from '../bytes/byteWalker';
import { RowScanner } from '../bytes/rowScanner';
import { MAXIMUM_LINE_BYTES } from '../input/byteLines';
import { decodeUtf8 } from '../input/utf8Text';
import type { HandleAnswer } from '../target/logModel';
import type { Header } from './delimited';
import type { LogBook } from './logBook';

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

  /** `isAmbiguous`: all values of the lists before could be decimal. */
  constructor(
    private readonly header: Header,
    private readonly book: LogBook,
    public isAmbiguous: boolean,
  ) {
    this.scanner = new RowScanner(header);
  }

  /** Reads the row at `at`, a line that counts from 0, as a {@link LineTaker} does. */
  take(bytes: Uint8Array, at: number, line: number): number {
    const feed = bytes.indexOf(LINE_FEED, at);
    if (feed === -1) {
      return NEEDS_MORE;
    }
    const end = feed > at && bytes[feed - 1] === RETURN ? feed - 1 : feed;
    if (end === at) {
      return feed + 1;
    }
    const isOdd = this.header.isMisstated || end - at > MAXIMUM_LINE_BYTES;
    if (isOdd || !this.scanner.scan(bytes, at, end)) {
      return at;
    }
    this.add(bytes, line);
    return feed + 1;
  }

  private add(bytes: Uint8Array, line: number): void {
    const { scanner } = this;
    const answer = this.answer(line);
    const { book } = answer.rows;
    const { nameStart, nameEnd } = scanner;
    let name = 0;
    let isNamed = nameEnd > nameStart;
    if (isNamed && scanner.isNameWide) {
      // Blanks around it may be others than those of ASCII.
      const text = decodeUtf8(bytes, nameStart, nameEnd).text.trim();
      isNamed = text !== '';
      name = book.nameId(text);
    } else if (isNamed) {
      name = book.nameIdOf(bytes, nameStart, nameEnd);
    }
    this.isAmbiguous &&= scanner.isAmbiguous;
    const { row } = this;
    row.low = scanner.low;
    row.high = scanner.high;
    row.type = book.typeId(scanner.type);
    row.attributes = scanner.attributes;
    row.grantedAccess = scanner.grantedAccess;
    row.handleCount = scanner.handleCount;
    row.pointerCount = scanner.pointerCount;
    row.name = name;
    // A name for which there was no room any more is as good as not recorded.
    row.missing = scanner.missing | (isNamed && name === 0 ? UNRECORDED_NAME : 0);
    row.objectLow = scanner.objectLow;
    row.objectHigh = scanner.objectHigh;
    this.book.addNumbers(answer, row, line);
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
