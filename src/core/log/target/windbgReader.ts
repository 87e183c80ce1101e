/** Reads WinDbg and cdb text into a model: answers of `!handle` and `!htrace`, user mode and kernel mode. */

import { handleValue, type HandleValue } from '../../model/identifiers';
import { StackTable } from '../../model/stackColumn';
import { AnswerTracker, KERNEL_SCOPE, type AnswerHead } from '../answerTracker';
import { asksForEverything, isHandleCommand, letsProgramRun } from '../commandWords';
import type { EntryRecordScanner } from '../bytes/entryRecordScanner';
import type { HandleRecordScanner } from '../bytes/handleRecordScanner';
import type { TraceRecordScanner } from '../bytes/traceRecordScanner';
import type {
  LineRange,
  LogCommand,
  LogEvent,
  LogHandle,
  LogKernelHandle,
  LogSummary,
  LogTotal,
  LogTrace,
} from '../logEvents';
import { checkAnswer } from '../printedTotals';
import { mistakenAttributes, mistakenBits, rowFactsOfEntry } from './handleFacts';
import { HandleRows } from './handleRows';
import { LineNotes } from './lineNotes';
import type { CountAnswer, HandleAnswer, LogAnswer, LogScope, TraceAnswer } from './logModel';
import { NameBook } from './nameBook';
import { ScopeBook } from './scopeBook';
import { SymbolBook } from './symbolBook';
import { TraceRows } from './traceRows';
import { startRoutineIn } from './workerFactoryLines';
import { WidthVotes } from './widthVotes';

/** An answer under construction and what was counted on the way. */
interface OpenAnswer {
  readonly answer: HandleAnswer | TraceAnswer;
  readonly totals: LogTotal[];
  summary: LogSummary | null;
  hasCuts: boolean;
  /** Handles by type; null once one had none. */
  byType: Map<string, number> | null;
  /** Kernel mode, 64 bits: the printed attributes of every entry are those of the debugger's mistake. */
  areMistaken: boolean;
}

/** Takes the events of a log in their order and gathers what a target needs. */
export class WindbgReader {
  readonly answers: LogAnswer[] = [];
  readonly symbols = new SymbolBook();
  readonly scopes = new ScopeBook();
  readonly notes = new LineNotes();
  readonly widths = new WidthVotes();
  private readonly names = new NameBook();
  private readonly stacks = new StackTable();
  /** Actors of the trace records by scope and process id. */
  private readonly actors = new Map<LogScope, Map<number, number>>();
  private command: LogCommand | null = null;
  private stop = 0;
  private open: OpenAnswer | null = null;
  private readonly tracker = new AnswerTracker({
    open: (head) => this.openAnswer(head),
    record: (record) => this.record(record),
    total: (total) => this.open?.totals.push(total),
    summary: (summary) => {
      if (this.open !== null) {
        this.open.summary = summary;
      }
    },
    free: ({ value, entry, nextEntry }) => {
      if (this.open?.answer.kind === 'handles') {
        const { scope, free } = this.open.answer;
        free.push({ value: valueIn(scope, value), entry, nextEntry });
      }
    },
    cut: () => {
      if (this.open !== null) {
        this.open.hasCuts = true;
      }
    },
    close: () => this.closeAnswer(),
  });

  /** True once names were left out because they need more memory than allowed. */
  get namesAreCut(): boolean {
    return this.names.isExhausted;
  }

  /** Takes the next event, in the order of lines. */
  add(event: LogEvent): void {
    if (event.kind === 'command') {
      this.tracker.command(event);
      this.command = event;
      this.stop += letsProgramRun(event.text) ? 1 : 0;
      this.widths.prompt(event);
      return;
    }
    this.line = event.lines.first;
    this.lastLine = event.lines.last;
    this.look(event);
    this.tracker.follow(event);
  }

  /** The open answer for a block that was read from bytes, counted as the others are; null when it belongs to none. */
  admitHandle(record: HandleRecordScanner, lines: LineRange): HandleAnswer | null {
    const open = this.admit('handles', lines);
    if (open?.answer.kind !== 'handles') {
      return null;
    }
    countType(open, record.type);
    this.widths.block(record.isPadded ? 'dump' : 'live', record.digits, record.high !== 0);
    return open.answer;
  }

  /** The same for a trace record. */
  admitTrace(record: TraceRecordScanner, lines: LineRange): TraceAnswer | null {
    const open = this.admit('traces', lines);
    if (open?.answer.kind !== 'traces') {
      return null;
    }
    this.widths.record(record.frames[0]?.frame.digits ?? 0, record.digits);
    this.countActor(open.answer.scope, record.processId);
    return open.answer;
  }

  /** The same for an entry of a kernel debugger's list. */
  admitEntry(record: EntryRecordScanner, lines: LineRange): HandleAnswer | null {
    const open = this.admit('handles', lines, true);
    if (open?.answer.kind !== 'handles') {
      return null;
    }
    countType(open, record.type);
    this.widths.record(record.digits, 0);
    open.areMistaken &&=
      record.digits === 16 && record.attributes === mistakenBits(record.objectLow);
    return open.answer;
  }

  private admit(
    kind: AnswerHead['kind'],
    { first, last }: LineRange,
    isOfKernel = false,
  ): OpenAnswer | null {
    this.line = first;
    this.lastLine = last;
    if (!this.tracker.admit(kind, isOfKernel) || this.open === null) {
      return null;
    }
    this.open.answer.lastLine = last;
    return this.open;
  }

  private line = 0;
  private lastLine = 0;

  /** Ends the log; the answers are complete afterwards. */
  end(): void {
    this.tracker.close();
    for (const [scope, processes] of this.actors) {
      const [most] = [...processes].sort((a, b) => b[1] - a[1]);
      scope.processId ??= most?.[0] ?? null;
    }
  }

  /** What an event says beside its answer. */
  private look(event: Exclude<LogEvent, LogCommand>): void {
    switch (event.kind) {
      case 'process':
        this.scopes.process(event);
        break;
      case 'handleTable':
        this.scopes.table(event);
        this.widths.table(event);
        break;
      case 'traceProcess':
        if (event.what === 'process') {
          this.scopes.traceProcess(event.address);
        } else {
          this.scopes.objectTable(event.address);
        }
        break;
      case 'text':
        this.notes.add('other', event.lines, event.text);
        break;
      case 'remark':
        this.notes.add(event.what, event.lines);
        break;
      case 'banner':
        this.widths.banner();
        break;
      default:
        break;
    }
    if ('notes' in event) {
      for (const { what, line, text } of event.notes) {
        this.notes.add(what, { first: line, last: line }, text);
      }
    }
  }

  private openAnswer({ kind, isDiff, scope: key }: AnswerHead): void {
    const scope = this.scopes.scope(key);
    const command = this.command === null || this.command.text === '' ? null : this.command.text;
    const base = {
      scope,
      line: this.command?.lines.first ?? this.line,
      lastLine: this.lastLine,
      command,
      stop: this.stop,
      isWhole: command === null ? isDiff : asksForEverything(command),
      totals: [],
    };
    const answer: OpenAnswer['answer'] =
      kind === 'handles'
        ? { ...base, kind, rows: new HandleRows(this.names), free: [] }
        : { ...base, kind, isDiff, rows: new TraceRows(this.stacks) };
    this.open = {
      answer,
      totals: [],
      summary: null,
      hasCuts: false,
      byType: new Map(),
      areMistaken: true,
    };
  }

  private record(record: LogHandle | LogKernelHandle | LogTrace): void {
    const { open } = this;
    if (open === null) {
      return;
    }
    open.answer.lastLine = record.lines.last;
    if (record.kind === 'trace') {
      this.trace(record, open);
    } else {
      this.handle(record, open);
    }
  }

  private handle(record: LogHandle | LogKernelHandle, open: OpenAnswer): void {
    const { answer } = open;
    if (answer.kind !== 'handles') {
      return;
    }
    countType(open, record.type);
    this.widths.handle(record);
    if (record.value === null) {
      this.notes.add(
        'refused',
        record.lines,
        'A block without its first line: whose it is, is not known.',
      );
      return;
    }
    const value = valueIn(answer.scope, record.value);
    if (record.kind === 'handle') {
      answer.rows.add({ ...record, value }, record.span);
      for (const { text } of record.objectInfo ?? []) {
        const routine = startRoutineIn(text);
        if (routine !== null) {
          this.symbols.note(routine.address, routine.symbol);
        }
      }
      return;
    }
    const facts = rowFactsOfEntry(record, value);
    open.areMistaken &&=
      record.digits === 16 && facts.attributes === mistakenAttributes(record.object);
    answer.rows.add(facts, record.span);
  }

  private trace(record: LogTrace, open: OpenAnswer): void {
    const { answer } = open;
    if (answer.kind !== 'traces') {
      return;
    }
    this.widths.trace(record);
    for (const frame of record.frames) {
      this.symbols.note(frame.address, frame);
    }
    const { operation, operationText, handle, processId, threadId } = record;
    if (operation === null) {
      const why = `'${operationText}' is none of OPEN, CLOSE and BAD REFERENCE.`;
      this.notes.add('refused', record.lines, why);
      return;
    }
    const stack = record.frames.map((frame) => frame.address);
    answer.rows.add({ handle, operation, processId, threadId, stack });
    if (processId !== null) {
      this.countActor(answer.scope, processId);
    }
  }

  private countActor(scope: LogScope, processId: number): void {
    const actors = this.actors.get(scope) ?? new Map<number, number>();
    actors.set(processId, (actors.get(processId) ?? 0) + 1);
    this.actors.set(scope, actors);
  }

  private closeAnswer(): void {
    const { open } = this;
    this.open = null;
    if (open === null) {
      return;
    }
    const { answer, totals, summary, hasCuts, byType } = open;
    const { command } = answer;
    if (command === null || isHandleCommand(command)) {
      const checks = checkAnswer({
        kind: answer.kind,
        count: answer.rows.count,
        byType,
        totals,
        summary,
        hasCuts,
      });
      answer.totals.push(...checks.map((each) => ({ ...each, line: each.line + 1 })));
    }
    // A list that ends with the total of the whole table, or with that of all traces, is one of everything.
    answer.isWhole ||=
      command === null && totals.some(({ what }) => what === 'handles' || what === 'dumped');
    if (answer.kind === 'handles' && answer.scope.mode === 'kernel' && open.areMistaken) {
      answer.rows.forgetAttributes();
    }
    this.answers.push(countsOf(open) ?? answer);
  }
}

/** The answer as one that only counts: the summary of a list that is not there. Null for all others. */
function countsOf({ answer, totals, summary }: OpenAnswer): CountAnswer | null {
  const total = totals.find(({ what }) => what === 'handles');
  if (answer.kind !== 'handles' || answer.rows.count > 0 || total === undefined) {
    return null;
  }
  const { scope, line, lastLine, command, stop, isWhole } = answer;
  const byType = new Map((summary?.rows ?? []).map(({ type, count }) => [type, count]));
  return {
    kind: 'counts',
    ...{ scope, line, lastLine, command, stop, isWhole },
    totals: answer.totals,
    counts: { total: total.count, byType },
  };
}

/** Kernel handles are printed as 32-bit values with their high bit; in the kernel's own table they stand without it. */
export function valueIn(scope: LogScope, value: HandleValue): HandleValue {
  return scope.key === KERNEL_SCOPE ? handleValue(value & 0x7fff_ffffn) : value;
}

function countType(open: OpenAnswer, type: string | undefined): void {
  if (type === undefined) {
    open.byType = null;
  } else {
    open.byType?.set(type, (open.byType.get(type) ?? 0) + 1);
  }
}
