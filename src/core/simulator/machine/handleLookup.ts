/** From a handle value to an entry, and what happens when there is none (domain.md 1.1, 1.6, 4.4). */

import {
  TRACE_BADREF,
  TRACE_CLOSE,
  TRACE_OPEN,
  type TraceOperation,
} from '../../model/handleTrace';
import { TABLE_CLOSE_EXCEPTIONS, TABLE_HANDLE_EXCEPTIONS } from '../../windows/handleTableLayout';
import type { HandleTable } from './handleTable';
import type { KernelObject } from './kernelObject';
import type { Machine } from './machine';
import {
  GLOBAL_FLAG_APPLICATION_VERIFIER,
  GLOBAL_FLAG_CLOSE_EXCEPTIONS,
  GLOBAL_FLAG_KERNEL_HANDLE_CHECK,
} from './globalFlags';
import type { ServiceOutcome, SimulatedHandle } from './machineTypes';
import type { SimulatedProcess } from './simulatedProcess';
import type { SimulatedThread } from './simulatedThread';
import { STATUS_HANDLE_NOT_CLOSABLE, STATUS_INVALID_HANDLE } from './status';

/** Kernel handles are table values minus this. */
export const KERNEL_HANDLE_BIAS = 0x8000_0000;
/** Bug check INVALID_KERNEL_HANDLE. */
const BUG_CHECK_INVALID_KERNEL_HANDLE = 0x93;

/** Which table a handle value is looked up in, and as what. */
export interface HandlePlace {
  readonly table: HandleTable;
  /** Value inside the table: the kernel bits removed. */
  readonly value: number;
  readonly kernelHandle: boolean;
}

/** Finds the table of a handle for a caller in the context of a process. */
export function placeOf(
  machine: Machine,
  thread: SimulatedThread,
  handle: SimulatedHandle,
  process: SimulatedProcess = thread.process,
): HandlePlace {
  const signed = machine.profile.pointerSize === 4 ? handle | 0 : handle;
  if (signed < machine.profile.lowestPseudoHandle && thread.previousMode === 'kernel') {
    return {
      table: machine.system.table,
      value: signed + KERNEL_HANDLE_BIAS,
      kernelHandle: true,
    };
  }
  return { table: process.table, value: signed, kernelHandle: false };
}

/** Tells the machine's observer of an operation, and writes a trace record if the table is traced. */
export function trace(
  machine: Machine,
  table: HandleTable,
  event: {
    readonly operation: TraceOperation;
    readonly handle: number;
    readonly thread: SimulatedThread;
    readonly service: string;
    readonly object: KernelObject | null;
  },
): void {
  const { operation, handle, thread, service, object } = event;
  const observed = { operation, handle, thread, service, object, table };
  const number = machine.handleObserver?.(observed) ?? -1;
  record(machine, table, { operation, handle, thread, service, number });
}

/** Writes a trace record if the table is traced. */
function record(
  machine: Machine,
  { tracer }: HandleTable,
  event: {
    readonly operation: TraceOperation;
    readonly handle: number;
    readonly thread: SimulatedThread;
    readonly service: string;
    /** What the observer knows it by; -1 for nothing. */
    readonly number: number;
  },
): void {
  if (tracer === null) {
    return;
  }
  const { operation, handle, thread, service, number } = event;
  tracer.record({
    operation:
      operation === 'open' ? TRACE_OPEN : operation === 'close' ? TRACE_CLOSE : TRACE_BADREF,
    handle,
    thread,
    kernelFrames: machine.kernelFrames(service, operation),
    number,
  });
}

/** A look-up that found nothing. */
export interface BadReference {
  readonly thread: SimulatedThread;
  readonly service: string;
  /** As the caller gave it. */
  readonly handle: SimulatedHandle;
  readonly place: HandlePlace;
}

/** Any service but close was given a bad handle: it is recorded first, then perhaps raised. */
export function badReference(machine: Machine, bad: BadReference): ServiceOutcome {
  const { thread, place } = bad;
  recordBadReference(machine, bad);
  printVerifierMessage(machine, bad);
  const kernelCheck = (machine.globalFlags & GLOBAL_FLAG_KERNEL_HANDLE_CHECK) !== 0;
  if (place.kernelHandle && kernelCheck) {
    machine.bugCheck = BUG_CHECK_INVALID_KERNEL_HANDLE;
  }
  const raised =
    thread.previousMode === 'user' &&
    place.table === thread.process.table &&
    exceptionsEnabled(machine, place.table);
  return { status: STATUS_INVALID_HANDLE, ...raising(thread, raised) };
}

/** NtClose was given a bad handle. Reserved entries are turned away without a record. */
export function badClose(machine: Machine, bad: BadReference): ServiceOutcome {
  const { thread, place, handle } = bad;
  if (!place.table.isReservedValue(place.value)) {
    recordBadReference(machine, bad);
  }
  const harmless = handle === 0 || place.value === -1 || place.value === -2;
  if (!harmless) {
    printVerifierMessage(machine, bad);
  }
  return {
    status: STATUS_INVALID_HANDLE,
    ...raising(thread, !harmless && raisesOnClose(machine, thread, place.table)),
  };
}

/** NtClose was given a handle that is protected from being closed. */
export function protectedClose(
  machine: Machine,
  thread: SimulatedThread,
  table: HandleTable,
): ServiceOutcome {
  return {
    status: STATUS_HANDLE_NOT_CLOSABLE,
    ...raising(thread, raisesOnClose(machine, thread, table)),
  };
}

/** Whether a status is raised, and from where. */
function raising(
  thread: SimulatedThread,
  raised: boolean,
): Pick<ServiceOutcome, 'raised' | 'raisedFrom'> {
  return raised ? { raised, raisedFrom: thread.frames() } : { raised };
}

/** True when bad references in the table raise exceptions at user-mode callers. */
function exceptionsEnabled(machine: Machine, table: HandleTable): boolean {
  const flagged = (table.flags & TABLE_HANDLE_EXCEPTIONS) !== 0;
  return flagged || (!machine.profile.tracingSetsExceptions && table.tracer !== null);
}

function raisesOnClose(machine: Machine, thread: SimulatedThread, table: HandleTable): boolean {
  return (
    thread.previousMode === 'user' &&
    ((machine.globalFlags & GLOBAL_FLAG_CLOSE_EXCEPTIONS) !== 0 ||
      thread.process.debugged ||
      table.tracer !== null ||
      (table.flags & TABLE_CLOSE_EXCEPTIONS) !== 0)
  );
}

function recordBadReference(machine: Machine, bad: BadReference): void {
  const { thread, service, handle, place } = bad;
  const event = { operation: 'badref' as const, handle, thread, service, object: null };
  const number = machine.handleObserver?.({ ...event, table: place.table }) ?? -1;
  if (place.table.tracer !== null && exceptionsEnabled(machine, place.table)) {
    machine.generation++;
    record(machine, place.table, { ...event, number });
  }
}

function printVerifierMessage(machine: Machine, bad: BadReference): void {
  if ((machine.globalFlags & GLOBAL_FLAG_APPLICATION_VERIFIER) !== 0) {
    const { process } = bad.thread;
    const handle = (bad.handle >>> 0).toString(16);
    const owner = process.objectAddress.toString(16);
    machine.debugOutput.push(`AVRF: Invalid handle ${handle} in process ${owner}`);
  }
}
