/** Failures that have no command result, as the JSON documents of `--json`. */

import type { TargetInfo } from '../core/target/targetInfo';
import type { Problem } from '../core/util/problem';

/** One line of JSON, without line feed, in the form error results have; `target` is null when none was opened. */
export function errorDocument(
  problem: Problem,
  command: string | null,
  target: TargetInfo | null,
): string {
  return JSON.stringify({
    command,
    target,
    error: {
      code: problem.code,
      message: problem.message,
      where: problem.where ?? null,
      hint: problem.hint ?? null,
    },
  });
}
