/** What a debugging session remembers between commands. */

import type { TraceColumns } from '../model/handleTrace';

/** A snapshot taken by `!htrace -enable`, `-snapshot` or `-diff`. */
export interface TraceSnapshot {
  /** Records in all since tracing began; null where the target does not know it. */
  readonly recorded: number | null;
  /** The records as they stood. */
  readonly columns: TraceColumns;
}

/** Mutable state of one debugging session; owned by the interpreter, never shared between sessions. */
export interface DebuggerState {
  /** Radix of numbers without prefix: 16 unless `n` changed it. */
  radix: 8 | 10 | 16;
  /** Process that commands without a process argument use. */
  currentProcessId: number;
  currentThreadId: number;
  /** Newest snapshot by process id. */
  readonly snapshots: Map<number, TraceSnapshot>;
}
