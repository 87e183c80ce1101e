/** Checks that the values of a term fit its field, so that a parsed query can always be evaluated. */

import { isAccessRight, nearestRight } from './accessWords';
import type { QueryField } from './queryFields';
import { parseQueryNumber } from './queryNumber';
import { queryProblem, type FieldTerm, type QueryProblem, type QueryValue } from './querySyntax';
import { nearestName } from '../../util/nearestName';
import { compileRegex } from '../text/linearRegex';
import { hasWildcards } from '../text/textMatcher';

/** What is wrong with the first value that does not fit; null when all do. */
export function checkTerm(field: QueryField, term: FieldTerm): QueryProblem | null {
  const ordered = ['<', '<=', '>', '>='].includes(term.operator);
  const [, second] = term.values;
  if (ordered && second !== undefined) {
    return queryProblem(second.at, second.text.length, {
      code: 'query-value',
      message: `'${term.operator}' compares with one number only.`,
      hint: `For example ${field.examples.join(', ')}.`,
    });
  }
  for (const value of term.values) {
    const problem = checkValue(field, term, value, ordered);
    if (problem !== null) {
      return problem;
    }
  }
  return null;
}

function checkValue(
  field: QueryField,
  term: FieldTerm,
  value: QueryValue,
  ordered: boolean,
): QueryProblem | null {
  if (term.operator === '~' || term.operator === '!~') {
    const problem = checkRegex(value);
    return problem === null && field.kind === 'access' ? checkRight(field, term, value) : problem;
  }
  switch (field.kind) {
    case 'choice':
      return field.choices.includes(value.text.toLowerCase())
        ? null
        : badValue(field, value, choiceHint(field, value));
    case 'number':
      return parseQueryNumber(value.text, field.radix) !== null
        ? null
        : badValue(field, value, numberHint(field));
    case 'handle':
      return parseQueryNumber(value.text, field.radix) !== null || isHandlePattern(value, ordered)
        ? null
        : badValue(field, value, numberHint(field));
    case 'access':
      return value.text === '' ? checkText(field, value) : checkRight(field, term, value);
    default:
      return checkText(field, value);
  }
}

/** The rights of all types are known, so one that none has is misspelled. */
function checkRight(field: QueryField, term: FieldTerm, value: QueryValue): QueryProblem | null {
  return isAccessRight(term.operator, value) ? null : badValue(field, value, rightHint(value));
}

function checkText(field: QueryField, value: QueryValue): QueryProblem | null {
  return value.text === '' ? badValue(field, value, 'Write some text between the quotes.') : null;
}

/** True for a handle value with wildcards, such as `3*` or `0x1?0`. */
export function isHandlePattern(value: QueryValue, ordered = false): boolean {
  return !ordered && !value.quoted && /^(0x)?[0-9a-f*?]*[*?][0-9a-f*?]*$/i.test(value.text);
}

function checkRegex(value: QueryValue): QueryProblem | null {
  const compiled = compileRegex(value.text);
  if (compiled.ok) {
    return null;
  }
  const { at, message } = compiled.problem;
  const from = value.at + (value.quoted ? 1 + doubledQuotes(value.text.slice(0, at)) : 0) + at;
  return queryProblem(from, 1, {
    code: 'query-regex',
    message: `The regular expression cannot be read: ${message}`,
    hint: 'Letters, ., [a-z], \\d, \\w, \\s, ( | ), * + ? {1,3}, ^ and $ are understood. Put it in quotes: name~"\\.log$".',
  });
}

/** Quotes in a quoted text, each of which was written twice. */
function doubledQuotes(text: string): number {
  return text.split('"').length - 1;
}

function choiceHint({ choices }: QueryField, { text }: QueryValue): string {
  const nearest = nearestName(text, choices);
  const meant = nearest === null ? '' : `Did you mean ${nearest}? `;
  return `${meant}It is one of ${choices.join(', ')}.`;
}

function rightHint({ text, quoted }: QueryValue): string {
  if (!quoted && hasWildcards(text)) {
    return 'No right of any type of handles is called that from its first letter to its last; put * around a part of the name, as in *write*.';
  }
  const nearest = nearestRight(text);
  const meant = nearest === null ? '' : ` Did you mean ${nearest}?`;
  return `No right of any type of handles has that in its name.${meant}`;
}

function numberHint(field: QueryField): string {
  const reading =
    field.radix === 16
      ? 'hexadecimal, 0n before a decimal one'
      : 'decimal, 0x before a hexadecimal one';
  return `It is a number (${reading}): ${field.examples.join(', ')}.`;
}

function badValue(field: QueryField, value: QueryValue, hint: string): QueryProblem {
  return queryProblem(value.at, value.text.length, {
    code: 'query-value',
    message: `'${field.name}' cannot be '${value.text}'.`,
    hint,
  });
}
