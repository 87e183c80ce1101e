/** Threads as the protocol numbers them: the process's own, and one for a selected trace record. */

import { escapeText } from '../core/render/escapeText';
import { hex } from '../core/util/hex';
import type { Examination, SelectedTrace } from './examination';
import { RequestError } from './adapterErrors';

/** A thread of the target. */
export interface RealThread {
  readonly kind: 'thread';
  readonly id: number;
  readonly name: string;
  readonly threadId: number;
}

/** The additional thread that shows a trace record's stack. */
export interface TraceThread {
  readonly kind: 'trace';
  readonly id: number;
  readonly name: string;
  readonly selected: SelectedTrace;
}

/** What a client sees as a thread. */
export type ShownThread = RealThread | TraceThread;

/** Lists threads and gives each a number that stays the same for the whole session. */
export class ThreadList {
  private readonly numbers = new Map<string, number>();

  constructor(private readonly examination: Examination) {}

  /** All threads of the current process, at least one, and the selected trace record's. */
  list(): readonly ShownThread[] {
    const threads = this.processThreads();
    const { selectedTrace } = this.examination;
    return selectedTrace === null ? threads : [...threads, this.traceThread(selectedTrace)];
  }

  /** The thread with a protocol number; an error names the number when there is none. */
  find(id: number): ShownThread {
    const thread = this.list().find((each) => each.id === id);
    if (thread === undefined) {
      throw new RequestError(`There is no thread number ${id}. Ask for the threads again.`);
    }
    return thread;
  }

  /** The thread the target stopped in; the first one if that is not in the list. */
  current(): ShownThread {
    const threads = this.processThreads();
    const wanted = this.examination.interpreter.state.currentThreadId;
    const found = threads.find((each) => each.threadId === wanted) ?? threads[0];
    if (found === undefined) {
      throw new Error('The list of threads is never empty.');
    }
    return found;
  }

  /** Number of the thread with a Windows thread id; the current thread's when it is not in the list. */
  numberOf(threadId: number): number {
    const threads = this.processThreads();
    return (threads.find((each) => each.threadId === threadId) ?? this.current()).id;
  }

  /** Threads of the current process; of all processes that run a script, whose names then lead. */
  private processThreads(): readonly RealThread[] {
    const { target, processId, interpreter } = this.examination;
    const isProgram = target.program !== undefined && target.info.mode === 'user';
    const processes = isProgram ? target.processes() : [];
    const own = processes.find((each) => each.processId === processId);
    const shown = processes.length > 1 ? processes : [own ?? { processId, image: '' }];
    const seen = new Set<number>();
    const threads: RealThread[] = [];
    for (const process of shown) {
      for (const { threadId, name } of target.threads(process.processId)) {
        if (!seen.has(threadId)) {
          seen.add(threadId);
          const prefix = processes.length > 1 ? `${process.image} ` : '';
          threads.push(this.realThread(threadId, name, prefix));
        }
      }
    }
    return threads.length === 0
      ? [this.realThread(interpreter.state.currentThreadId, null)]
      : threads;
  }

  private realThread(threadId: number, name: string | null, prefix = ''): RealThread {
    const isProgram = this.examination.target.program !== undefined;
    // Threads of several processes are listed together, and their ids are unique.
    const id = this.number(`${isProgram ? '' : this.examination.processId}:${threadId}`);
    const label = `${escapeText(prefix)}Thread ${hex(threadId)}`;
    return {
      kind: 'thread',
      id,
      threadId,
      name: name === null ? label : `${label} ${escapeText(name)}`,
    };
  }

  private traceThread(selected: SelectedTrace): TraceThread {
    const { handle, operation, row } = selected.record;
    return {
      kind: 'trace',
      id: this.number(`trace:${selected.processId}:${row}`),
      name: `Trace: handle ${hex(handle)} ${operation.toUpperCase()}`,
      selected,
    };
  }

  private number(key: string): number {
    const known = this.numbers.get(key);
    if (known !== undefined) {
      return known;
    }
    const number = this.numbers.size + 1;
    this.numbers.set(key, number);
    return number;
  }
}
