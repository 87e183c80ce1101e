/** One line on its way through the readers. */

import { isBlank, LineScanner } from './lineScanner';

/** Text of unread lines is kept up to this many characters. */
const MAX_EXCERPT = 300;

/** A line with its number and the place of its text. */
export interface SourceLine {
  /** 0-based. */
  readonly number: number;
  readonly text: string;
  /** First character that is no blank; equals {@link end} in a blank line. */
  readonly start: number;
  /** Behind the last character that is no blank. */
  readonly end: number;
  /** Where the line starts in the bytes of its log; 0 when only its text is known. */
  readonly offset: number;
  /** Where it ends there, the line end excluded. */
  readonly offsetEnd: number;
}

/** Finds the text of a line; `offset` and `offsetEnd` say where it stands in the bytes of its log. */
export function sourceLine(
  number: number,
  text: string,
  offset = 0,
  offsetEnd = offset,
): SourceLine {
  let start = 0;
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) {
    end--;
  }
  while (start < end && isBlank(text.charCodeAt(start))) {
    start++;
  }
  return { number, text, start, end, offset, offsetEnd };
}

/** A scanner over the text of a line, from `position` or its first character that is no blank. */
export function scan(line: SourceLine, position = line.start): LineScanner {
  return new LineScanner(line.text, position, line.end);
}

/** The text of a line without blanks around it, at most 300 characters. */
export function excerpt(line: SourceLine): string {
  return line.text.slice(line.start, Math.min(line.end, line.start + MAX_EXCERPT));
}
