/** Services that make handles: create, open by name, open by pointer. */

import { ATTRIBUTE_AUDIT, ATTRIBUTE_INHERIT, ATTRIBUTE_PROTECT_CLOSE } from '../../model/handle';
import { OBJECT_FLAG_EXCLUSIVE } from '../../windows/objectHeaderLayout';
import { TABLE_RUNDOWN } from '../../windows/handleTableLayout';
import { checkAccess, creatorAccess, type AccessDecision, type AccessSubject } from './accessCheck';
import { KERNEL_HANDLE_BIAS, trace } from './handleLookup';
import type { HandleTable } from './handleTable';
import type { KernelObject } from './kernelObject';
import type { Machine } from './machine';
import type {
  CreateOptions,
  HandleOutcome,
  OpenObjectOptions,
  OpenOptions,
  SimulatedHandle,
} from './machineTypes';
import { bodyFromPath, defaultBody, type ObjectBody } from './objectBody';
import type { PathResolution } from './objectNamespace';
import type { ObjectType } from './objectType';
import type { SimulatedThread } from './simulatedThread';
import {
  STATUS_ACCESS_DENIED,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER,
  STATUS_OBJECT_NAME_COLLISION,
  STATUS_OBJECT_NAME_EXISTS,
  STATUS_OBJECT_NAME_NOT_FOUND,
  STATUS_OBJECT_TYPE_MISMATCH,
  STATUS_PROCESS_IS_TERMINATING,
  STATUS_SUCCESS,
} from './status';

/** OBJ_PERMANENT. */
export const OBJ_PERMANENT = 0x10;
/** OBJ_EXCLUSIVE. */
export const OBJ_EXCLUSIVE = 0x20;
/** OBJ_CASE_INSENSITIVE. */
export const OBJ_CASE_INSENSITIVE = 0x40;
/** OBJ_OPENIF. */
export const OBJ_OPENIF = 0x80;
/** OBJ_OPENLINK. */
export const OBJ_OPENLINK = 0x100;
/** OBJ_KERNEL_HANDLE; honoured for kernel-mode callers. */
export const OBJ_KERNEL_HANDLE = 0x200;
/** OBJ_FORCE_ACCESS_CHECK. */
export const OBJ_FORCE_ACCESS_CHECK = 0x400;

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

/** Creates an object and a handle to it, or opens the one that has the name already. */
export function createNamedOrNew(
  machine: Machine,
  thread: SimulatedThread,
  service: string,
  options: CreateOptions,
): HandleOutcome {
  const type = machine.objects.type(options.type);
  if (type === null) {
    return failed(STATUS_OBJECT_TYPE_MISMATCH);
  }
  const { name } = options;
  if (name === undefined || name === null) {
    return createNew(machine, thread, service, { type, options, body: options.body });
  }
  const body = bodyFromPath(options.type, name);
  if (body !== null) {
    return createNew(machine, thread, service, { type, options, body: options.body ?? body });
  }
  const attributes = options.attributes ?? 0;
  const place = resolveName(machine, thread, { type: type.name, name, attributes });
  if (place.object !== null) {
    return (attributes & OBJ_OPENIF) === 0
      ? failed(STATUS_OBJECT_NAME_COLLISION)
      : openExisting(machine, thread, service, {
          object: place.object,
          type: options.type,
          desiredAccess: options.desiredAccess,
          attributes,
          handle: options.handle,
          success: STATUS_OBJECT_NAME_EXISTS,
        });
  }
  const { directory } = place;
  if (directory === null) {
    return failed(place.status);
  }
  const named = { directory, leaf: place.leaf };
  return createNew(machine, thread, service, { type, options, body: options.body, named });
}

/** Opens a named object. Keys and files are opened by path and get an object of their own. */
export function openByName(
  machine: Machine,
  thread: SimulatedThread,
  service: string,
  options: OpenOptions,
): HandleOutcome {
  const body = bodyFromPath(options.type, options.name);
  const type = machine.objects.type(options.type);
  if (body !== null && type !== null) {
    return createNew(machine, thread, service, { type, options, body });
  }
  const attributes = options.attributes ?? OBJ_CASE_INSENSITIVE;
  const place = resolveName(machine, thread, { ...options, attributes });
  if (place.object === null) {
    const missing = place.status === STATUS_SUCCESS ? STATUS_OBJECT_NAME_NOT_FOUND : place.status;
    return failed(missing);
  }
  return openExisting(machine, thread, service, {
    object: place.object,
    type: options.type,
    desiredAccess: options.desiredAccess,
    attributes,
    handle: options.handle,
    success: STATUS_SUCCESS,
  });
}

/** Opens an object that was found some other way. */
export function openByPointer(
  machine: Machine,
  thread: SimulatedThread,
  service: string,
  options: OpenObjectOptions,
): HandleOutcome {
  return openExisting(machine, thread, service, {
    object: options.object,
    type: options.object.type.name,
    desiredAccess: options.desiredAccess,
    attributes: options.attributes ?? 0,
    handle: options.handle,
    success: STATUS_SUCCESS,
  });
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
  if (table.tracer !== null) {
    trace(machine, table, { operation: 'open', handle: index * 4, thread, service });
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

/** Who a thread is for access checks. OBJ_FORCE_ACCESS_CHECK makes kernel-mode callers be checked as well. */
export function subjectOf(thread: SimulatedThread, attributes: number): AccessSubject {
  const { user, privileges } = thread.process;
  const forced = (attributes & OBJ_FORCE_ACCESS_CHECK) !== 0;
  return { user, privileges, kernelMode: thread.previousMode === 'kernel' && !forced };
}

interface Creation {
  readonly type: ObjectType;
  readonly options: CreateOptions;
  readonly body: ObjectBody | undefined;
  readonly named?: { readonly directory: KernelObject; readonly leaf: string };
}

function createNew(
  machine: Machine,
  thread: SimulatedThread,
  service: string,
  creation: Creation,
): HandleOutcome {
  const { type, options, named } = creation;
  const attributes = options.attributes ?? 0;
  const access = accessForNew(thread, type, options);
  if (access.status !== STATUS_SUCCESS) {
    return failed(access.status);
  }
  const object = machine.objects.create({
    type,
    body: creation.body ?? defaultBody(type.name),
    security: options.security ?? null,
    address: options.address,
    named: named !== undefined,
    permanent: (attributes & OBJ_PERMANENT) !== 0,
    exclusive: (attributes & OBJ_EXCLUSIVE) !== 0,
  });
  if (object === null) {
    return failed(STATUS_INSUFFICIENT_RESOURCES);
  }
  if (named !== undefined) {
    machine.objects.insertName(object, named.directory, named.leaf);
  }
  if ((attributes & OBJ_EXCLUSIVE) !== 0) {
    object.exclusiveProcess = thread.process;
  }
  const outcome = insertHandle(machine, {
    object,
    grantedAccess: access.granted,
    attributes,
    value: options.handle,
    status: STATUS_SUCCESS,
    thread,
    service,
  });
  if (outcome.object === null) {
    machine.objects.makeTemporary(object);
  }
  machine.objects.dereference(object);
  return outcome;
}

/** Keys and files stand for something that exists: they are checked. Other new objects belong to their creator. */
function accessForNew(
  thread: SimulatedThread,
  type: ObjectType,
  options: CreateOptions,
): AccessDecision {
  const existsElsewhere = type.name === 'Key' || type.name === 'File';
  if (existsElsewhere && options.security !== undefined) {
    const subject = subjectOf(thread, options.attributes ?? 0);
    return checkAccess(options.desiredAccess, type, options.security, subject);
  }
  return { status: STATUS_SUCCESS, granted: creatorAccess(options.desiredAccess, type) };
}

/** Follows a name; desktops have a directory of their own in each session. */
function resolveName(
  machine: Machine,
  thread: SimulatedThread,
  request: { readonly type: string; readonly name: string; readonly attributes: number },
): PathResolution {
  const { objects } = machine;
  const openLink = (request.attributes & OBJ_OPENLINK) !== 0;
  return request.type === 'Desktop'
    ? objects.resolve(request.name, openLink, objects.desktops(thread.process.sessionId ?? 0))
    : objects.resolve(request.name, openLink);
}

interface Opening {
  readonly object: KernelObject;
  readonly type: string;
  readonly desiredAccess: number;
  readonly attributes: number;
  readonly handle: SimulatedHandle | undefined;
  /** Status to answer with when it works. */
  readonly success: number;
}

function openExisting(
  machine: Machine,
  thread: SimulatedThread,
  service: string,
  opening: Opening,
): HandleOutcome {
  const { object, attributes } = opening;
  if (object.type.name !== opening.type) {
    return failed(STATUS_OBJECT_TYPE_MISMATCH);
  }
  if (!claimExclusive(object, thread)) {
    return failed(STATUS_ACCESS_DENIED);
  }
  const access = checkAccess(
    opening.desiredAccess,
    object.type,
    object.security,
    subjectOf(thread, attributes),
  );
  if (access.status !== STATUS_SUCCESS) {
    return failed(access.status);
  }
  return insertHandle(machine, {
    object,
    grantedAccess: access.granted,
    attributes,
    value: opening.handle,
    status: opening.success,
    thread,
    service,
  });
}

/** An exclusive object belongs to the first process that opens it until its last handle is closed. */
function claimExclusive(object: KernelObject, thread: SimulatedThread): boolean {
  if ((object.flags & OBJECT_FLAG_EXCLUSIVE) === 0) {
    return true;
  }
  if (object.exclusiveProcess !== null && object.exclusiveProcess !== thread.process) {
    return false;
  }
  object.exclusiveProcess = thread.process;
  return true;
}

function noHandleStatus(table: HandleTable, value: SimulatedHandle | undefined): number {
  if ((table.flags & TABLE_RUNDOWN) !== 0) {
    return STATUS_PROCESS_IS_TERMINATING;
  }
  return value === undefined ? STATUS_INSUFFICIENT_RESOURCES : STATUS_INVALID_PARAMETER;
}
