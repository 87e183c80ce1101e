/** Services that make handles: create, open by name, open by pointer. */

import { OBJECT_FLAG_EXCLUSIVE } from '../../windows/objectHeaderLayout';
import { checkAccess, creatorAccess, type AccessDecision } from './accessCheck';
import { failed, insertHandle, subjectOf } from './insertHandle';
import type { KernelObject } from './kernelObject';
import type { Machine } from './machine';
import type {
  CreateOptions,
  HandleOutcome,
  OpenObjectOptions,
  OpenOptions,
  SimulatedHandle,
} from './machineTypes';
import {
  OBJ_CASE_INSENSITIVE,
  OBJ_EXCLUSIVE,
  OBJ_OPENIF,
  OBJ_OPENLINK,
  OBJ_PERMANENT,
} from './objectAttributes';
import { bodyFromPath, defaultBody, type ObjectBody } from './objectBody';
import type { PathResolution } from './objectNamespace';
import type { ObjectType } from './objectType';
import type { SimulatedThread } from './simulatedThread';
import {
  STATUS_ACCESS_DENIED,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_OBJECT_NAME_COLLISION,
  STATUS_OBJECT_NAME_EXISTS,
  STATUS_OBJECT_NAME_NOT_FOUND,
  STATUS_OBJECT_TYPE_MISMATCH,
  STATUS_SUCCESS,
} from './status';

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
    address: options.address ?? machine.takeObjectPlace(),
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
    object.changeFacts().exclusiveProcess = thread.process;
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
  object.changeFacts().exclusiveProcess = thread.process;
  return true;
}
