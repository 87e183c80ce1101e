/** What commands answer with: data that renderers turn into text, JSON or rows. */

import type { FreeHandleEntry } from '../model/handle';
import type { HandleSummary } from '../model/handleColumns';
import type { Address, HandleValue } from '../model/identifiers';
import type { ModuleInfo, ProcessInfo, ThreadInfo } from '../model/process';
import type { ResolvedAddress } from '../model/stackFrame';
import type { HandleStore } from '../target/handleStore';
import type { LogAccess, LogMoment } from '../target/logAccess';
import type { ProgramBreakpoint, ProgramMoment, ProgramVariable } from '../target/program';
import type { RecordingMoment } from '../target/recording';
import type { NearbySymbols, SymbolSource } from '../target/symbolSource';
import type { StopInfo } from '../target/target';
import type { TargetInfo } from '../target/targetInfo';
import type { TraceStore } from '../target/traceStore';
import type { SavedDump } from '../target/writtenDump';
import type { Problem } from '../util/problem';
import type { ComparisonResult, SnapshotsResult } from './compare/compareResults';
import type { SearchResult } from './find/findResults';
import type { LeakResult } from './leaks/leakResults';
import type { LifeResult, WhyResult } from './life/lifeResults';
import type { UserCommandResult } from './user/userResults';

/** What every result carries. */
export interface ResultHeader {
  /** The command as it was typed, for example `!handle 3c f`. */
  readonly command: string;
  readonly target: TargetInfo;
}

/** Rows of a store: all of them, or some. */
export type RowSelection = 'all' | Uint32Array;

/** The part of a `!handle` answer that belongs to one handle table. */
export interface HandleSection {
  readonly process: ProcessInfo;
  readonly store: HandleStore;
  /** Open handles to show. */
  readonly rows: RowSelection;
  /** Free entries to show; empty unless asked for. */
  readonly free: readonly FreeHandleEntry[];
  /** Every handle of the table by type, whatever is shown. */
  readonly summary: HandleSummary;
  /** Set when the table could not be read; the rest is then empty. */
  readonly problem: Problem | null;
}

/** Answer of `!handle` in both modes. */
export interface HandlesResult extends ResultHeader {
  readonly kind: 'handles';
  /** Names the start addresses of threads. */
  readonly symbols: SymbolSource;
  /** UMFlags or KMFlags as given or defaulted. */
  readonly flags: number;
  /** The handle that was asked for; null for a list. */
  readonly handle: HandleValue | null;
  /** The type filter as the object manager spells it (as typed when no handle has it); null without filter. */
  readonly type: string | null;
  /** One in user mode; one per process in kernel mode. */
  readonly sections: readonly HandleSection[];
  /** Kernel mode: all processes were asked for (process 0). */
  readonly allProcesses: boolean;
  /** Kernel mode: the process was given by id (printed as "Searching for Process with Cid == …"). */
  readonly searchedProcessId: number | null;
  /** Which table was read. */
  readonly table: 'process' | 'kernel' | 'cid';
}

/** Answer of `!htrace [handle [max]]`. */
export interface TracesResult extends ResultHeader {
  readonly kind: 'traces';
  readonly process: ProcessInfo;
  readonly store: TraceStore;
  readonly symbols: SymbolSource;
  readonly rows: Uint32Array;
  /** Records examined, as the debugger counts them. */
  readonly parsed: number;
  /** Records shown. */
  readonly dumped: number;
}

/** Answer of `!htrace -diff`. */
export interface TraceDiffResult extends ResultHeader {
  readonly kind: 'traceDiff';
  readonly process: ProcessInfo;
  readonly store: TraceStore;
  readonly symbols: SymbolSource;
  /** Records newer than the previous snapshot. */
  readonly newRecords: number;
  /** Outstanding opens, newest first. */
  readonly rows: Uint32Array;
}

/** Answer of `!htrace -enable`, `-snapshot` and `-disable`. */
export interface TracingResult extends ResultHeader {
  readonly kind: 'tracing';
  readonly action: 'enable' | 'snapshot' | 'disable';
  /** Slots of the ring after `-enable`. */
  readonly slots: number | null;
}

/** Answer of `.closehandle`. */
export interface CloseHandleResult extends ResultHeader {
  readonly kind: 'closeHandle';
  readonly closed: readonly HandleValue[];
  readonly failed: readonly { readonly handle: HandleValue; readonly problem: Problem }[];
}

/** Answer of `lm`. */
export interface ModulesResult extends ResultHeader {
  readonly kind: 'modules';
  readonly modules: readonly ModuleInfo[];
}

/** Answer of `~`. */
export interface ThreadsResult extends ResultHeader {
  readonly kind: 'threads';
  readonly threads: readonly ThreadInfo[];
  readonly currentThreadId: number;
}

/** Answer of `|`. */
export interface ProcessesResult extends ResultHeader {
  readonly kind: 'processes';
  readonly processes: readonly ProcessInfo[];
  readonly currentProcessId: number;
}

/** Answer of `k`. */
export interface StackResult extends ResultHeader {
  readonly kind: 'stack';
  readonly threadId: number;
  readonly frames: readonly ResolvedAddress[];
  /** Said below the frames when the stack is known to be incomplete; null otherwise. */
  readonly note: string | null;
}

/** Answer of `?`. */
export interface ExpressionResult extends ResultHeader {
  readonly kind: 'expression';
  readonly value: bigint;
}

/** Answer of `ln`. */
export interface NearestSymbolResult extends ResultHeader {
  readonly kind: 'nearestSymbol';
  readonly address: Address;
  readonly nearby: NearbySymbols;
}

/** Answer of `version` and `vertarget`. */
export interface VersionResult extends ResultHeader {
  readonly kind: 'version';
  /** Also name the tool itself. */
  readonly withTool: boolean;
  readonly toolVersion: string;
  readonly problems: readonly Problem[];
}

/** Help of one command or of all. */
export interface HelpResult extends ResultHeader {
  readonly kind: 'help';
  readonly lines: readonly string[];
}

/** Answer of `.logopen` and `.logclose`. */
export interface LogResult extends ResultHeader {
  readonly kind: 'log';
  readonly action: 'open' | 'close';
  readonly path: string;
}

/** Answer of `.dump`. */
export interface DumpSavedResult extends ResultHeader {
  readonly kind: 'dumpSaved';
  readonly dump: SavedDump;
}

/** `.cls`: the shell clears its display. */
export interface ClearResult extends ResultHeader {
  readonly kind: 'clear';
}

/** `q`: the shell ends the session. */
export interface QuitResult extends ResultHeader {
  readonly kind: 'quit';
}

/** Answer of `n`: the radix of numbers without prefix. */
export interface RadixResult extends ResultHeader {
  readonly kind: 'radix';
  readonly radix: 8 | 10 | 16;
}

/** Answer of `g`. */
export interface ResumedResult extends ResultHeader {
  readonly kind: 'resumed';
  readonly stop: StopInfo;
}

/** Answer of `.process`. */
export interface CurrentProcessResult extends ResultHeader {
  readonly kind: 'currentProcess';
  readonly process: ProcessInfo;
}

/** Answer of `.moment`. */
export interface MomentsResult extends ResultHeader {
  readonly kind: 'moments';
  readonly moments: readonly LogMoment[];
  /** Number of the moment that is looked at. */
  readonly current: number;
  /** Set when another moment is looked at than before. */
  readonly stop: StopInfo | null;
}

/** Answer of `.loginfo`. */
export interface LogInfoResult extends ResultHeader {
  readonly kind: 'logInfo';
  readonly log: LogAccess;
}

/** Answer of `dv`, `??` and of expressions of a program. */
export interface ProgramValuesResult extends ResultHeader {
  readonly kind: 'programValues';
  readonly variables: readonly ProgramVariable[];
}

/** Answer of `bp`, `bh`, `bl` and `bc`: the breakpoints there are now. */
export interface BreakpointsResult extends ResultHeader {
  readonly kind: 'breakpoints';
  readonly breakpoints: readonly {
    /** By which bc removes it. */
    readonly number: number;
    readonly breakpoint: ProgramBreakpoint;
    /** False when it was set in an editor. */
    readonly isTyped: boolean;
  }[];
}

/** Answer of `!tt` on a recording. */
export interface RecordingMomentResult extends ResultHeader {
  readonly kind: 'recordingMoment';
  readonly moment: RecordingMoment;
}

/** Answer of `!tt` without an argument. */
export interface TimelineResult extends ResultHeader {
  readonly kind: 'timeline';
  readonly moment: ProgramMoment;
}

/** The command could not be carried out. */
export interface ErrorResult extends ResultHeader {
  readonly kind: 'error';
  readonly problem: Problem;
}

/** Everything a command can answer with. */
export type CommandResult =
  | HandlesResult
  | TracesResult
  | TraceDiffResult
  | TracingResult
  | CloseHandleResult
  | ModulesResult
  | ThreadsResult
  | ProcessesResult
  | StackResult
  | ExpressionResult
  | NearestSymbolResult
  | VersionResult
  | HelpResult
  | LogResult
  | DumpSavedResult
  | MomentsResult
  | LogInfoResult
  | ClearResult
  | QuitResult
  | RadixResult
  | ResumedResult
  | ProgramValuesResult
  | BreakpointsResult
  | TimelineResult
  | RecordingMomentResult
  | CurrentProcessResult
  | SnapshotsResult
  | ComparisonResult
  | LifeResult
  | WhyResult
  | LeakResult
  | SearchResult
  | UserCommandResult
  | ErrorResult;
