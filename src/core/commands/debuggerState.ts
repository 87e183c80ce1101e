/** What a debugging session remembers between commands. */

import type { NamedSnapshot } from '../analysis/compare/namedSnapshot';
import type { HandleTable } from '../analysis/handleTable';
import type { LeakRanking } from '../analysis/leaks/leakRanking';
import type { Suppression } from '../analysis/leaks/suppressions';
import { DEFAULT_RULES, type OwnCodeRules } from '../analysis/traces/ownFrames';
import type { TraceColumns } from '../model/handleTrace';
import type { Target } from '../target/target';
import type { KeptTable } from './keptTable';

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
  /** Records of the USER handle trace log made until its newest snapshot; null without one. */
  userSnapshot: number | null;
  /** Newest snapshot by process id. */
  readonly snapshots: Map<number, TraceSnapshot>;
  /** Snapshots of handle tables that the user named, oldest first. */
  named: readonly NamedSnapshot[];
  /** Sites that are not listed. */
  suppressions: readonly Suppression[];
  /** Tables that analysing commands read, by process id. */
  readonly tables: Map<number, KeptTable>;
  /** Tables as they were at the previous stop, by process id. */
  readonly tablesBefore: Map<number, HandleTable>;
  /** The sites that were listed last, by process id: `!sites 3` means the third of them. */
  readonly listedSites: Map<number, ListedSites>;
}

/** A ranking, and the tables it was made from. */
export interface ListedSites {
  readonly tables: readonly HandleTable[];
  readonly leaks: LeakRanking;
}

/** Radix 16, in the process and thread the target stopped in, without snapshots. */
export function initialState(target: Target): DebuggerState {
  return {
    radix: 16,
    currentProcessId: target.currentProcessId(),
    currentThreadId: target.currentThreadId(),
    ownCode: DEFAULT_RULES,
    userSnapshot: null,
    snapshots: new Map(),
    named: [],
    suppressions: [],
    tables: new Map(),
    tablesBefore: new Map(),
    listedSites: new Map(),
  };
}
