/** The single lines around the records: totals, what `!htrace` did, banners, errors. */

import { address, handleValue, type HandleValue } from '../model/identifiers';
import type {
  LineRange,
  LogBanner,
  LogError,
  LogTotal,
  LogTraceProcess,
  LogTracing,
} from './logEvents';
import type { LineScanner } from './lineScanner';
import { excerpt, scan, type SourceLine } from './sourceLine';

const MAX_ANSWER_LENGTH = 200;

/** A line that is a whole answer or a part of one; null for other lines. */
export function readAnswerLine(
  line: SourceLine,
): LogTotal | LogTracing | LogTraceProcess | LogBanner | LogError | null {
  if (line.end - line.start > MAX_ANSWER_LENGTH) {
    return null;
  }
  return (
    readTotal(line) ??
    readTracing(line) ??
    readTraceProcess(line) ??
    readBanner(line) ??
    readError(line)
  );
}

function linesOf(line: SourceLine): LineRange {
  return { first: line.number, last: line.number };
}

/** `33 Handles`, `7 handles of type Event`, `Parsed 0xC stack traces.`, `0x17 new stack traces since …` */
function readTotal(line: SourceLine): LogTotal | null {
  const words = scan(line);
  const total = (what: LogTotal['what'], count: number, type: string | null = null): LogTotal => ({
    kind: 'total',
    lines: linesOf(line),
    what,
    count,
    type,
  });
  if (words.take('Parsed ')) {
    return countOfTraces(words, (count) => total('parsed', count));
  }
  if (words.take('Dumped ')) {
    return countOfTraces(words, (count) => total('dumped', count));
  }
  if (words.take('Displayed ')) {
    return countOfTraces(words, (count) => total('displayed', count));
  }
  const count = words.takeDecimal();
  if (count !== null) {
    words.skipBlanks();
    if (words.takeAnyCase('handles of type ')) {
      return total('handlesOfType', count, words.rest());
    }
    return words.takeAnyCase('handles') && words.atEnd ? total('handles', count) : null;
  }
  const traces = words.takeHex();
  return traces !== null && words.take(' new stack trace')
    ? total('newTraces', Number(traces))
    : null;
}

function countOfTraces(words: LineScanner, total: (count: number) => LogTotal): LogTotal | null {
  words.skipBlanks();
  const count = words.takeHex();
  return count !== null && words.take(' stack trace') ? total(Number(count)) : null;
}

const TRACING: readonly (readonly [string, LogTracing['what']])[] = [
  ['Handle tracing enabled', 'enabled'],
  ['Handle tracing disabled', 'disabled'],
  ['Handle tracing information snapshot successfully taken', 'snapshot'],
  ['Ignoring handles that were already closed', 'ignoringClosed'],
  ['Outstanding handles opened since the previous snapshot', 'outstanding'],
  ['No outstanding handles opened since the previous snapshot', 'nothingOutstanding'],
];

function readTracing(line: SourceLine): LogTracing | null {
  const found = TRACING.find(([words]) => line.text.startsWith(words, line.start));
  return found === undefined ? null : { kind: 'tracing', lines: linesOf(line), what: found[1] };
}

/** `Process 0x81400300`, `ObjectTable 0xE10CCF60` */
function readTraceProcess(line: SourceLine): LogTraceProcess | null {
  const words = scan(line);
  const isTable = words.take('ObjectTable ');
  if (!isTable && !words.take('Process ')) {
    return null;
  }
  words.skipBlanks();
  const value = words.takeHex();
  if (value === null || !words.atEnd) {
    return null;
  }
  return {
    kind: 'traceProcess',
    lines: linesOf(line),
    what: isTable ? 'objectTable' : 'process',
    address: address(value),
  };
}

const BANNERS: readonly string[] = [
  'processor number ',
  'Searching for Process with Cid',
  'Searching for handles of type',
  '**** NT ACTIVE PROCESS HANDLE DUMP ****',
  'Checking handle table for process ',
];

function readBanner(line: SourceLine): LogBanner | null {
  const isBanner = BANNERS.some((words) => line.text.startsWith(words, line.start));
  return isBanner ? { kind: 'banner', lines: linesOf(line) } : null;
}

const ERRORS: readonly string[] = [
  'Could not duplicate handle',
  'Handle tracing is not enabled',
  'The difference between the two snapshots is too large',
  'Unable to read handle',
  'Unable to query',
  'Unable to enable handle tracing',
  'Invalid handle',
  'Invalid Handle',
  'AVRF: Invalid handle',
];

function readError(line: SourceLine): LogError | null {
  const found = ERRORS.find((words) => line.text.startsWith(words, line.start));
  if (found === undefined) {
    return null;
  }
  return {
    kind: 'error',
    lines: linesOf(line),
    text: excerpt(line),
    handle: found.toLowerCase().endsWith(' handle') ? handleBehind(line, found) : null,
  };
}

function handleBehind(line: SourceLine, words: string): HandleValue | null {
  const rest = scan(line, line.start + words.length);
  rest.skipBlanks();
  const value = rest.takeHex();
  return value === null ? null : handleValue(value);
}
