/** A problem of a query as a problem like any other. */

import type { Problem } from '../../util/problem';
import { fail, type Result } from '../../util/result';
import type { QueryProblem } from '../query/querySyntax';

/** The same result; the place in the query is said in the message. */
export function toResult<T>(result: Result<T, QueryProblem>): Result<T> {
  return result.ok ? result : fail(problemOf(result.problem));
}

/** The problem without its place. */
export function problemOf({ code, message, hint }: QueryProblem): Problem {
  return hint === undefined ? { code, message } : { code, message, hint };
}
