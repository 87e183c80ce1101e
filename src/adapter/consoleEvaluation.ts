/** Runs what is typed into the debug console. */

import type { CommandHost } from '../core/commands/command';
import type { CommandResult } from '../core/commands/results';
import type { StopInfo } from '../core/target/target';
import { errorText } from '../core/render/errorText';
import { rowCount } from '../core/render/handlePages';
import { renderLine } from '../core/render/renderLine';
import { renderTextPages } from '../core/render/renderText';
import type { CancellationToken } from '../core/util/cancellation';
import { hex0x } from '../core/util/hex';
import { ProblemError, type Problem } from '../core/util/problem';
import type { ChangeReason } from '../protocol/dapExtensions';
import { RequestError } from './adapterErrors';
import { writeToConsole, type ConsoleSink } from './consoleWriter';
import type { Examination } from './examination';
import { bareHandle } from './quietEvaluation';
import { saveDump } from './saveDump';
import { breathe } from './scheduler';
import type { SessionHost } from './sessionHost';
import { resultChildren } from './resultNodes';
import type { Container } from './variableStore';

/** Clears the screen and moves to its start, as terminals and debug consoles understand it. */
export const CLEAR_SCREEN = '\u001b[2J\u001b[H';

/** What a line of commands did to the target and the session. */
export interface LineEffects {
  /** What changed, for views that must refresh. */
  readonly changes: readonly ChangeReason[];
  /** Set when the target ran and stopped again. */
  readonly stop: StopInfo | null;
  /** The user wants the session to end. */
  readonly quit: boolean;
}

/** What a console line did. */
export interface ConsoleAnswer extends LineEffects {
  /** Short line shown as the result. */
  readonly text: string;
  readonly type: string;
  readonly container: Container | null;
  /** Records that did not fit into the console, over all commands of the line. */
  readonly heldBack: number;
}

/** What a line runs with. */
export interface ConsoleOptions {
  readonly sink: ConsoleSink;
  readonly token: CancellationToken;
  /** The client understands the clear-screen sequence. */
  readonly canClear: boolean;
}

/** Runs a line of commands and hands each result to `take` before the next command runs. */
export async function runLine(
  examination: Examination,
  line: string,
  token: CancellationToken,
  take: (result: CommandResult) => Promise<void>,
): Promise<LineEffects> {
  const changes = new Set<ChangeReason>();
  let stop: StopInfo | null = null;
  let quit = false;
  // What the line changes is compared with what views show now.
  await examination.views.settle();
  for await (const result of examination.interpreter.execute(line, token)) {
    await take(result);
    const change = changeOf(result);
    if (change !== null) {
      changes.add(change);
    }
    const moved = result.kind === 'resumed' || result.kind === 'moments' ? result.stop : null;
    if (moved !== null) {
      stop = moved;
      examination.forget();
    }
    quit = result.kind === 'quit';
  }
  return { changes: [...changes], stop, quit };
}

/** Runs a line of commands, writes their text, and returns the answer to the last one. */
export async function evaluateConsole(
  examination: Examination,
  line: string,
  options: ConsoleOptions,
): Promise<ConsoleAnswer> {
  const { sink, token } = options;
  sink.log?.(`> ${line}\n`);
  let last: CommandResult | null = null;
  let text = '';
  let heldBack = 0;
  let commands = 0;
  const effects = await runLine(examination, asCommand(line), token, async (result) => {
    if (last?.kind === 'error') {
      sink.output(`${text}\n`, { isError: true });
    }
    commands++;
    last = result;
    const shown = await show(result, options);
    text = shown.text;
    heldBack += shown.heldBack;
  });
  // Assigned in the callback, which the compiler does not follow.
  const answer = last as CommandResult | null;
  if (answer?.kind === 'error' && commands === 1) {
    throw new RequestError(text);
  }
  if (answer?.kind === 'error') {
    sink.output(`${text}\n`, { isError: true });
  }
  return {
    ...effects,
    text: answer?.kind === 'error' ? '' : text,
    type: answer?.kind ?? '',
    container: answer === null ? null : resultChildren(examination, answer),
    heldBack,
  };
}

/** Log file of `.logopen`, files of the session's host, progress of the line that runs. */
export function commandHost(
  host: SessionHost,
  folder: string | undefined,
  progress: (message: string, fraction?: number) => void,
): CommandHost {
  const { log } = host;
  return {
    saveDump: (target, request, token) =>
      saveDump(host, target, { ...request, token, progress, folder }),
    openTarget: (spec, token) =>
      host.openTarget(spec, { token, progress, ...(folder === undefined ? {} : { folder }) }),
    yieldNow: () => breathe(host.scheduler),
    openLog: (path, append) =>
      log === null ? Promise.reject(new ProblemError(NO_LOG_FILES)) : log.open(path, append),
    closeLog: () => (log === null ? Promise.resolve(null) : log.close()),
    progress,
  };
}

const NO_LOG_FILES: Problem = {
  code: 'log',
  message: 'Log files cannot be written here: the debugger runs in a browser.',
  hint: 'Answers stand in the output channel "Handles", from where they can be copied.',
};

/** A prefixed handle value alone means "show this handle", as in a watch. */
function asCommand(line: string): string {
  const text = line.trim();
  const value = /^0x/i.test(text) ? bareHandle(text, 16) : null;
  return value === null ? line : `!handle ${hex0x(value)} f`;
}

/** The short line of a result, and how many records did not fit. */
interface Shown {
  readonly text: string;
  readonly heldBack: number;
}

/** Writes a result and returns its short line. The text of an error is not written but returned. */
async function show(result: CommandResult, options: ConsoleOptions): Promise<Shown> {
  const { sink, token } = options;
  if (result.kind === 'clear') {
    if (options.canClear) {
      sink.output(CLEAR_SCREEN);
    }
    return { text: '', heldBack: 0 };
  }
  if (result.kind === 'error') {
    const text = errorText(result.problem);
    sink.log?.(text);
    return { text: text.trimEnd(), heldBack: 0 };
  }
  const written = await writeToConsole(sink, {
    pages: renderTextPages(result, token),
    header: () =>
      result.kind === 'help' ? Promise.resolve(result.command) : renderLine(result, token),
    total: recordTotal(result),
    token,
  });
  if (written.singleLine !== null) {
    return { text: written.singleLine, heldBack: 0 };
  }
  return {
    text: result.kind === 'help' ? '' : await renderLine(result, token),
    heldBack: written.heldBack,
  };
}

/**
 * How many records a result prints, headings before them included, where that can be known without rendering them. The
 * total after the records is not counted.
 */
function recordTotal(result: CommandResult): number | null {
  const isKernel = result.target.mode === 'kernel';
  switch (result.kind) {
    case 'handles':
      return result.sections.reduce(
        (sum, section) => sum + (isKernel ? 1 : 0) + rowCount(section) + section.free.length,
        isKernel ? 1 : 0,
      );
    case 'traces':
      return result.rows.length + (isKernel ? 1 : 0);
    case 'traceDiff':
    case 'userTraceDiff':
      return result.rows.length + 1;
    case 'userTraces':
      return result.rows.length;
    case 'userHandles':
      return result.flags === 0 ? null : result.rows.length + 1;
    default:
      return null;
  }
}

/** What a result changed. */
function changeOf(result: CommandResult): ChangeReason | null {
  switch (result.kind) {
    case 'tracing':
    case 'userTracing':
      return result.action === 'snapshot' ? 'snapshot' : 'tracing';
    case 'traceDiff':
    case 'userTraceDiff':
      return 'snapshot';
    case 'closeHandle':
      return result.closed.length > 0 ? 'handles' : null;
    case 'resumed':
      return 'resumed';
    case 'moments':
      return result.stop === null ? null : 'resumed';
    case 'currentProcess':
      return 'process';
    case 'snapshots':
      return result.action === 'list' ? null : 'snapshot';
    case 'suppressions':
      return result.changed === null ? null : 'sites';
    default:
      return null;
  }
}
