/** Recognises lines that are no facts: cuts of the author, symbol-loader chatter, separators. */

import type { SourceLine } from './sourceLine';

const DASH = 45;
const STAR = 42;
const DOT = 46;
const ELLIPSIS = 0x2026;
/** Separators have 38 dashes; web pages shorten them. */
const MIN_DASHES = 10;
const MAX_CUT_LENGTH = 80;

/** True for a row of dashes, and for the `##` that Markdown conversions make of it (output-formats 4). */
export function isSeparator(line: SourceLine): boolean {
  const length = line.end - line.start;
  if (length === 2 && line.text.startsWith('##', line.start)) {
    return true;
  }
  return length >= MIN_DASHES && isAll(line, DASH);
}

/** True for `...`, `…`, `[snip]`, `... *snip* More events *snip* ...`: the author of the log left something out here. */
export function isCutMark(line: SourceLine): boolean {
  const length = line.end - line.start;
  if (length > MAX_CUT_LENGTH) {
    return false;
  }
  const first = line.text.charCodeAt(line.start);
  if (first === ELLIPSIS || (first === DOT && length >= 3)) {
    return (
      isAll(line, first) ||
      line.text.endsWith('...', line.end) ||
      line.text.charCodeAt(line.end - 1) === ELLIPSIS
    );
  }
  const isBracketed = first === 0x5b || first === 0x3c || first === 0x28 || first === STAR;
  return isBracketed && isCutWord(line.text.slice(line.start + 1, line.end - 1).toLowerCase());
}

/** True for a row of stars: beside a separator it hides records, elsewhere it frames the symbol loader's advice. */
export function isRowOfStars(line: SourceLine): boolean {
  return line.end - line.start >= 3 && isAll(line, STAR);
}

/** True for lines that the symbol loader or the extension loader prints between others. */
export function isChatter(line: SourceLine): boolean {
  const { text, start } = line;
  switch (text.charCodeAt(start)) {
    case STAR:
      return text.startsWith('** ', start) || text.startsWith('***', start);
    case 0x53: // S
      return text.startsWith('SYMSRV:', start) || text.startsWith('Symbol search path is', start);
    case 0x44: // D
      return text.startsWith('DBGHELP:', start) || text.startsWith('DBGENG:', start);
    case 0x4d: // M
      return text.startsWith('ModLoad: ', start);
    case 0x57: // W
      return text.startsWith('WARNING: ', start);
    case 0x4c: // L
      return text.startsWith('Loading symbols for ', start);
    case 0x46: // F
      return text.startsWith('Failed to get VAD root', start);
    case 0x55: // U
      return (
        text.startsWith('Unable to load image ', start) ||
        text.startsWith('Unable to verify ', start)
      );
    default:
      return false;
  }
}

function isCutWord(inside: string): boolean {
  const word = inside.replace(/^[*.\s]+/, '').slice(0, 12);
  return (
    inside === '...' ||
    word.startsWith('snip') ||
    word.startsWith('cut') ||
    word.startsWith('omitted') ||
    word.startsWith('truncated')
  );
}

function isAll(line: SourceLine, code: number): boolean {
  for (let at = line.start; at < line.end; at++) {
    if (line.text.charCodeAt(at) !== code) {
      return false;
    }
  }
  return true;
}
