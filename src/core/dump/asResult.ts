/** Turns expected failures that were thrown deep inside a reader back into values. */

import { ProblemError } from '../util/problem';
import { fail, ok, type Result } from '../util/result';

/** Runs `read`; a {@link ProblemError} becomes a failure, everything else is passed on. */
export async function asResult<T>(read: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await read());
  } catch (error) {
    if (error instanceof ProblemError) {
      return fail(error.problem);
    }
    throw error;
  }
}
