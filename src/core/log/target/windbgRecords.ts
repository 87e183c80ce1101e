/** Reads the blocks and entries of handles again, from where they stand in a WinDbg log. */

import type { HandleValue } from '../../model/identifiers';
import type { ByteSource } from '../../util/byteSource';
import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';
import { ByteLineSplitter } from '../input/byteLines';
import type { TextEncoding } from '../input/encoding';
import { toUtf8 } from '../input/utf16Chunks';
import { decodeUtf8 } from '../input/utf8Text';
import type { LogEvent } from '../logEvents';
import { LogReader } from '../logReader';
import { factsOfBlock, factsOfEntry, type HandleFacts } from './handleFacts';
import type { HandleRows } from './handleRows';
import type { RecordPlace } from './handleTable';
import type { RecordReader } from './logModel';
import { readSpans } from './readSpans';

/** Reader of records of WinDbg logs. */
export class WindbgRecords implements RecordReader {
  /** `hasAttributes` tells whether the attributes of an answer's entries can be believed. */
  constructor(
    private readonly encoding: TextEncoding,
    private readonly hasAttributes: (rows: HandleRows) => boolean,
  ) {}

  async read(
    source: ByteSource,
    wanted: readonly { readonly place: RecordPlace; readonly value: HandleValue }[],
    token: CancellationToken,
  ): Promise<readonly (HandleFacts | null)[]> {
    const found = new Array<HandleFacts | null>(wanted.length).fill(null);
    const places = wanted.map(({ place }) => place);
    await readSpans(source, places, token, (index, bytes) => {
      throwIfCancelled(token);
      const item = wanted[index];
      if (item !== undefined) {
        found[index] = this.factsIn(bytes, item.place.rows, item.value);
      }
    });
    return found;
  }

  private factsIn(bytes: Uint8Array, rows: HandleRows, value: HandleValue): HandleFacts | null {
    const event = firstRecord(bytes, this.encoding);
    switch (event?.kind) {
      case 'handle':
        return factsOfBlock(event, value);
      case 'kernelHandle':
        return factsOfEntry(event, value, this.hasAttributes(rows));
      default:
        return null;
    }
  }
}

/** The first record in some lines. */
function firstRecord(bytes: Uint8Array, encoding: TextEncoding): LogEvent | null {
  let found: LogEvent | null = null;
  const reader = new LogReader((event) => {
    found ??= event;
  });
  const splitter = new ByteLineSplitter(0, (line) => {
    reader.pushLine(decodeUtf8(line.bytes, line.start, line.end).text, 0, 0);
  });
  splitter.push(toUtf8(bytes, encoding));
  splitter.end();
  reader.end();
  return found;
}
