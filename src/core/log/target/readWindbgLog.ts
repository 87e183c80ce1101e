/** Reads WinDbg and cdb text into a model. */

import type { ByteSource } from '../../util/byteSource';
import { ProblemLog } from '../../util/problemLog';
import { fail, ok, type Result } from '../../util/result';
import { UNRECORDED_ATTRIBUTES } from '../../model/handle';
import { describeEncoding } from '../input/encoding';
import { reportLine } from '../input/lineProblems';
import { readUtf8 } from '../input/readUtf8';
import { SAME_OFFSETS } from '../input/utf16Chunks';
import { ByteLineSplitter } from '../input/byteLines';
import type { EncodingMark } from '../input/encoding';
import { decodeUtf8 } from '../input/utf8Text';
import type { OpenLogOptions } from '../formats/logFormat';
import { ByteWalker } from '../bytes/byteWalker';
import { RecordScanner } from '../bytes/recordScanner';
import { LogReader } from '../logReader';
import type { HandleRows } from './handleRows';
import type { LogModel } from './logModel';

import { RecordIntake } from './recordIntake';
import { reportWindbg } from './windbgProblems';
import { WindbgReader } from './windbgReader';
import { WindbgRecords } from './windbgRecords';

const FORMAT = 'WinDbg log';

/** Reads a log in one pass; columns are kept, the text is not. */
export async function readWindbgLog(
  source: ByteSource,
  mark: EncodingMark,
  { token, progress, onlyText = false }: OpenLogOptions,
): Promise<Result<LogModel>> {
  const problems = new ProblemLog();
  const reader = new WindbgReader();
  const lines = new LogReader((event) => reader.add(event));
  let offsets = SAME_OFFSETS;
  const splitter = new ByteLineSplitter(mark.markLength, (line) => {
    const { text, isUtf8 } = decodeUtf8(line.bytes, line.start, line.end);
    if (line.isCut || !isUtf8) {
      reportLine(lines.lineCount, { isCut: line.isCut, isUtf8 }, problems);
    }
    lines.pushLine(text, offsets.at(line.offset), offsets.at(line.offsetEnd));
  });
  const intake = new RecordIntake(lines, reader, { at: (offset) => offsets.at(offset) });
  const scanner = onlyText
    ? splitter
    : new ByteWalker(splitter, new RecordScanner(intake), mark.markLength);
  await readUtf8(
    source,
    mark,
    {
      token,
      progress: (fraction) => progress?.('Reading the log', fraction),
      keepsOffsets: true,
    },
    (chunk, places) => {
      offsets = places;
      scanner.push(chunk);
    },
  );
  scanner.end();
  lines.end();
  reader.end();
  const last = reader.answers.at(-1);
  if (last === undefined) {
    return fail(nothingFound(lines.lineCount));
  }
  const { mode } = last.scope;
  const answers = reader.answers.filter(({ scope }) => scope.mode === mode);
  reportWindbg(reader, mode, problems);
  const model: LogModel = {
    format: FORMAT,
    encoding: describeEncoding(mark),
    lines: lines.lineCount,
    mode,
    liveness: reader.widths.liveness,
    architecture: reader.widths.architecture,
    pointerSize: reader.widths.pointerSize,
    debuggerStyle: reader.widths.debuggerStyle,
    answers,
    scopes: reader.scopes.list().filter((scope) => scope.mode === mode),
    symbols: reader.symbols,
    notes: reader.notes,
    problems,
    unused: [],
    reader: new WindbgRecords(mark.encoding, hasAttributes),
  };
  return ok(model);
}

/** False where the attributes of an answer were found to be those of the debugger's mistake. */
function hasAttributes(rows: HandleRows): boolean {
  return (rows.unrecorded.at(0) & UNRECORDED_ATTRIBUTES) === 0;
}

function nothingFound(lines: number): {
  code: string;
  message: string;
  where: string;
  hint: string;
} {
  return {
    code: 'log-empty',
    message: 'This is a text, not a dump, and it holds no answer of !handle or !htrace.',
    where: `lines 1 to ${Math.max(1, lines)}`,
    hint: 'Write one with .logopen in WinDbg, "!handle 0 f" or "!htrace", and .logclose; or copy it from the command window.',
  };
}
