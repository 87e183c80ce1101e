/** What the reader of any format hands to the target: answers in the order of the log, processes, symbols, remainders. */

import type { FreeHandleEntry } from '../../model/handle';
import type { HandleSummary } from '../../model/handleColumns';
import type { Address, HandleValue } from '../../model/identifiers';
import type { KernelProcessFacts } from '../../model/process';
import type { KernelTableFacts } from '../../target/handleStore';
import type { LogTotalCheck } from '../../target/logAccess';
import type { Architecture, TargetInfo } from '../../target/targetInfo';
import type { ByteSource } from '../../util/byteSource';
import type { CancellationToken } from '../../util/cancellation';
import type { ProblemLog } from '../../util/problemLog';
import type { HandleFacts } from './handleFacts';
import type { HandleRows } from './handleRows';
import type { RecordPlace } from './handleTable';
import type { LineNotes } from './lineNotes';
import type { SymbolBook } from './symbolBook';
import type { TraceRows } from './traceRows';

/** A handle table that the log is about: that of a process, or the kernel's own. */
export interface LogScope {
  readonly key: string;
  mode: 'user' | 'kernel';
  readonly isKernelTable: boolean;
  /** Null when the log does not tell. */
  processId: number | null;
  parentProcessId: number | null;
  sessionId: number | null;
  /** Empty when the log does not tell. */
  image: string;
  /** Present when a kernel debugger printed the process. */
  kernel: KernelProcessFacts | null;
  table: KernelTableFacts | null;
}

/** What answers of both kinds have. */
interface AnswerBase {
  readonly scope: LogScope;
  /** First and last line, from 0. */
  readonly line: number;
  lastLine: number;
  /** What was typed; null when the log does not show it. */
  readonly command: string | null;
  /** What stands in its place, for people, where the format has no commands. */
  readonly title?: string;
  /** Grows each time the log shows that the program went on. */
  readonly stop: number;
  /** The answer was meant to be about everything: not one handle, not one type. */
  isWhole: boolean;
  readonly totals: LogTotalCheck[];
}

/** An answer that lists handles. */
export interface HandleAnswer extends AnswerBase {
  readonly kind: 'handles';
  readonly rows: HandleRows;
  readonly free: FreeHandleEntry[];
}

/** An answer that lists trace records. */
export interface TraceAnswer extends AnswerBase {
  readonly kind: 'traces';
  /** The outstanding handles of `-diff`. */
  readonly isDiff: boolean;
  readonly rows: TraceRows;
}

/** An answer that only counts handles by type. */
export interface CountAnswer extends AnswerBase {
  readonly kind: 'counts';
  readonly counts: HandleSummary;
}

/** A place at which a tool stopped the program, with the stack of the thread. */
export interface StopAnswer extends AnswerBase {
  readonly kind: 'stop';
  /** Innermost first. */
  readonly stack: readonly Address[];
}

/** An answer. */
export type LogAnswer = HandleAnswer | TraceAnswer | CountAnswer | StopAnswer;

/** How many records an answer lists. */
export function recordCount(answer: LogAnswer): number {
  return 'rows' in answer ? answer.rows.count : 0;
}

/** Reads the records of handles again, from where they stand in the log. */
export interface RecordReader {
  /** The facts at each place, in the order given; null where the log no longer says what it said. */
  read(
    source: ByteSource,
    wanted: readonly { readonly place: RecordPlace; readonly value: HandleValue }[],
    token: CancellationToken,
  ): Promise<readonly (HandleFacts | null)[]>;
}

/** A log that was read to its end. */
export interface LogModel {
  /** For people: `WinDbg log`, `Volatility 3 handles`. */
  readonly format: string;
  readonly encoding: string;
  readonly lines: number;
  readonly mode: 'user' | 'kernel';
  readonly liveness: TargetInfo['liveness'];
  readonly architecture: Architecture;
  readonly pointerSize: 4 | 8;
  readonly debuggerStyle: TargetInfo['debuggerStyle'];
  readonly answers: readonly LogAnswer[];
  /** Tables and processes in the order they were met. */
  readonly scopes: readonly LogScope[];
  readonly symbols: SymbolBook;
  readonly notes: LineNotes;
  readonly problems: ProblemLog;
  readonly reader: RecordReader;
  /** What the format tells and nothing here has a place for, such as `share modes`; for a sentence. */
  readonly unused: readonly string[];
}
