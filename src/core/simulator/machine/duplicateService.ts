/** NtDuplicateObject: handles between processes (domain.md 1.7, 4.4). */

import { ATTRIBUTE_AUDIT } from '../../model/handle';
import { checkAccess, mapGenericAccess } from './accessCheck';
import { failed, failedBy, insertIntoTable, subjectOf } from './insertHandle';
import { badReference, placeOf, trace, type HandlePlace } from './handleLookup';
import type { KernelObject } from './kernelObject';
import type { Machine } from './machine';
import type { DuplicateOptions, HandleOutcome, SimulatedHandle } from './machineTypes';
import { referencePseudoHandle } from './pseudoHandles';
import type { SimulatedProcess } from './simulatedProcess';
import type { SimulatedThread } from './simulatedThread';
import {
  STATUS_INVALID_PARAMETER,
  STATUS_NOT_SUPPORTED,
  STATUS_PROCESS_IS_TERMINATING,
  STATUS_SUCCESS,
} from './status';

/** DUPLICATE_CLOSE_SOURCE. */
export const DUPLICATE_CLOSE_SOURCE = 1;
/** DUPLICATE_SAME_ACCESS. */
export const DUPLICATE_SAME_ACCESS = 2;
/** DUPLICATE_SAME_ATTRIBUTES. */
export const DUPLICATE_SAME_ATTRIBUTES = 4;
/** PROCESS_DUP_HANDLE. */
const PROCESS_DUP_HANDLE = 0x40;

interface Source {
  readonly object: KernelObject;
  readonly attributes: number;
  readonly grantedAccess: number;
  /** Null for pseudo handles, which stand in no table. */
  readonly place: HandlePlace | null;
}

interface Call {
  readonly machine: Machine;
  readonly thread: SimulatedThread;
  readonly service: string;
  readonly options: DuplicateOptions;
}

/**
 * Duplicates a handle. The source is looked up without using up a prepaid reference. The new handle is recorded in the
 * target's table, a closed source in the source's, both with the ids and the stack of the calling thread.
 */
export function duplicateHandle(
  machine: Machine,
  thread: SimulatedThread,
  service: string,
  options: DuplicateOptions,
): HandleOutcome {
  const call: Call = { machine, thread, service, options };
  const sourceProcess = processOf(call, options.sourceProcess);
  if ('status' in sourceProcess) {
    return sourceProcess;
  }
  const source = findSource(call, sourceProcess);
  if ('status' in source) {
    return source;
  }
  const outcome = openDuplicate(call, source);
  if ((options.options & DUPLICATE_CLOSE_SOURCE) !== 0) {
    closeSource(call, source);
  }
  return outcome;
}

function processOf(
  call: Call,
  process: SimulatedProcess | SimulatedHandle,
): SimulatedProcess | HandleOutcome {
  if (typeof process !== 'number') {
    return process.exited ? failed(STATUS_PROCESS_IS_TERMINATING) : process;
  }
  const { machine, thread, service } = call;
  const reference = machine.services.reference(thread, service, {
    handle: process,
    type: 'Process',
    access: PROCESS_DUP_HANDLE,
  });
  const body = reference.object?.body;
  if (body?.kind !== 'process') {
    return failedBy(reference);
  }
  return body.process.exited ? failed(STATUS_PROCESS_IS_TERMINATING) : body.process;
}

function findSource(call: Call, process: SimulatedProcess): Source | HandleOutcome {
  const { machine, thread, service, options } = call;
  const handle = options.sourceHandle;
  const pseudo = referencePseudoHandle(machine, thread, handle);
  if (pseudo !== null) {
    return pseudo.object === null
      ? failed(pseudo.status)
      : {
          object: pseudo.object,
          attributes: 0,
          grantedAccess: pseudo.grantedAccess,
          place: null,
        };
  }
  const place = placeOf(machine, thread, handle, process);
  const index = place.table.find(place.value);
  const object = index === 0 ? null : place.table.entries.objectAt(index);
  if (object === null) {
    return { ...failed(0), ...badReference(machine, { thread, service, handle, place }) };
  }
  return {
    object,
    attributes: place.table.attributes(index),
    grantedAccess: place.table.grantedAccess(index),
    place,
  };
}

function openDuplicate(call: Call, source: Source): HandleOutcome {
  const { machine, thread, service, options } = call;
  if (options.targetProcess === null) {
    return (options.options & DUPLICATE_CLOSE_SOURCE) === 0
      ? failed(STATUS_INVALID_PARAMETER)
      : { ...failed(STATUS_SUCCESS), object: source.object };
  }
  if (!source.object.type.facts.duplicable) {
    return failed(STATUS_NOT_SUPPORTED);
  }
  const target = processOf(call, options.targetProcess);
  if ('status' in target) {
    return target;
  }
  const access = duplicateAccess(call, source);
  if (access.status !== STATUS_SUCCESS) {
    return failed(access.status);
  }
  const sameAttributes = (options.options & DUPLICATE_SAME_ATTRIBUTES) !== 0;
  return insertIntoTable(machine, target.table, {
    object: source.object,
    grantedAccess: access.granted,
    attributes: sameAttributes ? source.attributes & ~ATTRIBUTE_AUDIT : (options.attributes ?? 0),
    value: undefined,
    status: STATUS_SUCCESS,
    thread,
    service,
  });
}

/** Rights that the source has are passed on; more than that needs an access check of the object. */
function duplicateAccess(
  call: Call,
  source: Source,
): { readonly status: number; readonly granted: number } {
  const { thread, options } = call;
  const { type, security } = source.object;
  if ((options.options & DUPLICATE_SAME_ACCESS) !== 0) {
    return { status: STATUS_SUCCESS, granted: source.grantedAccess };
  }
  const desired = mapGenericAccess(options.desiredAccess ?? 0, type.facts.mapping);
  if ((desired & ~source.grantedAccess) === 0) {
    return { status: STATUS_SUCCESS, granted: desired };
  }
  return checkAccess(desired, type, security, subjectOf(thread, options.attributes ?? 0));
}

/** DUPLICATE_CLOSE_SOURCE closes whatever came of the duplication; a protected source stays. */
function closeSource(call: Call, source: Source): void {
  const { machine, thread, service } = call;
  const { place } = source;
  const index = place === null ? 0 : place.table.find(place.value);
  if (place === null || index === 0 || (source.attributes & 1) !== 0) {
    return;
  }
  machine.generation++;
  const prepaid = place.table.references(index);
  place.table.free(index, thread.processor);
  const { object } = source;
  trace(machine, place.table, { operation: 'close', handle: index * 4, thread, service, object });
  machine.objects.removeHandle(object, prepaid);
}
