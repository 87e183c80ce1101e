/** Watches and hovers about variables of a script. */

import { findCommand, parseCommandName } from '../../core/commands/registry';
import { RequestError } from '../adapterErrors';
import type { Examination } from '../examination';
import type { ShortAnswer } from '../quietEvaluation';
import { partsOf, valueText } from './programNodes';
import { placeOf } from './programPlace';

/** True for nothing at all, for what begins like a command, and for two words side by side, which are no expression. */
function mayBeCommand(text: string): boolean {
  const line = text.trim();
  return /^(?:$|\w+\s+\w)/.test(line) || findCommand(parseCommandName(line).name) !== null;
}

/** Numbers alone are handle values, and what begins with `!` or `.` is a command. */
const NOT_FOR_PROGRAMS = /^\s*(?:[!.|~?]|(?:0x[0-9a-f]+|[0-9][0-9a-f]*)\s*$)/i;

/**
 * The value of an expression of the script, with what a handle refers to; null when it is a command or a handle. What is neither, and
 * what would change the program, is an error.
 */
export function evaluateProgram(
  examination: Examination,
  expression: string,
  frameId: number | undefined,
): ShortAnswer | null {
  const { program } = examination.target;
  if (program === undefined || NOT_FOR_PROGRAMS.test(expression)) {
    return null;
  }
  const place = placeOf(examination, frameId);
  if (place === null || (!program.understands(expression, place) && mayBeCommand(expression))) {
    return null;
  }
  const value = program.evaluate(expression, place, false);
  if (!value.ok) {
    throw new RequestError(`${value.problem.message} ${value.problem.hint ?? ''}`.trim());
  }
  return {
    text: valueText(value.value),
    type: value.value.type,
    container: partsOf(examination, place, value.value),
  };
}
