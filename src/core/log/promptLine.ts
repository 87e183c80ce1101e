/** Recognises prompts: `0:000> `, `0:000:x86> `, `kd> `, `2: kd> `, `lkd> `, `||0:0:000> `. */

import type { LogCommand } from './logEvents';
import { isBlank, isDigit, isWordCharacter, LineScanner } from './lineScanner';
import type { SourceLine } from './sourceLine';
import { scan } from './sourceLine';

/** A prompt stands within this many characters. */
const MAX_PROMPT_LENGTH = 40;

interface PromptStart {
  readonly mode: 'user' | 'kernel';
  readonly process: number;
}

/** The command on a line that starts with a prompt; null for other lines. */
export function readPromptLine(line: SourceLine): LogCommand | null {
  const code = line.text.charCodeAt(line.start);
  const mayBePrompt = isDigit(code) || code === 0x6b || code === 0x6c || code === 0x7c;
  if (!mayBePrompt || line.text.charCodeAt(line.start + 1) === 0x78) {
    return null;
  }
  const close = line.text.slice(line.start, line.start + MAX_PROMPT_LENGTH).indexOf('>');
  if (close === -1) {
    return null;
  }
  const end = line.start + close;
  const words = new LineScanner(line.text, line.start, end);
  const start = readKernelPrompt(words) ?? readUserPrompt(words);
  if (start === null) {
    return null;
  }
  const command = scan(line, end + 1);
  command.skipBlanks();
  const { text, column } = typedCommand(command);
  return {
    kind: 'command',
    lines: { first: line.number, last: line.number },
    prompt: line.text.slice(line.start, end + 1),
    mode: start.mode,
    process: start.process,
    text,
    column,
  };
}

/** `kd`, `lkd`, `2: kd`, `2: kd:x86`. */
function readKernelPrompt(words: LineScanner): PromptStart | null {
  const start = words.position;
  if (words.takeDecimalBeforeColon() !== null) {
    words.skipBlanks();
  }
  const isKernel = (words.take('lkd') || words.take('kd')) && takeMachine(words) && words.atEnd;
  if (!isKernel) {
    words.position = start;
    return null;
  }
  return { mode: 'kernel', process: 0 };
}

/** `0:000`, `0:000:x86`, `||0:0:000`: system, process and thread numbers, the thread's with at least three digits. */
function readUserPrompt(words: LineScanner): PromptStart | null {
  const hasSystem = words.take('||');
  const first = words.takeDecimalBeforeColon();
  const second = hasSystem ? words.takeDecimalBeforeColon() : first;
  if (first === null || second === null) {
    return null;
  }
  const digits = words.position;
  while (isDigit(words.peek())) {
    words.position++;
  }
  if (words.position - digits < 3 || !takeMachine(words) || !words.atEnd) {
    return null;
  }
  return { mode: 'user', process: second };
}

/** An optional `:x86`, `:amd64`, `:ARM64EC` behind a prompt; false when something else stands there. */
function takeMachine(words: LineScanner): boolean {
  if (!words.take(':')) {
    return true;
  }
  const start = words.position;
  while (isWordCharacter(words.peek())) {
    words.position++;
  }
  return words.position > start;
}

const INITIAL_COMMAND = "Reading initial command '";

/** What was typed behind the prompt; a command handed over at the start stands between quotes. */
function typedCommand(command: LineScanner): { text: string; column: number } {
  const rest = command.rest();
  const column = command.position;
  const colon = rest.indexOf(': ');
  const isInitial =
    colon > 0 && colon < 20 && rest.startsWith(INITIAL_COMMAND, colon + 2) && rest.endsWith("'");
  if (!isInitial || containsBlank(rest, colon)) {
    return { text: rest, column };
  }
  const from = colon + 2 + INITIAL_COMMAND.length;
  return { text: rest.slice(from, -1), column: column + from };
}

function containsBlank(text: string, end: number): boolean {
  for (let at = 0; at < end; at++) {
    if (isBlank(text.charCodeAt(at))) {
      return true;
    }
  }
  return false;
}
