/** Opens the target of a command line. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Target } from '../core/target/target';
import { CancellationSource, CancelledError } from '../core/util/cancellation';
import type { Problem } from '../core/util/problem';
import { readPiped } from '../node/pipedByteSource';
import { debugLog, type CliIo } from './cliIo';
import { EXIT_INTERRUPTED, EXIT_TARGET_UNREADABLE } from './exitCodes';
import type { ProgressLine } from './progressLine';
import type { CliServices } from './services';

/** The target that is what comes through stdin. */
const STDIN = '-';

/** A target, or why there is none and the exit code that says so. */
export type OpenedForCli =
  | { readonly kind: 'opened'; readonly target: Target }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly exitCode: number };

/** Opens a target with progress on the terminal; Ctrl+C cancels. Never rejects. */
export async function openForCli(
  spec: string,
  { io, services, progress }: { io: CliIo; services: CliServices; progress: ProgressLine },
): Promise<OpenedForCli> {
  const source = new CancellationSource();
  const endInterrupt = io.onInterrupt(() => source.cancel());
  try {
    const result = await services.openTarget(spec, {
      openFile: async (path) =>
        path === STDIN ? await readPiped(io.stdin, 'stdin') : await services.openFile(path),
      token: source.token,
      progress: (message, fraction) => progress.show(message, fraction),
      yieldNow: () => nextTurn(),
    });
    return result.ok
      ? { kind: 'opened', target: result.value }
      : { kind: 'failed', problem: result.problem, exitCode: EXIT_TARGET_UNREADABLE };
  } catch (error) {
    if (error instanceof CancelledError) {
      const problem = { code: 'cancelled', message: 'Cancelled.' };
      return { kind: 'failed', problem, exitCode: EXIT_INTERRUPTED };
    }
    debugLog(io, 'opening threw', error);
    const reason = error instanceof Error ? error.message : String(error);
    const problem: Problem = {
      code: 'internal',
      message: `Opening ${spec} stopped with an internal error: ${reason}`,
      hint: 'Set HANDLE_LENS_DEBUG=1 to see where.',
    };
    return { kind: 'failed', problem, exitCode: EXIT_TARGET_UNREADABLE };
  } finally {
    endInterrupt();
    progress.hide();
  }
}
