/** Reads the patterns of unwanted leak sites that settings hold. */

import { problemOf } from '../../analysis/gate/queryAsProblem';
import { parseSuppression, type Suppression } from '../../analysis/leaks/suppressions';
import { fail, ok, type Result } from '../../util/result';

/** All patterns; the problem names the first that cannot be read. */
export function parseSuppressions(texts: readonly string[]): Result<readonly Suppression[]> {
  const suppressions: Suppression[] = [];
  for (const text of texts) {
    const parsed = parseSuppression(text);
    if (!parsed.ok) {
      const problem = problemOf(parsed.problem);
      return fail({
        ...problem,
        code: 'suppression',
        message: `Suppression "${text}": ${problem.message}`,
      });
    }
    suppressions.push(parsed.value);
  }
  return ok(suppressions);
}
