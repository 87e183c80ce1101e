/** Turns the values of query terms into tests of text and numbers. */

import { parseQueryNumber } from '../query/queryNumber';
import type { QueryOperator, QueryValue } from '../query/querySyntax';
import { compileRegex } from '../text/linearRegex';
import {
  containsMatcher,
  hasWildcards,
  wholeMatcher,
  wildcardMatcher,
  type TextMatcher,
} from '../text/textMatcher';

/** How a text is matched where the operator leaves it open. */
export interface MatchStyle {
  /** `:` without wildcards wants a part of the text, or all of it. */
  readonly match: 'part' | 'whole';
  /** Between the parts of the text, the last of which wildcards may cover alone; null when it has no parts. */
  readonly separator: string | null;
}

/** The test for a value; the query was checked when it was parsed. */
export function matcherFor(
  operator: QueryOperator,
  value: QueryValue,
  style: MatchStyle,
): TextMatcher {
  switch (operator) {
    case '~':
    case '!~': {
      const compiled = compileRegex(value.text);
      return compiled.ok ? compiled.value : wholeMatcher(value.text);
    }
    case ':':
      if (!value.quoted && hasWildcards(value.text)) {
        return wildcardMatcher(value.text, style.separator);
      }
      return style.match === 'part' ? containsMatcher(value.text) : wholeMatcher(value.text);
    default:
      return wholeMatcher(value.text);
  }
}

/** True for the word `none` outside quotes: what is not recorded or not there. */
export function asksForNone(operator: QueryOperator, value: QueryValue): boolean {
  return (
    !value.quoted && operator !== '~' && operator !== '!~' && value.text.toLowerCase() === 'none'
  );
}

/** The access mask a value stands for; null when it is a word. A mask begins with a digit. */
export function accessMask(value: QueryValue): number | null {
  const number = /^\d/.test(value.text) ? parseQueryNumber(value.text, 16) : null;
  return number === null || number > 0xffff_ffffn ? null : Number(number);
}

/** True for operators that mean "not one of these". */
export function isNegative(operator: QueryOperator): boolean {
  return operator === '!=' || operator === '!~';
}
