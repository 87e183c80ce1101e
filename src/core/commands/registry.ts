/** The one list of commands: execution, help, completion and documentation all read it. */

import type { Problem } from '../util/problem';
import type { Command } from './command';
import { defineCommand, headerOf } from './defineCommand';
import { nearestName } from './nearestName';

const quitCommand = defineCommand({
  name: 'q',
  aliases: ['qd', 'qq'],
  summary: 'Ends the session.',
  forms: ['q'],
  run: (context) => ({ ...headerOf(context), kind: 'quit' }),
});

/** Every command, in the order help lists them. */
export const commands: readonly Command[] = [quitCommand];

const byName = new Map(
  commands.flatMap((command) =>
    [command.name, ...command.aliases].map((name) => [name.toLowerCase(), command] as const),
  ),
);

/** The command of that name or alias, letter case ignored; null when there is none. */
export function findCommand(name: string): Command | null {
  return byName.get(name.toLowerCase()) ?? null;
}

/** The command that was probably meant; null when none is near. */
export function suggestCommand(name: string): Command | null {
  const nearest = nearestName(name, byName.keys());
  return nearest === null ? null : findCommand(nearest);
}

/** Cuts a command into its name and what follows, trimmed: `!handle 3c f` into `!handle` and `3c f`. */
export function parseCommandName(text: string): { readonly name: string; readonly rest: string } {
  const match = /^(?:[!.]?[A-Za-z_][\w.]*|[?~|#]+|\S+)/.exec(text);
  const name = match?.[0] ?? text;
  return { name, rest: text.slice(name.length).trim() };
}

/** Says that a command is unknown and which one was probably meant. */
export function unknownCommand(text: string): Problem {
  const { name } = parseCommandName(text);
  const suggestion = suggestCommand(name);
  return {
    code: 'unknown-command',
    message: `Unknown command '${name}'.`,
    hint: suggestion === null ? 'Type .help for the list.' : `Did you mean ${suggestion.name}?`,
  };
}
