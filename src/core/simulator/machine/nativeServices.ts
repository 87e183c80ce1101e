/** The native services of the simulated kernel; each takes the calling thread. */

import { ATTRIBUTE_AUDIT, ATTRIBUTE_INHERIT, ATTRIBUTE_PROTECT_CLOSE } from '../../model/handle';
import { TABLE_CLOSE_EXCEPTIONS, TABLE_HANDLE_EXCEPTIONS } from '../../windows/handleTableLayout';
import { createNamedOrNew, openByName, openByPointer } from './createServices';
import { duplicateHandle } from './duplicateService';
import { badClose, badReference, placeOf, protectedClose, trace } from './handleLookup';
import type { KernelObject } from './kernelObject';
import type { Machine } from './machine';
import type {
  CreateOptions,
  CreateProcessOutcome,
  DuplicateOptions,
  HandleFlagChange,
  HandleOutcome,
  OpenObjectOptions,
  OpenOptions,
  ProcessOptions,
  ReferenceOutcome,
  ServiceOutcome,
  SimulatedHandle,
  ThreadOptions,
} from './machineTypes';
import {
  createProcessAndThread,
  createThreadWithHandle,
  endProcess,
  endThread,
} from './processServices';
import { referencePseudoHandle } from './pseudoHandles';
import type { SimulatedProcess } from './simulatedProcess';
import type { SimulatedThread } from './simulatedThread';
import { STATUS_ACCESS_DENIED, STATUS_OBJECT_TYPE_MISMATCH, STATUS_SUCCESS } from './status';

/** What a handle is looked up for. */
export interface ReferenceRequest {
  readonly handle: SimulatedHandle;
  /** Type the object must have; null = any. */
  readonly type: string | null;
  /** Rights the handle must grant; 0 = none. */
  readonly access: number;
}

/** NtCreateUserProcess and its kin. */
export interface CreateProcessRequest extends ProcessOptions {
  /** Default all access. */
  readonly processAccess?: number;
  readonly threadAccess?: number;
  /** OBJ_* bits of the two handles. */
  readonly attributes?: number;
  readonly initialThread?: ThreadOptions;
}

/** NtCreateThreadEx. */
export interface CreateThreadRequest {
  /** Default the caller's process. */
  readonly process?: SimulatedProcess;
  /** Default all access. */
  readonly desiredAccess?: number;
  readonly attributes?: number;
  readonly options?: ThreadOptions;
}

const SUCCESS: ServiceOutcome = { status: STATUS_SUCCESS, raised: false };

/** Services by the name of what they do; the `service` argument names the system call and thereby the kernel frames. */
export class NativeServices {
  constructor(private readonly machine: Machine) {}

  /** Creates an object and a handle to it. A taken name fails, or with OBJ_OPENIF opens what is there. */
  create(thread: SimulatedThread, service: string, options: CreateOptions): HandleOutcome {
    return createNamedOrNew(this.machine, thread, service, options);
  }

  /** Opens a named object; keys and files by path get an object of their own each time. */
  open(thread: SimulatedThread, service: string, options: OpenOptions): HandleOutcome {
    return openByName(this.machine, thread, service, options);
  }

  /** Opens an object that the kernel found by itself, such as a process by its id. */
  openObject(thread: SimulatedThread, service: string, options: OpenObjectOptions): HandleOutcome {
    return openByPointer(this.machine, thread, service, options);
  }

  /** Closes a handle. */
  close(thread: SimulatedThread, handle: SimulatedHandle, service = 'NtClose'): ServiceOutcome {
    const { machine } = this;
    const place = placeOf(machine, thread, handle);
    const { table, value } = place;
    const index = table.find(value);
    const object = index === 0 ? null : table.entries.objectAt(index);
    if (object === null) {
      return badClose(machine, { thread, service, handle, place });
    }
    const attributes = table.attributes(index);
    if ((attributes & ATTRIBUTE_PROTECT_CLOSE) !== 0) {
      return protectedClose(machine, thread, table);
    }
    machine.generation++;
    if ((attributes & ATTRIBUTE_AUDIT) !== 0) {
      machine.closeAudits.push({ processId: thread.process.processId, handle: index * 4 });
    }
    const prepaid = table.references(index);
    table.free(index, thread.processor);
    if (table.tracer !== null || machine.handleObserver !== null) {
      trace(machine, table, { operation: 'close', handle: index * 4, thread, service, object });
    }
    machine.objects.removeHandle(object, prepaid);
    return SUCCESS;
  }

  /** Uses a handle once: looks it up, checks it, gives the reference back. */
  reference(thread: SimulatedThread, service: string, request: ReferenceRequest): ReferenceOutcome {
    const outcome = this.hold(thread, service, request);
    if (outcome.object !== null) {
      this.machine.objects.dereference(outcome.object);
    }
    return outcome;
  }

  /** Looks a handle up and keeps the reference, as a wait does; {@link release} gives it back. */
  hold(thread: SimulatedThread, service: string, request: ReferenceRequest): ReferenceOutcome {
    const { machine } = this;
    const { handle, type, access } = request;
    const pseudo = referencePseudoHandle(machine, thread, handle);
    if (pseudo !== null) {
      return checkType(pseudo, type) ?? this.keep(pseudo);
    }
    const place = placeOf(machine, thread, handle);
    const { table } = place;
    const index = table.find(place.value);
    const object = index === 0 ? null : table.entries.objectAt(index);
    if (object === null) {
      const bad = badReference(machine, { thread, service, handle, place });
      return { ...bad, object: null, grantedAccess: 0 };
    }
    if (type !== null && object.type.name !== type) {
      return refused(STATUS_OBJECT_TYPE_MISMATCH);
    }
    const grantedAccess = table.grantedAccess(index);
    if (thread.previousMode === 'user' && (access & ~grantedAccess) !== 0) {
      return refused(STATUS_ACCESS_DENIED);
    }
    machine.generation++;
    table.reference(index);
    return { status: STATUS_SUCCESS, raised: false, object, grantedAccess };
  }

  /** Gives back what {@link hold} kept. */
  release(object: KernelObject): void {
    this.machine.generation++;
    this.machine.objects.dereference(object);
  }

  /** Duplicates a handle between processes. */
  duplicate(
    thread: SimulatedThread,
    options: DuplicateOptions,
    service = 'NtDuplicateObject',
  ): HandleOutcome {
    return duplicateHandle(this.machine, thread, service, options);
  }

  /** Changes whether a handle is inherited and protected from being closed. Not traced. */
  setHandleFlags(
    thread: SimulatedThread,
    handle: SimulatedHandle,
    change: HandleFlagChange,
  ): ServiceOutcome {
    const { machine } = this;
    const service = 'NtSetInformationObject';
    const place = placeOf(machine, thread, handle);
    const index = place.table.find(place.value);
    if (index === 0) {
      return badReference(machine, { thread, service, handle, place });
    }
    machine.generation++;
    let attributes = place.table.attributes(index);
    attributes = withBit(attributes, ATTRIBUTE_INHERIT, change.inherit);
    attributes = withBit(attributes, ATTRIBUTE_PROTECT_CLOSE, change.protectFromClose);
    place.table.setAttributes(index, attributes);
    return SUCCESS;
  }

  /** Creates a process with its first thread; the caller gets a handle to each. The caller's process is the parent. */
  createProcess(
    thread: SimulatedThread,
    service: string,
    request: CreateProcessRequest,
  ): CreateProcessOutcome {
    return createProcessAndThread(this.machine, thread, service, request);
  }

  /** Creates a thread; the new thread is `object.body.thread`. */
  createThread(
    thread: SimulatedThread,
    service: string,
    request: CreateThreadRequest,
  ): HandleOutcome {
    return createThreadWithHandle(this.machine, thread, service, request);
  }

  /** Ends a process: its handles are closed unrecorded, its table and trace records die with it. */
  exitProcess(process: SimulatedProcess, exitStatus: number): void {
    endProcess(this.machine, process, exitStatus);
  }

  /** Ends a thread; its process lives on. */
  exitThread(thread: SimulatedThread, exitStatus: number): void {
    endThread(this.machine, thread, exitStatus);
  }

  /** Starts handle tracing; 0 slots is the default. Returns an NTSTATUS. */
  enableTracing(process: SimulatedProcess, slots: number): number {
    this.machine.generation++;
    return this.machine.tracing.enable(process, slots);
  }

  /** Stops handle tracing and drops the records. Returns an NTSTATUS. */
  disableTracing(process: SimulatedProcess): number {
    this.machine.generation++;
    return this.machine.tracing.disable(process);
  }

  /** Strict handle checks without tracing: bad references raise, on Windows 10 and later bad closes too. */
  setStrictHandleChecks(process: SimulatedProcess, enabled: boolean): void {
    const { machine } = this;
    const bits = machine.profile.hasCloseExceptionFlag
      ? TABLE_HANDLE_EXCEPTIONS | TABLE_CLOSE_EXCEPTIONS
      : TABLE_HANDLE_EXCEPTIONS;
    machine.generation++;
    process.table.flags = enabled ? process.table.flags | bits : process.table.flags & ~bits;
  }

  private keep(pseudo: ReferenceOutcome): ReferenceOutcome {
    if (pseudo.object !== null) {
      this.machine.objects.reference(pseudo.object);
    }
    return pseudo;
  }
}

function checkType(pseudo: ReferenceOutcome, type: string | null): ReferenceOutcome | null {
  return pseudo.object !== null && type !== null && pseudo.object.type.name !== type
    ? refused(STATUS_OBJECT_TYPE_MISMATCH)
    : null;
}

function refused(status: number): ReferenceOutcome {
  return { status, raised: false, object: null, grantedAccess: 0 };
}

function withBit(attributes: number, bit: number, value: boolean | undefined): number {
  return value === undefined ? attributes : value ? attributes | bit : attributes & ~bit;
}
