/** Snapshots that tell what a value stood for earlier. */

import type { NamedSnapshot } from '../../analysis/compare/namedSnapshot';
import type { ProcessInfo } from '../../model/process';
import type { CommandContext } from '../command';

/** The snapshots of a process of the target, oldest first: in another process the value was another handle. */
export function snapshotsOf(
  { state, target }: CommandContext,
  { processId }: ProcessInfo,
): readonly NamedSnapshot[] {
  return state.named.filter(
    ({ origin }) => origin.target === target.info.title && origin.processId === processId,
  );
}
