/** Finds the words of a line that mean something: handle values, access masks, frames, error codes, with their columns. */

import { handleValue, type HandleValue } from '../model/identifiers';
import { handlesInCommands } from './commandWords';
import { errorCode, ntStatus, type ErrorCode } from './errorCodes';
import { LineScanner } from './lineScanner';
import type { LogFrame, LogHandle, LogKernelHandle, LogTrace } from './logEvents';
import { eventAt, type LogSection } from './logDocument';

interface TokenBase {
  readonly start: number;
  readonly end: number;
}

/** A word with a meaning. */
export type LineToken =
  | (TokenBase & { readonly kind: 'handle'; readonly value: HandleValue })
  | (TokenBase & { readonly kind: 'access'; readonly record: LogHandle | LogKernelHandle })
  | (TokenBase & { readonly kind: 'frame'; readonly record: LogTrace; readonly frame: LogFrame })
  | (TokenBase & { readonly kind: 'error'; readonly error: ErrorCode });

/** A handle value in other text is believed only if the log knows it. */
export type IsKnownHandle = (value: HandleValue) => boolean;

/** Text beyond this many characters of a line is not looked at. */
const MAX_LENGTH = 2000;

/**
 * The meaningful words of a line. Where a word stands decides what it is: a number in an answer that this reader knows is taken
 * at its place only; in other text a handle value needs `0x`, a word for handle before it, and must be known.
 */
export function lineTokens(
  section: LogSection,
  line: number,
  text: string,
  isKnown: IsKnownHandle,
): readonly LineToken[] {
  const { command } = section;
  if (command?.lines.first === line) {
    return handlesInCommands(command.text).map(({ value, start, end }) => ({
      kind: 'handle',
      value,
      start: command.column + start,
      end: command.column + end,
    }));
  }
  const event = eventAt(section, line);
  switch (event?.kind) {
    case 'handle':
      return handleBlockTokens(event, line, text);
    case 'kernelHandle':
      return kernelHandleTokens(event, line, text);
    case 'trace':
      return traceTokens(event, line, text);
    case 'error':
    case 'text':
      return [...errorTokens(text), ...looseHandles(text, isKnown)];
    default:
      return [];
  }
}

function handleBlockTokens(record: LogHandle, line: number, text: string): readonly LineToken[] {
  if (line === record.lines.first && record.value !== null) {
    return handleToken(text, 'Handle', record.value);
  }
  if (line === record.accessLine) {
    return accessToken(text, 'GrantedAccess', record);
  }
  const isObjectLine = record.objectInfo?.some((each) => each.line === line) === true;
  return isObjectLine ? errorTokens(text) : [];
}

function kernelHandleTokens(
  record: LogKernelHandle,
  line: number,
  text: string,
): readonly LineToken[] {
  if (line !== record.lines.first) {
    return [];
  }
  return [...handleToken(text, '', record.value), ...accessToken(text, 'GrantedAccess:', record)];
}

function traceTokens(record: LogTrace, line: number, text: string): readonly LineToken[] {
  if (line === record.lines.first) {
    return handleToken(text, 'Handle', record.handle);
  }
  const frame = record.frames.find((each) => each.line === line);
  if (frame === undefined) {
    return [];
  }
  const end = text.trimEnd().length;
  return [{ kind: 'frame', record, frame, start: text.length - text.trimStart().length, end }];
}

/** The number behind a word, over any blanks and an equals sign. */
function numberBehind(text: string, word: string): TokenBase | null {
  const at = text.indexOf(word);
  if (at === -1) {
    return null;
  }
  const words = new LineScanner(text, at + word.length);
  words.skipBlanks();
  words.take('=');
  words.skipBlanks();
  const start = words.position;
  return words.takeHex() === null ? null : { start, end: words.position };
}

function handleToken(text: string, word: string, value: HandleValue): readonly LineToken[] {
  const place = numberBehind(text, word);
  return place === null ? [] : [{ kind: 'handle', value, ...place }];
}

function accessToken(
  text: string,
  word: string,
  record: LogHandle | LogKernelHandle,
): readonly LineToken[] {
  const place = numberBehind(text, word);
  return place === null ? [] : [{ kind: 'access', record, ...place }];
}

const ERROR_WORDS =
  /\b(?:(error|code)|(ntstatus|status)|(hresult))[ \t]{0,4}[:=(]?[ \t]{0,4}(0x[0-9a-f]{1,16}|0n\d{1,10}|\d{1,10})(?![\w.`!\\/])/gi;
const STATUS_NUMBER = /(?<![\w\\/`.])0x[89cd]0[0-9a-f]{6}(?![\w`.\\/!])/gi;

/** Error codes: numbers behind `error`, `status` and the like, and NTSTATUS or HRESULT values of the tables. */
function errorTokens(text: string): readonly LineToken[] {
  const found: LineToken[] = [];
  const looked = text.slice(0, MAX_LENGTH);
  for (const match of looked.matchAll(ERROR_WORDS)) {
    const written = match[4] ?? '';
    const code = writtenCode(written);
    const error = match[2] === undefined ? errorCode(code) : (ntStatus(code) ?? errorCode(code));
    const end = match.index + match[0].length;
    if (error !== null) {
      found.push({ kind: 'error', error, start: end - written.length, end });
    }
  }
  for (const match of looked.matchAll(STATUS_NUMBER)) {
    const error = errorCode(writtenCode(match[0]));
    const start = match.index;
    if (error !== null && found.every((known) => known.start !== start)) {
      found.push({ kind: 'error', error, start, end: start + match[0].length });
    }
  }
  return found;
}

/** `0x…` is hexadecimal, `0n…` and digits are decimal; cut to 32 bits. */
function writtenCode(written: string): number {
  const number = /^0n/i.test(written) ? written.slice(2) : written;
  return Number(BigInt.asUintN(32, BigInt(number)));
}

const LOOSE_NUMBER = /(?<![\w\\/`.+-])0x[0-9a-f]{1,8}(?:`?[0-9a-f]{8})?(?![\w`.\\/!+-])/gi;
const HANDLE_WORD = /\bhandles?[ \t:=(#]{1,12}$/i;
/** Hungarian names of variables: `hEvent =`. */
const HANDLE_VARIABLE = /\bh[A-Z]\w{0,40}[ \t:=(]{1,12}$/;
/** How far before a number the word for a handle may stand. */
const WORD_REACH = 64;

/** Handle values in other text: `0x…` right behind `handle` or a name such as `hEvent`, known to the log. */
function looseHandles(text: string, isKnown: IsKnownHandle): readonly LineToken[] {
  const found: LineToken[] = [];
  for (const match of text.slice(0, MAX_LENGTH).matchAll(LOOSE_NUMBER)) {
    const start = match.index;
    const value = handleValue(BigInt(match[0].replace('`', '')));
    const before = text.slice(Math.max(0, start - WORD_REACH), start);
    const isNamed = HANDLE_WORD.test(before) || HANDLE_VARIABLE.test(before);
    if (value !== 0n && isNamed && isKnown(value)) {
      found.push({ kind: 'handle', value, start, end: start + match[0].length });
    }
  }
  return found;
}
