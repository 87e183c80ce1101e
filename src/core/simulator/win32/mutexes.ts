/** Mutexes: CreateMutex, OpenMutex, ReleaseMutex. */

import type { HandleOutcome, ReferenceOutcome, SimulatedHandle } from '../machine/machineTypes';
import type { Caller } from './caller';
import { createAttributes, objectPath, openAttributes, type HandleOptions } from './names';

/** MUTANT_ALL_ACCESS. */
export const MUTEX_ALL_ACCESS = 0x1f_0001;

/** Options of the create functions. */
export interface CreateMutexOptions extends HandleOptions {
  /** bInitialOwner: the calling thread owns it; default false. */
  readonly owned?: boolean;
  /** See {@link objectPath}; absent: unnamed. */
  readonly name?: string;
  readonly desiredAccess?: number;
}

/** CreateMutexW. An existing mutex of the name is opened and not acquired. */
export function createMutexW(caller: Caller, options: CreateMutexOptions = {}): HandleOutcome {
  return createMutex(caller, 'CreateMutexW', options);
}

/** CreateMutexA. */
export function createMutexA(caller: Caller, options: CreateMutexOptions = {}): HandleOutcome {
  return createMutex(caller, 'CreateMutexA', options);
}

/** Options of {@link openMutexW}. */
export interface OpenMutexOptions extends HandleOptions {
  readonly name: string;
  readonly desiredAccess: number;
}

/** OpenMutexW. */
export function openMutexW(caller: Caller, options: OpenMutexOptions): HandleOutcome {
  return caller.call('OpenMutexW', (thread, service) =>
    caller.machine.services.open(thread, service, {
      type: 'Mutant',
      name: objectPath(caller, options.name),
      desiredAccess: options.desiredAccess,
      attributes: openAttributes(options),
    }),
  );
}

/** ReleaseMutex: the mutex is free again; who owned it is not checked. */
export function releaseMutex(caller: Caller, handle: SimulatedHandle): ReferenceOutcome {
  return caller.call('ReleaseMutex', (thread, service) => {
    const outcome = caller.machine.services.reference(thread, service, {
      handle,
      type: 'Mutant',
      access: 0,
    });
    const body = outcome.object?.changeBody('mutant') ?? null;
    if (body !== null) {
      body.count = 1;
      body.ownerProcessId = 0;
      body.ownerThreadId = 0;
    }
    return outcome;
  });
}

function createMutex(
  caller: Caller,
  functionName: string,
  options: CreateMutexOptions,
): HandleOutcome {
  const owner = options.owned === true ? caller.thread : null;
  return caller.call(functionName, (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'Mutant',
      desiredAccess: options.desiredAccess ?? MUTEX_ALL_ACCESS,
      attributes: createAttributes(options),
      name: options.name === undefined ? null : objectPath(caller, options.name),
      body: {
        kind: 'mutant',
        count: owner === null ? 1 : 0,
        abandoned: false,
        ownerProcessId: owner?.process.processId ?? 0,
        ownerThreadId: owner?.threadId ?? 0,
      },
    }),
  );
}
