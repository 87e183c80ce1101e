/** One side of a comparison: the present moment, a snapshot, or another target. */

import type { NamedSnapshot } from '../../analysis/compare/namedSnapshot';
import type { Target } from '../../target/target';
import { fail, type Result } from '../../util/result';
import type { CommandContext } from '../command';
import { currentProcess } from '../resolveProcess';
import { findSnapshot } from './snapshotCommand';
import { takeSnapshot } from './takeSnapshot';

/** What the present moment is called. */
export const NOW = 'now';

/** What tells a path or a sample from the name of a snapshot. */
const ANOTHER_TARGET = /[\\/.:]/;

/** The snapshot that a word stands for; of other targets it is the process they stopped in. */
export async function resolveSide(
  word: string,
  context: CommandContext,
): Promise<Result<NamedSnapshot>> {
  if (word.toLowerCase() === NOW) {
    return await takeNow(context);
  }
  const known = findSnapshot(context.state.named, word);
  if (known.ok || !ANOTHER_TARGET.test(word)) {
    return known;
  }
  const target = await context.host.openTarget(word, context.token);
  if (!target.ok) {
    return target;
  }
  try {
    return await takeOf(target.value, word, context);
  } finally {
    await target.value.close();
  }
}

async function takeNow(context: CommandContext): Promise<Result<NamedSnapshot>> {
  const { target } = context;
  const process = currentProcess(context);
  if (!process.ok) {
    return process;
  }
  // A dump has one moment only: its name says more.
  const name = target.info.liveness === 'live' ? NOW : target.info.title;
  return await takeSnapshot({ name, target, process: process.value }, context);
}

async function takeOf(
  target: Target,
  name: string,
  context: CommandContext,
): Promise<Result<NamedSnapshot>> {
  const process =
    target.processes().find(({ processId }) => processId === target.currentProcessId()) ??
    target.processes()[0];
  return process === undefined
    ? fail({ code: 'no-process', message: `${name} has no process.` })
    : await takeSnapshot({ name, target, process }, context);
}
