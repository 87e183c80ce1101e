/** Finds the process a command works on. */

import type { ProcessInfo } from '../model/process';
import type { Target } from '../target/target';
import { fail, ok, type Result } from '../util/result';
import { hex } from '../util/hex';
import type { CommandContext } from './command';
import { evaluateArgument, toPointer } from './argumentList';

/** A process argument: one process, or all of them. */
export type ProcessChoice =
  | { readonly kind: 'all' }
  | { readonly kind: 'one'; readonly process: ProcessInfo; readonly byId: boolean };

/** The process the session works on; the first one when that has gone. */
export function currentProcess(context: CommandContext): Result<ProcessInfo> {
  const processes = context.target.processes();
  const current =
    processes.find((process) => process.processId === context.state.currentProcessId) ??
    processes[0];
  return current === undefined
    ? fail({ code: 'no-process', message: 'The target has no process.' })
    : ok(current);
}

/**
 * A process argument of a kernel-mode command: omitted or -1 is the current process, 0 is all of them, anything else is
 * an EPROCESS address or a process id.
 */
export async function chooseProcess(
  text: string | undefined,
  context: CommandContext,
): Promise<Result<ProcessChoice>> {
  const value = text === undefined ? ok(-1n) : await evaluateArgument(text, context);
  if (!value.ok) {
    return value;
  }
  if (value.value === 0n) {
    return ok({ kind: 'all' });
  }
  if (BigInt.asIntN(64, value.value) === -1n) {
    const process = currentProcess(context);
    return process.ok ? ok({ kind: 'one', process: process.value, byId: false }) : process;
  }
  return findProcess(context.target, toPointer(value.value, context));
}

/** The process whose EPROCESS address or id is `value`. */
function findProcess(target: Target, value: bigint): Result<ProcessChoice> {
  const processes = target.processes();
  const byAddress = processes.find((process) => process.kernel?.object === value);
  if (byAddress !== undefined) {
    return ok({ kind: 'one', process: byAddress, byId: false });
  }
  const byId = processes.find((process) => BigInt(process.processId) === value);
  if (byId !== undefined) {
    return ok({ kind: 'one', process: byId, byId: true });
  }
  return fail({
    code: 'no-process',
    message: `No process has the id or the address ${hex(value)}.`,
    hint: 'The command | lists the processes; a decimal id needs 0n.',
  });
}
