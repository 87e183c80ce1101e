/** Job objects: CreateJobObject, OpenJobObject, AssignProcessToJobObject, SetInformationJobObject. */

import type { HandleOutcome, ReferenceOutcome, SimulatedHandle } from '../machine/machineTypes';
import { STATUS_ACCESS_DENIED } from '../machine/status';
import type { Caller } from './caller';
import { createAttributes, objectPath, openAttributes, type HandleOptions } from './names';

const JOB_OBJECT_ASSIGN_PROCESS = 0x1;
const JOB_OBJECT_SET_ATTRIBUTES = 0x2;
const PROCESS_TERMINATE = 0x1;
const PROCESS_SET_QUOTA = 0x100;
/** The first version in which a process can be in several jobs. */
const WINDOWS_8_BUILD = 9200;

/** CreateJobObjectW with all rights. */
export function createJobObjectW(
  caller: Caller,
  options: HandleOptions & { readonly name?: string } = {},
): HandleOutcome {
  return caller.call('CreateJobObjectW', (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'Job',
      desiredAccess: caller.machine.objects.requiredType('Job').facts.mapping.all,
      attributes: createAttributes(options),
      name: options.name === undefined ? null : objectPath(caller, options.name),
    }),
  );
}

/** OpenJobObjectW. */
export function openJobObjectW(
  caller: Caller,
  options: HandleOptions & { readonly name: string; readonly desiredAccess: number },
): HandleOutcome {
  return caller.call('OpenJobObjectW', (thread, service) =>
    caller.machine.services.open(thread, service, {
      type: 'Job',
      name: objectPath(caller, options.name),
      desiredAccess: options.desiredAccess,
      attributes: openAttributes(options),
    }),
  );
}

/**
 * AssignProcessToJobObject: uses the job's handle, then the process's. The answer is the first that failed. A process that is in
 * another job is refused before Windows 8, and later when the new job has UI restrictions (learn.microsoft.com, Remarks).
 */
export function assignProcessToJobObject(
  caller: Caller,
  job: SimulatedHandle,
  process: SimulatedHandle,
): ReferenceOutcome {
  return caller.call('AssignProcessToJobObject', (thread, service) => {
    const { services, profile } = caller.machine;
    const first = services.reference(thread, service, {
      handle: job,
      type: 'Job',
      access: JOB_OBJECT_ASSIGN_PROCESS,
    });
    if (first.object?.body.kind !== 'job') {
      return first;
    }
    const { object } = first;
    const { uiRestrictions } = first.object.body;
    const second = services.reference(thread, service, {
      handle: process,
      type: 'Process',
      access: PROCESS_SET_QUOTA | PROCESS_TERMINATE,
    });
    if (second.object?.body.kind !== 'process') {
      return second;
    }
    const { jobs } = second.object.body.process;
    const nests = profile.version.build >= WINDOWS_8_BUILD && uiRestrictions === 0;
    if (jobs.length > 0 && !nests) {
      return { ...second, status: STATUS_ACCESS_DENIED, object: null };
    }
    if (!jobs.includes(object)) {
      jobs.push(object);
    }
    return second;
  });
}

/**
 * SetInformationJobObject with JobObjectBasicUIRestrictions: JOB_OBJECT_UILIMIT_* bits. Only what keeps processes from USER
 * handles has an effect here. Its frames are not published: only the stub of the service is on the stack.
 */
export function setJobUiRestrictions(
  caller: Caller,
  job: SimulatedHandle,
  restrictions: number,
): ReferenceOutcome {
  return caller.native('NtSetInformationJobObject', (thread, service) => {
    const outcome = caller.machine.services.reference(thread, service, {
      handle: job,
      type: 'Job',
      access: JOB_OBJECT_SET_ATTRIBUTES,
    });
    const body = outcome.object?.changeBody('job') ?? null;
    if (body !== null) {
      body.uiRestrictions = restrictions;
    }
    return outcome;
  });
}
