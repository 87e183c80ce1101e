/** Decides from the order of events where one answer of `!handle` or `!htrace` ends and the next begins. */

import { hex } from '../util/hex';
import { isUserTraceCommand } from './commandWords';
import type {
  LogCommand,
  LogEvent,
  LogFreeEntry,
  LogHandle,
  LogHandleTable,
  LogKernelHandle,
  LogSummary,
  LogTotal,
  LogTrace,
  LogTraceProcess,
  LogTracing,
} from './logEvents';

/** The scope of handles of the kernel's own table. */
export const KERNEL_SCOPE = 'kernel';

/** The scope of a kernel debugger's answers whose process the log does not name. */
export const UNKNOWN_PROCESS = 'process ?';

/** What is known of an answer when it begins. */
export interface AnswerHead {
  readonly kind: 'traces' | 'handles';
  /** True for the outstanding handles of `-diff`. */
  readonly isDiff: boolean;
  /** Which handle table it is about; answers with the same scope can be compared. */
  readonly scope: string;
}

/** Told about answers and their parts, in the order of lines. */
export interface AnswerSink {
  open(head: AnswerHead): void;
  record(record: LogHandle | LogKernelHandle | LogTrace): void;
  total(total: LogTotal): void;
  summary(summary: LogSummary): void;
  /** A free entry of a kernel debugger's list. */
  free(entry: LogFreeEntry): void;
  /** A line at which the author of the log left something out of the open answer. */
  cut(line: number): void;
  close(): void;
}

/** Follows the events of a log; only the state of the current answer is held. */
export class AnswerTracker {
  /** The scope of what comes next. */
  scope = 'user 0';
  private current: AnswerHead['kind'] | null = null;
  /** The current answer has its totals: the next record starts another one. */
  private isTotalled = false;
  private lastTotal: LogTotal['what'] | null = null;
  private hasSummary = false;
  private isDiff = false;
  /** The section is an answer of `!utrace`: its records have the same frame but name USER handles. */
  private isUserTrace = false;
  /** Cuts before the first record of an answer. */
  private earlyCuts: number[] = [];

  constructor(private readonly sink: AnswerSink) {}

  /** Takes a command: what follows it is another answer. */
  command({ mode, process, text }: LogCommand): void {
    this.close();
    this.earlyCuts = [];
    this.isDiff = false;
    this.isUserTrace = isUserTraceCommand(text);
    this.scope = mode === 'user' ? `user ${process}` : UNKNOWN_PROCESS;
  }

  /** Takes any other event. */
  follow(event: Exclude<LogEvent, LogCommand>): void {
    if (this.isUserTrace) {
      return;
    }
    switch (event.kind) {
      case 'trace':
      case 'handle':
      case 'kernelHandle':
        this.enterScopeOf(event);
        this.enter(event.kind === 'trace' ? 'traces' : 'handles');
        this.sink.record(event);
        this.noteCuts(event.notes);
        return;
      case 'process':
        this.startScope(`process ${hex(event.object)}`);
        return;
      case 'handleTable':
      case 'traceProcess':
        this.followBanner(event);
        return;
      case 'tracing':
        this.followTracing(event);
        return;
      case 'total':
        this.followTotal(event);
        return;
      case 'summary':
        this.followSummary(event);
        return;
      case 'remark':
        if (event.what === 'cut') {
          this.noteCut(event.lines.first);
        }
        return;
      case 'freeEntry':
        this.enter('handles');
        this.sink.free(event);
        return;
      case 'separator':
      case 'error':
      case 'banner':
      case 'text':
        return;
    }
  }

  /** Prepares for a record that was read without an event; false when it belongs to no answer. */
  admit(kind: AnswerHead['kind'], isOfKernel: boolean): boolean {
    if (!this.isUserTrace) {
      this.enterScope(isOfKernel);
      this.enter(kind);
    }
    return !this.isUserTrace;
  }

  /** Ends the answer under way. */
  close(): void {
    if (this.current !== null) {
      this.sink.close();
    }
    this.current = null;
    this.isTotalled = false;
    this.lastTotal = null;
    this.hasSummary = false;
  }

  /** A log without prompts shows only by its records that a kernel debugger wrote it. */
  private enterScopeOf(record: LogHandle | LogKernelHandle | LogTrace): void {
    this.enterScope(
      record.kind === 'kernelHandle' || (record.kind === 'trace' && record.form === 'kernel'),
    );
  }

  private enterScope(isOfKernel: boolean): void {
    if (isOfKernel && this.scope.startsWith('user')) {
      this.startScope(UNKNOWN_PROCESS);
    }
  }

  /** A line that says whose table or traces follow. */
  private followBanner(event: LogHandleTable | LogTraceProcess): void {
    if (event.kind === 'handleTable') {
      if (event.table === 'kernel') {
        this.startScope(KERNEL_SCOPE);
      }
    } else if (event.what === 'process') {
      this.startScope(`process ${hex(event.address)}`);
    }
  }

  private followTracing({ what }: LogTracing): void {
    this.isDiff ||= what === 'outstanding' || what === 'nothingOutstanding';
    if (what === 'nothingOutstanding') {
      this.enter('traces');
    }
  }

  private followTotal(total: LogTotal): void {
    if (total.what === 'newTraces') {
      this.close();
      return;
    }
    const isOfHandles = total.what === 'handles' || total.what === 'handlesOfType';
    this.enter(isOfHandles ? 'handles' : 'traces');
    this.sink.total(total);
    this.lastTotal = total.what;
    this.isTotalled = true;
  }

  private followSummary(summary: LogSummary): void {
    if (this.current === 'handles' && !this.hasSummary) {
      this.sink.summary(summary);
      this.hasSummary = true;
      this.isTotalled = true;
    }
  }

  /** Handles from here on belong to another table. */
  private startScope(scope: string): void {
    this.close();
    this.scope = scope;
  }

  /** Makes sure that an answer of this kind is open and takes more. */
  private enter(kind: AnswerHead['kind']): void {
    const mayGoOn = !this.isTotalled || (kind === 'traces' && this.lastTotal === 'parsed');
    if (this.current === kind && mayGoOn) {
      return;
    }
    this.close();
    this.current = kind;
    this.sink.open({ kind, isDiff: this.isDiff, scope: this.scope });
    const cuts = this.earlyCuts;
    this.earlyCuts = [];
    for (const line of cuts) {
      this.sink.cut(line);
    }
  }

  private noteCuts(notes: LogTrace['notes']): void {
    for (const note of notes) {
      if (note.what === 'cut') {
        this.noteCut(note.line);
      }
    }
  }

  private noteCut(line: number): void {
    if (this.current === null) {
      this.earlyCuts.push(line);
    } else {
      this.sink.cut(line);
    }
  }
}
