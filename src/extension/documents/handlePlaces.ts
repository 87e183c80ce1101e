/** Finds handle values in our own answers: they stand at known places, so nothing has to be guessed. */

/** A handle value on a line; columns count from 0. */
export interface HandlePlace {
  readonly start: number;
  readonly end: number;
  readonly value: bigint;
}

/** `Handle 3c`, `Handle 000000000000003c`, `Handle = 0x000000000000003c - OPEN`, `Handle 0x3c` inside a sentence. */
const AFTER_WORD = /\b[Hh]andle(?:\s+=)?\s+(0x[0-9a-f`]{1,18}|[0-9a-f]{1,16}(?=\s*$))/g;
/** `0014: Object: 81400300  GrantedAccess: …` of a kernel debugger. */
const KERNEL_ENTRY = /^([0-9a-f]{4,8}): Object: /;
/** A value handed to a command: `!handle 3c f`, `!htrace 3c`. */
const COMMAND = /(?:>|;)\s*!(?:handle|htrace)\s+(0x[0-9a-f]{1,8}|[0-9a-f]{1,8})\b/gi;
/** Longer lines are none of ours. */
const MAXIMUM_LINE = 2000;

/** The handle values of one line of an answer, from left to right. Zero is no handle: in commands it means "all". */
export function handlePlaces(line: string): readonly HandlePlace[] {
  if (line.length > MAXIMUM_LINE) {
    return [];
  }
  const places: HandlePlace[] = [];
  const add = (match: RegExpExecArray): void => {
    const text = match[1] ?? '';
    const value = BigInt(`0x${text.replace(/^0x/i, '').replaceAll('`', '')}`);
    const start = match.index + match[0].lastIndexOf(text);
    if (value !== 0n) {
      places.push({ start, end: start + text.length, value });
    }
  };
  const kernel = KERNEL_ENTRY.exec(line);
  if (kernel !== null) {
    add(kernel);
  }
  for (const pattern of [AFTER_WORD, COMMAND]) {
    for (const match of line.matchAll(pattern)) {
      add(match);
    }
  }
  return places.sort((a, b) => a.start - b.start);
}

/** The handle value at a column, its end included. */
export function handlePlaceAt(line: string, column: number): HandlePlace | undefined {
  return handlePlaces(line).find(({ start, end }) => start <= column && column <= end);
}

/** Source files that a frame names: `[d:\src\pump.cpp @ 42]`. */
export interface SourcePlace {
  readonly start: number;
  readonly end: number;
  /** Last component of the path. */
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
}

const SOURCE = /\[([^\][]{1,1024}) @ (\d{1,9})\]/;

/** The source position on a line of a stack; undefined when there is none. */
export function sourcePlace(line: string): SourcePlace | undefined {
  const match = line.length > MAXIMUM_LINE ? null : SOURCE.exec(line);
  const [, path, number] = match ?? [];
  const file = path?.split(/[\\/]/).at(-1) ?? '';
  if (match === null || number === undefined || file === '' || Number(number) === 0) {
    return undefined;
  }
  return {
    start: match.index + 1,
    end: match.index + match[0].length - 1,
    file,
    line: Number(number),
  };
}
