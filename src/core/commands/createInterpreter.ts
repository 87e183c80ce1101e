/** Makes the interpreter of one debugging session. */

import { CancelledError, throwIfCancelled, type CancellationToken } from '../util/cancellation';
import { ProblemError } from '../util/problem';
import type { Target } from '../target/target';
import { asksForHelp } from './argumentList';
import type { CommandContext, CommandHost } from './command';
import { commandHelp } from './commandHelp';
import { initialState } from './debuggerState';
import type { Interpreter } from './interpreter';
import { evaluateInProgram } from './program/valueCommands';
import { findCommand, parseCommandName, unknownCommand } from './registry';
import type { CommandResult } from './results';
import { splitCommandLine } from './splitCommandLine';

/**
 * Makes an interpreter over a target. It starts in radix 16, in the process and thread the target stopped in, without
 * snapshots.
 */
export function createInterpreter(target: Target, host: CommandHost): Interpreter {
  const state = initialState(target);
  return {
    target,
    state,
    async *execute(line: string, token: CancellationToken) {
      for (const part of splitCommandLine(line)) {
        throwIfCancelled(token);
        const result = await runCommand({ target, state, host, token, text: part.text });
        yield result;
        if (result.kind === 'quit') {
          return;
        }
      }
    },
  };
}

/** Runs one command; problems thrown deep inside a reader become error results. */
async function runCommand(context: CommandContext): Promise<CommandResult> {
  const header = { command: context.text, target: context.target.info };
  const { name, rest } = parseCommandName(context.text);
  const command = findCommand(name);
  if (command === null && isForProgram(context)) {
    return evaluateInProgram(context, context.text);
  }
  if (command === null) {
    return { ...header, kind: 'error', problem: unknownCommand(context.text) };
  }
  const mode = context.target.info.mode;
  if (!command.modes.includes(mode)) {
    return {
      ...header,
      kind: 'error',
      problem: {
        code: 'wrong-mode',
        message: `${command.name} does not work on a ${mode}-mode target.`,
        hint: 'Type .help for the commands that do.',
      },
    };
  }
  if (asksForHelp(rest) && command.name !== '?') {
    return { ...header, kind: 'help', lines: commandHelp(command, mode) };
  }
  try {
    return await command.run(context, rest);
  } catch (error) {
    if (error instanceof ProblemError && !(error instanceof CancelledError)) {
      return { ...header, kind: 'error', problem: error.problem };
    }
    throw error;
  }
}

/** A call or an assignment: nothing else is meant by it, so that the program says what is wrong with it. */
const CALL_OR_ASSIGNMENT = /^[a-z_]\w*\s*(?:\(.*\)|=(?!=).*)$/is;

/** A line that is no command may be meant for the program: an assignment, a call, the name of a variable. */
function isForProgram({ target, state, text }: CommandContext): boolean {
  const { program } = target;
  const place = { threadId: state.currentThreadId, frame: 0 };
  return (
    program !== undefined &&
    !/^[!.]/.test(text) &&
    (CALL_OR_ASSIGNMENT.test(text) || program.understands(text, place))
  );
}
