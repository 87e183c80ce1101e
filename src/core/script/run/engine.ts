/** Runs a compiled script on a simulated machine, one instruction after the other. */

import type { Address } from '../../model/identifiers';
import type { Windowing } from '../../simulator/user/startWindowing';
import type { ProgramContext } from '../../simulator/win32/caller';
import type { SimulatedProcess } from '../../simulator/machine/simulatedProcess';
import type { SimulatedThread } from '../../simulator/machine/simulatedThread';
import { highWord, lowWord } from '../../simulator/machine/words';
import { raisingFrame } from '../../simulator/catalog/raisingFrame';
import { BLOCKED, type ThreadEntry } from '../functions/builtIn';
import { BUILT_INS } from '../functions/catalog';
import { RunningCall } from './runningCall';
import {
  FRAME_WORDS,
  initialState,
  SEGMENT_SIZE,
  type EngineState,
  type ScriptException,
  type ScriptProcess,
  type ScriptThread,
} from './engineState';
import { INSTRUCTIONS } from './instructions';
import type { Program, Value } from './program';
import { Scheduler } from './scheduler';
import type { ScriptModules } from './scriptModules';
import { beginEntry, beginThread } from './threadStart';

/** Statements between two looks at how much memory the program takes. */
const MEMORY_CHECK = 4096;
/** Rough sizes, in bytes, of what a program can make without end. */
const HANDLE_BYTES = 500;
const CELL_BYTES = 16;

/** Told of what happens; answers whether the run is to be interrupted there. */
export interface EngineWatcher {
  /** A statement begins. Only asked where {@link Engine.marks} or {@link Engine.watchesAll} says so. */
  atStatement(thread: ScriptThread, statement: number): boolean;
  /** A function of Windows is about to be called. Only asked where {@link Engine.callMarks} says so. */
  atCall(thread: ScriptThread, builtIn: number): boolean;
  /** An exception that the program goes on after, or a fatal one, which interrupts whatever is answered. */
  atException(exception: ScriptException): boolean;
  /** The program asks the debugger to stop, and to say a sentence. */
  atStop(thread: ScriptThread, text: string): boolean;
  /** A line of output. */
  print(text: string): void;
}

/** What runs where. */
export interface EngineOptions {
  readonly program: Program;
  readonly context: ProgramContext;
  readonly modules: ScriptModules;
  /** The process that the debugger looks at. */
  readonly home: SimulatedProcess;
  /** The windowing system of the program's session; null: there is none. */
  readonly windowing: Windowing | null;
}

/** The interpreter. All that changes is in {@link state} and in the machine. */
export class Engine {
  readonly program: Program;
  readonly context: ProgramContext;
  readonly modules: ScriptModules;
  readonly home: SimulatedProcess;
  readonly windowing: Windowing | null;
  readonly state: EngineState = initialState();
  /** By statement: not 0 where the watcher wants to know. */
  readonly marks: Uint8Array;
  /** The watcher wants to know of every statement. */
  watchesAll = false;
  watcher: EngineWatcher | null = null;
  /** The thread in which the run was interrupted. */
  stoppedThread: ScriptThread | null = null;
  /** By built-in function: not 0 where the watcher wants to know of calls. */
  readonly callMarks = new Uint8Array(BUILT_INS.length);
  /** Instructions and constants; what the debugger evaluates is added for a moment. */
  code: Int32Array;
  constants: readonly Value[];
  readonly scheduler: Scheduler;
  private isInterrupted = false;
  /** Position of a call at which the run was interrupted before: it is carried out now. */
  private resumedAt = -1;
  private call: RunningCall;

  constructor(options: EngineOptions) {
    this.program = options.program;
    this.context = options.context;
    this.modules = options.modules;
    this.home = options.home;
    this.windowing = options.windowing;
    this.marks = new Uint8Array(options.program.statements.length);
    const constants = [...options.program.constants];
    for (const [constant, number] of options.program.functionConstants) {
      constants[constant] = Number(this.modules.functionAddress(number));
    }
    this.constants = constants;
    this.code = options.program.code;
    this.scheduler = new Scheduler(this);
    this.call = new RunningCall(this);
  }

  /** Runs until a position of the time line, an interruption or the end. */
  run(until: number): void {
    const { state, code } = this;
    this.isInterrupted = false;
    this.resumedAt = state.position + 1;
    if (state.exception?.isFatal === true) {
      this.endByException();
    }
    state.exception = null;
    while (state.position < until && state.end === null && !this.wasInterrupted) {
      const thread = state.current;
      if (thread === null) {
        this.scheduler.schedule();
        continue;
      }
      const at = thread.pc * 2;
      thread.pc++;
      state.position++;
      INSTRUCTIONS[code[at] ?? 0]?.(this, thread, code[at + 1] ?? 0);
    }
  }

  /** Carries out one instruction of a thread outside the time line: for what the debugger evaluates. */
  step(thread: ScriptThread): void {
    const at = thread.pc * 2;
    thread.pc++;
    INSTRUCTIONS[this.code[at] ?? 0]?.(this, thread, this.code[at + 1] ?? 0);
  }

  /** Carries out what the debugger evaluates, perhaps in the middle of a call of the program. */
  aside<T>(work: () => T): T {
    const { call } = this;
    this.call = new RunningCall(this);
    try {
      return work();
    } finally {
      this.call = call;
    }
  }

  /** Ends the run behind the instruction that is carried out. */
  interrupt(thread: ScriptThread): void {
    this.isInterrupted = true;
    this.stoppedThread = thread;
  }

  /** True when the last run was interrupted by the watcher or an exception. */
  get wasInterrupted(): boolean {
    return this.isInterrupted;
  }

  /** Notes the statement, and gives others their turn. */
  beginStatement(thread: ScriptThread, statement: number): void {
    const { state } = this;
    thread.statement = statement;
    state.statements++;
    if (
      (this.watchesAll || this.marks[statement] !== 0) &&
      this.watcher?.atStatement(thread, statement) === true
    ) {
      this.interrupt(thread);
    }
    if (state.statements >= this.program.settings.operationLimit) {
      state.end = { kind: 'operations' };
    } else if (state.statements % MEMORY_CHECK === 0 && this.isTooLarge()) {
      state.end = { kind: 'memory' };
    }
    if (--state.slice <= 0) {
      this.scheduler.rotate();
    }
  }

  /** The program cannot go on: the process ends when it does. */
  fault(thread: ScriptThread, code: number): void {
    const address = this.modules.statementAddress(thread.statement);
    const exception = { thread, code, text: '', isFatal: true, address, stack: [] };
    this.state.exception = exception;
    this.watcher?.atException(exception);
    this.interrupt(thread);
  }

  /**
   * An exception that somebody handles: the run is interrupted only where the watcher wants it. `from`: the frames of the
   * thread when the kernel raised it, innermost first; empty when it is raised in the statement itself.
   */
  raise(thread: ScriptThread, code: number, from: readonly Address[]): void {
    const text = thread.exceptionText;
    thread.exceptionText = '';
    if (this.watcher === null) {
      return;
    }
    const { modules, machine } = this.context;
    const dispatcher = from.length === 0 ? [] : [modules.place(raisingFrame(machine.profile))];
    const stack = [...dispatcher, ...from];
    const address = stack[0] ?? this.modules.statementAddress(thread.statement);
    const exception = { thread, code, text, isFatal: false, address, stack };
    if (this.watcher.atException(exception)) {
      this.state.exception = exception;
      this.interrupt(thread);
    }
  }

  /** The program asks for a stop. */
  stop(thread: ScriptThread, text: string): void {
    if (this.watcher?.atStop(thread, text) === true) {
      this.interrupt(thread);
    }
  }

  /** Number of calls a thread is in. */
  depth(thread: ScriptThread): number {
    return thread.frames.length / FRAME_WORDS;
  }

  addressOf(segment: number, cell: number): number {
    return segment * SEGMENT_SIZE + cell;
  }

  /** What is in a cell; null where there is none. */
  read(place: number): Value | null {
    const cells = this.state.segments[Math.floor(place / SEGMENT_SIZE)];
    return cells === undefined || cells === null ? null : (cells[place % SEGMENT_SIZE] ?? null);
  }

  /** Changes a cell; false where there is none. */
  write(place: number, value: Value): boolean {
    const cells = this.state.segments[Math.floor(place / SEGMENT_SIZE)];
    const cell = place % SEGMENT_SIZE;
    if (cells === undefined || cells === null || !(cell >= 0 && cell <= cells.length)) {
      return false;
    }
    cells[cell] = value;
    return true;
  }

  /** Global variables of a thread's process. */
  globals(thread: ScriptThread): Value[] {
    return this.state.segments[thread.process.globals] ?? [];
  }

  /** Puts the return address of a call on the simulated stack. */
  pushReturnAddress({ sim, statement }: ScriptThread, pc: number): void {
    const place = this.modules.returnAddress(pc) ?? this.modules.statementAddress(statement);
    sim.pushFrame(lowWord(place), highWord(place));
  }

  /** A function begins: its parameters are there, its other cells are 0. */
  enter(thread: ScriptThread, number: number, base: number): void {
    const callee = this.program.functions[number];
    if (callee === undefined) {
      throw new RangeError(`The script has no function ${number}.`);
    }
    const { cells } = thread;
    const end = base + callee.cells;
    for (let cell = base + callee.parameters; cell < end; cell++) {
      cells[cell] = 0;
    }
    thread.base = base;
    thread.top = end;
    thread.function = number;
    thread.pc = callee.pc;
  }

  /** A function returns; the outermost one ends its thread, that of `main` its process. */
  leave(thread: ScriptThread, value: Value): void {
    const { frames } = thread;
    if (frames.length === 0 && thread.isLoading) {
      beginEntry(this, thread);
      return;
    }
    if (frames.length === 0) {
      const code = typeof value === 'number' ? value >>> 0 : 0;
      if (thread.isMain) {
        this.scheduler.exitProcess(thread.process.sim, code);
      } else {
        this.scheduler.endThread(thread, code);
      }
      return;
    }
    const at = frames.length - FRAME_WORDS;
    const base = thread.base;
    thread.pc = frames[at] ?? 0;
    thread.base = frames[at + 1] ?? 0;
    thread.function = frames[at + 2] ?? 0;
    thread.statement = frames[at + 3] ?? 0;
    frames.length = at;
    thread.sim.popFrame();
    thread.top = base;
    thread.cells[thread.top++] = value;
  }

  /** Calls a function of Windows. */
  callBuiltIn(thread: ScriptThread, number: number, count: number): void {
    const built = BUILT_INS[number];
    if (built === undefined) {
      throw new RangeError(
        `The compiled script calls built-in function ${number}, which there is not.`,
      );
    }
    const { state } = this;
    const stopsHere =
      this.callMarks[number] !== 0 &&
      state.position !== this.resumedAt &&
      this.watcher?.atCall(thread, number) === true;
    if (stopsHere) {
      thread.pc--;
      state.position--;
      this.interrupt(thread);
      return;
    }
    const site = this.returnSite(thread);
    const answer = built.run(this.call.begin(thread, site, count));
    if (thread.ended) {
      return;
    }
    thread.top -= count;
    if (answer === BLOCKED) {
      this.state.current = null;
    } else {
      thread.cells[thread.top++] = answer;
    }
  }

  /** Where the call that is carried out returns to; what the debugger evaluates stands in the current statement. */
  private returnSite(thread: ScriptThread): Address {
    return (
      this.modules.returnAddress(thread.pc - 1) ?? this.modules.statementAddress(thread.statement)
    );
  }

  /** A process whose threads run functions of the script. */
  addProcess(sim: SimulatedProcess): ScriptProcess {
    const process: ScriptProcess = {
      sim,
      globals: this.state.segments.push([...this.program.initialGlobals, 0]) - 1,
    };
    this.state.processes.push(process);
    return process;
  }

  /** A thread begins with a function. */
  addThread(sim: SimulatedThread, process: ScriptProcess, entry: ThreadEntry): ScriptThread {
    const thread = beginThread(this, { sim, process, entry });
    this.state.threads.push(thread);
    return thread;
  }

  /** Where a thread is: its current statement, or where it waits, then its callers. */
  stackOf(thread: ScriptThread): readonly Address[] {
    return thread.wait === null
      ? [this.modules.statementAddress(thread.statement), ...thread.sim.frames()]
      : thread.wait.stack;
  }

  private endByException(): void {
    const { exception } = this.state;
    if (exception !== null) {
      this.scheduler.exitProcess(exception.thread.process.sim, exception.code);
    }
  }

  private isTooLarge(): boolean {
    const { processes, segments } = this.state;
    const handles = processes.reduce((sum, { sim }) => sum + sim.table.handleCount, 0);
    const cells = segments.reduce((sum, segment) => sum + (segment?.length ?? 0), 0);
    const bytes = handles * HANDLE_BYTES + cells * CELL_BYTES;
    return bytes > this.program.settings.memoryLimit * 2 ** 20;
  }
}
