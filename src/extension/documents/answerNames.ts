/** Names of answer documents: what a tab shows, and which answer is meant. */

import type { Answer } from '../output/answers';

/** Scheme of answer documents. */
export const ANSWER_SCHEME = 'handle-lens-answer';

/** Scheme of the documents that list what was found in running targets. */
export const FINDINGS_SCHEME = 'handle-lens-findings';

/** Longest part of a line in a name. */
const MAXIMUM_NAME = 60;

/** `/7/!handle 0 f Event.htrace`: the number, then the line as far as a file name can show it. */
export function answerPath({ id, line }: Pick<Answer, 'id' | 'line'>): string {
  const safe = line
    .trim()
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, '_')
    .slice(0, MAXIMUM_NAME);
  return `/${id}/${safe === '' ? 'answer' : safe}.htrace`;
}

/** The number of the answer that a path names; null for other paths. */
export function answerId(path: string): number | null {
  const digits = /^\/(\d{1,9})\//.exec(path)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Number of the answer that the note below a cut answer names, and where to click; null for other lines. */
export function cutAnswerPlace(
  line: string,
): { readonly id: number; readonly start: number; readonly end: number } | null {
  const match = /^… \D+#(\d{1,9})$/.exec(line.trimEnd());
  const digits = match?.[1];
  return match === null || digits === undefined
    ? null
    : { id: Number(digits), start: 2, end: match[0].length };
}
