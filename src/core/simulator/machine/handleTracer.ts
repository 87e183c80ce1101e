/** The handle tracer of one table: the ring of records and the rules of writing to it (domain.md 4.2, 4.3). */

import { TRACE_CLOSE, TRACE_OPEN } from '../../model/handleTrace';
import {
  TRACE_BREAK_ON_WRAP,
  TRACE_CLEAN,
  TRACE_COMPACT_CLOSE,
  TRACE_DEPTH,
  TRACE_WAS_CLEANED,
  TRACE_WRAPPED,
  type TraceBufferLayout,
} from '../../windows/handleTraceLayout';
import type { FrameList } from './machineTypes';
import type { SimulatedThread } from './simulatedThread';
import type { PageAddress } from './tablePages';
import { highWordOfNumber } from './words';

/** What is recorded. */
export interface TraceEvent {
  /** TRACE_OPEN, TRACE_CLOSE or TRACE_BADREF. */
  readonly operation: number;
  /** The handle value as it was used. */
  readonly handle: number;
  /** The actor, whoever owns the table. */
  readonly thread: SimulatedThread;
  readonly kernelFrames: FrameList;
}

/** A ring of trace records with the byte layout of the version. */
export class HandleTracer {
  /** The TraceDb as 32-bit words: what lies in memory behind the header. */
  readonly words: Uint32Array;
  /** Running number of the record in each slot, from 1; 0 = empty. */
  readonly sequences: Float64Array;
  /** CurrentStackIndex: counts up without being wrapped. */
  currentStackIndex = 0;
  /** TRACE_* flag bits; a kernel debugger may set them. */
  bitMaskFlags = 0;
  /** Records written since tracing began or the ring was cleared. */
  recorded = 0;
  /** Records that newer ones overwrote. */
  lost = 0;
  /** Times the machine broke into the kernel debugger because the ring wrapped. */
  breaks = 0;
  private readonly stride: number;
  private readonly handleWord: number;
  private readonly threadWord: number;
  private readonly typeWord: number;
  private readonly stackWord: number;
  private readonly wide: boolean;

  constructor(
    readonly layout: TraceBufferLayout,
    readonly slots: number,
    /** Address of the HANDLE_TRACE_DEBUG_INFO. */
    readonly place: PageAddress,
  ) {
    this.stride = layout.entrySize / 4;
    this.handleWord = layout.entryHandle / 4;
    this.threadWord = layout.entryThreadId / 4;
    this.typeWord = layout.entryType / 4;
    this.stackWord = layout.entryStack / 4;
    this.wide = layout.entrySize === 0xa0;
    this.words = new Uint32Array(slots * this.stride);
    this.sequences = new Float64Array(slots);
  }

  /** Writes one record, following the flags of the ring. */
  record(event: TraceEvent): void {
    if ((this.bitMaskFlags & TRACE_CLEAN) !== 0) {
      this.clear();
    }
    if ((this.bitMaskFlags & TRACE_COMPACT_CLOSE) !== 0 && event.operation === TRACE_CLOSE) {
      this.compact(event.handle);
      return;
    }
    this.currentStackIndex = (this.currentStackIndex + 1) >>> 0;
    const slot = this.currentStackIndex & (this.slots - 1);
    if (slot === 0) {
      this.bitMaskFlags = (this.bitMaskFlags | TRACE_WRAPPED) >>> 0;
      if ((this.bitMaskFlags & TRACE_BREAK_ON_WRAP) !== 0) {
        this.breaks++;
      }
    }
    if (this.sequences[slot] !== 0) {
      this.lost++;
    }
    this.recorded++;
    this.sequences[slot] = this.recorded;
    this.write(slot * this.stride, event);
  }

  /** The slot written last. */
  get newestSlot(): number {
    return this.currentStackIndex & (this.slots - 1);
  }

  /** Handle value in a slot, lower word. */
  handleLow(slot: number): number {
    return this.words[slot * this.stride + this.handleWord] ?? 0;
  }

  /** Handle value in a slot, upper word; 0 on x86. */
  handleHigh(slot: number): number {
    return this.wide ? (this.words[slot * this.stride + this.handleWord + 1] ?? 0) : 0;
  }

  /** Kind of the record in a slot; 0 = empty. */
  operation(slot: number): number {
    return this.words[slot * this.stride + this.typeWord] ?? 0;
  }

  /** Slots that hold records, newest first: backwards over the whole ring, empty ones left out. */
  usedSlots(): Uint32Array {
    const used = new Uint32Array(this.slots);
    let count = 0;
    const newest = this.newestSlot;
    for (let step = 0; step < this.slots; step++) {
      const slot = (newest - step) & (this.slots - 1);
      if (this.operation(slot) !== 0) {
        used[count++] = slot;
      }
    }
    return used.slice(0, count);
  }

  private write(at: number, event: TraceEvent): void {
    const { words } = this;
    const { handle, thread, kernelFrames } = event;
    words[at] = thread.process.processId;
    words[at + this.threadWord] = thread.threadId;
    words[at + this.handleWord] = handle >>> 0;
    words[at + this.typeWord] = event.operation;
    if (this.wide) {
      words[at + this.handleWord + 1] = highWordOfNumber(handle);
    }
    this.writeStack(at + this.stackWord, thread, kernelFrames);
  }

  /** Kernel frames first, then user frames, the rest zero; 16 in all. */
  private writeStack(start: number, thread: SimulatedThread, kernelFrames: FrameList): void {
    const { words } = this;
    const step = this.wide ? 2 : 1;
    const end = start + TRACE_DEPTH * step;
    let to = start;
    for (let from = 0; from < kernelFrames.length && to < end; from += 2, to += step) {
      words[to] = kernelFrames[from] ?? 0;
      if (step === 2) {
        words[to + 1] = kernelFrames[from + 1] ?? 0;
      }
    }
    const stack = thread.stackWords;
    for (let from = thread.depth * 2 - 2; from >= 0 && to < end; from -= 2, to += step) {
      words[to] = stack[from] ?? 0;
      if (step === 2) {
        words[to + 1] = stack[from + 1] ?? 0;
      }
    }
    for (; to < end; to++) {
      words[to] = 0;
    }
  }

  /** TRACE_CLEAN: empties the ring and says so. */
  private clear(): void {
    this.words.fill(0);
    this.sequences.fill(0);
    this.currentStackIndex = 0;
    this.bitMaskFlags =
      ((this.bitMaskFlags & ~(TRACE_CLEAN | TRACE_WRAPPED)) | TRACE_WAS_CLEANED) >>> 0;
  }

  /**
   * TRACE_COMPACT_CLOSE: instead of recording the close, its open is overwritten with the newest record, whose slot
   * becomes empty. Without such an open nothing happens.
   */
  private compact(handle: number): void {
    const used = (this.bitMaskFlags & TRACE_WRAPPED) === 0 ? this.currentStackIndex : this.slots;
    const newest = this.newestSlot;
    for (let step = 0; step < used; step++) {
      const slot = (newest - step) & (this.slots - 1);
      if (this.operation(slot) === TRACE_OPEN && this.handleLow(slot) === handle >>> 0) {
        const { stride } = this;
        this.words.copyWithin(slot * stride, newest * stride, (newest + 1) * stride);
        this.words.fill(0, newest * stride, (newest + 1) * stride);
        this.sequences[slot] = this.sequences[newest] ?? 0;
        this.sequences[newest] = 0;
        this.currentStackIndex = (this.currentStackIndex - 1) >>> 0;
        return;
      }
    }
  }
}
