/** The report on a file of which nothing can be shown; apart from the readers of dumps, which are loaded later. */

import type { Problem } from '../../core/util/problem';
import type { RefusedFile } from './dumpReport';
import { recordCommands } from './recordCommands';

/** The report on a file that was refused. */
export function refusedFile(problem: Problem, size: number | null): RefusedFile {
  return { kind: 'refused', size, problem, commands: recordCommands(problem.code, null) };
}
