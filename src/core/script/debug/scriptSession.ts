/** A script under the debugger: runs it forwards and backwards, stops it, and shows what is in it. */

import type { Address } from '../../model/identifiers';
import type {
  BreakpointState,
  MotionHost,
  ProgramAccess,
  ProgramBreakpoint,
  ProgramContext,
  ProgramFrame,
  ProgramMoment,
  ProgramMotion,
  ProgramPlace,
  ProgramSource,
  ProgramValue,
  ProgramVariable,
} from '../../target/program';
import { fail, ok, type Result } from '../../util/result';
import type { ProgramStop } from '../../simulator/simulatedTarget';
import type { ProgramNames } from '../compile/programNames';
import { Timeline } from '../history/timeline';
import type { Engine, EngineWatcher } from '../run/engine';
import type { ScriptException, ScriptThread } from '../run/engineState';
import { BreakpointSet } from './breakpoints';
import { placeOf, samePath } from './breakpointPlaces';
import { framePlaces, type FramePlace } from './framePlaces';
import { ProgramValues } from './programValues';
import { StopJudge, type Hit } from './stopJudge';
import { describeEnd, describeHit, endProblem } from './stopWords';

/** The debugger's side of a running script. */
export class ScriptSession implements ProgramAccess {
  readonly timeline: Timeline;
  readonly sources: readonly ProgramSource[];
  onOutput: ((text: string, place: ProgramPlace | null) => void) | null = null;
  private readonly breakpointSet: BreakpointSet;
  private readonly judge: StopJudge;
  private readonly values: ProgramValues;
  /** What the user typed is evaluated: what it prints is shown at any moment. */
  private isEvaluating = false;
  private thread: ScriptThread;
  /** What the program stopped at; null at stops for another reason. */
  private raised: ScriptException | null = null;

  /** `interval`: instructions between two checkpoints at first; absent: the usual number. */
  constructor(
    readonly engine: Engine,
    names: ProgramNames,
    interval?: number,
  ) {
    this.sources = engine.program.files.map(({ path, text }) => ({ path, text }));
    this.timeline = new Timeline(engine, interval);
    this.values = new ProgramValues(engine, names);
    this.breakpointSet = new BreakpointSet(engine, this.values, (event) =>
      this.timeline.lastTypeOf(event),
    );
    this.timeline.onBranch = (position) => this.breakpointSet.forgetAfter(position);
    this.judge = new StopJudge(engine, this.breakpointSet, this.values, (text) => this.say(text));
    const [main] = engine.state.threads;
    if (main === undefined) {
      throw new Error('A script begins with its main thread.');
    }
    this.thread = main;
    engine.watcher = this.watcher();
    // Debuggers stop at invalid handles unless they are told not to.
    this.breakpointSet.set('exceptions', [{ kind: 'invalidHandle' }]);
    // The program stands in front of its first statement.
    engine.run(1);
    this.timeline.branch();
  }

  /** Thread that the program stopped in. */
  get stoppedThread(): ScriptThread {
    return this.thread;
  }

  sourceOf(address: Address): ProgramPlace | null {
    const statement = this.engine.modules.statementAt(address);
    return statement === null ? null : placeOf(this.engine.program, statement);
  }

  moment(): ProgramMoment {
    const { timeline } = this;
    return {
      position: timeline.position,
      furthest: timeline.furthest,
      operations: timeline.operationCount,
      recorded: timeline.operations.count,
    };
  }

  async run(motion: ProgramMotion, host: MotionHost): Promise<Result<ProgramStop>> {
    this.timeline.noteChanges();
    switch (motion.kind) {
      case 'operation':
        return this.toOperation(motion.number, host);
      case 'continue':
        this.judge.plan = null;
        break;
      case 'step': {
        const thread = this.threadOf(motion.threadId) ?? this.thread;
        const depth = this.engine.depth(thread);
        this.judge.plan = { thread, depth, kind: motion.depth };
        break;
      }
    }
    return motion.backwards ? this.goBack(host) : this.goOn(host);
  }

  setBreakpoints(
    group: string,
    breakpoints: readonly ProgramBreakpoint[],
  ): readonly BreakpointState[] {
    return this.breakpointSet.set(group, breakpoints);
  }

  breakpoints(): readonly (readonly [string, ProgramBreakpoint])[] {
    return this.breakpointSet.all();
  }

  breakpointLines(path: string): readonly number[] {
    const { program } = this.engine;
    const lines = program.statements
      .filter(({ file }) => samePath(program.files[file]?.path ?? '', path))
      .map(({ line }) => line);
    return [...new Set(lines)].sort((left, right) => left - right);
  }

  frames(threadId: number): readonly ProgramFrame[] {
    const thread = this.threadOf(threadId);
    if (thread === null) {
      return [];
    }
    const stack = this.stackOf(thread);
    const scripted = stack.flatMap((address, index) =>
      this.engine.modules.statementAt(address) === null ? [] : [index],
    );
    return framePlaces(thread).map((frame, number) => ({
      function: this.engine.program.functions[frame.function]?.name ?? '',
      place: placeOf(this.engine.program, frame.statement),
      index: scripted[number] ?? number,
    }));
  }

  /** Return addresses of a thread, innermost first; in Windows where the program stopped because of what was raised there. */
  stackOf(thread: ScriptThread): readonly Address[] {
    const { raised, thread: stopped } = this;
    const isRaising = raised !== null && raised.stack.length > 0 && thread === stopped;
    return isRaising ? raised.stack : this.engine.stackOf(thread);
  }

  locals(context: ProgramContext): readonly ProgramVariable[] {
    const frame = this.frameOf(context);
    return frame === null ? [] : this.values.locals(frame);
  }

  globals(context: ProgramContext): readonly ProgramVariable[] {
    return this.values.globals(this.threadOf(context.threadId) ?? this.thread);
  }

  lastError(threadId: number): ProgramValue {
    return this.values.lastError(this.threadOf(threadId) ?? this.thread);
  }

  parts(expression: string, context: ProgramContext): readonly ProgramVariable[] {
    const frame = this.frameOf(context);
    return frame === null ? [] : this.values.parts(expression, frame);
  }

  evaluate(text: string, context: ProgramContext, sideEffects: boolean): Result<ProgramValue> {
    const frame = this.frameOf(context);
    if (frame === null) {
      return fail({
        code: 'no-frame',
        message: 'The thread is in no function of the script.',
        hint: 'Choose another thread.',
      });
    }
    this.timeline.noteChanges();
    const { generation } = this.engine.context.machine;
    const changes = sideEffects && this.values.changes(text, frame);
    this.isEvaluating = sideEffects;
    const value = this.values.evaluate(text, frame, sideEffects);
    this.isEvaluating = false;
    // Also what fails in its middle has changed something before.
    if (changes || generation !== this.engine.context.machine.generation) {
      this.engine.context.machine.generation++;
      this.timeline.branch();
    }
    return value;
  }

  understands(text: string, context: ProgramContext): boolean {
    const frame = this.frameOf(context);
    return frame !== null && this.values.understands(text, frame);
  }

  /** Thread of the script with a Windows thread id; null when it has ended or runs nothing of the script. */
  threadOf(threadId: number): ScriptThread | null {
    return this.engine.state.threads.find(({ sim }) => sim.threadId === threadId) ?? null;
  }

  /** Where the program stands, for a session that begins to look. */
  currentStop(): ProgramStop {
    return this.stopAt({ kind: 'entry', thread: this.thread, text: '' });
  }

  private async goOn(host: MotionHost): Promise<Result<ProgramStop>> {
    const { engine, timeline, judge } = this;
    if (engine.state.end !== null) {
      return fail(endProblem(engine.state.end));
    }
    judge.begin();
    engine.watchesAll = judge.plan !== null;
    this.watchHandles();
    try {
      await timeline.forward(Infinity, host);
    } finally {
      engine.watchesAll = false;
      timeline.onOperation = null;
      timeline.onUserOperation = null;
    }
    return ok(judge.hit === null ? this.endOfRun() : this.stopAt(judge.hit));
  }

  /** Nothing stopped the run: the program ended, or cannot go on. */
  private endOfRun(): ProgramStop {
    const { engine } = this;
    const { end } = engine.state;
    this.raised = null;
    this.thread = engine.state.current ?? engine.state.threads[0] ?? this.thread;
    return {
      reason: 'ended',
      description: end === null ? 'The program stopped.' : describeEnd(end, engine.program),
      threadId: this.thread.sim.threadId,
      processId: this.thread.process.sim.processId,
      ...(end?.kind === 'operations' || end?.kind === 'memory' ? { isCutShort: true } : {}),
    };
  }

  /** Looks for the last place before this one at which a breakpoint or the step would have stopped. */
  private async goBack(host: MotionHost): Promise<Result<ProgramStop>> {
    const { engine, timeline, judge } = this;
    const before = timeline.position;
    // The exception of which a program died is where it ended.
    const until = engine.state.end === null ? before : before + 1;
    judge.begin(before);
    judge.remembersOnly = true;
    engine.watchesAll = judge.plan !== null;
    this.watchHandles();
    const hits: (Hit & { readonly position: number })[] = [];
    try {
      await timeline.backwards(until, host, () => {
        const hit = judge.takeRemembered();
        hits.push(...(hit === null ? [] : [hit]));
        return hit !== null;
      });
    } catch (error) {
      timeline.seek(before);
      throw error;
    } finally {
      engine.watchesAll = false;
      judge.remembersOnly = false;
      timeline.onOperation = null;
      timeline.onUserOperation = null;
    }
    const [found] = hits;
    if (found === undefined) {
      const start = this.toStart();
      return before <= 1
        ? fail({
            code: 'at-start',
            message: 'This is where the program begins: there is nothing before it.',
          })
        : ok(start);
    }
    timeline.seek(found.position);
    return ok(this.stopAt(found));
  }

  private toStart(): ProgramStop {
    const { engine, timeline } = this;
    timeline.seek(Math.min(timeline.position, 1));
    this.thread = engine.state.threads[0] ?? this.thread;
    return this.stopAt({ kind: 'start', thread: this.thread, text: 'The start of the program.' });
  }

  /** Goes to the statement that carries out an operation on a handle; 0: to the start. */
  private async toOperation(number: number, host: MotionHost): Promise<Result<ProgramStop>> {
    const { timeline, judge, engine } = this;
    if (number === 0) {
      return ok(this.toStart());
    }
    const operation = timeline.operations.at(number - 1);
    if (operation === null) {
      const { count } = timeline.operations;
      return fail({
        code: 'no-operation',
        message: `There is no operation ${number}: ${count} were recorded so far.`,
        hint: count === 0 ? 'Run the program first, with g.' : `Name one from 1 to ${count}.`,
      });
    }
    const wanted = operation.threadId;
    judge.begin(operation.position);
    judge.remembersOnly = true;
    judge.onlyThread = wanted;
    engine.watchesAll = true;
    let position = 1;
    try {
      await timeline.backwards(operation.position, host, () => {
        const found = judge.takeRemembered();
        position = found?.position ?? position;
        return found !== null;
      });
    } finally {
      engine.watchesAll = false;
      judge.remembersOnly = false;
      judge.onlyThread = null;
    }
    timeline.seek(position);
    this.thread = this.threadOf(wanted) ?? this.thread;
    const text = `Operation ${number}: ${operation.operation.toUpperCase()} of handle ${operation.handle.toString(16)}.`;
    return ok(this.stopAt({ kind: 'operation', thread: this.thread, text }));
  }

  private stopAt(found: Hit): ProgramStop {
    // A moment that was kept has the objects of the first time.
    this.thread = this.threadOf(found.thread.sim.threadId) ?? found.thread;
    const hit: Hit = { ...found, thread: this.thread };
    const { exception } = hit;
    this.raised = exception ?? null;
    const { sim } = this.thread;
    const place = { threadId: sim.threadId, processId: sim.process.processId };
    const description = describeHit(hit, this.engine.program);
    if (exception !== undefined) {
      const { code, address } = exception;
      return {
        reason: 'exception',
        description,
        ...place,
        ...(exception.isFatal ? { isFatal: true } : {}),
        exception: { code, address, parameters: [], firstChance: true, ...place },
      };
    }
    const isStep = hit.kind === 'step' || hit.kind === 'start' || hit.kind === 'entry';
    return {
      reason: isStep ? 'step' : hit.kind === 'operation' ? 'moment' : 'breakpoint',
      description,
      ...place,
    };
  }

  private watchHandles(): void {
    if (this.breakpointSet.watchesHandles) {
      this.timeline.onOperation = (event) => this.judge.atOperation(event);
      this.timeline.onUserOperation = (event) => this.judge.atUserOperation(event);
    }
  }

  private watcher(): EngineWatcher {
    const { judge } = this;
    return {
      atStatement: (thread, statement) => judge.atStatement(thread, statement),
      atCall: (thread, builtIn) => judge.atCall(thread, builtIn),
      atException: (exception) => judge.atException(exception),
      atStop: (thread, text) => judge.atStop(thread, text),
      print: (text) => this.print(text),
    };
  }

  /** What the program prints again on its way through known history is not shown again. */
  private print(text: string): void {
    const isNew = this.timeline.position > this.timeline.furthest;
    if (this.isEvaluating || (isNew && !this.judge.remembersOnly)) {
      this.say(text);
    }
  }

  private say(text: string): void {
    const { program, state } = this.engine;
    this.onOutput?.(text, state.current && placeOf(program, state.current.statement));
  }

  private frameOf({ threadId, frame }: ProgramContext): FramePlace | null {
    const thread = this.threadOf(threadId);
    return thread === null ? null : (framePlaces(thread)[frame] ?? null);
  }
}
