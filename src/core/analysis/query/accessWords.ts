/** Whether a word of a query is the name of an access right, of whatever type. */

import { KNOWN_TYPES } from '../../windows/objectTypeLists';
import { nearestName } from '../../util/nearestName';
import { bitsByName, namesOfBits, withoutPrefix } from '../filter/accessBits';
import { accessMask, matcherFor } from '../filter/queryMatchers';
import type { QueryOperator, QueryValue } from './querySyntax';

/** Words that are looked for in parts of names. */
const STYLE = { match: 'part', separator: null } as const;
/** Between the words of `Read/List`, `QUERY_STATE` and `QueryState`. */
const BORDERS = /[/_]|(?<=[a-z])(?=[A-Z])/;

/** All types of Windows, and null for the rights that every type has. */
const TYPES = [null, ...KNOWN_TYPES];

/** True when some type has a right that the value stands for: a mask, a word, wildcards. */
export function isAccessRight(operator: QueryOperator, value: QueryValue): boolean {
  return (
    accessMask(value) !== null ||
    TYPES.some((type) => {
      const text = withoutPrefix(type, value.text);
      return bitsByName(type, matcherFor(operator, { ...value, text }, STYLE)) !== 0;
    })
  );
}

/** The right, or the word of rights, nearest to what was typed; null when none is near. */
export function nearestRight(typed: string): string | null {
  const names = TYPES.flatMap((type) => namesOfBits(type).flat());
  // Several words are not meant as the first of them.
  if (/[/_]/.test(typed)) {
    return nearestName(typed, new Set(names.filter((name) => /[/_]/.test(name))));
  }
  const words = names.flatMap((name) => name.split(BORDERS)).filter((word) => word.length > 2);
  return nearestName(typed, [...new Set([...words, ...names])]);
}
