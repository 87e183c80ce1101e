/** `dv` and `??`: variables and expressions of a program with source. */

import type { Command, CommandContext } from '../command';
import { defineCommand, errorResult, headerOf } from '../defineCommand';
import type { CommandResult } from '../results';
import { programOf } from './programOf';

/** The command `dv`. */
export const variablesCommand: Command = defineCommand({
  name: 'dv',
  summary:
    'Shows the local variables of the current function, and what handles among them refer to.',
  forms: ['dv'],
  run: (context) => {
    const program = programOf(context);
    return program.ok
      ? {
          ...headerOf(context),
          kind: 'programValues',
          variables: program.value.locals(placeOf(context)),
        }
      : errorResult(context, program.problem);
  },
});

/** The command `??`. */
export const evaluateProgramCommand: Command = defineCommand({
  name: '??',
  summary: 'Evaluates an expression of the program; it may assign and call.',
  forms: ['?? Expression'],
  arguments: [
    {
      name: 'Expression',
      description: 'In the language of the script: h, i + 1, handles[2], CloseHandle(h), i = 5.',
      completes: 'none',
    },
  ],
  examples: [{ line: '?? CloseHandle(h)', shows: 'what the call returns; the handle is closed' }],
  notes: [
    'What is no command is taken for such an expression: CloseHandle(h) alone does the same.',
  ],
  run: (context, argumentText) => evaluateInProgram(context, argumentText),
});

/** Evaluates an expression where the current thread is. */
export function evaluateInProgram(context: CommandContext, text: string): CommandResult {
  const program = programOf(context);
  if (!program.ok) {
    return errorResult(context, program.problem);
  }
  if (text === '') {
    return errorResult(context, {
      code: 'usage',
      message: 'There is nothing to evaluate.',
      hint: 'Usage: ?? Expression',
    });
  }
  const value = program.value.evaluate(text, placeOf(context), true);
  return value.ok
    ? {
        ...headerOf(context),
        kind: 'programValues',
        variables: [{ name: text, ...value.value }],
      }
    : errorResult(context, value.problem);
}

function placeOf({ state }: CommandContext): { readonly threadId: number; readonly frame: number } {
  return { threadId: state.currentThreadId, frame: 0 };
}
