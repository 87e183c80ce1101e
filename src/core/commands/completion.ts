/** What can be typed next on a command line. */

import type { CancellationToken } from '../util/cancellation';
import type { ArgumentDescription, Command } from './command';
import type { CompletionItem, Proposal } from './completionItem';
import { completeQuery } from './completeQuery';
import { completeArgument, type CompletionPlace } from './completionSources';
import type { Interpreter } from './interpreter';
import { commands, findCommand, parseCommandName } from './registry';
import { commandStartAt } from './splitCommandLine';

export type { CompletionItem } from './completionItem';

/** The switch of `!find` that searches USER handles. */
const USER_SEARCH = /(?:^|\s)-u(?=\s)/i;

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
  const place = argumentPlace(command, typed.slice(name.length), mode);
  if (place.isSwitchValue) {
    const values = await completeArgument(interpreter, place, token);
    return placed(values.map(asOneWord), place.word, cursor);
  }
  const query = command.arguments(mode).some(({ completes }) => completes === 'query');
  if (query && (!argumentText.startsWith('-') || /\s/.test(argumentText))) {
    const { word, items } = await completeQuery(
      interpreter,
      argumentText,
      USER_SEARCH.test(argumentText) ? 'USER' : 'kernel',
      token,
    );
    const switches = argumentText === '' ? completeSwitches(command, place, mode) : [];
    return placed([...items, ...switches], word, cursor);
  }
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
  return items.map(({ typed: replaced = word, ...item }) => ({
    ...item,
    start: cursor - replaced.length,
    length: replaced.length,
  }));
}

/** The value of a switch ends at the first blank unless it is quoted. */
function asOneWord(item: Proposal): Proposal {
  return item.insert.includes(' ') ? { ...item, insert: `"${item.insert}"` } : item;
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

/** Which argument the cursor is in. A type name may contain blanks. */
function argumentPlace(
  command: Command,
  argumentText: string,
  mode: 'user' | 'kernel',
): CompletionPlace {
  const described = command.arguments(mode);
  const words = argumentText.trimStart().split(/\s+/);
  const typeIndex = described.findIndex(
    ({ completes }) => completes === 'type' || completes === 'anyType',
  );
  if (typeIndex !== -1 && words.length > typeIndex) {
    const word = afterWords(argumentText, typeIndex);
    const argument = described[typeIndex];
    return { argument, word, index: typeIndex, before: [], isSwitchValue: false };
  }
  const word = words.at(-1) ?? '';
  const { wanted, before } = walkWords(command, words.slice(0, -1));
  const argument = typeof wanted === 'object' ? wanted : described[wanted];
  const blanks = described.findIndex(({ completes }) => completes === 'userType');
  const inType = blanks !== -1 && typeof wanted === 'number' && wanted > blanks;
  return {
    argument: inType ? described[blanks] : argument,
    word,
    index: words.length - 1,
    before,
    isSwitchValue: typeof wanted === 'object',
  };
}

/** What comes after some words: the value of a switch, or the argument with a number (-1 for none). */
interface WalkedWords {
  readonly wanted: ArgumentDescription | number;
  /** The arguments among the words. */
  readonly before: readonly string[];
}

function walkWords(command: Command, words: readonly string[]): WalkedWords {
  const before: string[] = [];
  let wanted: ArgumentDescription | number = 0;
  let afterValue = 0;
  for (const word of words) {
    const option = command.switches.find(({ name }) => name === word.toLowerCase());
    if (typeof wanted === 'object') {
      wanted = afterValue;
    } else if (option === undefined) {
      before.push(word);
      wanted = wanted === -1 ? -1 : wanted + 1;
    } else {
      while (before.length < (option.next ?? 0)) {
        before.push('');
      }
      afterValue = option.next === undefined ? -1 : before.length;
      wanted = option.value ?? afterValue;
    }
  }
  return { wanted, before };
}

/** What follows the first `count` words. */
function afterWords(text: string, count: number): string {
  let rest = text.trimStart();
  for (let word = 0; word < count; word++) {
    rest = rest.replace(/^\S+\s*/, '');
  }
  return rest;
}

/** Switches stand in front of all arguments; where arguments follow them, they may stand behind as well. */
function completeSwitches(
  command: Command,
  place: CompletionPlace,
  mode: 'user' | 'kernel',
): readonly Proposal[] {
  const wanted = place.word.toLowerCase();
  const mayFollow =
    wanted.startsWith('-') && command.switches.some(({ next }) => next !== undefined);
  if (place.index !== 0 && !mayFollow) {
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
