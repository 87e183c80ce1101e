/** `.cls`, `.logopen`, `.logappend`, `.logclose` and `q`: what the shell around the debugger does. */

import { ProblemError } from '../../util/problem';
import type { Command, CommandContext } from '../command';
import { splitArguments } from '../argumentList';
import { defineCommand, errorResult, headerOf } from '../defineCommand';
import type { CommandResult } from '../results';

const DEFAULT_LOG = 'dbgeng.log';

/** The command `.cls`. */
export const clearCommand: Command = defineCommand({
  name: '.cls',
  summary: 'Clears the display.',
  forms: ['.cls'],
  run: (context) => ({ ...headerOf(context), kind: 'clear' }),
});

/** The command `q`. */
export const quitCommand: Command = defineCommand({
  name: 'q',
  aliases: ['qq', 'qd'],
  summary: 'Ends the session.',
  forms: ['q'],
  run: (context) => ({ ...headerOf(context), kind: 'quit' }),
});

/** The command `.logopen`. */
export const openLogCommand: Command = defineCommand({
  name: '.logopen',
  summary: 'Copies what is shown into a log file from now on.',
  forms: ['.logopen [/a] [Path]'],
  arguments: [
    { name: 'Path', description: `The file; ${DEFAULT_LOG} without it.`, completes: 'path' },
  ],
  switches: [{ name: '/a', description: 'Appends to the file, as .logappend does.' }],
  run: async (context, argumentText) => await openLog(context, argumentText, false),
});

/** The command `.logappend`. */
export const appendLogCommand: Command = defineCommand({
  name: '.logappend',
  summary: 'Appends what is shown to a log file from now on.',
  forms: ['.logappend [Path]'],
  arguments: [
    { name: 'Path', description: `The file; ${DEFAULT_LOG} without it.`, completes: 'path' },
  ],
  run: async (context, argumentText) => await openLog(context, argumentText, true),
});

async function openLog(
  context: CommandContext,
  argumentText: string,
  append: boolean,
): Promise<CommandResult> {
  const match = /^(\/a(?=\s|$))?\s*(.*)$/i.exec(argumentText);
  const path = unquote(match?.[2] ?? '');
  if (path.startsWith('/') && splitArguments(path).length > 1) {
    return errorResult(context, {
      code: 'usage',
      message: `.logopen has no switch '${path.split(/\s/)[0] ?? path}'.`,
      hint: 'Usage: .logopen [/a] [Path]',
    });
  }
  try {
    const opened = await context.host.openLog(
      path === '' ? DEFAULT_LOG : path,
      append || match?.[1] !== undefined,
    );
    return { ...headerOf(context), kind: 'log', action: 'open', path: opened };
  } catch (error) {
    if (error instanceof ProblemError) {
      return errorResult(context, error.problem);
    }
    return errorResult(context, {
      code: 'log',
      message: `The log file could not be opened: ${error instanceof Error ? error.message : String(error)}.`,
      hint: 'Choose a file in a folder that exists and can be written.',
    });
  }
}

/** Removes one pair of quotation marks around a path. */
function unquote(text: string): string {
  const quoted = /^"(.*)"$/.exec(text.trim());
  return quoted?.[1] ?? text.trim();
}

/** The command `.logclose`. */
export const closeLogCommand: Command = defineCommand({
  name: '.logclose',
  summary: 'Closes the log file.',
  forms: ['.logclose'],
  run: async (context) => {
    const path = await context.host.closeLog();
    return path === null
      ? errorResult(context, {
          code: 'log',
          message: 'No log file is open.',
          hint: 'Open one with .logopen.',
        })
      : { ...headerOf(context), kind: 'log', action: 'close', path };
  },
});
