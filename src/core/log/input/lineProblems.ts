/** What can be wrong with a line before anybody looks at what it says. */

import type { ProblemLog } from '../../util/problemLog';

/** Lists a line (from 0) that was cut because of its length, or whose bytes are no UTF-8. */
export function reportLine(
  line: number,
  { isCut, isUtf8 }: { readonly isCut: boolean; readonly isUtf8: boolean },
  problems: ProblemLog,
): void {
  if (isCut) {
    problems.add('log-long-line', `line ${line + 1}`, () => ({
      message: 'The line is too long; only its first 131,072 bytes were read.',
    }));
  }
  if (!isUtf8) {
    problems.add('log-not-utf8', `line ${line + 1}`, () => ({
      message: 'The line is no UTF-8; its bytes were taken for Latin-1 characters.',
    }));
  }
}
