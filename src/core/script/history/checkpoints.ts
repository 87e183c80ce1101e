/** Moments of a run whose state is kept, each as what changed since the one before. */

import type { Change, Journal } from '../../simulator/machine/journal';
import type { KeptState } from './keptState';

/** A moment. */
export interface Moment {
  /** Instructions that were executed. */
  readonly position: number;
  /** Operations on handles that had happened. */
  readonly operations: number;
  /** What the debugger's user changed is in it: the program does not get there by itself. */
  readonly isPinned: boolean;
}

interface Checkpoint extends Moment {
  /** From the checkpoint before to this one. */
  readonly changes: readonly Change[];
  readonly bytes: number;
  /** Stretch of the journal in which the changes began. */
  readonly epoch: number;
}

/** Bytes of a checkpoint itself. */
const CHECKPOINT_BYTES = 120;

/** The checkpoints of one run, earliest first, and the one that the run has come by last. */
export class Checkpoints {
  /** Index of the checkpoint from which the program runs now. */
  present = -1;
  private readonly all: Checkpoint[] = [];
  private changeBytes = 0;
  private stateBytes = 0;
  private epoch = 0;

  constructor(
    private readonly journal: Journal,
    private readonly state: KeptState,
  ) {}

  get count(): number {
    return this.all.length;
  }

  /** Objects that each checkpoint looks at. */
  get objects(): number {
    return this.state.size;
  }

  /** Bytes that all take, roughly. */
  get bytes(): number {
    return this.changeBytes + this.stateBytes;
  }

  /** Position of the last checkpoint; 0 when there is none. */
  get lastPosition(): number {
    return this.all.at(-1)?.position ?? 0;
  }

  /** Position of the checkpoint that comes next; Infinity when there is none. */
  get positionAfterPresent(): number {
    return this.all[this.present + 1]?.position ?? Infinity;
  }

  /** Index of the last checkpoint at or before a position; 0 when there is none. */
  lastUpTo(position: number): number {
    return Math.max(
      0,
      this.all.findLastIndex((each) => each.position <= position),
    );
  }

  /** Keeps the present moment. The run must have come by the last checkpoint; one of the same position is replaced. */
  add(moment: Moment): void {
    const journalled = this.journal.cut();
    const changes = [...journalled, ...this.state.look()];
    const last = this.all.at(-1);
    const replaced = last?.position === moment.position && this.all.length > 1 ? last : null;
    if (replaced !== null) {
      this.drop();
    }
    this.push({
      ...moment,
      isPinned: moment.isPinned || replaced !== null,
      changes: replaced === null ? changes : [...replaced.changes, ...changes],
      epoch: replaced?.epoch ?? this.epoch,
    });
    this.epoch = this.journal.epoch;
    this.stateBytes = this.state.bytes;
  }

  /** Puts a checkpoint's state back. */
  moveTo(index: number): Moment {
    const { journal, state, all } = this;
    journal.undo(journal.cut());
    state.putBack();
    while (this.present > index) {
      journal.undo(all[this.present]?.changes ?? []);
      this.present--;
    }
    while (this.present < index) {
      this.present++;
      journal.redo(all[this.present]?.changes ?? []);
    }
    journal.settle();
    const moment = all[index];
    if (moment === undefined) {
      throw new RangeError(`There is no checkpoint ${index}.`);
    }
    return moment;
  }

  /** Drops the checkpoints behind a position. The run stands at the position. */
  forgetAfter(position: number): void {
    while (this.lastPosition > position && this.all.length > 1) {
      this.drop();
    }
    this.present = Math.min(this.present, this.all.length - 1);
  }

  /** Drops every second checkpoint that is not pinned. The run must have come by the last one. */
  thin(): void {
    const before = this.all.splice(0, this.all.length);
    this.changeBytes = 0;
    let dropped: Checkpoint[] = [];
    before.forEach((checkpoint, index) => {
      const isLast = index === before.length - 1;
      if (checkpoint.isPinned || index % 2 === 0 || isLast) {
        this.push(merged([...dropped, checkpoint]));
        dropped = [];
      } else {
        dropped.push(checkpoint);
      }
    });
  }

  private push(checkpoint: Omit<Checkpoint, 'bytes'>): void {
    const bytes = checkpoint.changes.reduce(
      (sum, change) => sum + change.bytes + 8,
      CHECKPOINT_BYTES,
    );
    this.changeBytes += bytes;
    this.present = this.all.push({ ...checkpoint, bytes }) - 1;
  }

  private drop(): void {
    this.changeBytes -= this.all.pop()?.bytes ?? 0;
  }
}

/** The last of some checkpoints, with the changes of all: those of parts that came into being in between are not needed. */
function merged(checkpoints: readonly Checkpoint[]): Checkpoint {
  const [first] = checkpoints;
  const last = checkpoints.at(-1);
  if (first === undefined || last === undefined) {
    throw new RangeError('There is nothing to merge.');
  }
  if (first === last) {
    return last;
  }
  const changes: Change[] = [];
  const firsts = new Map<object, Change>();
  for (const change of checkpoints.flatMap((checkpoint) => checkpoint.changes)) {
    const { subject } = change;
    const known = subject === undefined ? undefined : firsts.get(subject);
    if (known?.absorb !== undefined) {
      known.absorb(change);
    } else if (change.born < first.epoch) {
      changes.push(change);
      if (subject !== undefined) {
        firsts.set(subject, change);
      }
    }
  }
  return { ...last, epoch: first.epoch, changes };
}
