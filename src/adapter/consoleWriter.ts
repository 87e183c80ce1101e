/** Writes the text of results to the debug console: one event per record, in groups, within a budget. */

import { throwIfCancelled, type CancellationToken } from '../core/util/cancellation';
import { breathe, type Scheduler } from './scheduler';

/** Records written for one command; consoles freeze on more. */
export const RECORD_BUDGET = 1000;
/** Characters written for one command. */
export const CHARACTER_BUDGET = 100_000;
/** A group is opened around more records than this. */
export const GROUP_ABOVE = 10;
/** Milliseconds of work between two looks at the event loop. */
const WORK_SLICE = 40;

/** Where output goes. */
export interface ConsoleSink {
  /** One output event. */
  output(
    text: string,
    options?: { readonly group?: 'start' | 'end'; readonly isError?: boolean },
  ): void;
  /** The log file, where one is open; null otherwise. */
  readonly log: ((text: string) => void) | null;
  readonly scheduler: Scheduler;
}

/** What is written and how it is introduced. */
export interface ConsoleText {
  /** Pages of chunks; one chunk per record, each ending in a line feed. */
  readonly pages: AsyncIterable<readonly string[]>;
  /** Name of the group, should there be one. */
  readonly header: () => Promise<string>;
  /** How many records there are in all; null when only counting them can tell. */
  readonly total: number | null;
  readonly token: CancellationToken;
}

/** What was written. */
export interface Written {
  /** Records that did not fit into the budget. */
  readonly heldBack: number;
  /** The whole text, if it is one record of one line: such an answer needs no output of its own. */
  readonly singleLine: string | null;
}

/**
 * Writes chunks. A text of a single line is not written but returned. Everything goes to the log, whatever the budget
 * for the console is.
 */
export async function writeToConsole(sink: ConsoleSink, text: ConsoleText): Promise<Written> {
  const writer = new BudgetedWriter(sink, text.header);
  try {
    await writeChunks(sink, text, writer);
  } catch (error) {
    writer.abandon();
    throw error;
  }
  return writer.finish(text.total);
}

async function writeChunks(
  sink: ConsoleSink,
  text: ConsoleText,
  writer: BudgetedWriter,
): Promise<void> {
  let pause = sink.scheduler.now() + WORK_SLICE;
  for await (const page of text.pages) {
    sink.log?.(page.join(''));
    for (const chunk of page) {
      await writer.add(chunk);
      if (writer.isFull && text.total !== null) {
        break;
      }
      if (sink.scheduler.now() >= pause) {
        await breathe(sink.scheduler);
        throwIfCancelled(text.token);
        pause = sink.scheduler.now() + WORK_SLICE;
      }
    }
    if (writer.isFull && sink.log === null && text.total !== null) {
      return;
    }
    await breathe(sink.scheduler);
    throwIfCancelled(text.token);
  }
}

/** Holds the first records back until it is clear whether they need a group. */
class BudgetedWriter {
  private readonly held: string[] = [];
  private grouped = false;
  private seen = 0;
  private written = 0;
  private characters = 0;
  isFull = false;

  constructor(
    private readonly sink: ConsoleSink,
    private readonly header: () => Promise<string>,
  ) {}

  async add(chunk: string): Promise<void> {
    this.seen++;
    if (
      this.isFull ||
      this.written >= RECORD_BUDGET ||
      (this.written > 0 && this.characters + chunk.length > CHARACTER_BUDGET)
    ) {
      this.isFull = true;
      return;
    }
    this.written++;
    this.characters += chunk.length;
    if (this.grouped) {
      this.sink.output(chunk);
      return;
    }
    this.held.push(chunk);
    if (this.held.length > GROUP_ABOVE) {
      this.grouped = true;
      this.sink.output(`${await this.header()}\n`, { group: 'start' });
      this.release();
    }
  }

  finish(total: number | null): Written {
    const [only] = this.held;
    if (!this.grouped && this.seen === 1 && only !== undefined && isSingleLine(only)) {
      return { heldBack: 0, singleLine: only.trimEnd() };
    }
    this.release();
    const heldBack = this.isFull ? Math.max(1, (total ?? this.seen) - this.written) : 0;
    if (heldBack > 0) {
      this.sink.output(
        `… ${heldBack} more. Narrow the command with a handle or a type, expand the answer below, or write everything to a file with .logopen <path> first.\n`,
      );
    }
    if (this.grouped) {
      this.sink.output('', { group: 'end' });
    }
    return { heldBack, singleLine: null };
  }

  /** Ends what was begun, because the rest will not come; says so, if anything was written. */
  abandon(): void {
    if (this.written > 0) {
      this.release();
      this.sink.output('… interrupted: the output is incomplete.\n');
    }
    if (this.grouped) {
      this.sink.output('', { group: 'end' });
    }
  }

  private release(): void {
    for (const chunk of this.held.splice(0)) {
      this.sink.output(chunk);
    }
  }
}

function isSingleLine(chunk: string): boolean {
  const end = chunk.endsWith('\n') ? chunk.length - 1 : chunk.length;
  return !chunk.slice(0, end).includes('\n');
}
