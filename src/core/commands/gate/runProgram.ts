/** Runs a target's program to its end before it is checked: at its start nothing is open yet. */

import type { Death } from '../../analysis/gate/gateFacts';
import type { ResolvedAddress } from '../../model/stackFrame';
import type { StopInfo, Target } from '../../target/target';
import { exceptionEvent } from '../../windows/exceptionEvents';
import type { CancellationToken } from '../../util/cancellation';
import { fail, ok, type Result } from '../../util/result';

/** Frames that are told, the innermost: a stack that overflowed has thousands. */
const MOST_FRAMES = 64;

/** What running needs from the check. */
export interface RunOptions {
  readonly token: CancellationToken;
  readonly progress: (message: string) => void;
}

/** What became of the run. */
export interface RunStory {
  /** What has to be said about it, a sentence each. */
  readonly remarks: readonly string[];
  /** How it died; null when it did not, and when nothing was run. */
  readonly death: Death | null;
}

/**
 * Runs a script to its end, past everything that stops it; other targets are left alone, they show one moment of something
 * that ran elsewhere. Fails when it was stopped before its end by the limits of its machine block: what was open then is no
 * leak.
 */
export async function runProgram(
  target: Target,
  { token, progress }: RunOptions,
): Promise<Result<RunStory>> {
  const { program } = target;
  if (program === undefined) {
    return ok({ remarks: [], death: null });
  }
  progress('Running the script');
  let death: Death | null = null;
  for (;;) {
    const stop = await program.run(
      { kind: 'continue', backwards: false },
      { token, yieldNow: () => Promise.resolve() },
    );
    if (!stop.ok) {
      return stop;
    }
    const { reason, description, isCutShort } = stop.value;
    if (isCutShort === true) {
      return fail({ code: 'cut-short', message: `Nothing was checked. ${description}` });
    }
    death ??= await deathOf(target, stop.value, token);
    if (reason === 'ended') {
      return ok({ remarks: [`The script was run first: ${description}`], death });
    }
  }
}

/** What a process dies of at a stop, before it goes on; null when none does. */
async function deathOf(
  target: Target,
  { isFatal, description, threadId }: StopInfo,
  token: CancellationToken,
): Promise<Death | null> {
  const exception = target.exception();
  return isFatal === true && exception !== null
    ? {
        title: `The program dies: ${exceptionEvent(exception.code)}`,
        description,
        frames: await framesOf(target, threadId, token),
      }
    : null;
}

async function framesOf(
  target: Target,
  threadId: number,
  token: CancellationToken,
): Promise<readonly ResolvedAddress[]> {
  const { symbols, program } = target;
  const stack = (await target.callStack(threadId, token)).slice(0, MOST_FRAMES);
  await symbols.prepare(stack, token);
  return stack.map((address) => {
    const place = program?.sourceOf(address) ?? null;
    return {
      ...symbols.resolve(address),
      ...(place === null ? {} : { source: { file: place.path, line: place.line } }),
    };
  });
}
