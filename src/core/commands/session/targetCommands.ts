/** `g`, `.process`, `version` and `vertarget`: the target itself. */

import type { Command, CommandContext } from '../command';
import { defineCommand, errorResult, headerOf } from '../defineCommand';
import { rememberStop } from '../keptTable';
import { runTo } from '../program/motionCommands';
import { walkRecording } from '../program/walkRecording';
import { chooseProcess, currentProcess } from '../resolveProcess';
import type { CommandResult } from '../results';
import { TOOL_VERSION } from '../toolVersion';

/** The command `g`. */
export const goCommand: Command = defineCommand({
  name: 'g',
  summary: 'Lets the program run until it stops again.',
  forms: ['g', 'g Place'],
  arguments: [
    {
      name: 'Place',
      description:
        'Of a script: a function or a line, as for bp, where it stops unless something else stops it before.',
      completes: 'none',
    },
  ],
  examples: [{ line: 'g :12', shows: 'runs to line 12 of the script' }],
  notes: ['In a dump with recorded operations it goes on to the next bad reference.'],
  run: resume,
});

async function resume(context: CommandContext, argumentText: string): Promise<CommandResult> {
  if (argumentText !== '') {
    return context.target.program === undefined
      ? errorResult(context, {
          code: 'usage',
          message: `g does not take '${argumentText}'.`,
          hint: 'Usage: g',
        })
      : await runTo(context, argumentText);
  }
  const walked = await walkRecording(context, { kind: 'continue', backwards: false });
  if (walked !== null) {
    return walked;
  }
  const { control } = context.target;
  if (control === null) {
    return errorResult(context, {
      code: 'not-on-dump',
      ...(context.target.log === undefined
        ? {
            message: 'A dump cannot run.',
            hint: 'Open a sample such as sample:leaky-service to watch a program run.',
          }
        : { message: 'A log cannot run.', hint: '".moment" goes to another moment of it.' }),
    });
  }
  await rememberStop(context);
  context.host.progress('Running');
  const stop = await control.resume(context.token);
  if (!stop.ok) {
    return errorResult(context, stop.problem);
  }
  context.state.currentThreadId = stop.value.threadId;
  context.state.currentProcessId = context.target.currentProcessId();
  return { ...headerOf(context), kind: 'resumed', stop: stop.value };
}

/** The command `.process`. */
export const processCommand: Command = defineCommand({
  name: '.process',
  summary: 'Shows or sets the process that commands without a process argument use.',
  forms: ['.process', '.process Process'],
  modes: ['kernel'],
  arguments: [
    {
      name: 'Process',
      description:
        'Address of the process object, or process id; 0 is the process the target stopped in.',
      completes: 'process',
    },
  ],
  run: setProcess,
});

async function setProcess(context: CommandContext, argumentText: string): Promise<CommandResult> {
  const { target, state } = context;
  if (argumentText !== '') {
    const text = argumentText.replace(/^(?:\/[pir]\s+)+/i, '');
    const choice = await chooseProcess(text, context);
    if (!choice.ok) {
      return errorResult(context, choice.problem);
    }
    state.currentProcessId =
      choice.value.kind === 'one' ? choice.value.process.processId : target.currentProcessId();
  }
  const process = currentProcess(context);
  return process.ok
    ? { ...headerOf(context), kind: 'currentProcess', process: process.value }
    : errorResult(context, process.problem);
}

/** The command `version`. */
export const versionCommand: Command = versionOf('version', true);

/** The command `vertarget`. */
export const vertargetCommand: Command = versionOf('vertarget', false);

function versionOf(name: string, withTool: boolean): Command {
  return defineCommand({
    name,
    summary: withTool
      ? 'Shows what the target is, and the version of this tool.'
      : 'Shows what the target is, and what of it could not be read.',
    forms: [name],
    run: (context) => ({
      ...headerOf(context),
      kind: 'version',
      withTool,
      toolVersion: TOOL_VERSION,
      problems: context.target.problems,
    }),
  });
}
