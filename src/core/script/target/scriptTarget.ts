/** The target behind a script: the simulated machine, and the program with its source. */

import { address, type Address } from '../../model/identifiers';
import type { ThreadInfo } from '../../model/process';
import type { ProgramStop } from '../../simulator/simulatedTarget';
import type { SimulatedProcess } from '../../simulator/machine/simulatedProcess';
import { lightVersion } from '../../simulator/light/lightVersions';
import { SimulatedTarget } from '../../simulator/simulatedTarget';
import type { Engine } from '../run/engine';
import type { ProgramAccess, ProgramMotion, MotionHost } from '../../target/program';
import type { ExceptionInfo, StopInfo, TargetControl } from '../../target/target';
import type { TraceStore } from '../../target/traceStore';
import { neverCancelled, type CancellationToken } from '../../util/cancellation';
import { ok, type Result } from '../../util/result';
import type { ScriptSession } from '../debug/scriptSession';
import { HistoryTraceStore } from './historyTraceStore';
import { viewOf } from './scriptView';

/** How a script becomes a target. */
export interface ScriptTargetOptions {
  readonly session: ScriptSession;
  /** What the user opened. */
  readonly title: string;
  /** Lets the host do other things while the program runs. */
  readonly yieldNow: () => Promise<void>;
}

/** A simulated target whose program is a script. */
export class ScriptTarget extends SimulatedTarget {
  override readonly control: TargetControl;
  readonly program: ProgramAccess;
  private readonly session: ScriptSession;
  private current: ProgramStop;

  constructor(options: ScriptTargetOptions) {
    const { session, title } = options;
    const { engine } = session;
    const { settings } = engine.program;
    super({
      ...viewOf(engine, engine.home),
      title,
      description: `${settings.image}, a script on ${machineWords(engine)}; it stands in front of its first statement. Type g to run it.`,
    });
    this.session = session;
    this.current = session.currentStop();
    this.program = programOf(session, (stop) => {
      this.current = stop;
    });
    const base = this.baseControl;
    this.control = {
      enableTracing: (processId, slots) => base.enableTracing(processId, slots),
      disableTracing: (processId) => base.disableTracing(processId),
      closeHandle: (processId, handle) => base.closeHandle(processId, handle),
      resume: (token) => this.resume(token, options.yieldNow),
    };
  }

  override currentProcessId(): number {
    return this.current.processId ?? super.currentProcessId();
  }

  override currentThreadId(): number {
    return this.current.threadId;
  }

  override exception(): ExceptionInfo | null {
    return this.current.exception ?? null;
  }

  override threads(processId: number): readonly ThreadInfo[] {
    return super.threads(processId).map((thread) => ({
      ...thread,
      name: thread.name ?? this.startOf(thread.threadId),
    }));
  }

  override callStack(threadId: number): Promise<readonly Address[]> {
    const thread = this.session.threadOf(threadId);
    return thread === null
      ? super.callStack(threadId)
      : Promise.resolve(this.session.stackOf(thread));
  }

  /** What was done with the handles of a process before this moment, whether tracing was on or not. */
  history(processId: number): Promise<Result<TraceStore>> {
    const { timeline } = this.session;
    return Promise.resolve(
      ok(new HistoryTraceStore(timeline.operations, timeline.operationCount, processId)),
    );
  }

  protected override endedProcess(): SimulatedProcess | null {
    const { engine } = this.session;
    return engine.state.end?.kind === 'exited' ? engine.home : null;
  }

  /** A user-mode debugger sees the program and the processes of the script that it started. */
  protected override visibleProcesses(): readonly SimulatedProcess[] {
    const { engine } = this.session;
    return this.info.mode === 'kernel'
      ? this.kernelProcesses()
      : engine.state.processes.flatMap(({ sim }) =>
          sim === engine.home || !sim.exited ? [sim] : [],
        );
  }

  /** All that run; Idle, which is in no list, while the debugger is in it. */
  private kernelProcesses(): readonly SimulatedProcess[] {
    const { idle } = this.session.engine.context.machine;
    const running = super.visibleProcesses();
    return this.currentProcessId() === idle.processId ? [idle, ...running] : running;
  }

  /** Threads are named after the function they began with. */
  private startOf(threadId: number): string | null {
    const { engine } = this.session;
    const thread = this.session.threadOf(threadId);
    const number =
      thread === null
        ? -1
        : engine.modules.functionAt(Number(thread.sim.startAddress || address(0)));
    return engine.program.functions[number]?.name ?? null;
  }

  private resume(
    token: CancellationToken,
    yieldNow: () => Promise<void>,
  ): Promise<Result<StopInfo>> {
    return this.program.run({ kind: 'continue', backwards: false }, { token, yieldNow });
  }
}

/** What it runs on: of some versions only the windowing system is simulated, and another kernel stands in. */
function machineWords({ program, context }: Engine): string {
  const { windowing } = program.settings;
  const { name } = context.machine.profile.version;
  return windowing === undefined
    ? `a simulated ${name}`
    : `the simulated windowing system of ${lightVersion(windowing).version.name} (${name} stands in for the rest)`;
}

/** The session, with every stop told to the target as well. */
function programOf(session: ScriptSession, stopped: (stop: ProgramStop) => void): ProgramAccess {
  const run = async (motion: ProgramMotion, host: MotionHost): Promise<Result<StopInfo>> => {
    const before = session.engine.context.machine.generation;
    const result = await session.run(motion, host);
    session.engine.context.machine.generation = Math.max(
      session.engine.context.machine.generation,
      before + 1,
    );
    session.timeline.settle();
    if (result.ok) {
      stopped(result.value);
    }
    return result;
  };
  return {
    sources: session.sources,
    sourceOf: (place) => session.sourceOf(place),
    moment: () => session.moment(),
    run,
    setBreakpoints: (group, breakpoints) => session.setBreakpoints(group, breakpoints),
    breakpoints: () => session.breakpoints(),
    breakpointLines: (path) => session.breakpointLines(path),
    frames: (threadId) => session.frames(threadId),
    locals: (context) => session.locals(context),
    globals: (context) => session.globals(context),
    lastError: (threadId) => session.lastError(threadId),
    parts: (expression, context) => session.parts(expression, context),
    evaluate: (text, context, sideEffects) => session.evaluate(text, context, sideEffects),
    understands: (text, context) => session.understands(text, context),
    get onOutput() {
      return session.onOutput;
    },
    set onOutput(listener) {
      session.onOutput = listener;
    },
  };
}

/** A host that never stops a run. */
export const UNINTERRUPTED: MotionHost = {
  token: neverCancelled,
  yieldNow: () => Promise.resolve(),
};
