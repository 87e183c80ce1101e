/** Putting a new handle into a table: counted, recorded, with the attributes an entry keeps. */

import { ATTRIBUTE_AUDIT, ATTRIBUTE_INHERIT, ATTRIBUTE_PROTECT_CLOSE } from '../../model/handle';
import { TABLE_RUNDOWN } from '../../windows/handleTableLayout';
import type { AccessSubject } from './accessCheck';
import { KERNEL_HANDLE_BIAS, trace } from './handleLookup';
import type { HandleTable } from './handleTable';
import type { KernelObject } from './kernelObject';
import type { Machine } from './machine';
import type { HandleOutcome, ServiceOutcome, SimulatedHandle } from './machineTypes';
import { OBJ_FORCE_ACCESS_CHECK, OBJ_KERNEL_HANDLE } from './objectAttributes';
import type { SimulatedThread } from './simulatedThread';
import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER,
  STATUS_PROCESS_IS_TERMINATING,
} from './status';

/** Attributes that a table entry keeps. */
const ENTRY_ATTRIBUTES = ATTRIBUTE_PROTECT_CLOSE | ATTRIBUTE_INHERIT | ATTRIBUTE_AUDIT;

/** What a new handle is made from. */
export interface NewHandle {
  readonly object: KernelObject;
  readonly grantedAccess: number;
  /** OBJ_* bits. */
  readonly attributes: number;
  /** A particular free value, in the form in which the handle is returned. */
  readonly value: SimulatedHandle | undefined;
  /** Success status to answer with. */
  readonly status: number;
  readonly thread: SimulatedThread;
  readonly service: string;
}

/** Puts a handle into the caller's table, or into the kernel's, and records it. */
export function insertHandle(machine: Machine, request: NewHandle): HandleOutcome {
  const { thread } = request;
  const inKernelTable =
    (request.attributes & OBJ_KERNEL_HANDLE) !== 0 && thread.previousMode === 'kernel';
  if (!inKernelTable) {
    return insertIntoTable(machine, thread.process.table, request);
  }
  const value = request.value === undefined ? undefined : request.value + KERNEL_HANDLE_BIAS;
  const outcome = insertIntoTable(machine, machine.system.table, { ...request, value });
  return outcome.object === null
    ? outcome
    : { ...outcome, handle: outcome.handle - KERNEL_HANDLE_BIAS };
}

/** Puts a handle into a table, counts it and records it as OPEN. */
export function insertIntoTable(
  machine: Machine,
  table: HandleTable,
  request: NewHandle,
): HandleOutcome {
  const { object, thread, service, value } = request;
  const index =
    value === undefined
      ? table.allocate(thread.processor)
      : table.allocateValue(value, thread.processor);
  if (index === 0) {
    return failed(noHandleStatus(table, value));
  }
  machine.generation++;
  const audit = object.security?.audit === true ? ATTRIBUTE_AUDIT : 0;
  table.fill(index, {
    object,
    attributes: (request.attributes & ENTRY_ATTRIBUTES) | audit,
    grantedAccess: request.grantedAccess,
  });
  machine.objects.addHandle(object);
  if (table.tracer !== null || machine.handleObserver !== null) {
    trace(machine, table, { operation: 'open', handle: index * 4, thread, service, object });
  }
  return {
    status: request.status,
    raised: false,
    handle: index * 4,
    object,
  };
}

/** A failed creation or open. */
export function failed(status: number): HandleOutcome {
  return { status, raised: false, handle: 0, object: null };
}

/** A failed creation or open because another handle that it was given is bad: it is raised as that one was. */
export function failedBy(cause: ServiceOutcome): HandleOutcome {
  const { status, raised, raisedFrom } = cause;
  return { ...failed(status), raised, ...(raisedFrom === undefined ? {} : { raisedFrom }) };
}

/** Who a thread is for access checks. OBJ_FORCE_ACCESS_CHECK makes kernel-mode callers be checked as well. */
export function subjectOf(thread: SimulatedThread, attributes: number): AccessSubject {
  const { user, privileges } = thread.process;
  const forced = (attributes & OBJ_FORCE_ACCESS_CHECK) !== 0;
  return { user, privileges, kernelMode: thread.previousMode === 'kernel' && !forced };
}

function noHandleStatus(table: HandleTable, value: SimulatedHandle | undefined): number {
  if ((table.flags & TABLE_RUNDOWN) !== 0) {
    return STATUS_PROCESS_IS_TERMINATING;
  }
  return value === undefined ? STATUS_INSUFFICIENT_RESOURCES : STATUS_INVALID_PARAMETER;
}
