/** Semaphores: CreateSemaphore, OpenSemaphore, ReleaseSemaphore. */

import type { HandleOutcome, ReferenceOutcome, SimulatedHandle } from '../machine/machineTypes';
import type { Caller } from './caller';
import { createAttributes, objectPath, openAttributes, type HandleOptions } from './names';

/** SEMAPHORE_ALL_ACCESS. */
export const SEMAPHORE_ALL_ACCESS = 0x1f_0003;
/** SEMAPHORE_MODIFY_STATE. */
const SEMAPHORE_MODIFY_STATE = 0x2;

/** Options of the create functions. */
export interface CreateSemaphoreOptions extends HandleOptions {
  /** lInitialCount; default 0. */
  readonly count?: number;
  /** lMaximumCount; default 1. */
  readonly limit?: number;
  /** See {@link objectPath}; absent: unnamed. */
  readonly name?: string;
  readonly desiredAccess?: number;
}

/** CreateSemaphoreW. */
export function createSemaphoreW(
  caller: Caller,
  options: CreateSemaphoreOptions = {},
): HandleOutcome {
  return createSemaphore(caller, 'CreateSemaphoreW', options);
}

/** CreateSemaphoreA. */
export function createSemaphoreA(
  caller: Caller,
  options: CreateSemaphoreOptions = {},
): HandleOutcome {
  return createSemaphore(caller, 'CreateSemaphoreA', options);
}

/** Options of {@link openSemaphoreW}. */
export interface OpenSemaphoreOptions extends HandleOptions {
  readonly name: string;
  readonly desiredAccess: number;
}

/** OpenSemaphoreW. */
export function openSemaphoreW(caller: Caller, options: OpenSemaphoreOptions): HandleOutcome {
  return caller.call('OpenSemaphoreW', (thread, service) =>
    caller.machine.services.open(thread, service, {
      type: 'Semaphore',
      name: objectPath(caller, options.name),
      desiredAccess: options.desiredAccess,
      attributes: openAttributes(options),
    }),
  );
}

/** ReleaseSemaphore: adds to the count, up to the limit. */
export function releaseSemaphore(
  caller: Caller,
  handle: SimulatedHandle,
  releases = 1,
): ReferenceOutcome {
  return caller.call('ReleaseSemaphore', (thread, service) => {
    const outcome = caller.machine.services.reference(thread, service, {
      handle,
      type: 'Semaphore',
      access: SEMAPHORE_MODIFY_STATE,
    });
    const body = outcome.object?.changeBody('semaphore') ?? null;
    if (body !== null) {
      body.count = Math.min(body.limit, body.count + releases);
    }
    return outcome;
  });
}

function createSemaphore(
  caller: Caller,
  functionName: string,
  options: CreateSemaphoreOptions,
): HandleOutcome {
  return caller.call(functionName, (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'Semaphore',
      desiredAccess: options.desiredAccess ?? SEMAPHORE_ALL_ACCESS,
      attributes: createAttributes(options),
      name: options.name === undefined ? null : objectPath(caller, options.name),
      body: { kind: 'semaphore', count: options.count ?? 0, limit: options.limit ?? 1 },
    }),
  );
}
