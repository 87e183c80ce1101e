/** How stops and ends of a script are told. */

import type { Problem } from '../../util/problem';
import { exceptionEvent } from '../../windows/exceptionEvents';
import type { RunEnd, ScriptException, ScriptThread } from '../run/engineState';
import type { Program } from '../run/program';

/** Characters of a source line that are quoted. */
const LONGEST_LINE = 120;

/** Where the program stopped, and why: `orders.hsim(12): CloseHandle(h);`. */
export function describeHit(
  hit: { readonly kind: string; readonly thread: ScriptThread; readonly text: string },
  program: Program,
): string {
  if (hit.kind === 'stop' && hit.text !== '') {
    return hit.text;
  }
  const place = describeStatement(hit.thread.statement, program);
  return hit.text === '' ? place : `${hit.text} ${place}`;
}

/** `(1a2c.1a30): Invalid handle - code c0000008 (first chance).`, as WinDbg tells it, and what the program says about it. */
export function describeException({ thread, code, text, isFatal }: ScriptException): string {
  const { threadId, process } = thread.sim;
  const at = `${process.processId.toString(16)}.${threadId.toString(16)}`;
  const said = text === '' ? '.' : `: ${text}`;
  const end = isFatal ? '; the process ends when it goes on.' : said;
  return `(${at}): ${exceptionEvent(code)} (first chance)${end}`;
}

/** A statement as `file(line): text`. */
export function describeStatement(number: number, program: Program): string {
  const statement = program.statements[number];
  const file = program.files[statement?.file ?? 0];
  if (statement === undefined || file === undefined) {
    return '';
  }
  const start = file.lineStarts[statement.line - 1] ?? 0;
  const end = file.lineStarts[statement.line] ?? file.text.length;
  const line = file.text.slice(start, end).trim().slice(0, LONGEST_LINE);
  const name = file.path.slice(
    Math.max(file.path.lastIndexOf('/'), file.path.lastIndexOf('\\')) + 1,
  );
  return `${name}(${statement.line}): ${line}`;
}

/** One sentence about how the run ended. */
export function describeEnd(end: RunEnd, { settings }: Program): string {
  switch (end.kind) {
    case 'exited':
      return `${settings.image} ends with exit code ${describeCode(end.code)}. Its handles can still be looked at.`;
    case 'deadlock':
      return 'All threads wait, and nothing will ever wake them: a deadlock.';
    case 'operations':
      return `The program was stopped after ${settings.operationLimit} statements. Write "operations" in its machine block to allow more.`;
    case 'memory':
      return `The program was stopped because it takes more than ${settings.memoryLimit} MB. Write "memory" in its machine block to allow more.`;
  }
}

function describeCode(code: number): string {
  return code > 0xffff ? `0x${code.toString(16)}` : String(code);
}

/** Why an ended run does not go on. */
export function endProblem(end: RunEnd): Problem {
  const hint = 'Step back with p- or g-, or restart the session.';
  return end.kind === 'deadlock'
    ? { code: 'program-ended', message: 'All threads wait for ever: nothing can run.', hint }
    : {
        code: 'program-ended',
        message: 'The program has ended and does not run any further.',
        hint,
      };
}
