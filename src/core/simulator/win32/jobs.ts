/** Job objects: CreateJobObject, OpenJobObject, AssignProcessToJobObject. */

import type { HandleOutcome, ReferenceOutcome, SimulatedHandle } from '../machine/machineTypes';
import type { Caller } from './caller';
import { createAttributes, objectPath, openAttributes, type HandleOptions } from './names';

/** JOB_OBJECT_ASSIGN_PROCESS. */
const JOB_OBJECT_ASSIGN_PROCESS = 0x1;

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

/** Rights that AssignProcessToJobObject wants of the process. */
const PROCESS_SET_QUOTA = 0x100;
const PROCESS_TERMINATE = 0x1;

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

/** AssignProcessToJobObject: uses the job's handle, then the process's. The answer is the first that failed. */
export function assignProcessToJobObject(
  caller: Caller,
  job: SimulatedHandle,
  process: SimulatedHandle,
): ReferenceOutcome {
  return caller.call('AssignProcessToJobObject', (thread, service) => {
    const { services } = caller.machine;
    const first = services.reference(thread, service, {
      handle: job,
      type: 'Job',
      access: JOB_OBJECT_ASSIGN_PROCESS,
    });
    return first.object === null
      ? first
      : services.reference(thread, service, {
          handle: process,
          type: 'Process',
          access: PROCESS_SET_QUOTA | PROCESS_TERMINATE,
        });
  });
}
