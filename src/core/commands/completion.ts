/** What can be typed next on a command line. */

import type { CancellationToken } from '../util/cancellation';
import type { Interpreter } from './interpreter';

/** One proposal; replaces `length` characters of the line from `start` by `insert`. */
export interface CompletionItem {
  readonly label: string;
  readonly insert: string;
  readonly start: number;
  readonly length: number;
  readonly kind: 'command' | 'switch' | 'handle' | 'type' | 'process' | 'sample';
  /** A few words beside the label; empty when there is nothing to add. */
  readonly detail: string;
}

/** Proposals for the cursor's place in a line, best first. */
export async function complete(
  interpreter: Interpreter,
  text: string,
  cursor: number,
  token: CancellationToken,
): Promise<readonly CompletionItem[]> {
  void interpreter;
  void text;
  void cursor;
  void token;
  return await Promise.resolve([]);
}
