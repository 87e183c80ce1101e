/** The handle tracer of one table: the ring of records and the rules of writing to it (domain.md 4.2, 4.3). */

import { TRACE_CLOSE, TRACE_OPEN } from '../../model/handleTrace';
import {
  TRACE_BREAK_ON_WRAP,
  TRACE_CLEAN,
  TRACE_COMPACT_CLOSE,
  TRACE_WAS_CLEANED,
  TRACE_WRAPPED,
  type TraceBufferLayout,
} from '../../windows/handleTraceLayout';
import type { Journal } from './journal';
import type { FrameList } from './machineTypes';
import type { SimulatedThread } from './simulatedThread';
import type { PageAddress } from './tablePages';
import { TraceRing } from './traceRing';

/** What is recorded. */
export interface TraceEvent {
  /** TRACE_OPEN, TRACE_CLOSE or TRACE_BADREF. */
  readonly operation: number;
  /** The handle value as it was used. */
  readonly handle: number;
  /** The actor, whoever owns the table. */
  readonly thread: SimulatedThread;
  readonly kernelFrames: FrameList;
  /** What the machine's observer knows the operation by; -1 for nothing. */
  readonly number: number;
}

/** A ring of trace records with the byte layout of the version. */
export class HandleTracer {
  private readonly ring: TraceRing;
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

  constructor(
    readonly layout: TraceBufferLayout,
    readonly slots: number,
    /** Address of the HANDLE_TRACE_DEBUG_INFO. */
    readonly place: PageAddress,
    journal: Journal,
  ) {
    this.ring = new TraceRing(layout, slots, journal);
  }

  /** The TraceDb as 32-bit words: what lies in memory behind the header. */
  get words(): Uint32Array {
    return this.ring.words;
  }

  /** Running number of the record in each slot, from 1; 0 = empty. */
  get sequences(): Float64Array {
    return this.ring.sequences;
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
    const { operation, handle, thread, number } = event;
    const { threadId } = thread;
    this.ring.write(
      slot,
      { sequence: this.recorded, number },
      { operation, handle, processId: thread.process.processId, threadId },
      { kernel: event.kernelFrames, stack: thread },
    );
  }

  /** The slot written last. */
  get newestSlot(): number {
    return this.currentStackIndex & (this.slots - 1);
  }

  /** Handle value in a slot, lower word. */
  handleLow(slot: number): number {
    return this.words[slot * this.ring.stride + this.ring.handleWord] ?? 0;
  }

  /** Handle value in a slot, upper word; 0 on x86. */
  handleHigh(slot: number): number {
    const { words, stride, handleWord, wide } = this.ring;
    return wide ? (words[slot * stride + handleWord + 1] ?? 0) : 0;
  }

  /** Kind of the record in a slot; 0 = empty. */
  operation(slot: number): number {
    return this.words[slot * this.ring.stride + this.ring.typeWord] ?? 0;
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

  /** TRACE_CLEAN: empties the ring and says so. */
  private clear(): void {
    for (let slot = 0; slot < this.slots; slot++) {
      this.ring.empty(slot);
    }
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
        this.ring.copy(newest, slot);
        this.ring.empty(newest);
        this.currentStackIndex = (this.currentStackIndex - 1) >>> 0;
        return;
      }
    }
  }
}
