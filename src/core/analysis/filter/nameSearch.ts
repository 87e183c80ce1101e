/** Searches all names of a table: each distinct text once, whole chunks at a time where that is possible. */

import { NAME_SEPARATOR, type NameChunk, type NameColumn } from '../../model/nameColumn';
import type { TextMatcher } from '../text/textMatcher';
import { UnitSearch } from '../text/unitSearch';
import { WorkMeter, type Work } from '../work';

/** Units searched at a stretch. */
const STRETCH = 1_000_000;
/** What a unit costs when names are tested one by one, beside one that is only searched. */
const EACH = 4;
/** What a unit costs whose letter case has to be folded first. */
const FOLDING = 2;

/** For each name by number, 1 when the matcher finds it, else 0; 0 for "no name". */
export async function searchNames(
  names: NameColumn,
  matcher: TextMatcher,
  work: Work,
): Promise<Uint8Array> {
  const answers = new Uint8Array(names.distinct + 1);
  const search = matcher.needle === '' ? null : new UnitSearch(matcher.needle);
  const meter = new WorkMeter(work, STRETCH);
  for (const chunk of names.chunks) {
    const preparation = chunk.isFolded ? 0 : chunk.length * FOLDING;
    const cost =
      search === null
        ? testEach(chunk, matcher, answers)
        : testFound(chunk, { matcher, search }, answers);
    if (meter.add(preparation + cost)) {
      await meter.rest();
    }
  }
  return answers;
}

/** Tests all names of a chunk. Returns what that cost. */
function testEach(chunk: NameChunk, matcher: TextMatcher, answers: Uint8Array): number {
  const { firstId, count, folded } = chunk;
  for (let index = 0; index < count; index++) {
    if (matcher.test(folded, chunk.start(index), chunk.end(index))) {
      answers[firstId + index] = 1;
    }
  }
  return folded.length * EACH;
}

/**
 * Looks for the certain text in all names of a chunk at once: most of the chunk is never looked at unit by unit. Returns what
 * that cost.
 */
function testFound(
  chunk: NameChunk,
  { matcher, search }: { readonly matcher: TextMatcher; readonly search: UnitSearch },
  answers: Uint8Array,
): number {
  const { folded, firstId } = chunk;
  const { needle, isPlain } = matcher;
  const before = search.looked;
  let tested = 0;
  let index = 0;
  let at = search.find(folded, 0);
  while (at !== -1) {
    while (chunk.end(index) < at) {
      index++;
    }
    const end = chunk.end(index);
    if (at + needle.length <= end) {
      const start = chunk.start(index);
      answers[firstId + index] = isPlain || matcher.test(folded, start, end) ? 1 : 0;
      tested += isPlain ? 0 : end - start;
      at = search.find(folded, end + NAME_SEPARATOR.length);
    } else {
      at = search.find(folded, at + 1);
    }
  }
  return search.looked - before + tested * EACH;
}
