/** Which access bits of a type go by a name: the debugger's label or the SDK's. */

import { foldCase } from '../../util/foldCase';
import { accessNames } from '../../windows/accessLabels';
import { specificRights, STANDARD_RIGHTS } from '../../windows/accessRights';
import { testText, type TextMatcher } from '../text/textMatcher';

const BITS = 32;
/** Types whose names are remembered; real systems have some 70. */
const MAXIMUM_CACHED = 200;
const cache = new Map<string, readonly (readonly string[])[]>();

/** The folded names of each bit of a type's access mask, bit 0 first; null for a type that was not recorded. */
export function namesOfBits(type: string | null): readonly (readonly string[])[] {
  const key = type ?? '';
  const known = cache.get(key);
  if (known !== undefined) {
    return known;
  }
  const names = Array.from({ length: BITS }, (_, bit) => [
    ...accessNames(type, (1 << bit) >>> 0).map(foldCase),
  ]);
  const rights = [...STANDARD_RIGHTS, ...(type === null ? [] : specificRights(type))];
  for (const right of rights) {
    names[31 - Math.clz32(right.bit)]?.push(foldCase(right.name));
  }
  if (cache.size >= MAXIMUM_CACHED) {
    cache.clear();
  }
  cache.set(key, names);
  return names;
}

/** SDK prefixes of rights that are not the type's name. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['iocompletion', 'io_completion_'],
  ['job', 'job_object_'],
  ['symboliclink', 'symbolic_link_'],
  ['windowstation', 'winsta_'],
]);

/** A right without the prefix the SDK puts before those of a type: `FILE_READ_DATA` is `READ_DATA`. */
export function withoutPrefix(type: string | null, right: string): string {
  const folded = foldCase(type ?? '');
  const prefix = PREFIXES.get(folded) ?? `${folded}_`;
  return type !== null && foldCase(right).startsWith(prefix) ? right.slice(prefix.length) : right;
}

/** The bits of a type whose names a matcher finds, as an unsigned mask. */
export function bitsByName(type: string | null, matcher: TextMatcher): number {
  let bits = 0;
  namesOfBits(type).forEach((names, bit) => {
    if (names.some((name) => testText(matcher, name))) {
      bits |= 1 << bit;
    }
  });
  return bits >>> 0;
}
