/** `p`, `t`, `gu`, `p-`, `t-`, `gu-`, `g-` and `!tt`: through a program whose source is known, in both directions. */

import type { ProgramMotion } from '../../target/program';
import type { Command, CommandContext } from '../command';
import { defineCommand, errorResult, headerOf } from '../defineCommand';
import { rememberStop } from '../keptTable';
import type { CommandResult } from '../results';
import { programOf } from './programOf';
import { showMoment, walkRecording } from './walkRecording';

/** Runs the program and says where it stopped. */
async function move(context: CommandContext, motion: ProgramMotion): Promise<CommandResult> {
  const walked = await walkRecording(context, motion);
  if (walked !== null) {
    return walked;
  }
  const program = programOf(context);
  if (!program.ok) {
    return errorResult(context, program.problem);
  }
  await rememberStop(context);
  const { host, state, target, token } = context;
  const stop = await program.value.run(motion, { token, yieldNow: () => host.yieldNow() });
  if (!stop.ok) {
    return errorResult(context, stop.problem);
  }
  state.currentThreadId = stop.value.threadId;
  state.currentProcessId = target.currentProcessId();
  return { ...headerOf(context), kind: 'resumed', stop: stop.value };
}

function stepCommand(
  name: string,
  depth: 'in' | 'over' | 'out',
  backwards: boolean,
  summary: string,
): Command {
  return defineCommand({
    name,
    summary,
    forms: [name],
    notes: [
      'A step is a statement of the script here, not an instruction; in a dump with recorded operations it is one of those.',
    ],
    run: (context) =>
      move(context, { kind: 'step', depth, backwards, threadId: context.state.currentThreadId }),
  });
}

/** The commands that step. */
export const stepCommands: readonly Command[] = [
  stepCommand('p', 'over', false, 'Steps to the next statement, over calls.'),
  stepCommand('t', 'in', false, 'Steps to the next statement, into calls.'),
  stepCommand('gu', 'out', false, 'Runs until the current function has returned.'),
  stepCommand('p-', 'over', true, 'Steps back to the previous statement, over calls.'),
  stepCommand('t-', 'in', true, 'Steps back to the previous statement, into calls.'),
  stepCommand('gu-', 'out', true, 'Goes back to the call of the current function.'),
];

/** The command `g-`. */
export const goBackCommand: Command = defineCommand({
  name: 'g-',
  summary: 'Runs backwards to the last breakpoint, or to the start of the program.',
  forms: ['g-'],
  notes: ['In a dump with recorded operations it goes back to the last bad reference.'],
  run: (context) => move(context, { kind: 'continue', backwards: true }),
});

/** The command `!tt`. */
export const timeTravelCommand: Command = defineCommand({
  name: '!tt',
  summary: 'Goes to the statement that carries out a recorded operation on a handle.',
  forms: ['!tt', '!tt Operation'],
  arguments: [
    {
      name: 'Operation',
      description:
        'Number of the operation, in decimal, 1 for the first; without it the current place on the time line is shown.',
      completes: 'number',
    },
  ],
  examples: [{ line: '!tt 1', shows: 'the statement that opens the first handle' }],
  notes: [
    'The real command takes positions of a recording (!tt 1A:2F, !tt 50). Here the operations on handles are numbered.',
    'In a dump with recorded operations everything is answered as of the moment after that operation; 0 is before the first.',
  ],
  run: travel,
});

async function travel(context: CommandContext, argumentText: string): Promise<CommandResult> {
  if (argumentText === '') {
    const shown = await showMoment(context);
    if (shown !== null) {
      return shown;
    }
    const program = programOf(context);
    if (!program.ok) {
      return errorResult(context, program.problem);
    }
    return { ...headerOf(context), kind: 'timeline', moment: program.value.moment() };
  }
  if (!/^\d{1,12}$/.test(argumentText)) {
    return errorResult(context, {
      code: 'usage',
      message: `'${argumentText}' is no number of an operation.`,
      hint: 'Numbers are decimal here: "!tt 12". "!tt" says how many there are.',
    });
  }
  return await move(context, { kind: 'operation', number: Number(argumentText) });
}
