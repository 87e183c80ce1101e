/** The program behind a target, or why there is none. */

import type { ProgramAccess } from '../../target/program';
import { fail, ok, type Result } from '../../util/result';
import type { CommandContext } from '../command';

/** Fails on targets that run no script. */
export function programOf({ target }: CommandContext): Result<ProgramAccess> {
  if (target.program !== undefined) {
    return ok(target.program);
  }
  return fail({
    code: 'no-program',
    message:
      target.control === null
        ? `A ${target.info.kind === 'log' ? 'log' : 'dump'} cannot be stepped through.`
        : 'A built-in sample runs, and has no steps, breakpoints or variables.',
    hint:
      target.control === null
        ? 'Open a script (.hsim) to step through a program, forwards and backwards.'
        : 'g runs to the next stop; open a script (.hsim) to debug it step by step.',
  });
}
