/** What a debugger log consists of: the events a reader emits, one per record or remark, each with the lines it stands on. */

import type { Address, HandleValue } from '../model/identifiers';
import type { SourcePlace } from '../model/stackFrame';
import type { TraceOperation } from '../model/handleTrace';

/** A range of lines, 0-based, both ends included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/**
 * A line that is no fact of its record, and why: `cut` stands where the author left something out (`...`), `chatter` is the
 * symbol loader talking in between, `unread` was not understood.
 */
export interface LineNote {
  readonly what: 'cut' | 'chatter' | 'unread';
  readonly line: number;
  /** At most 300 characters of the line. */
  readonly text: string;
}

/** What every event carries. */
interface EventBase {
  readonly lines: LineRange;
}

/** A prompt with the command behind it. */
export interface LogCommand extends EventBase {
  readonly kind: 'command';
  /** The prompt up to and including `>`. */
  readonly prompt: string;
  readonly mode: 'user' | 'kernel';
  /** The debugger's number of the process (user mode, the first number of the prompt); 0 where there is none. */
  readonly process: number;
  /** The command as typed; of `cdb: Reading initial command '…'` the part between the quotes. Empty for a bare prompt. */
  readonly text: string;
  /** Column at which {@link text} starts. */
  readonly column: number;
}

/** Where a record stands in the bytes of its log. */
export interface ByteSpan {
  readonly offset: number;
  readonly length: number;
}

/** What all records share. */
interface RecordBase extends EventBase {
  readonly notes: readonly LineNote[];
  /** From the first to the last line; length 0 when the reader was given text instead of bytes. */
  readonly span: ByteSpan;
}

/** One block of user-mode `!handle`; absent members were not printed. */
export interface LogHandle extends RecordBase {
  readonly kind: 'handle';
  /** Null when the log starts in the middle of the block. */
  readonly value: HandleValue | null;
  /** The live debugger prints the value without padding, a dump with the target's pointer size. */
  readonly form: 'live' | 'dump' | 'unknown';
  /** Digits of the value as printed; 0 when the first line is missing. */
  readonly digits: number;
  readonly type?: string;
  readonly attributes?: number;
  readonly grantedAccess?: number;
  /** Line of {@link grantedAccess}. */
  readonly accessLine?: number;
  /** Names of standard rights as printed; empty for `None`. */
  readonly standardRights?: readonly string[];
  /** Names of type-specific rights as printed; an empty name stands for a bit the debugger has no name for. */
  readonly specificRights?: readonly string[];
  readonly handleCount?: number;
  readonly pointerCount?: number;
  /** Null for `<none>`. */
  readonly name?: string | null;
  /** The object-specific lines, without leading blanks. */
  readonly objectInfo?: readonly { readonly line: number; readonly text: string }[];
  /** The debugger said that there are no object-specific facts. */
  readonly hasNoObjectInfo: boolean;
}

/** One entry of kernel-mode `!handle` with its object lines; absent members were not printed. */
export interface LogKernelHandle extends RecordBase {
  readonly kind: 'kernelHandle';
  /** As printed: kernel handles appear as 32-bit values (`8000477c`). */
  readonly value: HandleValue;
  readonly object: Address;
  /** Digits of the object's address as printed. */
  readonly digits: number;
  readonly grantedAccess: number;
  /** `Protected`, `Inherit`, `Audit` as printed; wrong on Windows 8.1 and later (output-formats 3.3). */
  readonly annotations: readonly string[];
  readonly entry?: Address;
  readonly type?: string;
  readonly typeObject?: Address;
  readonly objectHeader?: Address;
  readonly headerVersion?: 'old' | 'new';
  readonly handleCount?: number;
  readonly pointerCount?: number;
  readonly directory?: Address;
  readonly name?: string;
}

/** A free entry in a kernel-mode list. */
export interface LogFreeEntry extends EventBase {
  readonly kind: 'freeEntry';
  readonly value: HandleValue;
  readonly entry: Address;
  readonly nextEntry: bigint | null;
}

/** One frame of a trace record. */
export interface LogFrame {
  readonly line: number;
  readonly address: Address;
  /** Digits of the address as printed. */
  readonly digits: number;
  /** Null when the debugger found no module. */
  readonly module: string | null;
  readonly symbol: string | null;
  readonly displacement: bigint | null;
  /** Present where the debugger printed it. */
  readonly source?: SourcePlace;
}

/** One record of `!htrace`. */
export interface LogTrace extends RecordBase {
  readonly kind: 'trace';
  readonly form: 'user' | 'kernel';
  readonly handle: HandleValue;
  /** Digits of the handle value as printed: the user-mode form pads it to the target's pointer size. */
  readonly digits: number;
  /** Null for a word that is none of the three; the word is then in {@link operationText}. */
  readonly operation: TraceOperation | null;
  readonly operationText: string;
  readonly processId: number | null;
  readonly threadId: number | null;
  readonly frames: readonly LogFrame[];
}

/** A PROCESS block of a kernel debugger; absent members were not printed. */
export interface LogProcess extends RecordBase {
  readonly kind: 'process';
  readonly object: Address;
  /** Null for `none`. */
  readonly sessionId?: number | null;
  readonly processId?: number;
  readonly parentProcessId?: number;
  readonly peb?: Address;
  readonly directoryBase?: Address;
  readonly objectTable?: Address;
  readonly handleCount?: number;
  readonly image?: string;
}

/** The banner above the entries of a handle table. */
export interface LogHandleTable extends EventBase {
  readonly kind: 'handleTable';
  readonly table: 'process' | 'kernel';
  /** Words of the age of debuggers: `xp` says "New version of", `win7` writes "Entries" large. */
  readonly style: 'modern' | 'win7' | 'xp';
  readonly address: Address;
  /** Entries in use, of the whole table. */
  readonly entries: number;
}

/** `Process 0x…` and `ObjectTable 0x…` above the records of kernel-mode `!htrace`. */
export interface LogTraceProcess extends EventBase {
  readonly kind: 'traceProcess';
  readonly what: 'process' | 'objectTable';
  readonly address: Address;
}

/** A number the debugger printed about its own answer. */
export interface LogTotal extends EventBase {
  readonly kind: 'total';
  /**
   * `handles`: `33 Handles`; `handlesOfType`: `7 handles of type Event`; `parsed`, `dumped`: the last lines of `!htrace`;
   * `displayed`: the last line of `-diff`; `newTraces`: its first number.
   */
  readonly what: 'handles' | 'handlesOfType' | 'parsed' | 'dumped' | 'displayed' | 'newTraces';
  readonly count: number;
  /** The type of `handlesOfType`, null otherwise. */
  readonly type: string | null;
}

/** The table of types and counts at the end of a `!handle` list. */
export interface LogSummary extends RecordBase {
  readonly kind: 'summary';
  readonly rows: readonly {
    readonly line: number;
    readonly type: string;
    readonly count: number;
  }[];
}

/** A line in which `!htrace` reports what it did or found. */
export interface LogTracing extends EventBase {
  readonly kind: 'tracing';
  readonly what:
    'enabled' | 'disabled' | 'snapshot' | 'ignoringClosed' | 'outstanding' | 'nothingOutstanding';
}

/** The dashes between trace records. */
export interface LogSeparator extends EventBase {
  readonly kind: 'separator';
}

/** A line in which the debugger says that something failed. */
export interface LogError extends EventBase {
  readonly kind: 'error';
  readonly text: string;
  /** The handle it is about, where the line names one. */
  readonly handle: HandleValue | null;
}

/** A line a kernel debugger prints before its answer, such as `processor number 0`. */
export interface LogBanner extends EventBase {
  readonly kind: 'banner';
}

/** A remark outside of any record. */
export interface LogRemark extends EventBase {
  readonly kind: 'remark';
  readonly what: 'cut' | 'chatter';
}

/** Lines in a row that are no part of an answer this reader knows. */
export interface LogText extends EventBase {
  readonly kind: 'text';
  /** At most 300 characters of the first line. */
  readonly text: string;
}

/** Everything a log consists of, besides blank lines. */
export type LogEvent =
  | LogCommand
  | LogHandle
  | LogKernelHandle
  | LogFreeEntry
  | LogTrace
  | LogProcess
  | LogHandleTable
  | LogTraceProcess
  | LogTotal
  | LogSummary
  | LogTracing
  | LogSeparator
  | LogError
  | LogBanner
  | LogRemark
  | LogText;
