/** Searches all names of a table: each distinct text once, whole chunks at a time where that is possible. */

import { NAME_SEPARATOR, type NameChunk, type NameColumn } from '../../model/nameColumn';
import type { TextMatcher } from '../text/textMatcher';
import { WorkMeter, type Work } from '../work';

/** Units searched at a stretch. */
const STRETCH = 1_000_000;
/** What a unit costs when names are tested one by one, beside one that is only searched. */
const EACH = 4;

/** For each name by number, 1 when the matcher finds it, else 0; 0 for "no name". */
export async function searchNames(
  names: NameColumn,
  matcher: TextMatcher,
  work: Work,
): Promise<Uint8Array> {
  const answers = new Uint8Array(names.distinct + 1);
  const meter = new WorkMeter(work, STRETCH);
  for (const chunk of names.chunks) {
    if (matcher.needle === '') {
      testEach(chunk, matcher, answers);
    } else {
      testFound(chunk, matcher, answers);
    }
    if (meter.add(chunk.text.length * (matcher.needle === '' ? EACH : 1))) {
      await meter.rest();
    }
  }
  return answers;
}

function testEach(chunk: NameChunk, matcher: TextMatcher, answers: Uint8Array): void {
  const { folded, firstId } = chunk;
  for (let index = 0; index < chunk.count; index++) {
    if (matcher.test(folded, chunk.start(index), chunk.end(index))) {
      answers[firstId + index] = 1;
    }
  }
}

/** Looks for the certain text in all names of a chunk at once: most of the chunk is never looked at unit by unit. */
function testFound(chunk: NameChunk, matcher: TextMatcher, answers: Uint8Array): void {
  const { folded, firstId, starts } = chunk;
  const { needle, isPlain } = matcher;
  let index = 0;
  let at = folded.indexOf(needle);
  while (at !== -1) {
    while ((starts[index + 1] ?? Infinity) <= at) {
      index++;
    }
    const end = chunk.end(index);
    if (at + needle.length <= end) {
      answers[firstId + index] = isPlain || matcher.test(folded, chunk.start(index), end) ? 1 : 0;
      at = folded.indexOf(needle, end + NAME_SEPARATOR.length);
    } else {
      at = folded.indexOf(needle, at + 1);
    }
  }
}
