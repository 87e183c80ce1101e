/** Tests of folded text: part, whole, wildcards. Regular expressions are in linearRegex. */

import { foldCase } from '../../util/foldCase';
import type { Utf16Units } from '../../util/utf16';
import { UnitSearch } from './unitSearch';

/** A test of a stretch of units whose letter case was folded ({@link foldUnits}); see {@link testText} for texts. */
export interface TextMatcher {
  /**
   * Folded text that occurs in every match, so that many texts can be searched for it at once; empty when nothing is
   * certain.
   */
  readonly needle: string;
  /** True when {@link needle} is all there is to it: what contains it matches. */
  readonly isPlain: boolean;
  /** Tests the units from `from` up to `to`. */
  test(folded: Utf16Units, from: number, to: number): boolean;
}

/** Holds the text that is being tested. */
let buffer = new Uint16Array(256);

/** Tests a folded text. */
export function testText(matcher: TextMatcher, folded: string): boolean {
  const { length } = folded;
  if (length > buffer.length) {
    buffer = new Uint16Array(length);
  }
  for (let at = 0; at < length; at++) {
    buffer[at] = folded.charCodeAt(at);
  }
  return matcher.test(buffer, 0, length);
}

/** Looks for a text anywhere. An empty one is found everywhere. */
export function containsMatcher(text: string): TextMatcher {
  const needle = foldCase(text);
  const search = needle === '' ? null : new UnitSearch(needle);
  return {
    needle,
    isPlain: true,
    test: (folded, from, to) => search === null || search.find(folded, from, to) !== -1,
  };
}

/** Wants exactly a text. */
export function wholeMatcher(text: string): TextMatcher {
  const wanted = foldCase(text);
  return {
    needle: wanted,
    isPlain: false,
    test: (folded, from, to) => to - from === wanted.length && startsWith(folded, from, wanted),
  };
}

const STAR = 0x2a;
const QUESTION = 0x3f;

/**
 * Wildcards over the whole text: `*` any run of units, `?` any one. With `separator`, a pattern without that character
 * may also cover only what follows the last one.
 */
export function wildcardMatcher(pattern: string, separator: string | null): TextMatcher {
  const wanted = foldCase(pattern);
  const lastPart = separator !== null && !wanted.includes(separator) ? separator : null;
  return {
    needle: longest(wanted.split(/[*?]+/)),
    isPlain: false,
    test: (folded, from, to) => {
      if (matchesWildcards(wanted, folded, from, to)) {
        return true;
      }
      const last = lastPart === null ? from : startOfLastPart(lastPart, folded, from, to);
      return last > from && matchesWildcards(wanted, folded, last, to);
    },
  };
}

/** Where the text behind the last separator starts; `from` when there is no separator. */
function startOfLastPart(separator: string, units: Utf16Units, from: number, to: number): number {
  const unit = separator.charCodeAt(0);
  let start = to;
  while (start > from && units[start - 1] !== unit) {
    start--;
  }
  return start;
}

function startsWith(units: Utf16Units, from: number, text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (units[from + at] !== text.charCodeAt(at)) {
      return false;
    }
  }
  return true;
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

/** True when a text has a wildcard in it. */
export function hasWildcards(text: string): boolean {
  return /[*?]/.test(text);
}

/** The usual walk with one point of return: the last star. */
function matchesWildcards(pattern: string, text: Utf16Units, from: number, to: number): boolean {
  let at = from;
  let wanted = 0;
  let star = -1;
  let resume = from;
  while (at < to) {
    const unit = wanted < pattern.length ? pattern.charCodeAt(wanted) : -1;
    if (unit === STAR) {
      star = wanted++;
      resume = at;
    } else if (unit === QUESTION || unit === text[at]) {
      wanted++;
      at++;
    } else if (star !== -1) {
      wanted = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (wanted < pattern.length && pattern.charCodeAt(wanted) === STAR) {
    wanted++;
  }
  return wanted === pattern.length;
}
