/** The prompt, as a debugger writes it. */

import type { DebuggerState } from '../core/commands/debuggerState';
import type { Target } from '../core/target/target';

/**
 * `0:001> ` in user mode (process and thread by number, not id); in kernel mode `kd> ` for the one-processor machines
 * of the XP age and `0: kd> ` otherwise. With a blank at the end.
 */
export function promptText(
  target: Pick<Target, 'info' | 'processes' | 'threads'>,
  state: Pick<DebuggerState, 'currentProcessId' | 'currentThreadId'>,
): string {
  if (target.info.mode === 'kernel') {
    return target.info.debuggerStyle === 'xp' ? 'kd> ' : '0: kd> ';
  }
  const process = target
    .processes()
    .findIndex(({ processId }) => processId === state.currentProcessId);
  const thread = target
    .threads(state.currentProcessId)
    .findIndex(({ threadId }) => threadId === state.currentThreadId);
  return `${Math.max(process, 0)}:${String(Math.max(thread, 0)).padStart(3, '0')}> `;
}
