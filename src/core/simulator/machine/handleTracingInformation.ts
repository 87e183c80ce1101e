/** ProcessHandleTracing (class 32): how debuggers switch handle tracing and read the records (domain.md 4.1). */

import { TRACE_DEPTH } from '../../windows/handleTraceLayout';
import { ByteWriter } from './byteWriter';
import type { HandleTracer } from './handleTracer';
import { failedBy } from './insertHandle';
import type { Machine } from './machine';
import type { ServiceOutcome, SimulatedHandle } from './machineTypes';
import type { SimulatedProcess } from './simulatedProcess';
import type { SimulatedThread } from './simulatedThread';
import {
  STATUS_ACCESS_DENIED,
  STATUS_INFO_LENGTH_MISMATCH,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
} from './status';

/** PROCESS_SET_INFORMATION. */
const PROCESS_SET_INFORMATION = 0x200;
/** PROCESS_QUERY_INFORMATION. */
const PROCESS_QUERY_INFORMATION = 0x400;

/** Answer of {@link queryHandleTracing}. */
export interface HandleTracingQuery extends ServiceOutcome {
  /** PROCESS_HANDLE_TRACING_QUERY with the records that fit, newest first; empty when nothing was written. */
  readonly bytes: Uint8Array;
}

/** What is asked of {@link queryHandleTracing}. */
export interface HandleTracingRequest {
  /** A handle to the traced process. */
  readonly process: SimulatedHandle;
  /** Only records of this handle value; 0 = all. */
  readonly handle: SimulatedHandle;
  /** Bytes of the caller's buffer. */
  readonly length: number;
}

/**
 * NtSetInformationProcess(ProcessHandleTracing). An empty buffer disables; 4 bytes (Flags) enable with the default
 * size, 8 bytes (Flags, TotalSlots) with at least so many slots. Flags must be 0.
 */
export function setHandleTracing(
  machine: Machine,
  thread: SimulatedThread,
  process: SimulatedHandle,
  buffer: Uint8Array,
): ServiceOutcome {
  if (buffer.length !== 0 && buffer.length !== 4 && buffer.length !== 8) {
    return { status: STATUS_INFO_LENGTH_MISMATCH, raised: false };
  }
  const target = processByHandle(machine, thread, {
    service: 'NtSetInformationProcess',
    handle: process,
    access: PROCESS_SET_INFORMATION,
  });
  if (!('processId' in target)) {
    return target;
  }
  if (buffer.length === 0) {
    return { status: machine.services.disableTracing(target), raised: false };
  }
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  if (view.getUint32(0, true) !== 0) {
    return { status: STATUS_INVALID_PARAMETER, raised: false };
  }
  const slots = buffer.length === 8 ? view.getUint32(4, true) : 0;
  return { status: machine.services.enableTracing(target, slots), raised: false };
}

/**
 * NtQueryInformationProcess(ProcessHandleTracing). Matching records are counted over the whole ring; if not all fit, the
 * newest ones are there all the same and the status is STATUS_INFO_LENGTH_MISMATCH.
 */
export function queryHandleTracing(
  machine: Machine,
  thread: SimulatedThread,
  request: HandleTracingRequest,
): HandleTracingQuery {
  const { pointerSize } = machine.profile;
  const none = new Uint8Array(0);
  const headerSize = pointerSize * 2;
  if (request.length < headerSize) {
    return { status: STATUS_INFO_LENGTH_MISMATCH, raised: false, bytes: none };
  }
  const target = processByHandle(machine, thread, {
    service: 'NtQueryInformationProcess',
    handle: request.process,
    access: PROCESS_QUERY_INFORMATION,
  });
  if (!('processId' in target)) {
    return { ...target, bytes: none };
  }
  if (thread.process.restricted && machine.profile.version.major >= 10) {
    return { status: STATUS_ACCESS_DENIED, raised: false, bytes: none };
  }
  const { tracer } = target;
  if (tracer === null) {
    return { status: STATUS_INVALID_PARAMETER, raised: false, bytes: none };
  }
  return copyRecords(tracer, pointerSize, request);
}

function copyRecords(
  tracer: HandleTracer,
  pointerSize: 4 | 8,
  request: HandleTracingRequest,
): HandleTracingQuery {
  const { entrySize } = tracer.layout;
  const headerSize = pointerSize * 2;
  const wanted = request.handle >>> 0;
  const slots = Array.from(tracer.usedSlots()).filter(
    (slot) => wanted === 0 || tracer.handleLow(slot) === wanted,
  );
  const room = Math.floor((request.length - headerSize) / entrySize);
  const copied = slots.slice(0, room);
  const writer = new ByteWriter(headerSize + copied.length * entrySize, pointerSize);
  writer.count(0, wanted);
  writer.u32(pointerSize, slots.length);
  copied.forEach((slot, position) => {
    writeEntry(writer, headerSize + position * entrySize, tracer, slot);
  });
  return {
    status: copied.length === slots.length ? STATUS_SUCCESS : STATUS_INFO_LENGTH_MISMATCH,
    raised: false,
    bytes: writer.bytes,
  };
}

/** PROCESS_HANDLE_TRACING_ENTRY: the handle stands before the ids, unlike in the ring. */
function writeEntry(writer: ByteWriter, at: number, tracer: HandleTracer, slot: number): void {
  const { layout, words } = tracer;
  const pointerSize = layout.entryThreadId;
  const source = (slot * layout.entrySize) / 4;
  writer.pointer(at, tracer.handleLow(slot), tracer.handleHigh(slot));
  writer.count(at + pointerSize, words[source] ?? 0);
  writer.count(at + pointerSize * 2, words[source + layout.entryThreadId / 4] ?? 0);
  writer.u32(at + layout.entryType, tracer.operation(slot));
  const stack = source + layout.entryStack / 4;
  const stackWords = (TRACE_DEPTH * pointerSize) / 4;
  writer.words(at + layout.entryStack, words.subarray(stack, stack + stackWords));
}

function processByHandle(
  machine: Machine,
  thread: SimulatedThread,
  request: {
    readonly service: string;
    readonly handle: SimulatedHandle;
    readonly access: number;
  },
): SimulatedProcess | ServiceOutcome {
  const { service, handle, access } = request;
  const reference = machine.services.reference(thread, service, {
    handle,
    type: 'Process',
    access,
  });
  const body = reference.object?.body;
  return body?.kind === 'process' ? body.process : failedBy(reference);
}
