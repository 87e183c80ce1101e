/** The one list of commands: execution, help, completion and documentation all read it. */

import type { Problem } from '../util/problem';
import type { Command } from './command';
import { compareCommand } from './compare/compareCommand';
import { snapshotCommand } from './compare/snapshotCommand';
import { duplicatesCommand } from './find/duplicatesCommand';
import { findHandlesCommand } from './find/findHandlesCommand';
import { zombiesCommand } from './find/zombiesCommand';
import { handleCommand } from './handle/handleCommand';
import { makeHelpCommand } from './helpCommand';
import { sitesCommand } from './leaks/sitesCommand';
import { lifeCommand } from './life/lifeCommand';
import { whyCommand } from './life/whyCommand';
import { nearestName } from '../util/nearestName';
import {
  breakpointCommand,
  clearBreakpointCommand,
  handleBreakpointCommand,
  listBreakpointsCommand,
} from './program/breakpointCommands';
import { goBackCommand, stepCommands, timeTravelCommand } from './program/motionCommands';
import { evaluateProgramCommand, variablesCommand } from './program/valueCommands';
import { closeHandleCommand } from './session/closeHandle';
import { dumpCommand } from './session/dumpCommand';
import {
  evaluateCommand,
  nearestSymbolCommand,
  radixCommand,
  stackCommand,
} from './session/evaluation';
import { modulesCommand, processesCommand, threadsCommand } from './session/listings';
import { logInfoCommand, momentCommand } from './session/logCommands';
import {
  appendLogCommand,
  clearCommand,
  closeLogCommand,
  openLogCommand,
  quitCommand,
} from './session/shellCommands';
import {
  goCommand,
  processCommand,
  versionCommand,
  vertargetCommand,
} from './session/targetCommands';
import { traceCommand } from './trace/traceCommand';
import { dheCommand } from './user/dheCommand';
import { dsiCommand } from './user/dsiCommand';
import { dsoCommand } from './user/dsoCommand';
import { duCommand } from './user/duCommand';
import { dpiCommand, dtiCommand } from './user/partyCommands';
import { userTraceCommand } from './user/userTraceCommand';

/** Every command, in the order help lists them. */
export const commands: readonly Command[] = [
  handleCommand,
  traceCommand,
  sitesCommand,
  findHandlesCommand,
  duplicatesCommand,
  zombiesCommand,
  whyCommand,
  lifeCommand,
  snapshotCommand,
  compareCommand,
  dheCommand,
  userTraceCommand,
  dpiCommand,
  dtiCommand,
  duCommand,
  dsoCommand,
  dsiCommand,
  closeHandleCommand,
  goCommand,
  ...stepCommands,
  goBackCommand,
  timeTravelCommand,
  breakpointCommand,
  handleBreakpointCommand,
  listBreakpointsCommand,
  clearBreakpointCommand,
  variablesCommand,
  evaluateProgramCommand,
  stackCommand,
  threadsCommand,
  processesCommand,
  processCommand,
  modulesCommand,
  nearestSymbolCommand,
  evaluateCommand,
  radixCommand,
  versionCommand,
  vertargetCommand,
  momentCommand,
  logInfoCommand,
  dumpCommand,
  clearCommand,
  openLogCommand,
  appendLogCommand,
  closeLogCommand,
  makeHelpCommand(() => commands),
  quitCommand,
];

const byName: ReadonlyMap<string, Command> = new Map(
  commands.flatMap((command) =>
    [command.name, ...command.aliases].map((name) => [name.toLowerCase(), command] as const),
  ),
);

/** A command as typed: its name and what follows, trimmed. */
export interface ParsedCommand {
  readonly name: string;
  readonly rest: string;
}

/** Commands whose argument may follow without a blank. */
const SYMBOLIC = /^(?:\?\?|[?~|])/;

/** Cuts a command into its name and what follows: `!handle 3c f` into `!handle` and `3c f`, `?3c` into `?` and `3c`. */
export function parseCommandName(text: string): ParsedCommand {
  const name = SYMBOLIC.exec(text)?.[0] ?? /^\S+/.exec(text)?.[0] ?? '';
  return { name, rest: text.slice(name.length).trim() };
}

/** The extension libraries that hold `!handle` and `!htrace` in a real debugger. */
const EXTENSION_LIBRARY = /^!(?:ntsdexts|kdexts|kdextx86|uext|exts|ext|userexts|userkdx)\./;

/**
 * The command of that name or alias, letter case ignored; null when there is none. Extension commands may name their
 * library, as in `!ntsdexts.handle`.
 */
export function findCommand(name: string): Command | null {
  return byName.get(name.toLowerCase().replace(EXTENSION_LIBRARY, '!')) ?? null;
}

/** Says that a command is unknown and what was probably meant; `text` is the whole command. */
export function unknownCommand(text: string): Problem {
  const { name, rest } = parseCommandName(text);
  const meant = suggestCommand(name, rest);
  return {
    code: 'unknown-command',
    message: `Unknown command '${name}'.`,
    hint: meant === null ? 'Type .help for the list.' : `Did you mean ${meant}?`,
  };
}

/** Commands of real extensions that are left out on purpose, and what does their work. */
const REPLACED: ReadonlyMap<string, string> = new Map([['!hh', '!dhe Handle 10']]);

/** A line that was probably meant: a forgotten blank or prefix first, else the nearest name; null when none is near. */
export function suggestCommand(name: string, rest = ''): string | null {
  const glued = gluedCommand(name);
  if (glued !== null) {
    return [glued, rest].join(' ').trimEnd();
  }
  const lower = name.toLowerCase();
  const replacement = REPLACED.get(lower);
  if (replacement !== undefined) {
    return replacement;
  }
  const withoutPrefix = lower.replace(/^[!.]/, '');
  for (const candidate of [`!${withoutPrefix}`, `.${withoutPrefix}`, withoutPrefix]) {
    const command = byName.get(candidate);
    if (command !== undefined) {
      return command.name;
    }
  }
  return nearestName(name, byName.keys());
}

/** `!handle3c` becomes `!handle 3c`, `!htrace-diff` becomes `!htrace -diff`; null when no command starts the name. */
function gluedCommand(name: string): string | null {
  const lower = name.toLowerCase();
  for (const command of commands) {
    const argument = name.slice(command.name.length);
    if (
      command.name.length > 2 &&
      lower.startsWith(command.name) &&
      /^(?:[0-9a-f]+|-\w+|\?|-\?)$/i.test(argument)
    ) {
      return `${command.name} ${argument}`;
    }
  }
  return null;
}
