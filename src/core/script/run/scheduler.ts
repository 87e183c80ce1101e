/** Which thread runs, who waits for what, and how simulated time passes. The same program runs the same way every time. */

import type { KernelObject } from '../../simulator/machine/kernelObject';
import type { SimulatedProcess } from '../../simulator/machine/simulatedProcess';
import type { SimulatedThread } from '../../simulator/machine/simulatedThread';
import {
  BLOCKED,
  type CallAnswer,
  type PlannedProcess,
  type PoolWork,
  type RunAccess,
  type ThreadEntry,
  type WaitRequest,
} from '../functions/builtIn';
import type { Engine } from './engine';
import { freeId } from './freeId';
import type { ScriptThread, ThreadWait } from './engineState';
import { makeListed, plannedProcess, takeListed } from './listedProcesses';
import type { Value } from './program';
import { isSignalled, satisfy } from './signals';

/** INFINITE. */
const FOR_EVER = 0xffff_ffff;
const WAIT_TIMEOUT = 258;
const WAIT_ABANDONED = 0x80;
const STATUS_TIMEOUT = 0x102;
/** What PostQueuedCompletionStatus says of a packet. */
const PACKET_NUMBERS = 3;

/** Threads, processes and time of one run. */
export class Scheduler implements RunAccess {
  constructor(private readonly engine: Engine) {}

  get clock(): number {
    return this.engine.state.clock;
  }

  get packets(): Map<KernelObject, number[]> {
    return this.engine.state.packets;
  }

  get work(): Map<number, PoolWork> {
    return this.engine.state.work;
  }

  changed(): void {
    this.engine.state.changed = true;
    this.wakeWaiting();
  }

  /** Chooses a thread to run; lets time pass when all wait; ends the run when nothing will ever happen. */
  schedule(): void {
    const { state } = this.engine;
    this.wakeWaiting();
    const ready = this.nextReady();
    if (ready !== null) {
      state.current = ready;
      state.slice = this.engine.program.settings.interleave;
      return;
    }
    const next = this.nextMoment();
    if (next === null) {
      state.end = { kind: 'deadlock' };
      return;
    }
    state.clock = Math.max(state.clock, next);
    this.fireTimers();
  }

  /** The turn of the current thread is over. */
  rotate(): void {
    const { state, program } = this.engine;
    state.slice = Math.max(1, program.settings.interleave);
    if (state.threads.length > 1) {
      this.wakeWaiting();
      state.current = this.nextReady();
    }
  }

  /** Ends at once when the objects are signalled; else the thread waits. */
  wait(thread: ScriptThread, request: WaitRequest): CallAnswer {
    const { state } = this.engine;
    const deadline =
      request.timeout >= FOR_EVER ? Infinity : state.clock + Math.max(0, request.timeout);
    const wait: ThreadWait = {
      objects: request.objects,
      all: request.all,
      deadline,
      kind: request.kind,
      outputs: request.outputs ?? [],
      stack: thread.sim.frames(),
      order: state.waits++,
    };
    const answer = request.kind === 'sleep' ? null : this.answerOf(thread, wait);
    if (answer !== null) {
      this.release(wait);
      return answer;
    }
    if (request.timeout === 0 && request.kind !== 'sleep') {
      this.release(wait);
      return this.timedOut(thread, wait);
    }
    thread.wait = wait;
    return BLOCKED;
  }

  startThread(sim: SimulatedThread, entry: ThreadEntry): void {
    const { engine } = this;
    const process =
      engine.state.processes.find((each) => each.sim === sim.process) ??
      engine.addProcess(sim.process);
    engine.addThread(sim, process, entry);
    sim.suspendCount = entry.suspended ? 1 : 0;
  }

  functionAt(place: number): string | null {
    const number = this.engine.modules.functionAt(place);
    return number === -1 ? null : this.engine.modules.symbolOf(number);
  }

  planned(image: string): PlannedProcess {
    return plannedProcess(this.engine, image);
  }

  startListed(image: string, parent: SimulatedProcess): SimulatedProcess | null {
    const process = makeListed(this.engine, image, parent);
    if (process !== null) {
      this.startProcess(process, image, false);
    }
    return process;
  }

  startProcess(process: SimulatedProcess, image: string, suspended: boolean): void {
    const { engine } = this;
    const number = takeListed(engine, image);
    const [first] = process.threads;
    process.debugged = engine.home.debugged;
    if (number !== -1 && first !== undefined) {
      const entry = Number(engine.modules.functionAddress(number));
      first.startAddress = engine.modules.functionAddress(number);
      this.startThread(first, { address: entry, values: [], suspended, kind: 'main' });
    }
  }

  freeId(from = this.engine.home.processId + 4): number {
    return freeId(this.engine.context.machine, from, this.engine.program.settings.ids);
  }

  exitThread(code: number): void {
    const { current } = this.engine.state;
    if (current !== null) {
      this.endThread(current.sim, code);
    }
  }

  endThread(ending: SimulatedThread | ScriptThread, code: number): void {
    const { engine } = this;
    const { state } = engine;
    const sim = 'sim' in ending ? ending.sim : ending;
    const thread = state.threads.find((each) => each.sim === sim);
    if (thread !== undefined) {
      this.forget(thread);
    }
    abandonMutexes(engine.context.machine.objects.requiredType('Mutant').living.all(), sim);
    engine.context.machine.services.exitThread(sim, code);
    const process = thread?.process.sim;
    if (process?.exited === false && process.threads.length === 0) {
      this.exitProcess(process, code);
    }
    this.changed();
  }

  exitProcess(process: SimulatedProcess, code: number): void {
    const { engine } = this;
    const { state } = engine;
    if (process === engine.home) {
      // The debugger stops before the process is gone, while its handles can still be looked at.
      state.end = { kind: 'exited', code };
      return;
    }
    state.threads
      .filter((each) => each.process.sim === process)
      .forEach((each) => this.forget(each));
    engine.context.machine.services.exitProcess(process, code);
    this.changed();
  }

  suspend(sim: SimulatedThread, change: 1 | -1): number {
    const thread = this.engine.state.threads.find((each) => each.sim === sim);
    const before = thread?.suspended ?? sim.suspendCount;
    const after = Math.max(0, before + change);
    sim.suspendCount = after;
    if (thread !== undefined) {
      thread.suspended = after;
      if (after > 0 && this.engine.state.current === thread) {
        this.engine.state.slice = 0;
      }
    }
    return before;
  }

  /** A wait that the debugger began does not happen. */
  cancelWait(thread: ScriptThread): void {
    if (thread.wait !== null) {
      this.release(thread.wait);
      thread.wait = null;
    }
  }

  /** A thread that ended takes no part any more. */
  private forget(thread: ScriptThread): void {
    const { state } = this.engine;
    thread.ended = true;
    this.cancelWait(thread);
    state.segments[thread.segment] = null;
    const position = state.threads.indexOf(thread);
    if (position !== -1) {
      state.threads.splice(position, 1);
    }
    const work = state.work.get(thread.work);
    if (work !== undefined) {
      work.pending--;
      work.running = work.running.filter((each) => each !== thread.sim);
    }
    if (state.current === thread) {
      state.current = null;
    }
  }

  /** The next thread that can run, in the order of their numbers, after the current one. */
  private nextReady(): ScriptThread | null {
    const { threads, current } = this.engine.state;
    const start = current === null ? 0 : threads.indexOf(current) + 1;
    for (let step = 0; step < threads.length; step++) {
      const thread = threads[(start + step) % threads.length];
      if (thread?.wait === null && thread.suspended === 0) {
        return thread;
      }
    }
    return null;
  }

  /** Ends the waits that are satisfied or over, in the order in which they began. */
  private wakeWaiting(): void {
    const { state } = this.engine;
    const waiting = state.threads
      .filter((each) => each.wait !== null)
      .sort((left, right) => (left.wait?.order ?? 0) - (right.wait?.order ?? 0));
    for (const thread of waiting) {
      const { wait } = thread;
      if (wait !== null) {
        const answer = this.answerOf(thread, wait) ?? this.overdue(thread, wait);
        if (answer !== null) {
          this.release(wait);
          thread.wait = null;
          thread.cells[thread.top++] = answer;
        }
      }
    }
    state.changed = false;
  }

  private overdue(thread: ScriptThread, wait: ThreadWait): Value | null {
    return wait.deadline <= this.clock ? this.timedOut(thread, wait) : null;
  }

  /** What a satisfied wait answers; null while it is not. */
  private answerOf(thread: ScriptThread, wait: ThreadWait): Value | null {
    const { objects, kind } = wait;
    if (kind === 'completion') {
      return this.takePacket(wait);
    }
    if (objects.length === 0) {
      return null;
    }
    const signalled = objects.map((object) => isSignalled(object, thread.sim));
    if (wait.all ? signalled.includes(false) : !signalled.includes(true)) {
      return null;
    }
    const first = wait.all ? 0 : signalled.indexOf(true);
    const taken = wait.all ? objects : objects.slice(first, first + 1);
    let abandoned = false;
    for (const object of taken) {
      abandoned = satisfy(object, thread.sim) || abandoned;
    }
    return kind === 'work' ? 0 : first + (abandoned ? WAIT_ABANDONED : 0);
  }

  private takePacket({ objects, outputs }: ThreadWait): Value | null {
    const [port] = objects;
    const queue = port === undefined ? undefined : this.packets.get(port);
    const packet = queue?.splice(0, PACKET_NUMBERS) ?? [];
    const body = port?.changeBody('ioCompletion') ?? null;
    if (packet.length === 0 || body === null) {
      return null;
    }
    body.depth--;
    outputs.forEach((place, index) => {
      if (place !== 0) {
        this.engine.write(place, packet[index] ?? 0);
      }
    });
    return 1;
  }

  private timedOut(thread: ScriptThread, { kind }: ThreadWait): Value {
    switch (kind) {
      case 'native':
        return STATUS_TIMEOUT;
      case 'completion':
        thread.lastError = WAIT_TIMEOUT;
        return 0;
      case 'sleep':
      case 'work':
        return 0;
      case 'win32':
        return WAIT_TIMEOUT;
    }
  }

  private release({ objects }: ThreadWait): void {
    objects.forEach((object) => this.engine.context.machine.services.release(object));
  }

  /** The next time at which something happens while all threads wait; null when nothing will. */
  private nextMoment(): number | null {
    const { threads } = this.engine.state;
    let next = Infinity;
    for (const { wait, suspended } of threads) {
      if (wait !== null && suspended === 0) {
        next = Math.min(next, wait.deadline);
        for (const object of wait.objects) {
          next = Math.min(next, object.body.kind === 'timer' ? object.body.due : Infinity);
        }
      }
    }
    return next === Infinity ? null : next;
  }

  private fireTimers(): void {
    const { objects } = this.engine.context.machine;
    for (const object of objects.requiredType('Timer').living.all()) {
      const isDue = object.body.kind === 'timer' && object.body.due <= this.clock;
      const timer = isDue ? object.changeBody('timer') : null;
      if (timer !== null) {
        timer.signalled = true;
        timer.due = timer.period > 0 ? timer.due + timer.period : Infinity;
      }
    }
  }
}

/** Mutexes that a thread owns when it ends are free, and abandoned. */
function abandonMutexes(mutexes: Iterable<KernelObject>, thread: SimulatedThread): void {
  for (const mutex of mutexes) {
    const { body } = mutex;
    const isOwned =
      body.kind === 'mutant' && body.ownerThreadId === thread.threadId && body.count <= 0;
    const abandoned = isOwned ? mutex.changeBody('mutant') : null;
    if (abandoned !== null) {
      abandoned.count = 1;
      abandoned.abandoned = true;
      abandoned.ownerProcessId = 0;
      abandoned.ownerThreadId = 0;
    }
  }
}
