/** Renders any result as one short line: hovers, watches, evaluate answers. */

import type { CommandResult } from '../commands/results';
import type { CancellationToken } from '../util/cancellation';

/** One line without line feed, for example `33 handles of 11 types`. */
export async function renderLine(result: CommandResult, token: CancellationToken): Promise<string> {
  void token;
  return await Promise.resolve(result.command);
}
