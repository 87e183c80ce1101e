/** Runs a target's program to its end before it is checked: at its start nothing is open yet. */

import type { Target } from '../../target/target';
import type { CancellationToken } from '../../util/cancellation';
import { fail, ok, type Result } from '../../util/result';

/** What running needs from the check. */
export interface RunOptions {
  readonly token: CancellationToken;
  readonly progress: (message: string) => void;
}

/**
 * Runs a script to its end, past everything that stops it; other targets are left alone, they show one moment of something
 * that ran elsewhere. Returns what has to be said about the run, a sentence each. Fails when it was stopped before its end
 * by the limits of its machine block: what was open then is no leak.
 */
export async function runProgram(
  { program }: Pick<Target, 'program'>,
  { token, progress }: RunOptions,
): Promise<Result<readonly string[]>> {
  if (program === undefined) {
    return ok([]);
  }
  progress('Running the script');
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
    if (reason === 'ended') {
      return ok([`The script was run first: ${description}`]);
    }
  }
}
