/** Failures that have no command result, as the JSON documents of `--json`. */

import { problemValue, targetValue } from '../core/render/jsonText';
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
    target: target === null ? null : targetValue(target),
    error: problemValue(problem),
  });
}
