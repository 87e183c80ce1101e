/** Conditions on handle values: digits, wildcards, comparisons. */

import type { HandleColumns } from '../../model/handleColumns';
import type { QueryOperator } from '../query/querySyntax';
import { testText, wildcardMatcher } from '../text/textMatcher';
import { constantTest, eachRowTest, type RowTest } from './rowTest';

/** Hexadecimal digits in the lower half of a value. */
const LOW_DIGITS = 8;

/**
 * Handle values whose hexadecimal text has `text` in it. Handle values are shown with `0x`, so a text with it must be at
 * the front; one with other letters is in none.
 */
export function valueContainsTest(columns: HandleColumns, text: string): RowTest {
  const lower = text.toLowerCase();
  const atFront = lower.startsWith('0x');
  const digits = atFront ? lower.slice(2) : lower;
  if (!/^[0-9a-f]*$/.test(digits)) {
    return constantTest(lower !== '' && 'x'.includes(lower));
  }
  if (digits === '') {
    return constantTest(true);
  }
  if (columns.valueHigh !== null || digits.length > LOW_DIGITS) {
    return eachRowTest((row) => {
      const shown = columns.value(row).toString(16);
      return atFront ? shown.startsWith(digits) : `0x${shown}`.includes(digits);
    });
  }
  return digitsTest(columns.valueLow, digits, atFront);
}

/** Values that have up to 8 digits in them, compared as numbers: no text is made. */
function digitsTest(values: Uint32Array, digits: string, atFront: boolean): RowTest {
  const wanted = parseInt(digits, 16);
  const length = digits.length;
  const mask = length === LOW_DIGITS ? 0xffff_ffff : 2 ** (length * 4) - 1;
  // A leading zero of the text can also be the zero of "0x" only when the text is that zero alone.
  const matchesPrefix = digits === '0' && !atFront;
  return {
    test: (from, to, verdicts) => {
      for (let row = from, at = 0; row < to; row++, at++) {
        let rest = values[row] ?? 0;
        let shown = rest === 0 ? 1 : LOW_DIGITS - (Math.clz32(rest) >>> 2);
        if (atFront) {
          const surplus = shown - length;
          verdicts[at] = surplus >= 0 && rest >>> (surplus * 4) === wanted ? 1 : 0;
          continue;
        }
        let found = matchesPrefix ? 1 : 0;
        for (; shown >= length && found === 0; shown--) {
          found = (rest & mask) >>> 0 === wanted ? 1 : 0;
          rest >>>= 4;
        }
        verdicts[at] = found;
      }
    },
  };
}

/** Handle values whose text matches a pattern with wildcards, with or without `0x` at the front. */
export function valueWildcardTest(columns: HandleColumns, pattern: string): RowTest {
  const lower = pattern.toLowerCase();
  if (!/^(0?x)?[0-9a-f*?]*$/.test(lower)) {
    return constantTest(false);
  }
  if (columns.valueHigh === null && /^(0x)?[0-9a-f*?]{1,20}$/.test(lower)) {
    return nibblesTest(columns.valueLow, lower.startsWith('0x') ? lower.slice(2) : lower);
  }
  const matcher = wildcardMatcher(lower.startsWith('0x') ? lower.slice(2) : lower, null);
  const prefixed = wildcardMatcher(lower, null);
  return eachRowTest((row) => {
    const shown = columns.value(row).toString(16);
    return testText(matcher, shown) || testText(prefixed, `0x${shown}`);
  });
}

const ANY_NIBBLE = 16;
const ANY_RUN = 17;

/** Wildcards over the digits of values, digit by digit: no text is made. */
function nibblesTest(values: Uint32Array, pattern: string): RowTest {
  const wanted = Uint8Array.from(pattern, (char) =>
    char === '*' ? ANY_RUN : char === '?' ? ANY_NIBBLE : parseInt(char, 16),
  );
  return {
    test: (from, to, verdicts) => {
      for (let row = from, at = 0; row < to; row++, at++) {
        verdicts[at] = matchesNibbles(wanted, values[row] ?? 0) ? 1 : 0;
      }
    },
  };
}

/** The walk of wildcardMatcher, over the hexadecimal digits of a number. */
function matchesNibbles(pattern: Uint8Array, value: number): boolean {
  let left = value === 0 ? 1 : LOW_DIGITS - (Math.clz32(value) >>> 2);
  let wanted = 0;
  let star = -1;
  let resume = 0;
  while (left > 0) {
    const expected = pattern[wanted] ?? -1;
    if (expected === ANY_RUN) {
      star = wanted++;
      resume = left;
    } else if (expected === ANY_NIBBLE || expected === ((value >>> ((left - 1) * 4)) & 0xf)) {
      wanted++;
      left--;
    } else if (star !== -1) {
      wanted = star + 1;
      left = --resume;
    } else {
      return false;
    }
  }
  while (pattern[wanted] === ANY_RUN) {
    wanted++;
  }
  return wanted === pattern.length;
}

/** Handle values compared with a number, tag bits ignored on both sides. */
export function valueCompareTest(
  columns: HandleColumns,
  operator: QueryOperator,
  wanted: bigint,
): RowTest {
  const { tagBits, valueLow, valueHigh } = columns;
  const high = Number(wanted >> 32n);
  const low = Number(wanted & 0xffff_ffffn) >>> tagBits;
  return eachRowTest((row) => {
    const order =
      ((valueHigh?.[row] ?? 0) - high) * 2 ** 32 + (((valueLow[row] ?? 0) >>> tagBits) - low);
    return holdsFor(operator, order);
  });
}

/** Does `a operator b` hold when `a - b` has this sign? */
export function holdsFor(operator: QueryOperator, difference: number): boolean {
  switch (operator) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    case '!=':
    case '!~':
      return difference !== 0;
    default:
      return difference === 0;
  }
}

/**
 * Numbers compared with a number; rows whose number is not known (`isKnown` false) meet no comparison.
 */
export function numberCompareTest(
  column: Uint32Array | Int32Array | Float64Array,
  operator: QueryOperator,
  wanted: bigint,
): RowTest {
  const limit = Number(wanted);
  return eachRowTest((row) => holdsFor(operator, (column[row] ?? 0) - limit));
}
