/** `.help`: the list of commands, or one command in full. */

import { nearestName } from '../util/nearestName';
import type { Command, CommandContext } from './command';
import { describeCommand } from './commandHelp';
import { defineCommand, errorResult, headerOf } from './defineCommand';
import type { CommandResult } from './results';

/** Said at the end of the list. */
const NOTES: readonly string[] = [
  '',
  'Numbers are hexadecimal unless they start with 0n. Several commands can be joined with ;',
  'Type .help and a command for its arguments; -? after !handle or !htrace shows the help of the real debugger where it is known.',
];

/** Makes the command `.help` over a list that contains it. */
export function makeHelpCommand(list: () => readonly Command[]): Command {
  return defineCommand({
    name: '.help',
    aliases: ['.hh'],
    summary: 'Lists the commands, or explains one.',
    forms: ['.help [Command]'],
    arguments: [{ name: 'Command', description: 'A command to explain.', completes: 'command' }],
    examples: [{ line: '.help !htrace', shows: 'everything about !htrace' }],
    run: (context, argumentText) => help(context, argumentText, list()),
  });
}

function help(
  context: CommandContext,
  argumentText: string,
  commands: readonly Command[],
): CommandResult {
  const mode = context.target.info.mode;
  if (argumentText === '') {
    const shown = commands.filter((command) => command.modes.includes(mode));
    const width = Math.max(...shown.map((command) => command.name.length));
    const rows = shown.map((command) => `${command.name.padEnd(width)}  ${command.summary}`);
    return { ...headerOf(context), kind: 'help', lines: [...rows, ...NOTES] };
  }
  const wanted = argumentText.toLowerCase();
  const command = commands.find((candidate) =>
    [candidate.name, ...candidate.aliases].some((name) => sameName(name, wanted)),
  );
  if (command !== undefined) {
    return { ...headerOf(context), kind: 'help', lines: describeCommand(command, mode) };
  }
  const nearest = nearestName(
    wanted,
    commands.map((candidate) => candidate.name),
  );
  return errorResult(context, {
    code: 'unknown-command',
    message: `There is no command '${argumentText}'.`,
    hint: nearest === null ? 'Type .help for the list.' : `Did you mean .help ${nearest}?`,
  });
}

/** `handle` means `!handle`. */
function sameName(name: string, wanted: string): boolean {
  const lower = name.toLowerCase();
  return lower === wanted || lower.slice(1) === wanted;
}
