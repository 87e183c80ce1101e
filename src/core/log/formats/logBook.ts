/** Gathers what a reader of lists finds: handles, traces and counts by process, list after list, and makes a model of it. */

import type { HandleSummary } from '../../model/handleColumns';
import type { Address } from '../../model/identifiers';
import { StackTable } from '../../model/stackColumn';
import type { LogTotalCheck } from '../../target/logAccess';
import type { TargetInfo } from '../../target/targetInfo';
import { ProblemLog } from '../../util/problemLog';
import type { ByteSpan, LineRange } from '../logEvents';
import type { RowFacts } from '../target/handleFacts';
import { HandleRows, type HandleNumbers } from '../target/handleRows';
import { LineNotes } from '../target/lineNotes';
import type {
  CountAnswer,
  HandleAnswer,
  LogAnswer,
  LogModel,
  LogScope,
  RecordReader,
  TraceAnswer,
} from '../target/logModel';
import { NameBook } from '../target/nameBook';
import { SymbolBook } from '../target/symbolBook';
import { TraceRows, type TraceFacts } from '../target/traceRows';

const NO_SPAN: ByteSpan = { offset: 0, length: 0 };
const WIDE = 0xffff_ffffn;
/** Processes that are told apart; no Windows runs as many. */
const MOST_PROCESSES = 100_000;

/** Whose handles they are, as far as a list tells. */
export interface ListedProcess {
  readonly id: number | null;
  /** Empty when the list does not name it. */
  readonly image: string;
}

/** What is known of a list when it begins. */
export interface ListHead {
  /** Line it starts on, from 0. */
  readonly line: number;
  /** What was typed to get it; null when the log does not show it. */
  readonly command: string | null;
  /** What to call it where no command is shown. */
  readonly title: string;
  /** It was meant to be everything a process has, not the result of a search. */
  readonly isWhole: boolean;
}

/** What a finished log is, besides its answers. */
export interface LogShape {
  readonly format: string;
  readonly encoding: string;
  readonly lines: number;
  readonly reader: (mode: LogModel['mode']) => RecordReader;
  readonly unused: readonly string[];
  /** Given where the log tells it; otherwise it is found from processes and addresses. */
  readonly target?: Pick<
    TargetInfo,
    'mode' | 'liveness' | 'architecture' | 'pointerSize' | 'debuggerStyle'
  >;
}

/** Collects answers. Lines count from 0. */
export class LogBook {
  readonly notes = new LineNotes();
  readonly symbols = new SymbolBook();
  readonly problems = new ProblemLog();
  private readonly names = new NameBook();
  private readonly stacks = new StackTable();
  private readonly scopes = new Map<string, LogScope>();
  private readonly answers: LogAnswer[] = [];
  private readonly handles = new Map<LogScope, HandleAnswer>();
  private readonly traces = new Map<LogScope, TraceAnswer>();
  private head: ListHead = { line: 0, command: null, title: 'handles', isWhole: true };
  private stop = 0;
  private hasObjects = false;
  private isWide = false;

  /** True once anything was found. */
  get hasAnswers(): boolean {
    return this.answers.length > 0;
  }

  /** Begins another list: what follows is no part of the lists before. */
  startList(head: ListHead): void {
    this.head = head;
    this.handles.clear();
    this.traces.clear();
  }

  /** The log shows that the program went on. */
  goOn(): void {
    this.stop++;
    this.handles.clear();
    this.traces.clear();
  }

  /** Adds a handle of the current list. `span` says where its record stands, for readers that read it again. */
  addHandle(
    process: ListedProcess,
    facts: RowFacts & { readonly object?: Address | null },
    line: number,
    span: ByteSpan = NO_SPAN,
  ): void {
    const answer = this.handleAnswer(process, line);
    const object = facts.object ?? null;
    this.hasObjects ||= object !== null && object !== 0n;
    this.isWide ||= facts.value > WIDE || (object !== null && object > WIDE);
    answer.rows.add(facts, span, object);
    answer.lastLine = line;
  }

  /** Adds a handle in numbers to an answer of the current list, as {@link LogBook.addHandle} does; returns its row. */
  addNumbers(answer: HandleAnswer, row: HandleNumbers, line: number): number {
    const { objectLow = 0, objectHigh = 0 } = row;
    this.hasObjects ||= objectLow !== 0 || objectHigh !== 0;
    this.isWide ||= row.high !== 0 || objectHigh !== 0;
    answer.lastLine = line;
    return answer.rows.addNumbers(row, NO_SPAN);
  }

  /** The answer of the current list that holds the handles of a process; empty at first. */
  handleAnswer(process: ListedProcess, line: number): HandleAnswer {
    const scope = this.scope(process, line);
    let answer = this.handles.get(scope);
    if (answer === undefined) {
      this.seal();
      const rows = new HandleRows(this.names);
      answer = { ...this.base(scope, line), kind: 'handles', rows, free: [] };
      this.handles.set(scope, answer);
      this.answers.push(answer);
    }
    return answer;
  }

  /** Adds a trace record of the current list; newest first. */
  addTrace(process: ListedProcess, facts: TraceFacts, line: number): void {
    const answer = this.traceAnswer(process, line, false);
    answer.rows.add(facts);
    answer.lastLine = line;
  }

  /** The answer of the current list that holds the traces of a process; `isDiff` counts when it begins. */
  traceAnswer(process: ListedProcess, line: number, isDiff: boolean): TraceAnswer {
    const scope = this.scope(process, line);
    let answer = this.traces.get(scope);
    if (answer === undefined) {
      const rows = new TraceRows(this.stacks);
      answer = { ...this.base(scope, line), kind: 'traces', isDiff, rows };
      this.traces.set(scope, answer);
      this.answers.push(answer);
    }
    return answer;
  }

  /** Adds counts by type that stand in the place of a list. */
  addCounts(
    process: ListedProcess,
    counts: HandleSummary,
    lines: LineRange,
    totals: readonly LogTotalCheck[],
  ): void {
    const base = this.base(this.scope(process, lines.first), lines.first);
    base.totals.push(...totals);
    this.answers.push({ ...base, lastLine: lines.last, kind: 'counts', counts });
  }

  /** Adds a place at which the program was stopped. */
  addStop(process: ListedProcess, stack: readonly Address[], line: number): void {
    const base = this.base(this.scope(process, line), line);
    this.answers.push({ ...base, kind: 'stop', stack });
  }

  /** The model; null when nothing was found. */
  finish({ reader, target, ...shape }: LogShape): LogModel | null {
    if (!this.hasAnswers) {
      return null;
    }
    this.seal();
    this.reportLimits();
    const scopes = [...this.scopes.values()];
    const mode = target?.mode ?? (scopes.length > 1 || this.hasObjects ? 'kernel' : 'user');
    for (const scope of scopes) {
      scope.mode = mode;
    }
    return {
      ...shape,
      mode,
      // A list is a picture of the past, as a dump is: its form tells the names of files too.
      liveness: target?.liveness ?? 'dump',
      architecture: target?.architecture ?? 'unknown',
      pointerSize: target?.pointerSize ?? (this.hasObjects && !this.isWide ? 4 : 8),
      debuggerStyle: target?.debuggerStyle ?? 'modern',
      answers: this.answers,
      scopes,
      symbols: this.symbols,
      notes: this.notes,
      problems: this.problems,
      reader: reader(mode),
    };
  }

  /** Most lists come process by process: when another one begins, the last one is complete. */
  private seal(): void {
    const last = this.answers.at(-1);
    if (last?.kind === 'handles') {
      last.rows.seal();
    }
  }

  private base(scope: LogScope, line: number): Omit<CountAnswer, 'kind' | 'counts'> {
    const { command, title, isWhole, line: first } = this.head;
    return {
      scope,
      line: Math.min(first, line),
      lastLine: line,
      command,
      title,
      stop: this.stop,
      isWhole,
      totals: [],
    };
  }

  /** What is known of a process; made when it is first met. */
  scope({ id, image }: ListedProcess, line: number): LogScope {
    const key = id === null ? `process ${image}` : `process ${id}`;
    let scope = this.scopes.get(key);
    if (scope === undefined && this.scopes.size >= MOST_PROCESSES) {
      this.problems.add('log-many-processes', `line ${line + 1}`, () => ({
        message: `The log names more than ${MOST_PROCESSES} processes; the handles of the others are shown as those of one.`,
      }));
      return this.scope({ id: null, image: '' }, line);
    }
    if (scope === undefined) {
      scope = {
        key,
        mode: 'user',
        isKernelTable: false,
        processId: id,
        parentProcessId: null,
        sessionId: null,
        image,
        kernel: null,
        table: null,
      };
      this.scopes.set(key, scope);
    }
    scope.image ||= image;
    return scope;
  }

  private reportLimits(): void {
    for (const answer of this.answers) {
      const leftOut = 'rows' in answer ? answer.rows.leftOut : 0;
      if (leftOut > 0) {
        this.problems.add('log-too-many', `line ${answer.line + 1}`, () => ({
          message: `${leftOut} records were left out: there are more than are shown.`,
        }));
      }
    }
    if (this.symbols.isFull) {
      this.problems.add('log-many-addresses', '', () => ({
        message: 'The log names more addresses than are remembered; some frames show no symbol.',
      }));
    }
    if (this.names.isExhausted) {
      this.problems.add('log-many-names', '', () => ({
        message: 'The names of the log need more memory than allowed; some are not shown.',
      }));
    }
  }
}
