/** Long work of a command, as core/analysis wants it handed. */

import type { Work } from '../analysis/work';
import type { CommandContext } from './command';

/** Cancelled by the command's token, reports to its shell. */
export function workOf({ token, host }: CommandContext): Work {
  return {
    token,
    yieldNow: () => host.yieldNow(),
    report: ({ what, done, total }) => host.progress(what, total === 0 ? undefined : done / total),
  };
}
