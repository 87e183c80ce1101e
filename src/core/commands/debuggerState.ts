/** What a debugging session remembers between commands. */

import type { NamedSnapshot } from '../analysis/compare/namedSnapshot';
import { DEFAULT_RULES, type OwnCodeRules } from '../analysis/traces/ownFrames';
import type { TraceColumns } from '../model/handleTrace';
import type { Target } from '../target/target';

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
  /** Which modules the user calls his own. */
  ownCode: OwnCodeRules;
  /** Newest snapshot by process id. */
  readonly snapshots: Map<number, TraceSnapshot>;
  /** Snapshots of handle tables that the user named, oldest first. */
  named: readonly NamedSnapshot[];
}

/** Radix 16, in the process and thread the target stopped in, without snapshots. */
export function initialState(target: Target): DebuggerState {
  return {
    radix: 16,
    currentProcessId: target.currentProcessId(),
    currentThreadId: target.currentThreadId(),
    ownCode: DEFAULT_RULES,
    snapshots: new Map(),
    named: [],
  };
}
