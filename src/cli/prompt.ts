/** The debugger prompt on a terminal. */

import { createInterface, type Completer, type Interface } from 'node:readline';
import type { CompletionItem } from '../core/commands/completion';
import { CancellationSource, neverCancelled } from '../core/util/cancellation';
import type { CliConsole } from './cliConsole';
import { debugLog, type CliIo } from './cliIo';
import { EXIT_INTERRUPTED, EXIT_OK } from './exitCodes';
import { History, HISTORY_LENGTH } from './history';
import type { CliServices } from './services';
import type { CliSession } from './session';

/** What the prompt is made of. */
export interface PromptParts {
  readonly io: CliIo;
  readonly services: CliServices;
  readonly console: CliConsole;
  readonly session: CliSession;
}

/** Proposals shown at once; a terminal is no place for a thousand. */
const MAXIMUM_PROPOSALS = 200;

/** Asks for lines and runs them until `q` or the end of input. Returns the exit code. */
export async function runPrompt(parts: PromptParts): Promise<number> {
  const { io, session } = parts;
  const history = new History(io);
  const readline = createInterface({
    input: io.stdin,
    output: io.stdout,
    terminal: true,
    history: [...(await history.load())].reverse(),
    historySize: HISTORY_LENGTH,
    removeHistoryDuplicates: true,
    completer: completerFor(parts),
  } as Parameters<typeof createInterface>[0]);
  const lines = new LineQueue(readline);
  const interrupts = new Interrupts(parts, readline, lines);
  let repeated = '';
  try {
    for (;;) {
      const typed = await lines.next(promptOf(parts));
      if (typed === null) {
        await parts.console.print('\n');
        await parts.console.flush();
        return interrupts.gaveUp ? EXIT_INTERRUPTED : EXIT_OK;
      }
      const line = typed.trim() === '' ? repeated : typed;
      const outcome = await interrupts.guard(async (token) => {
        await history.add(line);
        return await session.runLine(line, token);
      });
      if (outcome === null) {
        return EXIT_INTERRUPTED;
      }
      if (outcome.quit) {
        return EXIT_OK;
      }
      repeated = line;
    }
  } finally {
    readline.close();
  }
}

function promptOf({ console, session }: PromptParts): string {
  const { prompt, end } = console.outStyle;
  const text = session.prompt();
  return prompt === '' ? text : `${prompt}${text.trimEnd()}${end} `;
}

/** Lines as they are typed; those typed while a command runs wait for their turn. */
class LineQueue {
  private readonly waiting: string[] = [];
  private closed = false;
  private wake: (() => void) | null = null;
  /** True while the user is asked for a line. */
  isAsking = false;

  constructor(private readonly readline: Interface) {
    readline.on('line', (line) => {
      this.waiting.push(line);
      this.wake?.();
    });
    readline.on('close', () => {
      this.closed = true;
      this.wake?.();
    });
  }

  /** Shows the prompt and resolves with the next line, null at the end of input. */
  async next(prompt: string): Promise<string | null> {
    this.readline.setPrompt(prompt);
    if (this.waiting.length === 0 && !this.closed) {
      this.isAsking = true;
      this.readline.prompt();
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = null;
      this.isAsking = false;
    }
    return this.waiting.shift() ?? null;
  }

  /** Forgets lines that were typed ahead. */
  clear(): void {
    this.waiting.length = 0;
  }
}

/** Ctrl+C: stops the running command; at the prompt drops the line and says how to leave. */
class Interrupts {
  private running: CancellationSource | null = null;
  private presses = 0;
  private giveUp: (() => void) | null = null;
  /** The user left a command that would not stop. */
  gaveUp = false;

  constructor(
    private readonly parts: PromptParts,
    private readonly readline: Interface,
    private readonly lines: LineQueue,
  ) {
    readline.on('SIGINT', () => this.pressed());
  }

  /** Runs work that Ctrl+C cancels; resolves with null when the user would not wait for it to stop. */
  async guard<T>(work: (token: CancellationSource['token']) => Promise<T>): Promise<T | null> {
    const source = new CancellationSource();
    this.running = source;
    this.presses = 0;
    const left = new Promise<null>((resolve) => {
      this.giveUp = () => resolve(null);
    });
    try {
      return await Promise.race([work(source.token), left]);
    } finally {
      this.running = null;
      this.giveUp = null;
    }
  }

  private pressed(): void {
    this.presses++;
    if (this.running === null) {
      this.parts.io.stdout.write('\n(Type q to quit.)\n');
      // Ends the line being typed: an empty one is asked for again.
      this.readline.write(null, { ctrl: true, name: 'e' });
      this.readline.write(null, { ctrl: true, name: 'u' });
      this.readline.prompt();
      return;
    }
    this.lines.clear();
    this.running.cancel();
    if (this.presses === 2) {
      this.parts.io.stderr.write(
        '\nThe command has not stopped yet. Ctrl+C once more leaves at once.\n',
      );
    } else if (this.presses > 2) {
      this.gaveUp = true;
      this.giveUp?.();
    }
  }
}

function completerFor({ io, services, session }: PromptParts): Completer {
  const completer = (
    line: string,
    done: (error: null, result: [string[], string]) => void,
  ): void => {
    services.complete(session.interpreter, line, line.length, neverCancelled).then(
      (items) => done(null, proposals(line, items)),
      (error: unknown) => {
        debugLog(io, 'completion failed', error);
        done(null, [[], line]);
      },
    );
  };
  return completer as unknown as Completer;
}

/** Proposals in readline's form: the texts, and the part of the line that they replace. */
export function proposals(line: string, items: readonly CompletionItem[]): [string[], string] {
  const start = items[0]?.start ?? line.length;
  const fitting = items.filter((item) => item.start === start);
  return [fitting.slice(0, MAXIMUM_PROPOSALS).map((item) => item.insert), line.slice(start)];
}
