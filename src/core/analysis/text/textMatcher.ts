/** Tests of folded text: part, whole, wildcards. Regular expressions are in linearRegex. */

import { foldCase } from '../../util/foldCase';

/** A test of a stretch of text whose letter case was folded ({@link foldCase}). */
export interface TextMatcher {
  /**
   * Folded text that occurs in every match, so that many texts can be searched for it at once; empty when nothing is
   * certain.
   */
  readonly needle: string;
  /** True when {@link needle} is all there is to it: what contains it matches. */
  readonly isPlain: boolean;
  /** Tests the units from `from` up to `to`. */
  test(folded: string, from: number, to: number): boolean;
}

/** Looks for a text anywhere. An empty one is found everywhere. */
export function containsMatcher(text: string): TextMatcher {
  const needle = foldCase(text);
  return {
    needle,
    isPlain: true,
    test: (folded, from, to) => folded.slice(from, to).includes(needle),
  };
}

/** Wants exactly a text. */
export function wholeMatcher(text: string): TextMatcher {
  const wanted = foldCase(text);
  return {
    needle: wanted,
    isPlain: false,
    test: (folded, from, to) => to - from === wanted.length && folded.startsWith(wanted, from),
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
function startOfLastPart(separator: string, text: string, from: number, to: number): number {
  const unit = separator.charCodeAt(0);
  let start = to;
  while (start > from && text.charCodeAt(start - 1) !== unit) {
    start--;
  }
  return start;
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

/** True when a text has a wildcard in it. */
export function hasWildcards(text: string): boolean {
  return /[*?]/.test(text);
}

/** The usual walk with one point of return: the last star. */
function matchesWildcards(pattern: string, text: string, from: number, to: number): boolean {
  let at = from;
  let wanted = 0;
  let star = -1;
  let resume = from;
  while (at < to) {
    const unit = wanted < pattern.length ? pattern.charCodeAt(wanted) : -1;
    if (unit === STAR) {
      star = wanted++;
      resume = at;
    } else if (unit === QUESTION || unit === text.charCodeAt(at)) {
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
