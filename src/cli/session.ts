/** One opened target on the command line: runs lines, prints what they answer. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CommandHost } from '../core/commands/command';
import type { Interpreter } from '../core/commands/interpreter';
import type { CommandResult } from '../core/commands/results';
import { errorText } from '../core/render/errorText';
import { escapeLines } from '../core/render/escapeText';
import type { Target } from '../core/target/target';
import {
  CancelledError,
  throwIfCancelled,
  type CancellationToken,
} from '../core/util/cancellation';
import type { Problem } from '../core/util/problem';
import type { CliConsole } from './cliConsole';
import { debugLog, wantsDebugLog, type CliIo } from './cliIo';
import { errorDocument } from './errorDocument';
import type { ProblemReporter } from './problemReporter';
import type { ProgressLine } from './progressLine';
import { promptText } from './promptText';
import { saveDump } from './saveDump';
import type { CliServices } from './services';
import { OutputClosedError } from './streamWriter';

/** What a session is made of. */
export interface SessionParts {
  readonly io: CliIo;
  readonly services: CliServices;
  readonly console: CliConsole;
  readonly progress: ProgressLine;
  readonly problems: ProblemReporter;
  readonly target: Target;
  readonly json: boolean;
}

/** How a line went. */
export interface LineOutcome {
  /** At least one of its commands failed. */
  readonly failed: boolean;
  /** `q` was among them. */
  readonly quit: boolean;
  /** It was cancelled before it was done. */
  readonly cancelled: boolean;
}

/** Longest time that output keeps signals and keys waiting, in milliseconds. */
const TURN_MS = 20;

/** Runs command lines against one target and prints the answers. */
export class CliSession {
  readonly interpreter: Interpreter;
  private lastTurn = performance.now();
  /** What the program printed since the last answer. */
  private readonly printed: string[] = [];

  constructor(private readonly parts: SessionParts) {
    const { console, progress, services, target } = parts;
    const host: CommandHost = {
      openLog: (path, append) => console.openLog(path, append),
      closeLog: () => console.closeLog(),
      openTarget: (spec, token) =>
        services.openTarget(spec, {
          openFile: services.openFile,
          token,
          progress: (message, fraction) => progress.show(message, fraction),
        }),
      progress: (message, fraction) => progress.show(message, fraction),
      yieldNow: () => nextTurn(),
      saveDump: (dumped, request, token) =>
        saveDump(dumped, request, { services, progress, token }),
    };
    this.interpreter = services.createInterpreter(target, host);
    if (target.program !== undefined) {
      target.program.onOutput = (text) => this.printed.push(text);
    }
  }

  /** The prompt as it stands now. */
  prompt(): string {
    return promptText(this.parts.target, this.interpreter.state);
  }

  /**
   * Runs one line of commands and prints each answer as it comes. Never rejects for what a command does, only when the
   * output itself fails ({@link OutputClosedError} or a disk error).
   */
  async runLine(line: string, token: CancellationToken): Promise<LineOutcome> {
    const { console, problems, progress } = this.parts;
    await console.record(`${this.prompt()}${line}\n`);
    const outcome = { failed: false, quit: false, cancelled: false };
    try {
      for await (const result of this.interpreter.execute(line, token)) {
        progress.hide();
        await this.printOutput();
        outcome.failed = hasFailed(result) || outcome.failed;
        outcome.quit = result.kind === 'quit' || outcome.quit;
        await this.print(result, token);
      }
    } catch (error) {
      if (error instanceof OutputClosedError) {
        throw error;
      }
      outcome.failed = true;
      outcome.cancelled = error instanceof CancelledError;
      progress.hide();
      await this.printProblem(problemOfException(error, this.parts.io), line);
    } finally {
      progress.hide();
    }
    await problems.report();
    await console.flush();
    return outcome;
  }

  /** What a script printed comes before the answer of the command that ran it; documents hold it not. */
  private async printOutput(): Promise<void> {
    const text = this.printed.splice(0).join('');
    if (text !== '' && !this.parts.json) {
      await this.parts.console.print(escapeLines(text));
    }
  }

  private async print(result: CommandResult, token: CancellationToken): Promise<void> {
    const { console, json, services } = this.parts;
    if (json) {
      for await (const piece of services.renderJson(result, token)) {
        await console.print(piece);
        await this.giveTurn(token);
      }
      await console.print('\n');
    } else if (result.kind === 'clear') {
      await console.clear();
    } else if (result.kind === 'error') {
      await console.printError(errorText(result.problem));
    } else {
      for await (const page of services.renderTextPages(result, token)) {
        await console.print(page.join(''));
        await this.giveTurn(token);
      }
    }
    await console.flush();
  }

  private async printProblem(problem: Problem, command: string): Promise<void> {
    const { console, json } = this.parts;
    await (json
      ? console.print(`${errorDocument(problem, command, this.parts.target.info)}\n`)
      : console.printError(errorText(problem)));
  }

  /** Lets keys and signals in now and then: a fast renderer and a fast reader would otherwise never wait. */
  private async giveTurn(token: CancellationToken): Promise<void> {
    if (performance.now() - this.lastTurn > TURN_MS) {
      await nextTurn();
      this.lastTurn = performance.now();
      throwIfCancelled(token);
    }
  }
}

/** Whether a result means that the command could not do what it was asked. */
function hasFailed(result: CommandResult): boolean {
  switch (result.kind) {
    case 'error':
      return true;
    case 'closeHandle':
      return result.failed.length > 0;
    case 'handles':
      return result.sections.length > 0 && result.sections.every(({ problem }) => problem !== null);
    default:
      return false;
  }
}

/** What to say about an exception: a cancellation, or a bug of ours in one plain sentence. */
function problemOfException(error: unknown, io: CliIo): Problem {
  if (error instanceof CancelledError) {
    return { code: 'cancelled', message: 'Cancelled.' };
  }
  debugLog(io, 'a command threw', error);
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message: `The command stopped with an internal error: ${reason}`,
    ...(wantsDebugLog(io) ? {} : { hint: 'Set HANDLE_LENS_DEBUG=1 to see where.' }),
  };
}
