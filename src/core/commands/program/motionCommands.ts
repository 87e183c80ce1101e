/** `p`, `t`, `gu`, `p-`, `t-`, `gu-`, `g-` and `!tt`: through a program whose source is known, in both directions. */

import type { ProgramAccess, ProgramMotion } from '../../target/program';
import { throwIfCancelled } from '../../util/cancellation';
import { fail, ok, type Result } from '../../util/result';
import { evaluateCount } from '../argumentList';
import type { ArgumentDescription, Command, CommandContext } from '../command';
import { defineCommand, errorResult, headerOf } from '../defineCommand';
import { rememberStop } from '../keptTable';
import type { CommandResult } from '../results';
import { parsePlace } from './breakpointPlace';
import { programOf } from './programOf';
import { showMoment, walkRecording } from './walkRecording';

/** Group of the breakpoint that a run goes to. */
const ONCE = 'once';

/** Runs the program and says where it stopped. `remembers`: what changes is told against how it is now. */
async function move(
  context: CommandContext,
  motion: ProgramMotion,
  remembers = true,
): Promise<CommandResult> {
  const walked = await walkRecording(context, motion, remembers);
  if (walked !== null) {
    return walked;
  }
  const program = programOf(context);
  if (!program.ok) {
    return errorResult(context, program.problem);
  }
  if (remembers) {
    await rememberStop(context);
  }
  return await runProgram(context, program.value, motion);
}

/** Runs a program with source on or back. */
async function runProgram(
  context: CommandContext,
  program: ProgramAccess,
  motion: ProgramMotion,
): Promise<CommandResult> {
  const { host, state, target, token } = context;
  const stop = await program.run(motion, { token, yieldNow: () => host.yieldNow() });
  if (!stop.ok) {
    return errorResult(context, stop.problem);
  }
  state.currentThreadId = stop.value.threadId;
  state.currentProcessId = target.currentProcessId();
  return { ...headerOf(context), kind: 'resumed', stop: stop.value };
}

/** Runs a program on to a function or a line, or to what stops it before. */
export async function runTo(context: CommandContext, text: string): Promise<CommandResult> {
  const program = programOf(context);
  if (!program.ok) {
    return errorResult(context, program.problem);
  }
  const place = parsePlace(text, program.value);
  const [state] = program.value.setBreakpoints(ONCE, [place]);
  try {
    if (state?.isVerified !== true) {
      return errorResult(context, {
        code: 'no-place',
        message: state?.message ?? 'The program cannot stop there.',
        hint: 'Name a function, or a line as File:Line.',
      });
    }
    await rememberStop(context);
    return await runProgram(context, program.value, { kind: 'continue', backwards: false });
  } finally {
    program.value.setBreakpoints(ONCE, []);
  }
}

/** Steps so often, or until something else stops the program. */
async function stepSoOften(
  context: CommandContext,
  argumentText: string,
  motion: (threadId: number) => ProgramMotion,
): Promise<CommandResult> {
  const count = await stepCount(context, argumentText);
  if (!count.ok) {
    return errorResult(context, count.problem);
  }
  let last = await move(context, motion(context.state.currentThreadId));
  for (let number = 1; number < count.value && isStep(last); number++) {
    throwIfCancelled(context.token);
    const next = await move(context, motion(context.state.currentThreadId), false);
    if (next.kind === 'error') {
      break;
    }
    last = next;
  }
  return last;
}

async function stepCount(context: CommandContext, text: string): Promise<Result<number>> {
  if (text === '') {
    return ok(1);
  }
  if (text.startsWith('=')) {
    const variable = context.text.slice(0, context.text.indexOf('=')).trim();
    return fail({
      code: 'usage',
      message: 'Where a step begins cannot be chosen.',
      hint: `"?? ${variable} ${text}" assigns to a variable of the script that is called ${variable}.`,
    });
  }
  const count = await evaluateCount(text, context);
  return count.ok && count.value === 0
    ? fail({ code: 'usage', message: 'A step is made at least once.' })
    : count;
}

/** True when a step ended as a step does. */
function isStep(result: CommandResult): boolean {
  return result.kind === 'resumed' && ['step', 'moment'].includes(result.stop.reason);
}

function stepCommand(
  name: string,
  depth: 'in' | 'over' | 'out',
  backwards: boolean,
  summary: string,
): Command {
  const takesCount = depth !== 'out';
  return defineCommand({
    name,
    summary,
    forms: takesCount ? [name, `${name} Count`] : [name],
    ...(takesCount ? { arguments: [COUNT] } : {}),
    notes: [
      'A step is a statement of the script here, not an instruction; in a dump with recorded operations it is one of those.',
    ],
    run: (context, argumentText) =>
      stepSoOften(context, argumentText, (threadId) => ({
        kind: 'step',
        depth,
        backwards,
        threadId,
      })),
  });
}

const COUNT: ArgumentDescription = {
  name: 'Count',
  description: 'How many steps; what stops the program before ends them.',
  completes: 'number',
};

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
        'Number of the operation, in decimal, 1 for the first, 0 for the start; without it the current place on the time line is shown.',
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
