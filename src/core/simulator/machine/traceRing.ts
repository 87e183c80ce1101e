/** The slots of a trace buffer: their bytes, and what is needed to bring back records that were overwritten. */

import { TRACE_DEPTH, type TraceBufferLayout } from '../../windows/handleTraceLayout';
import { Journalled, type Change, type Journal } from './journal';
import type { FrameList } from './machineTypes';
import type { ThreadStack } from './threadStack';
import { highWordOfNumber } from './words';

/** The number of a record that the observer does not have, and of an empty slot. */
const NOTHING = -1;
/** Numbers of records that the ring keeps itself: this one, and downwards from it. */
const FIRST_OWN = -2;

/** A record but for its stack. */
export interface RecordHead {
  /** TRACE_OPEN, TRACE_CLOSE or TRACE_BADREF. */
  readonly operation: number;
  /** The handle value as it was used. */
  readonly handle: number;
  readonly processId: number;
  readonly threadId: number;
}

/** A record as an observer of the machine has kept it. */
export interface KeptRecord extends RecordHead {
  /** Return addresses as pairs of words (low, high), innermost first. */
  readonly stack: FrameList;
}

/** The records of one ring. Who changes a slot does it through the methods here. */
export class TraceRing extends Journalled {
  /** The TraceDb as 32-bit words: what lies in memory behind the header. */
  readonly words: Uint32Array;
  /** Running number of the record in each slot, from 1; 0 = empty. */
  readonly sequences: Float64Array;
  /** What the record in each slot is known by: the observer's number, one of {@link own}, or {@link NOTHING}. */
  readonly numbers: Int32Array;
  /** Words of a record. */
  readonly stride: number;
  readonly handleWord: number;
  readonly typeWord: number;
  readonly wide: boolean;
  private readonly threadWord: number;
  private readonly stackWord: number;
  /** Records that the observer does not have, by number. */
  private readonly own: Uint32Array[] = [];
  /** By slot: not 0 where the bytes are those of another record. */
  private readonly stale: Uint8Array;
  private readonly born: number;
  /** By slot: the stretch of the journal in which it last told of a change. */
  private readonly told: Int32Array;
  private change: RingChange | null = null;
  private changeEpoch = 0;

  constructor(
    layout: TraceBufferLayout,
    slots: number,
    private readonly journal: Journal,
  ) {
    super();
    this.stride = layout.entrySize / 4;
    this.handleWord = layout.entryHandle / 4;
    this.threadWord = layout.entryThreadId / 4;
    this.typeWord = layout.entryType / 4;
    this.stackWord = layout.entryStack / 4;
    this.wide = layout.entrySize === 0xa0;
    this.words = new Uint32Array(slots * this.stride);
    this.sequences = new Float64Array(slots);
    this.numbers = new Int32Array(slots).fill(NOTHING);
    this.told = new Int32Array(slots);
    this.stale = new Uint8Array(slots);
    this.born = journal.epoch;
  }

  /** Writes a record. `stack` gives its frames above those of the kernel. */
  write(
    slot: number,
    mark: { readonly sequence: number; readonly number: number },
    head: RecordHead,
    frames: { readonly kernel: FrameList; readonly stack: ThreadStack | null },
  ): void {
    this.touch(slot);
    this.sequences[slot] = mark.sequence;
    this.numbers[slot] = mark.number;
    this.writeRecord(slot, head, frames);
  }

  private writeRecord(
    slot: number,
    head: RecordHead,
    frames: { readonly kernel: FrameList; readonly stack: ThreadStack | null },
  ): void {
    const at = slot * this.stride;
    const { words } = this;
    words[at] = head.processId;
    words[at + this.threadWord] = head.threadId;
    words[at + this.handleWord] = head.handle >>> 0;
    words[at + this.typeWord] = head.operation;
    if (this.wide) {
      words[at + this.handleWord + 1] = highWordOfNumber(head.handle);
    }
    this.writeStack(at + this.stackWord, frames.kernel, frames.stack);
  }

  /** Makes a slot empty. */
  empty(slot: number): void {
    this.touch(slot);
    this.words.fill(0, slot * this.stride, (slot + 1) * this.stride);
    this.sequences[slot] = 0;
    this.numbers[slot] = NOTHING;
  }

  /** Copies a record over another. */
  copy(from: number, to: number): void {
    this.touch(to);
    this.words.copyWithin(to * this.stride, from * this.stride, (from + 1) * this.stride);
    this.sequences[to] = this.sequences[from] ?? 0;
    this.numbers[to] = this.numbers[from] ?? NOTHING;
  }

  /** What is in a slot, for whoever keeps it: a record that the observer does not have gets a number of its own. */
  numberOf(slot: number): number {
    const number = this.numbers[slot] ?? NOTHING;
    if (number !== NOTHING || this.sequences[slot] === 0) {
      return number;
    }
    const at = slot * this.stride;
    const own = FIRST_OWN + 1 - this.own.push(this.words.slice(at, at + this.stride));
    this.numbers[slot] = own;
    return own;
  }

  /** How many slots from one on, and before an end, hold records of the observer that follow each other, or nothing; at least 1. */
  runLength(slot: number, end: number): number {
    const { numbers, sequences } = this;
    const number = numbers[slot] ?? NOTHING;
    const sequence = sequences[slot] ?? 0;
    const grows = number < 0 ? 0 : 1;
    if (number < NOTHING || (number === NOTHING && sequence !== 0)) {
      return 1;
    }
    let length = 1;
    while (
      slot + length < end &&
      numbers[slot + length] === number + grows * length &&
      sequences[slot + length] === sequence + grows * length
    ) {
      length++;
    }
    return length;
  }

  /** Says which records are in some slots now, from a first one up to an end; their bytes follow with {@link refresh}. */
  setRun(slot: number, end: number, sequence: number, number: number): void {
    const { numbers, sequences, stale } = this;
    const grows = number < 0 ? 0 : 1;
    for (let at = slot, steps = 0; at < end; at++, steps += grows) {
      if (numbers[at] !== number + steps) {
        numbers[at] = number + steps;
        stale[at] = 1;
      }
      sequences[at] = sequence + steps;
    }
  }

  /** Writes the bytes of the records that were put back. */
  refresh(): void {
    for (let slot = this.stale.indexOf(1); slot !== -1; slot = this.stale.indexOf(1, slot)) {
      this.stale[slot] = 0;
      const number = this.numbers[slot] ?? NOTHING;
      const at = slot * this.stride;
      const record = number < 0 ? null : this.journal.recordOf(number);
      const bytes = this.own[FIRST_OWN - number];
      if (record !== null) {
        this.writeRecord(slot, record, { kernel: record.stack, stack: null });
      } else if (bytes !== undefined) {
        this.words.set(bytes, at);
      } else {
        this.words.fill(0, at, at + this.stride);
      }
    }
  }

  private touch(slot: number): void {
    const { epoch } = this.journal;
    if (epoch === this.born || this.told[slot] === epoch) {
      return;
    }
    this.told[slot] = epoch;
    if (this.change === null || this.changeEpoch !== epoch) {
      this.change = new RingChange(this, this.born);
      this.changeEpoch = epoch;
      this.journal.keep(this.change);
    }
    this.change.add(slot);
  }

  /** Kernel frames first, then user frames, the rest zero; 16 in all. */
  private writeStack(start: number, kernel: FrameList, stack: ThreadStack | null): void {
    const { words } = this;
    const step = this.wide ? 2 : 1;
    const end = start + TRACE_DEPTH * step;
    let to = start;
    for (let from = 0; from < kernel.length && to < end; from += 2, to += step) {
      words[to] = kernel[from] ?? 0;
      if (step === 2) {
        words[to + 1] = kernel[from + 1] ?? 0;
      }
    }
    if (stack !== null) {
      const { stackWords } = stack;
      for (let from = stack.depth * 2 - 2; from >= 0 && to < end; from -= 2, to += step) {
        words[to] = stackWords[from] ?? 0;
        if (step === 2) {
          words[to + 1] = stackWords[from + 1] ?? 0;
        }
      }
    }
    words.fill(0, to, end);
  }
}

/** Numbers that say where a run of slots begins and how long it is, and what is in the first of them. */
const RUN = 4;

/**
 * What some slots held. Slots are overwritten one after the other, so that runs of consecutive records take four numbers; the
 * records themselves are brought back by the observer.
 */
class RingChange implements Change {
  /** Slot, length, sequence, number of each run. */
  private runs: number[] = [];

  constructor(
    private readonly ring: TraceRing,
    readonly born: number,
  ) {}

  get bytes(): number {
    return 100 + this.runs.length * 8;
  }

  get settles(): TraceRing {
    return this.ring;
  }

  /** Keeps a run of consecutive records, or of empty slots. */
  add(slot: number, count = 1): void {
    const { ring, runs } = this;
    const number = ring.numberOf(slot);
    const sequence = ring.sequences[slot] ?? 0;
    const last = runs.length - RUN;
    const length = runs[last + 1] ?? 0;
    const before = runs[last + 3] ?? NOTHING;
    const follows =
      number < 0
        ? number === NOTHING && before === NOTHING
        : before >= 0 && before === number - length && runs[last + 2] === sequence - length;
    const isNext = last >= 0 && runs[last] === slot - length && follows;
    if (isNext) {
      runs[last + 1] = length + count;
    } else {
      runs.push(slot, count, sequence, number);
    }
  }

  exchange(): void {
    const { ring, runs } = this;
    this.runs = [];
    for (let run = 0; run < runs.length; run += RUN) {
      const slot = runs[run] ?? 0;
      const end = slot + (runs[run + 1] ?? 0);
      for (let at = slot; at < end;) {
        const length = ring.runLength(at, end);
        this.add(at, length);
        at += length;
      }
      ring.setRun(slot, end, runs[run + 2] ?? 0, runs[run + 3] ?? NOTHING);
    }
  }
}
