/** The common form of some names: `\Device\HarddiskVolume3\Logs\log-*.txt`. */

/** Stands for parts of a path that differ in number. */
const GAP = '…';

/** What some objects are called. */
export interface NamePattern {
  /** The common form; the name itself when all are called the same; null when there is none, or no name. */
  readonly text: string | null;
  /** Different names. */
  readonly distinct: number;
  /** Objects without a name. */
  readonly unnamed: number;
  /** Objects looked at. */
  readonly total: number;
}

/** The common form of some names; null stands for an object without one. */
export function namePattern(names: readonly (string | null)[]): NamePattern {
  const named = names.filter((name) => name !== null);
  const distinct = [...new Set(named)];
  return {
    text: distinct.length === 0 ? null : tellingPattern(distinct),
    distinct: distinct.length,
    unnamed: names.length - named.length,
    total: names.length,
  };
}

/** Null for a form that has no word in it. */
function tellingPattern(names: readonly string[]): string | null {
  const pattern = patternOf(names);
  return /[^\\*…]/.test(pattern) ? pattern : null;
}

function patternOf(names: readonly string[]): string {
  const [first = '', ...others] = names;
  if (others.length === 0) {
    return first;
  }
  const paths = names.map((name) => name.split('\\'));
  const shortest = Math.min(...paths.map((path) => path.length));
  const sameDepth = paths.every((path) => path.length === shortest);
  if (sameDepth) {
    return Array.from({ length: shortest }, (_, part) =>
      commonPart(paths.map((path) => path[part] ?? '')),
    ).join('\\');
  }
  // Paths of different depth: equal folders in front, then a gap, then what the last parts have in common.
  let front = 0;
  while (front < shortest - 1 && paths.every((path) => path[front] === paths[0]?.[front])) {
    front++;
  }
  const head = (paths[0] ?? []).slice(0, front);
  return [...head, GAP, commonPart(paths.map((path) => path.at(-1) ?? ''))].join('\\');
}

/** The common beginning and end of some texts with `*` between; the text itself when all are equal. */
function commonPart(parts: readonly string[]): string {
  const [first = '', ...others] = parts;
  if (others.every((part) => part === first)) {
    return first;
  }
  let start = first.length;
  let end = first.length;
  let shortest = first.length;
  for (const part of others) {
    shortest = Math.min(shortest, part.length);
    start = Math.min(start, commonStart(first, part));
    end = Math.min(end, commonEnd(first, part));
  }
  start = Math.min(start, shortest);
  end = Math.min(end, shortest - start);
  return `${withoutDigitsAtEnd(first.slice(0, start))}*${withoutDigitsAtStart(first.slice(first.length - end))}`;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) {
    length++;
  }
  return length;
}

function commonEnd(a: string, b: string): number {
  let length = 0;
  while (
    length < a.length &&
    length < b.length &&
    a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)
  ) {
    length++;
  }
  return length;
}

/** Digits of different numbers that happen to be equal are not part of the form: `log-*.txt`, not `log-1*7.txt`. */
function withoutDigitsAtEnd(text: string): string {
  return text.replace(/[0-9]+$/, '');
}

function withoutDigitsAtStart(text: string): string {
  return text.replace(/^[0-9]+/, '');
}
