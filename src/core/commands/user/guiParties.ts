/** Finds the process or thread that an argument of a command about USER handles names. */

import type { GuiProcess, GuiThread, UserHandleAccess } from '../../target/userHandles';
import { hex } from '../../util/hex';
import { fail, ok, type Result } from '../../util/result';
import { evaluateArgument, toPointer } from '../argumentList';
import type { CommandContext } from '../command';

/**
 * A process by its id, its PROCESSINFO or its EPROCESS; null for 0, which stands for all. A process that the target
 * knows but that uses no USER handles has neither PROCESSINFO nor quota.
 */
export async function chooseGuiProcess(
  text: string,
  context: CommandContext,
  access: UserHandleAccess,
): Promise<Result<GuiProcess | null>> {
  const value = await evaluateArgument(text, context);
  if (!value.ok) {
    return value;
  }
  const wanted = toPointer(value.value, context);
  if (wanted === 0n) {
    return ok(null);
  }
  const gui = access.guiProcesses();
  const processes = context.target.processes();
  const owner = processes.find(({ kernel }) => kernel?.object === wanted);
  const id = owner === undefined ? wanted : BigInt(owner.processId);
  const found =
    gui.find(({ processInfo }) => processInfo === wanted) ??
    gui.find(({ processId }) => BigInt(processId) === id);
  if (found !== undefined) {
    return ok(found);
  }
  const other = processes.find(({ processId }) => BigInt(processId) === id);
  return other === undefined
    ? fail({
        code: 'no-process',
        message: `No process has the id or the address ${hex(wanted)}.`,
        hint: '!dpi lists the processes that use USER handles; a decimal id needs 0n.',
      })
    : ok({ processId: other.processId, image: other.image, processInfo: null, quota: null });
}

/** A thread by its id or its THREADINFO; null for 0, which stands for all. */
export async function chooseGuiThread(
  text: string,
  context: CommandContext,
  access: UserHandleAccess,
): Promise<Result<GuiThread | null>> {
  const value = await evaluateArgument(text, context);
  if (!value.ok) {
    return value;
  }
  const wanted = toPointer(value.value, context);
  if (wanted === 0n) {
    return ok(null);
  }
  const threads = access.guiThreads();
  const found =
    threads.find(({ threadInfo }) => threadInfo === wanted) ??
    threads.find(({ threadId }) => BigInt(threadId) === wanted);
  return found === undefined
    ? fail({
        code: 'no-thread',
        message: `No thread that uses the windowing system has the id or the address ${hex(wanted)}.`,
        hint: '!dti lists them; a decimal id needs 0n.',
      })
    : ok(found);
}
