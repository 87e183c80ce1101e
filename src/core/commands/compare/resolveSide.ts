/** One side of a comparison: the present moment, a snapshot, or another target. */

import { takeNamedSnapshot, type NamedSnapshot } from '../../analysis/compare/namedSnapshot';
import type { Target } from '../../target/target';
import { fail, ok, type Result } from '../../util/result';
import type { CommandContext } from '../command';
import { handleTableIn, listed } from '../handleTableOf';
import { currentProcess } from '../resolveProcess';
import { workOf } from '../workOf';
import { findSnapshot } from './snapshotCommand';

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
  const table = listed(await handleTableIn(target, process.value, context));
  // A dump has one moment only: its name says more.
  const name = target.info.liveness === 'live' ? NOW : target.info.title;
  return table.ok
    ? ok(
        await takeNamedSnapshot(
          { name, target, process: process.value, table: table.value },
          workOf(context),
        ),
      )
    : table;
}

async function takeOf(
  target: Target,
  name: string,
  context: CommandContext,
): Promise<Result<NamedSnapshot>> {
  const process =
    target.processes().find(({ processId }) => processId === target.currentProcessId()) ??
    target.processes()[0];
  if (process === undefined) {
    return fail({ code: 'no-process', message: `${name} has no process.` });
  }
  const table = listed(await handleTableIn(target, process, context));
  return table.ok
    ? ok(await takeNamedSnapshot({ name, target, process, table: table.value }, workOf(context)))
    : table;
}
