/** Switching handle tracing of a process: sizes, limits, side effects (domain.md 4.1). */

import {
  TRACE_EXCEPTIONS_WERE_ON,
  roundTraceSlots,
  traceBufferSize,
} from '../../windows/handleTraceLayout';
import { TABLE_HANDLE_EXCEPTIONS, TABLE_STRICT_FIFO } from '../../windows/handleTableLayout';
import type { WindowsProfile } from '../../windows/profiles';
import type { Journal } from './journal';
import { HandleTracer } from './handleTracer';
import type { PageAllocator } from './pageAllocator';
import type { SimulatedProcess } from './simulatedProcess';
import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_PROCESS_IS_TERMINATING,
  STATUS_SUCCESS,
} from './status';

/** Share of the non-paged pool that all trace buffers together may take. */
const POOL_SHARE = 5 / 16;

/** Trace buffers of one machine. */
export class TracingControl {
  /** Bytes of all buffers. */
  private allocated = 0;

  constructor(
    private readonly profile: WindowsProfile,
    private readonly pages: PageAllocator,
    private readonly journal: Journal,
  ) {}

  /**
   * Starts tracing with at least `slots` slots, 0 for the default. A process that is traced already gets a fresh buffer:
   * its records are lost. Returns an NTSTATUS.
   */
  enable(process: SimulatedProcess, slots: number): number {
    const { profile } = this;
    if (process.exited) {
      return STATUS_PROCESS_IS_TERMINATING;
    }
    const count = roundTraceSlots(profile.traceLimits, slots);
    const size = traceBufferSize(profile.traceBuffer, count);
    const previous = process.table.tracer;
    const freed = previous === null ? 0 : this.size(previous);
    const limit = profile.memory.maximumNonPagedPool * POOL_SHARE;
    if (this.allocated - freed + size > limit) {
      return STATUS_INSUFFICIENT_RESOURCES;
    }
    if (previous !== null) {
      this.disable(process);
    }
    const place = this.pages.allocate(size);
    if (place === null) {
      return STATUS_INSUFFICIENT_RESOURCES;
    }
    this.allocated += size;
    this.attach(process, new HandleTracer(profile.traceBuffer, count, place, this.journal));
    return STATUS_SUCCESS;
  }

  /** Stops tracing and drops the records. Strict FIFO stays on; handle exceptions return to what they were. */
  disable(process: SimulatedProcess): number {
    const { table } = process;
    const { tracer } = table;
    if (process.exited) {
      return STATUS_PROCESS_IS_TERMINATING;
    }
    if (tracer === null) {
      return STATUS_SUCCESS;
    }
    table.tracer = null;
    this.release(tracer);
    const exceptionsWereOn = (tracer.bitMaskFlags & TRACE_EXCEPTIONS_WERE_ON) !== 0;
    if (this.profile.tracingSetsExceptions && !exceptionsWereOn) {
      table.flags &= ~TABLE_HANDLE_EXCEPTIONS;
    }
    return STATUS_SUCCESS;
  }

  /** Gives a buffer's memory back. */
  release(tracer: HandleTracer): void {
    const size = this.size(tracer);
    this.allocated -= size;
    this.pages.release(tracer.place, size);
  }

  private attach(process: SimulatedProcess, tracer: HandleTracer): void {
    const { table } = process;
    table.tracer = tracer;
    if (table.owner !== null) {
      table.flags |= TABLE_STRICT_FIFO;
    }
    if (this.profile.tracingSetsExceptions) {
      if ((table.flags & TABLE_HANDLE_EXCEPTIONS) !== 0) {
        tracer.bitMaskFlags |= TRACE_EXCEPTIONS_WERE_ON;
      }
      table.flags |= TABLE_HANDLE_EXCEPTIONS;
    }
  }

  private size(tracer: HandleTracer): number {
    return traceBufferSize(tracer.layout, tracer.slots);
  }
}
