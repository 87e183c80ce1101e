/** Services about processes and threads: creation with handles, inheritance, and the end. */

import { TABLE_RUNDOWN } from '../../windows/handleTableLayout';
import { insertHandle } from './insertHandle';
import type { Machine } from './machine';
import type { CreateProcessOutcome, HandleOutcome } from './machineTypes';
import type { CreateProcessRequest, CreateThreadRequest } from './nativeServices';
import type { SimulatedProcess } from './simulatedProcess';
import type { SimulatedThread } from './simulatedThread';
import { STATUS_PROCESS_IS_TERMINATING, STATUS_SUCCESS } from './status';

/** A process, its first thread, and the caller's handles to both, in this order. */
export function createProcessAndThread(
  machine: Machine,
  thread: SimulatedThread,
  service: string,
  request: CreateProcessRequest,
): CreateProcessOutcome {
  const parent = request.parent ?? thread.process;
  const { status, process } = machine.tryCreateProcess({
    sessionId: parent.sessionId,
    ...request,
    parent,
  });
  const object = process?.object ?? null;
  if (process === null || object === null) {
    return creationFailed(status);
  }
  const first = machine.createThread(process, request.initialThread);
  const attributes = request.attributes ?? 0;
  const rest = { value: undefined, status: STATUS_SUCCESS, thread, service };
  const processHandle = insertHandle(machine, {
    object,
    grantedAccess: request.processAccess ?? object.type.facts.mapping.all,
    attributes,
    ...rest,
  });
  if (processHandle.object === null || first.object === null) {
    endProcess(machine, process, processHandle.status);
    return creationFailed(processHandle.status);
  }
  const threadHandle = insertHandle(machine, {
    object: first.object,
    grantedAccess: request.threadAccess ?? first.object.type.facts.mapping.all,
    attributes,
    ...rest,
  });
  return {
    status: threadHandle.status,
    raised: false,
    process,
    thread: first,
    processHandle: processHandle.handle,
    threadHandle: threadHandle.handle,
  };
}

/** A thread and the caller's handle to it. */
export function createThreadWithHandle(
  machine: Machine,
  thread: SimulatedThread,
  service: string,
  request: CreateThreadRequest,
): HandleOutcome {
  const process = request.process ?? thread.process;
  if (process.exited) {
    return { status: STATUS_PROCESS_IS_TERMINATING, raised: false, handle: 0, object: null };
  }
  const created = machine.createThread(process, request.options);
  if (created.object === null) {
    return { status: STATUS_PROCESS_IS_TERMINATING, raised: false, handle: 0, object: null };
  }
  return insertHandle(machine, {
    object: created.object,
    grantedAccess: request.desiredAccess ?? created.object.type.facts.mapping.all,
    attributes: request.attributes ?? 0,
    value: undefined,
    status: STATUS_SUCCESS,
    thread,
    service,
  });
}

/**
 * Ends a process: threads first, then every handle is closed, unrecorded and protected or not; the table and the trace
 * records are gone. The process object stays while somebody has a handle to it.
 */
export function endProcess(machine: Machine, process: SimulatedProcess, exitStatus: number): void {
  if (process.exited) {
    return;
  }
  machine.generation++;
  for (const thread of [...process.threads]) {
    endThread(machine, thread, exitStatus);
  }
  machine.extensions.forEach((extension) => extension.processEnds(process));
  const { table } = process;
  table.flags |= TABLE_RUNDOWN;
  const { tracer } = table;
  if (tracer !== null) {
    table.tracer = null;
    machine.tracing.release(tracer);
  }
  for (let index = 1; index < table.entries.extent; index++) {
    const object = table.entries.objectAt(index);
    if (object !== null) {
      const prepaid = table.references(index);
      table.free(index, 0);
      machine.objects.removeHandle(object, prepaid);
    }
  }
  process.exited = true;
  process.exitStatus = exitStatus;
  machine.retire(process);
  machine.dropToken(process);
  if (process.object !== null) {
    machine.objects.dereference(process.object);
  }
}

/** Ends a thread: it no longer keeps its own object and its process's alive. */
export function endThread(machine: Machine, thread: SimulatedThread, exitStatus: number): void {
  if (thread.exited) {
    return;
  }
  machine.generation++;
  machine.extensions.forEach((extension) => extension.threadEnds(thread));
  thread.exited = true;
  thread.exitStatus = exitStatus;
  const position = thread.process.threads.indexOf(thread);
  if (position >= 0) {
    thread.process.threads.splice(position, 1);
  }
  if (thread.object !== null) {
    machine.objects.dereference(thread.object);
  }
  if (thread.process.object !== null) {
    machine.objects.dereference(thread.process.object);
  }
}

function creationFailed(status: number): CreateProcessOutcome {
  return {
    status: status === STATUS_SUCCESS ? STATUS_PROCESS_IS_TERMINATING : status,
    raised: false,
    process: null,
    thread: null,
    processHandle: 0,
    threadHandle: 0,
  };
}
