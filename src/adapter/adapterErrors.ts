/** What a client is told when a request cannot be answered: one plain sentence, silent unless the session cannot start. */

import { errorText } from '../core/render/errorText';
import { ProblemError, type Problem } from '../core/util/problem';
import type { Result } from '../core/util/result';

/** A request that cannot be answered for a reason the user should read. */
export class RequestError extends Error {
  /** @param showUser True makes the client show a pop-up; only for sessions that cannot start. */
  constructor(
    message: string,
    readonly showUser = false,
  ) {
    super(message);
    this.name = 'RequestError';
  }
}

/** A problem as the one sentence a client shows: what, where, what next; control characters escaped. */
export function problemSentence(problem: Problem): string {
  return errorText(problem).trimEnd();
}

/** The value of a result; a problem is thrown as {@link ProblemError}, which the request guard answers with. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) {
    throw new ProblemError(result.problem);
  }
  return result.value;
}

/** The error that a session cannot start: the one kind of error shown as a pop-up. */
export function cannotStart(problem: Problem): RequestError {
  return new RequestError(problemSentence(problem), true);
}

/** Says that there is nothing to examine yet. */
export function noTarget(): RequestError {
  return new RequestError('No target is open. Start the session with launch or attach.');
}
