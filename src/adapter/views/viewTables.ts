/** The handle tables behind the views: one per process at this stop, and the one of the stop before to compare with. */

import { HandleTable } from '../../core/analysis/handleTable';
import type { TableDiff } from '../../core/analysis/table/tableDiff';
import { DEFAULT_RULES, OwnCode, type OwnCodeRules } from '../../core/analysis/traces/ownFrames';
import type { HandleStore } from '../../core/target/handleStore';
import { handlesOrTraces } from '../../core/target/handlesOrTraces';
import type { Target } from '../../core/target/target';
import type { TraceStore } from '../../core/target/traceStore';
import { neverCancelled, type CancellationToken } from '../../core/util/cancellation';
import type { Result } from '../../core/util/result';
import { SharedLoad } from '../../core/util/sharedLoad';
import { valueOf } from '../adapterErrors';

/** The trace log of a table, as far as the target has one. */
export interface TraceLog {
  /** Null when the target has no trace log. */
  readonly store: TraceStore | null;
  /** Why there is none; null when there is one. */
  readonly problem: string | null;
}

/** One process's table at one stop. */
export interface ViewTable {
  readonly processId: number;
  readonly generation: number;
  readonly store: HandleStore;
  /** Read when it is first asked for: a view of types has no need of it. */
  readonly traceLog: SharedLoad<TraceLog>;
  readonly table: HandleTable;
  /** Whose code frames are. */
  readonly code: OwnCode;
  /** The table at the previous stop; null at the first one. */
  readonly previous: ViewTable | null;
  /** What happened since; null at the first stop. */
  readonly diff: TableDiff | null;
}

/** A table that is made on first use, and the stop it belongs to. */
interface KnownTable {
  readonly stop: number;
  readonly generation: number;
  readonly rules: OwnCodeRules;
  readonly load: SharedLoad<ViewTable>;
  /** The table once it is there. */
  ready: ViewTable | null;
  readonly previous: ViewTable | null;
}

/** Makes and keeps tables. Nothing is read before a view asks. */
export class ViewTables {
  private readonly known = new Map<number, KnownTable>();
  private stop = 0;
  private rules = DEFAULT_RULES;

  constructor(
    private readonly target: Target,
    private readonly yieldNow: () => Promise<void>,
  ) {}

  /** The table of a process as it stands now. Rejects with the reason when the target has none. */
  get(processId: number, token: CancellationToken): Promise<ViewTable> {
    const { generation } = this.target;
    const before = this.known.get(processId);
    const { rules } = this;
    const isCurrent = before?.generation === generation && before.stop === this.stop;
    if (isCurrent && before.rules === rules) {
      return before.load.get(token);
    }
    const previous =
      before === undefined || before.stop === this.stop ? (before?.previous ?? null) : before.ready;
    const made: KnownTable = {
      stop: this.stop,
      generation,
      rules,
      ready: null,
      previous,
      load: new SharedLoad(async (cancellation) => {
        const table = await this.make(processId, made, cancellation);
        made.ready = table;
        return table;
      }),
    };
    this.known.set(processId, made);
    return made.load.get(token);
  }

  /**
   * Reads what later comparisons need of the tables that views have asked for. Call before the target runs: afterwards
   * its trace log is another one.
   */
  async settle(): Promise<void> {
    for (const { ready } of this.known.values()) {
      await ready?.table.snapshot(neverCancelled);
    }
  }

  /** Whose code is whose from now on; tables are made again when they are asked for. */
  setRules(rules: OwnCodeRules): void {
    this.rules = rules;
  }

  /** The target ran: what is known now becomes "before". */
  moveOn(): void {
    this.stop++;
  }

  private async make(
    processId: number,
    { generation, previous, rules }: KnownTable,
    token: CancellationToken,
  ): Promise<ViewTable> {
    const { target } = this;
    const { handles: store, unlisted } = valueOf(await handlesOrTraces(target, processId, token));
    // A live target's log is another one once the target has run, as is that of another moment; a dump's takes time to read
    // and stays.
    const isPassing = target.info.liveness === 'live' || target.log !== undefined;
    const taken = isPassing ? await target.traces(processId) : null;
    const traceLog = new SharedLoad(async (cancellation) =>
      logOf(taken ?? (await target.traces(processId, cancellation))),
    );
    const code = new OwnCode(target.modules(), target.info.pointerSize, rules);
    const table = new HandleTable({
      handles: store,
      unlisted,
      traces: async (cancellation) => (await traceLog.get(cancellation)).store,
      symbols: target.symbols,
      pointerSize: target.info.pointerSize,
      code,
      yieldNow: this.yieldNow,
    });
    const diff = previous === null ? null : await table.compareWith(previous.table, token);
    return {
      processId,
      generation,
      store,
      traceLog,
      table,
      code,
      // Only one step back is kept: the table before that one has served.
      previous: previous === null ? null : { ...previous, previous: null, diff: null },
      diff,
    };
  }
}

function logOf(traces: Result<TraceStore>): TraceLog {
  return traces.ok
    ? { store: traces.value, problem: null }
    : { store: null, problem: traces.problem.message };
}
