/** The history of a run: checkpoints, from which any moment is reached again by running the program once more. */

import { throwIfCancelled, type CancellationToken } from '../../util/cancellation';
import type { Windowing } from '../../simulator/user/startWindowing';
import { typesOf } from '../../windows/user/userTypes';
import type { UserOperation } from '../../simulator/user/userSession';
import type { Engine } from '../run/engine';
import { OperationLog } from './operationLog';
import { ChunkPool, takeSnapshot, type Snapshot } from './snapshot';

/** Instructions between two checkpoints at first. */
const FIRST_INTERVAL = 60_000;
/** Checkpoints that are kept; beyond that every second one is dropped and the distance doubled. */
const MOST_CHECKPOINTS = 512;
/** A checkpoint of many objects takes long: so many instructions run for each of them in between. */
const INSTRUCTIONS_PER_RECORD = 10;
/** Bytes that checkpoints may take in all cases, and for each operation that was recorded. */
const FREE_BYTES = 16 * 1024 * 1024;
const BYTES_PER_OPERATION = 30;
/** Instructions between two looks at whether somebody wants to stop the run. */
const SLICE = 200_000;

interface Checkpoint {
  readonly position: number;
  readonly snapshot: Snapshot;
  /** What the debugger's user changed is in it: the program does not get there by itself. */
  readonly isPinned: boolean;
}

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
  private readonly checkpoints: Checkpoint[] = [];
  private pool = new ChunkPool();
  private readonly constant: ReadonlySet<object>;
  /** Generation of the machine when the engine last stopped: others change it only in between. */
  private generation: number;

  /** `interval`: instructions between two checkpoints at first. */
  constructor(
    private readonly engine: Engine,
    private interval = FIRST_INTERVAL,
  ) {
    const { context, program, modules } = engine;
    const { machine } = context;
    this.constant = new Set<object>([
      machine.profile,
      machine.memory,
      machine.services,
      context,
      context.modules,
      context.paths,
      program,
      modules,
      engine,
      ...machine.constantParts(),
      ...(engine.windowing === null ? [] : windowingConstants(engine.windowing)),
    ]);
    machine.handleObserver = (event) => {
      const { position } = engine.state;
      if (position > this.furthest) {
        this.operations.add(event, position, machine.kernelFrames(event.service, event.operation));
      }
      this.onOperation?.(event);
    };
    if (engine.windowing !== null) {
      engine.windowing.user.session.observer = (event) => this.onUserOperation?.(event);
    }
    this.generation = machine.generation;
    this.checkpoint(true);
  }

  /** The same for USER handles. */
  onUserOperation: ((event: UserOperation) => void) | null = null;

  /** Told of every operation on a handle, also of those that happen again. */
  onOperation: NonNullable<Engine['context']['machine']['handleObserver']> | null = null;

  get position(): number {
    return this.engine.state.position;
  }

  /** Operations on handles up to now. */
  get operationCount(): number {
    return this.operations.countAt(this.position);
  }

  /** Bytes that checkpoints and the log take, roughly. */
  get bytes(): number {
    return this.operations.bytes + this.checkpointBytes;
  }

  private get checkpointBytes(): number {
    return this.checkpoints.reduce((sum, { snapshot }) => sum + snapshot.bytes, this.pool.bytes);
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
      this.restore(position);
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
    for (let index = this.checkpointBefore(before); index >= 0; index--) {
      const checkpoint = this.checkpoints[index];
      if (checkpoint === undefined) {
        break;
      }
      this.putBack(checkpoint);
      while (this.position < end && this.engine.state.end === null) {
        this.stretch(end);
      }
      if (visit(end)) {
        return true;
      }
      end = checkpoint.position;
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
    while ((this.checkpoints.at(-1)?.position ?? -1) > position) {
      this.checkpoints.pop();
    }
    this.operations.truncate(position);
    this.furthest = position;
    this.generation = this.engine.context.machine.generation;
    this.checkpoint(true);
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
    const { engine } = this;
    const pinned = this.checkpoints.find(
      ({ isPinned, position }) => isPinned && position > this.position,
    );
    const next = (this.checkpoints.at(-1)?.position ?? 0) + this.interval;
    const isKnown = this.position < this.furthest;
    const limit = isKnown
      ? Math.min(until, pinned?.position ?? Infinity, this.furthest)
      : Math.min(until, next);
    engine.run(limit);
    if (pinned !== undefined && this.position === pinned.position) {
      this.putBack(pinned);
    }
    this.furthest = Math.max(this.furthest, this.position);
    if (!isKnown && this.position >= next) {
      this.checkpoint(false);
    }
    this.generation = engine.context.machine.generation;
  }

  private checkpoint(isPinned: boolean): void {
    const { engine, constant } = this;
    const previous = this.checkpoints.at(-1);
    const roots = [engine.context.machine, engine.state];
    const snapshot = takeSnapshot(roots, constant, previous?.snapshot ?? null, this.pool);
    const position = this.position;
    if (previous?.position === position) {
      this.checkpoints.pop();
    }
    this.checkpoints.push({
      position,
      snapshot,
      isPinned: isPinned || previous?.position === position,
    });
    this.interval = Math.max(this.interval, snapshot.records.size * INSTRUCTIONS_PER_RECORD);
    const room = Math.max(FREE_BYTES, this.operations.count * BYTES_PER_OPERATION);
    if (this.checkpoints.length > MOST_CHECKPOINTS || this.checkpointBytes > room) {
      this.thin();
    }
  }

  /** Drops every second checkpoint that is not pinned. */
  private thin(): void {
    this.interval *= 2;
    const kept = this.checkpoints.filter(({ isPinned }, index) => isPinned || index % 2 === 0);
    this.checkpoints.splice(0, this.checkpoints.length, ...kept);
    this.pool = new ChunkPool();
    kept.forEach(({ snapshot }) => snapshot.moveTo(this.pool));
  }

  /** The last checkpoint before a position. */
  private checkpointBefore(position: number): number {
    return this.checkpoints.findLastIndex((each) => each.position < position);
  }

  /** Goes to the last checkpoint at or before a position. */
  private restore(position: number): void {
    const checkpoint = this.checkpoints.findLast((each) => each.position <= position);
    const isAhead = position >= this.position && (checkpoint?.position ?? 0) <= this.position;
    if (checkpoint !== undefined && !isAhead) {
      this.putBack(checkpoint);
    }
  }

  private putBack({ snapshot }: Checkpoint): void {
    const { machine } = this.engine.context;
    // Caches of what a debugger saw go by the generation, which therefore only grows.
    const generation = machine.generation + 1;
    snapshot.restore();
    machine.generation = generation;
    this.generation = generation;
  }
}

/** Parts of the windowing system that never change. */
function windowingConstants({ user, csrss }: Windowing): readonly object[] {
  const { profile, memory } = user.session;
  return [user, csrss, user.paths, profile, memory.map, memory.places, ...typesOf(profile.version)];
}
