/** Sorts names by where in the object namespace they are: `\Device`, `\Sessions\1\BaseNamedObjects`. */

import { NO_NAME_ID, type NameChunk, type NameColumn } from '../../model/nameColumn';
import { WorkMeter, type Work } from '../work';

/** Names looked at between two rests. */
const STRETCH = 16_384;
/** Directories told apart; real systems have some fifty at the top. */
const MAXIMUM_SPACES = 4096;
/** Each session has its own named objects, so that two levels more tell something. */
const SESSIONS = '\\sessions\\';
const SEPARATOR = 0x5c;

/** Number of objects without a name. */
export const UNNAMED_SPACE = 0;
/** Number of names that do not begin at the root, such as a desktop's. */
export const RELATIVE_SPACE = 1;
/** Number of names in directories beyond the first 4096. */
export const OTHER_SPACE = 2;

/** Where the names of a table are. */
export interface NameSpaces {
  /** Number of the directory of each name. */
  readonly spaceOf: Uint32Array;
  /** Directory by number, as first seen: `\Device`, empty for the root itself and for the first three numbers. */
  readonly directories: readonly string[];
}

/** Finds the directory of each name. */
export async function findNameSpaces(names: NameColumn, work: Work): Promise<NameSpaces> {
  const spaceOf = new Uint32Array(names.distinct + 1);
  spaceOf[NO_NAME_ID] = UNNAMED_SPACE;
  const directories = ['', '', ''];
  const known = new Map<string, number>();
  const meter = new WorkMeter(work, STRETCH);
  for (const chunk of names.chunks) {
    // Neighbours in the table are often neighbours in the namespace: that saves looking most of them up.
    let last = { start: 0, end: 0, space: UNNAMED_SPACE };
    for (let index = 0; index < chunk.count; index++) {
      const start = chunk.start(index);
      const end = directoryEnd(chunk, index);
      let space = RELATIVE_SPACE;
      if (end !== -1 && sameUnits(chunk.folded, last, { start, end })) {
        space = last.space;
      } else if (end !== -1) {
        const key = chunk.foldedText(start, end);
        const found = known.get(key);
        if (found !== undefined) {
          space = found;
        } else if (directories.length >= MAXIMUM_SPACES) {
          space = OTHER_SPACE;
        } else {
          space = directories.length;
          directories.push(chunk.text(start, end));
          known.set(key, space);
        }
        last = { start, end, space };
      }
      spaceOf[chunk.firstId + index] = space;
    }
    if (meter.add(chunk.count)) {
      await meter.rest();
    }
  }
  return { spaceOf, directories };
}

/**
 * Where the directory of a name ends: after its first part, for sessions after the third, but always before the last one.
 * -1 for a name that does not begin with the separator.
 */
function directoryEnd(chunk: NameChunk, index: number): number {
  const units = chunk.folded;
  const start = chunk.start(index);
  const stop = chunk.end(index);
  if (units[start] !== SEPARATOR) {
    return -1;
  }
  let levels = startsWith(units, start, SESSIONS) ? 3 : 1;
  let end = start;
  for (let at = start + 1; at < stop && levels > 0; at++) {
    if (units[at] === SEPARATOR) {
      end = at;
      levels--;
    }
  }
  return end;
}

function startsWith(units: ArrayLike<number>, start: number, text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (units[start + at] !== text.charCodeAt(at)) {
      return false;
    }
  }
  return true;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** True when two stretches of one text are alike, and not empty. */
function sameUnits(units: ArrayLike<number>, a: Stretch, b: Stretch): boolean {
  const length = a.end - a.start;
  if (length === 0 || length !== b.end - b.start) {
    return false;
  }
  for (let at = 0; at < length; at++) {
    if (units[a.start + at] !== units[b.start + at]) {
      return false;
    }
  }
  return true;
}
