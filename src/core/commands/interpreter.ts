/** Runs debugger command lines against a target. */

import type { Target } from '../target/target';
import type { CancellationToken } from '../util/cancellation';
import type { DebuggerState } from './debuggerState';
import type { CommandResult } from './results';

/** One debugging session's command interpreter. */
export interface Interpreter {
  readonly target: Target;
  readonly state: DebuggerState;
  /**
   * Runs a line of one or more commands joined by `;` and yields one result per command. An error result does not stop
   * the commands after it; `q` does. An empty line yields nothing.
   */
  execute(line: string, token: CancellationToken): AsyncGenerator<CommandResult, void, void>;
}
