/** Runs command lines without a prompt: those of `-c`, or the lines of stdin. */

import { createInterface } from 'node:readline';
import { CancellationSource } from '../core/util/cancellation';
import type { CliIo } from './cliIo';
import { EXIT_COMMAND_FAILED, EXIT_INTERRUPTED, EXIT_OK } from './exitCodes';
import type { CliSession } from './session';

/**
 * Runs lines until they end, `q` comes or Ctrl+C is pressed. A failed command does not stop the ones after it.
 * Returns the exit code.
 */
export async function runCommands(
  session: CliSession,
  lines: Iterable<string> | AsyncIterable<string>,
  io: CliIo,
): Promise<number> {
  const source = new CancellationSource();
  const endInterrupt = io.onInterrupt(() => source.cancel());
  let exitCode = EXIT_OK;
  try {
    for await (const line of lines) {
      const outcome = await session.runLine(line, source.token);
      if (outcome.cancelled) {
        return EXIT_INTERRUPTED;
      }
      if (outcome.failed) {
        exitCode = EXIT_COMMAND_FAILED;
      }
      if (outcome.quit) {
        break;
      }
    }
  } finally {
    endInterrupt();
  }
  return exitCode;
}

/** The lines of stdin; a byte order mark at the start, which some shells write, is dropped. */
export async function* linesOfStdin(io: CliIo): AsyncGenerator<string, void, void> {
  const lines = createInterface({ input: io.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  try {
    let first = true;
    for await (const line of lines) {
      yield first ? line.replace(/^\uFEFF/, '') : line;
      first = false;
    }
  } finally {
    lines.close();
  }
}
