/** The history of a run: checkpoints, from which any moment is reached again by running the program once more. */

import { TRACE_BADREF, TRACE_CLOSE, TRACE_OPEN } from '../../model/handleTrace';
import type { Journal } from '../../simulator/machine/journal';
import type { HandleOperation } from '../../simulator/machine/machine';
import type { KeptRecord } from '../../simulator/machine/traceRing';
import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';
import type { UserOperation } from '../../simulator/user/userSession';
import type { Windowing } from '../../simulator/user/startWindowing';
import { typesOf } from '../../windows/user/userTypes';
import type { Engine } from '../run/engine';
import { Checkpoints } from './checkpoints';
import { KeptState } from './keptState';
import { OperationLog } from './operationLog';

/** Instructions between two checkpoints at first. */
const FIRST_INTERVAL = 30_000;
/** Checkpoints that are kept; beyond that every second one is dropped and the distance doubled. */
const MOST_CHECKPOINTS = 1024;
/** A checkpoint looks at many objects, which takes time: so many instructions run for each of them in between. */
const INSTRUCTIONS_PER_OBJECT = 10;
/** Bytes that checkpoints may take in all cases, and for each operation that was recorded. */
const FREE_BYTES = 16 * 1024 * 1024;
const BYTES_PER_OPERATION = 46;
/** Instructions between two looks at whether somebody wants to stop the run. */
const SLICE = 200_000;

const CODES = { open: TRACE_OPEN, close: TRACE_CLOSE, badref: TRACE_BADREF } as const;

/** What running needs from its surroundings. */
export interface RunHost {
  readonly token: CancellationToken;
  /** Lets the host do other things during long work. */
  yieldNow(): Promise<void>;
}

/** The moments of one run, and the way between them. */
export class Timeline {
  readonly operations = new OperationLog();
  /** The furthest position that was reached. */
  furthest = 0;
  /** Told of every operation on a handle, also of those that happen again. */
  onOperation: ((operation: HandleOperation) => void) | null = null;
  /** The same for USER handles. */
  onUserOperation: ((event: UserOperation) => void) | null = null;
  /** Told when the known future is forgotten, with the position behind which it lay. */
  onBranch: ((position: number) => void) | null = null;
  private readonly checkpoints: Checkpoints;
  private readonly journal: Journal;
  /** Operations that have happened at this moment. */
  private happened = 0;
  /** Operations on USER handles that happened for the first time. They are in no log. */
  private userOperations = 0;
  /** Generation of the machine when the engine last stopped: others change it only in between. */
  private generation: number;
  private isRunning = false;

  /** `interval`: instructions between two checkpoints at first. */
  constructor(
    private readonly engine: Engine,
    private interval = FIRST_INTERVAL,
  ) {
    const { machine } = engine.context;
    this.journal = machine.objects.journal;
    this.journal.recordOf = (number) => this.recordOf(number);
    machine.handleObserver = (event) => this.observe(event);
    if (engine.windowing !== null) {
      engine.windowing.user.session.observer = (event) => this.observeUser(event);
    }
    this.generation = machine.generation;
    const roots = [machine, engine.state];
    this.checkpoints = new Checkpoints(
      this.journal,
      new KeptState(roots, constantsOf(engine, this.journal)),
    );
    this.checkpoint(true);
  }

  get position(): number {
    return this.engine.state.position;
  }

  /** Operations on handles up to now. */
  get operationCount(): number {
    return this.happened;
  }

  /** Bytes that checkpoints and the log take, roughly. */
  get bytes(): number {
    return this.operations.bytes + this.checkpoints.bytes;
  }

  /**
   * Runs on until a position, an interruption or the end. Where the program went before, it goes the same way again,
   * with what the user changed then.
   */
  async forward(until: number, host: RunHost): Promise<void> {
    this.noteChanges();
    for (;;) {
      this.stretch(Math.min(until, this.position + SLICE));
      const { engine } = this;
      if (engine.wasInterrupted || engine.state.end !== null || this.position >= until) {
        return;
      }
      await host.yieldNow();
      throwIfCancelled(host.token);
    }
  }

  /** Goes to a position that was reached before. */
  seek(position: number): void {
    this.noteChanges();
    const watcher = this.engine.watcher;
    const { onOperation, onUserOperation } = this;
    this.engine.watcher = null;
    this.onOperation = null;
    this.onUserOperation = null;
    try {
      const index = this.checkpoints.lastUpTo(position);
      const isAhead = position >= this.position && index === this.checkpoints.present;
      if (!isAhead) {
        this.moveTo(index);
      }
      while (this.position < position && this.engine.state.end === null) {
        this.stretch(position);
      }
    } finally {
      this.engine.watcher = watcher;
      this.onOperation = onOperation;
      this.onUserOperation = onUserOperation;
    }
  }

  /**
   * Visits the stretches of the history before a position, latest first, each run once from its checkpoint up to its end;
   * `visit` answers true when it found what it looks for. Where the run stands afterwards is for the caller to say.
   */
  async backwards(
    before: number,
    host: RunHost,
    visit: (end: number) => boolean,
  ): Promise<boolean> {
    this.noteChanges();
    // What stands at the position itself is not before it.
    let end = before - 1;
    for (let index = this.checkpoints.lastUpTo(before - 1); index >= 0; index--) {
      this.moveTo(index);
      const start = this.position;
      while (this.position < end && this.engine.state.end === null) {
        this.stretch(end);
      }
      if (visit(end)) {
        return true;
      }
      end = start;
      await host.yieldNow();
      throwIfCancelled(host.token);
    }
    return false;
  }

  /**
   * The user changed something at this moment: from here the program takes another way. The future that was known is
   * forgotten.
   */
  branch(): void {
    const { position } = this;
    this.checkpoints.forgetAfter(position);
    this.operations.truncate(this.happened);
    this.furthest = position;
    this.generation = this.engine.context.machine.generation;
    this.checkpoint(true);
    this.onBranch?.(position);
  }

  /** The type of what a handle stood for before the operation that happens now; null when it never stood for anything. */
  lastTypeOf({ table, handle }: Pick<HandleOperation, 'table' | 'handle'>): string | null {
    return this.operations.lastTypeOf(table.owner?.processId ?? 0, handle, this.happened - 1);
  }

  /** The machine is as the engine left it, whatever its generation says. */
  settle(): void {
    this.generation = this.engine.context.machine.generation;
  }

  /** Takes changes that others made to the machine, such as switching tracing, into the history. */
  noteChanges(): void {
    if (this.engine.context.machine.generation !== this.generation) {
      this.branch();
    }
  }

  /** Runs up to a position at most; past changes of the user happen again. */
  private stretch(until: number): void {
    const { engine, checkpoints } = this;
    const following = checkpoints.positionAfterPresent;
    const due = checkpoints.lastPosition + this.interval;
    const isKnown = this.position < this.furthest;
    const next = isKnown ? Math.min(following, this.furthest) : due;
    this.isRunning = true;
    try {
      engine.run(Math.min(until, next));
    } finally {
      this.isRunning = false;
    }
    if (this.position === following) {
      // The same state, in the objects that were there the first time, and with what the user changed.
      this.moveTo(checkpoints.present + 1);
    }
    this.furthest = Math.max(this.furthest, this.position);
    if (!isKnown && this.position >= due) {
      this.checkpoint(false);
    }
    this.generation = engine.context.machine.generation;
  }

  private checkpoint(isPinned: boolean): void {
    const { checkpoints, operations } = this;
    checkpoints.add({ position: this.position, operations: this.happened, isPinned });
    this.interval = Math.max(this.interval, checkpoints.objects * INSTRUCTIONS_PER_OBJECT);
    const room = Math.max(
      FREE_BYTES,
      (operations.count + this.userOperations) * BYTES_PER_OPERATION,
    );
    if (checkpoints.count > MOST_CHECKPOINTS || checkpoints.bytes > room) {
      this.interval *= 2;
      checkpoints.thin();
    }
  }

  private moveTo(index: number): void {
    const { machine } = this.engine.context;
    // Caches of what a debugger saw go by the generation, which therefore only grows.
    const generation = machine.generation + 1;
    this.happened = this.checkpoints.moveTo(index).operations;
    machine.generation = generation;
    this.generation = generation;
  }

  /** An operation happens, perhaps again: its number. */
  private observe(event: HandleOperation): number {
    const { machine } = this.engine.context;
    if (!this.isRunning) {
      // The debugger does it: what came afterwards will not come.
      this.operations.truncate(this.happened);
      machine.generation++;
    }
    const number = this.happened++;
    if (number === this.operations.count) {
      const frames = machine.kernelFrames(event.service, event.operation);
      this.operations.add(event, this.engine.state.position, frames);
    }
    this.onOperation?.(event);
    return number;
  }

  private observeUser(event: UserOperation): void {
    if (this.position >= this.furthest) {
      this.userOperations++;
    }
    this.onUserOperation?.(event);
  }

  private recordOf(number: number): KeptRecord | null {
    const record = this.operations.at(number);
    if (record === null) {
      return null;
    }
    const { operation, handle, processId, threadId, stack } = record;
    return { operation: CODES[operation], handle, processId, threadId, stack };
  }
}

/** What never changes, and what tells of its changes itself. */
function constantsOf(engine: Engine, journal: Journal): ReadonlySet<object> {
  const { context, program, modules, windowing } = engine;
  const { machine } = context;
  return new Set<object>([
    machine.profile,
    machine.memory,
    machine.services,
    context,
    context.modules,
    context.paths,
    program,
    modules,
    engine,
    journal,
    ...machine.constantParts(),
    ...(windowing === null ? [] : windowingConstants(windowing)),
  ]);
}

/** Parts of the windowing system that never change. */
function windowingConstants({ user, csrss }: Windowing): readonly object[] {
  const { profile, memory } = user.session;
  return [user, csrss, user.paths, profile, memory.map, memory.places, ...typesOf(profile.version)];
}
