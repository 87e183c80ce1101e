/** `.closehandle`: closes handles of a live process. */

import type { HandleValue } from '../../model/identifiers';
import type { ProcessInfo } from '../../model/process';
import type { TargetControl } from '../../target/target';
import { throwIfCancelled } from '../../util/cancellation';
import type { Problem } from '../../util/problem';
import { evaluateHandle, isSwitch, splitArguments } from '../argumentList';
import type { Command, CommandContext } from '../command';
import { defineCommand, errorResult, headerOf } from '../defineCommand';
import { currentProcess } from '../resolveProcess';
import type { CommandResult } from '../results';

const FORMS = ['.closehandle Handle', '.closehandle -a'];

/** The command `.closehandle`. */
export const closeHandleCommand: Command = defineCommand({
  name: '.closehandle',
  summary: 'Closes one handle of the process, or with -a all of them.',
  notes: [
    'Its answers are worded by this tool: no output of the real command is published to compare with.',
  ],
  forms: FORMS,
  modes: ['user'],
  arguments: [{ name: 'Handle', description: 'The handle value to close.', completes: 'handle' }],
  switches: [{ name: '-a', description: 'Closes every handle of the process.' }],
  examples: [
    { line: '.closehandle 3c', shows: 'closes handle 0x3c' },
    { line: '.closehandle -a', shows: 'closes all handles' },
  ],
  run,
});

async function run(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const [first, ...rest] = splitArguments(argumentText);
  const wrong = checkArguments(first, rest);
  if (wrong !== null || first === undefined) {
    return errorResult(context, wrong ?? usage('.closehandle needs a handle.'));
  }
  const { control } = context.target;
  if (control === null) {
    return errorResult(context, NOT_LIVE);
  }
  const process = currentProcess(context);
  if (!process.ok) {
    return errorResult(context, process.problem);
  }
  return first.toLowerCase() === '-a'
    ? await closeAll(context, control, process.value)
    : await closeOne(context, control, { process: process.value, text: first });
}

const NOT_LIVE: Problem = {
  code: 'not-on-dump',
  message: 'Handles can be closed in a live target only; this is a dump or a log.',
  hint: 'Open a sample such as sample:leaky-service to try it.',
};

function usage(message: string): Problem {
  return { code: 'usage', message, hint: `Usage: ${FORMS.join(' | ')}` };
}

function checkArguments(first: string | undefined, rest: readonly string[]): Problem | null {
  if (first === undefined) {
    return usage('.closehandle needs a handle.');
  }
  if (isSwitch(first) && first.toLowerCase() !== '-a') {
    return { ...usage(`.closehandle has no switch '${first}'.`), code: 'unknown-switch' };
  }
  return rest.length === 0 ? null : usage(`.closehandle does not take '${rest.join(' ')}'.`);
}

async function closeOne(
  context: CommandContext,
  control: TargetControl,
  request: { readonly process: ProcessInfo; readonly text: string },
): Promise<CommandResult> {
  const handle = await evaluateHandle(request.text, context);
  if (!handle.ok) {
    return errorResult(context, handle.problem);
  }
  const closed = control.closeHandle(request.process.processId, handle.value);
  return closed.ok
    ? { ...headerOf(context), kind: 'closeHandle', closed: [handle.value], failed: [] }
    : errorResult(context, closed.problem);
}

async function closeAll(
  context: CommandContext,
  control: TargetControl,
  process: ProcessInfo,
): Promise<CommandResult> {
  const store = await context.target.handles(process.processId, 'process');
  if (!store.ok) {
    return errorResult(context, store.problem);
  }
  const columns = await store.value.columns(context.token);
  const handles = Array.from({ length: columns.count }, (_, row) => columns.value(row));
  const closed: HandleValue[] = [];
  const failed: { readonly handle: HandleValue; readonly problem: Problem }[] = [];
  for (const handle of handles) {
    throwIfCancelled(context.token);
    const result = control.closeHandle(process.processId, handle);
    if (result.ok) {
      closed.push(handle);
    } else {
      failed.push({ handle, problem: result.problem });
    }
  }
  return { ...headerOf(context), kind: 'closeHandle', closed, failed };
}
