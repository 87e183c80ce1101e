/** What can be typed next on a command line. */

import type { CancellationToken } from '../util/cancellation';
import type { ArgumentDescription, Command } from './command';
import type { CompletionItem, Proposal } from './completionItem';
import { completeQuery } from './completeQuery';
import { completeArgument, completeTypes, type CompletionPlace } from './completionSources';
import type { Interpreter } from './interpreter';
import { commands, findCommand, parseCommandName } from './registry';
import { commandStartAt } from './splitCommandLine';

export type { CompletionItem } from './completionItem';

/**
 * Proposals for the cursor's place in a line, best first: commands, switches, handle values (at most 100, with type and
 * name), flags, type names, processes. Works in any command of a line joined by `;`. Empty where nothing can be proposed.
 */
export async function complete(
  interpreter: Interpreter,
  text: string,
  cursor: number,
  token: CancellationToken,
): Promise<readonly CompletionItem[]> {
  const start = commandStartAt(text, cursor);
  const typed = text.slice(start, cursor);
  const { name } = parseCommandName(typed);
  if (typed.startsWith('*')) {
    return [];
  }
  const mode = interpreter.target.info.mode;
  if (typed.length === name.length) {
    return completeCommands(typed, mode).map((item) => ({ ...item, start, length: typed.length }));
  }
  const command = findCommand(name);
  if (command === null) {
    return [];
  }
  const argumentText = typed.slice(name.length).trimStart();
  const behindSwitch = switchBefore(command, argumentText);
  if (behindSwitch !== null) {
    return placed(await switchValues(interpreter, behindSwitch, token), behindSwitch.word, cursor);
  }
  const query = command.arguments(mode).some(({ completes }) => completes === 'query');
  if (query && (!argumentText.startsWith('-') || /\s/.test(argumentText))) {
    const { word, items } = await completeQuery(interpreter, argumentText, token);
    const switches =
      argumentText === ''
        ? completeSwitches(command, { argument: undefined, word, index: 0 }, mode)
        : [];
    return placed([...items, ...switches], word, cursor);
  }
  const place = argumentPlace(command, typed.slice(name.length), mode);
  const items = [
    ...(place.argument?.completes === 'command' ? completeCommands(place.word, mode) : []),
    ...(await completeArgument(interpreter, place, token)),
    ...completeSwitches(command, place, mode),
  ];
  return placed(items, place.word, cursor);
}

/** Proposals that replace the word before the cursor. */
function placed(
  items: readonly Proposal[],
  word: string,
  cursor: number,
): readonly CompletionItem[] {
  return items.map((item) => ({ ...item, start: cursor - word.length, length: word.length }));
}

/** A switch that wants a value, and what of it was typed. */
interface SwitchPlace {
  readonly values: readonly string[] | 'type';
  readonly word: string;
}

/** The switch whose value is being typed; null when there is none. */
function switchBefore(command: Command, argumentText: string): SwitchPlace | null {
  const found = /(?:^|\s)(-[a-z]+)\s+(\S*)$/i.exec(argumentText);
  const values = command.switches.find(({ name }) => name === found?.[1]?.toLowerCase())?.values;
  return values === undefined ? null : { values, word: found?.[2] ?? '' };
}

async function switchValues(
  interpreter: Interpreter,
  { values, word }: SwitchPlace,
  token: CancellationToken,
): Promise<readonly Proposal[]> {
  if (values === 'type') {
    const types = await completeTypes(interpreter, word, token);
    return types.map((item) =>
      item.insert.includes(' ') ? { ...item, insert: `"${item.insert}"` } : item,
    );
  }
  return values
    .filter((value) => value.startsWith(word.toLowerCase()))
    .map((value) => ({ label: value, insert: value, kind: 'value', detail: '' }));
}

/** Commands whose name starts with what was typed, the prefix `!` or `.` optional. */
function completeCommands(typed: string, mode: 'user' | 'kernel'): readonly Proposal[] {
  const wanted = typed.toLowerCase();
  return commands
    .filter((command) => command.modes.includes(mode))
    .filter(({ name }) => name.startsWith(wanted) || name.replace(/^[!.]/, '').startsWith(wanted))
    .map((command) => ({
      label: command.name,
      insert: command.name,
      kind: 'command',
      detail: command.summary,
    }));
}

/** Which argument the cursor is in. A type name, always the last argument, may contain blanks. */
function argumentPlace(
  command: Command,
  argumentText: string,
  mode: 'user' | 'kernel',
): CompletionPlace {
  const described = command.arguments(mode);
  const words = argumentText.trimStart().split(/\s+/);
  const typeIndex = described.findIndex((argument) => argument.completes === 'type');
  if (typeIndex !== -1 && words.length > typeIndex) {
    const word = afterWords(argumentText, typeIndex);
    return { argument: described[typeIndex], word, index: typeIndex };
  }
  const index = words.length - 1;
  const afterSwitch = index > 0 && (words[0] ?? '').startsWith('-');
  const argument: ArgumentDescription | undefined = afterSwitch ? undefined : described[index];
  return { argument, word: words.at(-1) ?? '', index };
}

/** What follows the first `count` words. */
function afterWords(text: string, count: number): string {
  let rest = text.trimStart();
  for (let word = 0; word < count; word++) {
    rest = rest.replace(/^\S+\s*/, '');
  }
  return rest;
}

/** Switches stand in front of all arguments. */
function completeSwitches(
  command: Command,
  place: CompletionPlace,
  mode: 'user' | 'kernel',
): readonly Proposal[] {
  const wanted = place.word.toLowerCase();
  if (place.index !== 0) {
    return [];
  }
  return command.switches
    .filter(({ name }) => name.startsWith(wanted))
    .filter((known) => (known.mode ?? mode) === mode)
    .map(({ name, description }) => ({
      label: name,
      insert: name,
      kind: 'switch',
      detail: description,
    }));
}
