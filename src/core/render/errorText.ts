/** The text of an error result. */

import { describeProblem, type Problem } from '../util/problem';
import { escapeText } from './escapeText';

/** What the debugger itself says in these cases, without a hint of ours (output-formats.md 1.7). */
const VERBATIM = /^Could not duplicate handle [0-9a-f]+, error 6$/;

/** One line: what happened, where, and the next step. */
export function errorText(problem: Problem): string {
  return VERBATIM.test(problem.message)
    ? `${problem.message}\n`
    : `${escapeText(describeProblem(problem))}\n`;
}
