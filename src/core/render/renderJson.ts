/** Renders any result as one JSON document without line breaks. */

import type { CommandResult } from '../commands/results';
import type { CancellationToken } from '../util/cancellation';

/** The JSON of a result in pieces; joined they are exactly one document on one line, without a final line feed. */
export async function* renderJson(
  result: CommandResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  void token;
  yield await Promise.resolve(
    JSON.stringify({ command: result.command, target: result.target, kind: result.kind }),
  );
}
