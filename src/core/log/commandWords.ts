/** Takes a typed command line apart: commands between semicolons, their words with columns, the handle they ask for. */

import { handleValue, type HandleValue } from '../model/identifiers';
import { isBlank, LineScanner } from './lineScanner';

const SEMICOLON = 59;
const QUOTE = 34;
/** Commands beyond this many characters are not looked at. */
const MAX_COMMAND_LENGTH = 2000;

/** One word of a command. */
export interface CommandWord {
  readonly text: string;
  /** Column in the text that was taken apart. */
  readonly start: number;
  readonly end: number;
}

/** A handle value in a command, with its columns in the text that was taken apart. */
export interface CommandHandle {
  readonly value: HandleValue;
  readonly start: number;
  readonly end: number;
}

/** The commands of a line, each as its words; empty commands are left out. Quoted text is one word. */
export function splitCommands(text: string): readonly (readonly CommandWord[])[] {
  const commands: CommandWord[][] = [];
  let words: CommandWord[] = [];
  const end = Math.min(text.length, MAX_COMMAND_LENGTH);
  let at = 0;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === SEMICOLON) {
      commands.push(words);
      words = [];
      at++;
    } else if (isBlank(code)) {
      at++;
    } else {
      const stop = wordEnd(text, at, end);
      words.push({ text: text.slice(at, stop), start: at, end: stop });
      at = stop;
    }
  }
  commands.push(words);
  return commands.filter((command) => command.length > 0);
}

/** The handle values that `!handle`, `!htrace` and `.closehandle` of a command line name; 0 and -1 stand for all. */
export function handlesInCommands(text: string): readonly CommandHandle[] {
  return splitCommands(text).flatMap((words) => {
    const [verb, argument] = words;
    if (verb === undefined || argument === undefined || !asksForHandle(verb.text)) {
      return [];
    }
    const value = readNumber(argument.text);
    const isOne =
      value !== null && value !== 0n && value !== 0xffff_ffffn && value !== (1n << 64n) - 1n;
    return isOne ? [{ value: handleValue(value), start: argument.start, end: argument.end }] : [];
  });
}

/** True when the first command of a line is `!handle` or `!htrace`, with or without the name of an extension. */
export function isHandleCommand(text: string): boolean {
  const verb = splitCommands(text)[0]?.[0]?.text.toLowerCase() ?? '';
  return /^!(?:\w{1,20}\.)?(?:handle|htrace)$/.test(verb);
}

/** True when the first command of a line is `!utrace`, whose records name handles of the session and not of a process. */
export function isUserTraceCommand(text: string): boolean {
  return splitCommands(text)[0]?.[0]?.text.toLowerCase() === '!utrace';
}

/** Commands after which the program runs on (WinDbg help, "Controlling the Target"). */
const RUNNING: ReadonlySet<string> = new Set([
  'g',
  'gh',
  'gn',
  'gc',
  'gu',
  'p',
  'pa',
  'pc',
  'pct',
  'ph',
  'pt',
  't',
  'ta',
  'tb',
  'tc',
  'tct',
  'th',
  'tt',
  'wt',
  '.restart',
  '.detach',
  '.reboot',
  'q',
  'qd',
  'qq',
]);

/** True when a command line lets the program go on. */
export function letsProgramRun(text: string): boolean {
  return splitCommands(text).some(([verb]) => RUNNING.has(verb?.text.toLowerCase() ?? ''));
}

/**
 * True when every `!handle` and `!htrace` of a command line asks for all handles or traces: no handle, no type. False for
 * lines without one.
 */
export function asksForEverything(text: string): boolean {
  const asking = splitCommands(text).filter(([verb]) =>
    /^!(?:\w{1,20}\.)?(?:handle|htrace)$/i.test(verb?.text ?? ''),
  );
  return asking.length > 0 && asking.every((words) => isAboutEverything(words));
}

function isAboutEverything([verb, first, , third, fourth]: readonly CommandWord[]): boolean {
  const isTrace = verb?.text.toLowerCase().endsWith('htrace') === true;
  const value = first === undefined || first.text === '-1' ? 0n : readNumber(first.text);
  if (isTrace) {
    return first === undefined || first.text.startsWith('-') || value === 0n;
  }
  // User mode has the type third; kernel mode has a process there, which is a number, and the type fourth.
  const isType = (word: CommandWord | undefined): boolean =>
    word !== undefined && word.text !== '-1' && readNumber(word.text) === null;
  return value === 0n && !isType(third) && !isType(fourth);
}

function asksForHandle(verb: string): boolean {
  return /^(?:!(?:\w{1,20}\.)?(?:handle|htrace)|\.closehandle)$/i.test(verb);
}

function wordEnd(text: string, start: number, end: number): number {
  let at = start;
  if (text.charCodeAt(at) === QUOTE) {
    const close = text.indexOf('"', at + 1);
    return close === -1 || close >= end ? end : close + 1;
  }
  while (at < end && !isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== SEMICOLON) {
    at++;
  }
  return at;
}

/** A number as a debugger reads it in radix 16: `1cc`, `0x1cc`, `0n460`. Null for any other expression. */
function readNumber(text: string): bigint | null {
  if (/^0n\d{1,18}$/i.test(text)) {
    return BigInt(text.slice(2));
  }
  const words = new LineScanner(text);
  const value = words.takeHex();
  return value !== null && words.atEnd ? value : null;
}
