/** Names and shapes of our own debug adapter requests and events. Numbers that are bit masks or addresses travel as hexadecimal text. */

import type { HandleFamily } from '../core/analysis/traces/handleFamily';
import type { SourcePlace } from '../core/model/stackFrame';
import type { TraceOperation } from '../core/model/handleTrace';

/** A page of handles: {@link HandlesArguments} → {@link HandlesAnswer}. */
export const HANDLES_REQUEST = 'handleLens/handles';
/** One handle with everything known: {@link HandleArguments} → {@link HandleAnswer}. */
export const HANDLE_REQUEST = 'handleLens/handle';
/** A page of trace records: {@link TracesArguments} → {@link TracesAnswer}. */
export const TRACES_REQUEST = 'handleLens/traces';
/** How many handles there are of each type: {@link ProcessArguments} → {@link TypesAnswer}. */
export const TYPES_REQUEST = 'handleLens/types';
/** What the target is: no arguments → {@link TargetAnswer}. */
export const TARGET_REQUEST = 'handleLens/target';
/** Shows a trace record's stack as a thread, or takes it away: {@link SelectTraceArguments} → {@link SelectTraceAnswer}. */
export const SELECT_TRACE_REQUEST = 'handleLens/selectTrace';
/** Sent after a command changed the target's or the session's state: {@link ChangedBody}. */
export const CHANGED_EVENT = 'handleLens/changed';
/** Sent before the answer to a console line of which not everything fitted into the console: {@link AnswerCutBody}. */
export const ANSWER_CUT_EVENT = 'handleLens/answerCut';

/** Most rows one page holds; larger requests are cut to this. */
export const MAXIMUM_PAGE = 1000;

/** Arguments of requests about one process. */
export interface ProcessArguments {
  /** Process id; the session's current process when absent. */
  readonly processId?: number;
}

/** Arguments of {@link HANDLES_REQUEST}. */
export interface HandlesArguments extends ProcessArguments {
  /** First row, from 0. */
  readonly start: number;
  /** Rows wanted; at most {@link MAXIMUM_PAGE} come back. */
  readonly count: number;
  /** Only handles of this object type, letter case ignored; `None` for those without a recorded type. */
  readonly type?: string;
}

/** One handle as a row of a list. Null stands for a fact that the target did not record. */
export interface HandleRow {
  readonly handle: string;
  readonly type: string | null;
  readonly name: string | null;
  readonly attributes: string | null;
  readonly grantedAccess: string | null;
  readonly handleCount: number | null;
  readonly pointerCount: number | null;
}

/** Answer of {@link HANDLES_REQUEST}. */
export interface HandlesAnswer {
  readonly rows: readonly HandleRow[];
  /** Rows of the whole selection. */
  readonly total: number;
  /** Changes with the target's state; rows of different generations do not belong together. */
  readonly generation: number;
}

/** Arguments of {@link HANDLE_REQUEST}. */
export interface HandleArguments extends ProcessArguments {
  /** Handle value: a number, or hexadecimal text with or without `0x`. */
  readonly handle: bigint;
}

/** A fact about a handle in words. */
export interface HandleFact {
  readonly label: string;
  readonly value: string;
}

/** Answer of {@link HANDLE_REQUEST}. */
export interface HandleAnswer extends HandleRow {
  /** Names of the granted rights. */
  readonly access: readonly string[];
  /** Object-specific facts; empty when there are none. */
  readonly facts: readonly HandleFact[];
  /** Address of the object, where the target tells it and has memory to read there; else null. */
  readonly memoryReference: string | null;
  readonly generation: number;
}

/** Arguments of {@link TRACES_REQUEST}. */
export interface TracesArguments extends ProcessArguments {
  readonly start: number;
  readonly count: number;
  /**
   * Whose log: that of the kernel handles when absent. USER handles have one for the session: without a handle, only what the
   * process itself did is meant.
   */
  readonly family?: HandleFamily;
  /** Only records of this handle, tag bits ignored. */
  readonly handle?: bigint;
  /** Only records of this operation. */
  readonly operation?: TraceOperation;
  /** Only records of this thread. */
  readonly threadId?: number;
}

/** A frame of a trace record. */
export interface TraceFrame {
  readonly address: string;
  readonly module: string | null;
  readonly symbol: string | null;
  readonly displacement: string;
  /** The line that called, where the target tells it, as some logs do. */
  readonly source?: SourcePlace;
}

/** One trace record. */
export interface TraceRow {
  /** Row in the log, 0 = newest; names the record for {@link SELECT_TRACE_REQUEST}. */
  readonly row: number;
  readonly handle: string;
  readonly operation: TraceOperation;
  readonly processId: number;
  readonly threadId: number;
  readonly stack: readonly TraceFrame[];
  /** Why a bad reference was bad, in a few sentences; absent from other records. */
  readonly explanation?: string;
}

/** Answer of {@link TRACES_REQUEST}. */
export interface TracesAnswer {
  readonly rows: readonly TraceRow[];
  /** Records of the whole selection. */
  readonly total: number;
  /** Records that were overwritten; null when not known. */
  readonly lost: number | null;
  /** False when the order newest-first is an assumption. */
  readonly orderIsKnown: boolean;
  readonly generation: number;
}

/** Answer of {@link TYPES_REQUEST}. */
export interface TypesAnswer {
  readonly types: readonly { readonly type: string; readonly count: number }[];
  readonly total: number;
  readonly generation: number;
}

/** A problem in words: what, where, what next. */
export interface ProblemRow {
  readonly code: string;
  readonly message: string;
  readonly where: string | null;
  readonly hint: string | null;
}

/** Answer of {@link TARGET_REQUEST}. */
export interface TargetAnswer {
  readonly title: string;
  readonly description: string;
  readonly kind: 'simulated' | 'minidump' | 'log';
  readonly mode: 'user' | 'kernel';
  readonly liveness: 'live' | 'dump';
  readonly architecture: string;
  readonly windows: string | null;
  readonly simulated: boolean;
  /** Its frames may have lines of source: those of logs, and of programs that run a script. */
  readonly tellsSourceLines: boolean;
  readonly capabilities: {
    readonly handles: boolean;
    readonly traces: boolean;
    readonly memory: boolean;
    readonly control: boolean;
  };
  readonly processes: readonly { readonly processId: number; readonly image: string }[];
  readonly currentProcessId: number;
  readonly problems: readonly ProblemRow[];
  readonly parts: readonly {
    readonly name: string;
    readonly size: number | null;
    readonly note: string;
  }[];
  readonly generation: number;
}

/** Arguments of {@link SELECT_TRACE_REQUEST}. */
export interface SelectTraceArguments extends ProcessArguments {
  /** Row of the record; null takes the selected record away. */
  readonly row: number | null;
}

/** Answer of {@link SELECT_TRACE_REQUEST}. */
export interface SelectTraceAnswer {
  /** The thread that shows the record's stack; null when none is selected. */
  readonly threadId: number | null;
}

/** What changed. */
export type ChangeReason = 'tracing' | 'snapshot' | 'handles' | 'sites' | 'resumed' | 'process';

/** Body of {@link CHANGED_EVENT}. */
export interface ChangedBody {
  readonly reason: ChangeReason;
  readonly generation: number;
}

/** Body of {@link ANSWER_CUT_EVENT}. The whole text comes from `evaluate` in the context `clipboard`. */
export interface AnswerCutBody {
  /** The line as it was typed. */
  readonly expression: string;
  /** Records that were left out. */
  readonly heldBack: number;
}
