/** The lines a user-mode `!handle` block is made of: its first line, its labels and its lists of rights. */

import { handleValue, type HandleValue } from '../model/identifiers';
import { isBlank, isWordCharacter, LineScanner } from './lineScanner';
import { scan, type SourceLine } from './sourceLine';

/** The labels of a block (output-formats 1.2). */
export type HandleLabel =
  'Type' | 'Attributes' | 'GrantedAccess' | 'HandleCount' | 'PointerCount' | 'Name';

const LABELS: readonly HandleLabel[] = [
  'Type',
  'Attributes',
  'GrantedAccess',
  'HandleCount',
  'PointerCount',
  'Name',
];

const STANDARD_RIGHTS: ReadonlySet<string> = new Set([
  'None',
  'Delete',
  'ReadControl',
  'WriteDac',
  'WriteOwner',
  'Synch',
]);

/** First words of object-specific lines (output-formats 1.6), for logs that lost their indentation. */
const OBJECT_LINES: readonly string[] = [
  'Event Type ',
  'Event is ',
  'Mutex is ',
  'Mutant Owner ',
  'Semaphore Count ',
  'Semaphore Limit ',
  'Thread Id ',
  'Priority ',
  'Base Priority ',
  'Start Address ',
  'Process Id ',
  'Parent Process ',
  'Key last write time:',
  'Key name ',
  'Section base address ',
  'Section attributes ',
  'Section max size ',
  'Depth ',
];

/** The first line of a block. */
export interface HandleHeader {
  readonly value: HandleValue;
  readonly form: 'live' | 'dump';
  readonly digits: number;
}

/** Reads `Handle 1b0` (live) and `Handle 00000000000001b0` (dump); null for other lines. */
export function readHandleHeader(line: SourceLine): HandleHeader | null {
  const words = scan(line);
  if (!words.take('Handle') || !words.skipBlanks()) {
    return null;
  }
  const start = words.position;
  const value = words.takeHex();
  if (value === null || !words.atEnd) {
    return null;
  }
  const digits = words.position - start;
  const isPadded = digits === 16 || (digits === 8 && line.text.charCodeAt(start) === 48);
  return { value: handleValue(value), form: isPadded ? 'dump' : 'live', digits };
}

/** A label and where its value starts. */
export interface LabelLine {
  readonly label: HandleLabel;
  readonly value: LineScanner;
}

/** Reads a label and the blanks behind it; null for other lines. */
export function readLabelLine(line: SourceLine): LabelLine | null {
  for (const label of LABELS) {
    if (line.text.startsWith(label, line.start)) {
      const value = scan(line, line.start + label.length);
      const isLabel = value.atEnd || isBlank(value.peek()) || value.peek() === 58;
      value.take(':');
      value.skipBlanks();
      return isLabel ? { label, value } : null;
    }
  }
  return null;
}

/** The names of a list such as `Query,MapWrite,,MapRead`; null when the line is no such list. `None` is an empty list. */
export function readRightsLine(line: SourceLine): readonly string[] | null {
  for (let at = line.start; at < line.end; at++) {
    const code = line.text.charCodeAt(at);
    if (!isWordCharacter(code) && code !== 0x2c && code !== 0x2f) {
      return null;
    }
  }
  const text = line.text.slice(line.start, line.end);
  return text === 'None' ? [] : text.split(',');
}

const TAB_WIDTH = 8;

/** True when a line fills a console of 80 or 120 columns exactly, so that its text may go on in the next line. */
export function fillsConsole(text: string): boolean {
  if (text.length > 120) {
    return false;
  }
  let columns = 0;
  for (let at = 0; at < text.length; at++) {
    columns += text.charCodeAt(at) === 9 ? TAB_WIDTH - (columns % TAB_WIDTH) : 1;
  }
  return columns === 80 || columns === 120;
}

/** True when every name is a standard right; the last one may be empty, where the list was wrapped behind a comma. */
export function areStandardRights(names: readonly string[]): boolean {
  const last = names.length - 1;
  return names.every(
    (name, index) => STANDARD_RIGHTS.has(name) || (name === '' && index === last && index > 0),
  );
}

/** What a line says about object-specific facts: that they follow, in which printer's spelling, or that there are none. */
export function readObjectHeading(
  line: SourceLine,
): { readonly isNone: boolean; readonly form: 'live' | 'dump' } | null {
  const first = line.text.charCodeAt(line.start) | 32;
  if (first !== 0x6e && first !== 0x6f) {
    return null; // neither n nor o
  }
  const words = scan(line);
  const isNone = words.takeAnyCase('no ');
  const start = words.position;
  if (!words.takeAnyCase('object specific information')) {
    return null;
  }
  words.skipBlanks();
  if (isNone) {
    words.takeAnyCase('available');
  }
  return words.atEnd ? { isNone, form: line.text[start + 7] === 'S' ? 'live' : 'dump' } : null;
}

/** True for a line that can stand below the object heading: deeply indented, or one of the known lines. */
export function isObjectLine(line: SourceLine): boolean {
  const isIndented = line.start >= 3 || line.text.charCodeAt(0) === 9;
  return isIndented || OBJECT_LINES.some((known) => line.text.startsWith(known, line.start));
}
