/** The text of an error result. */

import { describeProblem, type Problem, type TypedPlace } from '../util/problem';
import { escapeText } from './escapeText';

/** What the debugger itself says in these cases, without a hint of ours (output-formats.md 1.7). */
const VERBATIM = /^Could not duplicate handle [0-9a-f]+, error 6$/;

/**
 * One line: what happened, where, and the next step. Above it, for mistakes in a text, the text with the place marked; below it the
 * findings that the line stands for.
 */
export function errorText(problem: Problem): string {
  return VERBATIM.test(problem.message)
    ? `${problem.message}\n`
    : `${markedText(problem.typed)}${escapeText(describeProblem(problem))}\n${detailLines(problem)}`;
}

function detailLines({ details = [] }: Problem): string {
  return details.map((line) => `  ${escapeText(line)}\n`).join('');
}

/** The text that was typed, and `^^^^` under the characters that are wrong. */
function markedText(typed: TypedPlace | undefined): string {
  if (typed === undefined) {
    return '';
  }
  const before = escapeText(typed.text.slice(0, typed.at));
  const wrong = escapeText(typed.text.slice(typed.at, typed.at + typed.length));
  return `${escapeText(typed.text)}\n${' '.repeat(before.length)}${'^'.repeat(Math.max(1, wrong.length))}\n`;
}
