/** What a session holds while a target is open: the target, its interpreter, and reference numbers. */

import type { OwnCodeRules } from '../core/analysis/traces/ownFrames';
import { createInterpreter } from '../core/commands/createInterpreter';
import type { CommandHost } from '../core/commands/command';
import type { Interpreter } from '../core/commands/interpreter';
import type { HandleTrace } from '../core/model/handleTrace';
import type { Target } from '../core/target/target';
import type { HandleStore } from '../core/target/handleStore';
import type { TraceStore } from '../core/target/traceStore';
import { ok, type Result } from '../core/util/result';
import { ThreadList } from './threadList';
import { VariableStore } from './variableStore';
import { SessionViews } from './views/sessionViews';

/** A trace record whose stack is shown as a thread. */
export interface SelectedTrace {
  readonly processId: number;
  readonly record: HandleTrace;
}

/** One open target and everything the protocol needs to remember about it. */
export class Examination {
  readonly interpreter: Interpreter;
  readonly variables = new VariableStore();
  readonly threads: ThreadList;
  /** Tables behind the Handles and Types views. */
  readonly views: SessionViews;
  /** Number of the first line as the client counts: 1 or 0. */
  firstLine = 1;
  /** The record of the additional thread; null when none is selected. */
  selectedTrace: SelectedTrace | null = null;

  constructor(
    readonly target: Target,
    host: CommandHost,
    yieldNow: () => Promise<void>,
  ) {
    this.views = new SessionViews(target, yieldNow);
    this.interpreter = createInterpreter(target, {
      ...host,
      handleTable: async (processId, token) =>
        ok((await this.views.tracedTable(processId, token)).table),
    });
    this.threads = new ThreadList(this);
  }

  /** Process that requests without a process mean. */
  get processId(): number {
    return this.interpreter.state.currentProcessId;
  }

  /** The handle table of a process. */
  handles(processId = this.processId): Promise<Result<HandleStore>> {
    return this.target.handles(processId, 'process');
  }

  /** The trace log of a process. */
  traces(processId = this.processId): Promise<Result<TraceStore>> {
    return this.target.traces(processId);
  }

  /** Whose code is whose from now on, in views and in commands. */
  setOwnCode(rules: OwnCodeRules): void {
    this.views.setOwnCode(rules);
    this.interpreter.state.ownCode = rules;
  }

  /** Forgets references and the selected record, because the target moved on. */
  forget(): void {
    this.variables.clear();
    this.selectedTrace = null;
    this.views.moveOn();
  }
}
