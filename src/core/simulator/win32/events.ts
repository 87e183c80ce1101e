/** Events: CreateEvent, OpenEvent, SetEvent, ResetEvent, PulseEvent. */

import type {
  CreateOptions,
  HandleOutcome,
  ReferenceOutcome,
  SimulatedHandle,
} from '../machine/machineTypes';
import type { Caller } from './caller';
import { createAttributes, objectPath, openAttributes, type HandleOptions } from './names';

/** EVENT_ALL_ACCESS. */
export const EVENT_ALL_ACCESS = 0x1f_0003;
/** EVENT_MODIFY_STATE. */
export const EVENT_MODIFY_STATE = 0x2;

/** Options of the create functions. */
export interface CreateEventOptions extends HandleOptions {
  /** bManualReset; default false, an auto-reset event. */
  readonly manualReset?: boolean;
  /** bInitialState; default false. */
  readonly signalled?: boolean;
  /** See {@link objectPath}; absent: unnamed. */
  readonly name?: string;
  /** Rights of the handle; default all. */
  readonly desiredAccess?: number;
}

/** CreateEventW. An existing event of the name is opened with the status OBJECT_NAME_EXISTS. */
export function createEventW(caller: Caller, options: CreateEventOptions = {}): HandleOutcome {
  return createEvent(caller, 'CreateEventW', options);
}

/** CreateEventA: as {@link createEventW}, with the frame of the converting function. */
export function createEventA(caller: Caller, options: CreateEventOptions = {}): HandleOutcome {
  return createEvent(caller, 'CreateEventA', options);
}

/** CreateEventExW, Windows Vista and later. */
export function createEventExW(caller: Caller, options: CreateEventOptions = {}): HandleOutcome {
  return createEvent(caller, 'CreateEventExW', options);
}

/** NtCreateEvent, as ntdll itself calls it while a process starts: with exactly the rights that are asked for. */
export function ntCreateEvent(caller: Caller, options: CreateEventOptions = {}): HandleOutcome {
  return caller.native('NtCreateEvent', (thread, service) =>
    caller.machine.services.create(thread, service, eventOptions(caller, options)),
  );
}

/** Options of {@link openEventW}. */
export interface OpenEventOptions extends HandleOptions {
  readonly name: string;
  readonly desiredAccess: number;
}

/** OpenEventW. Fails with OBJECT_NAME_NOT_FOUND or ACCESS_DENIED and handle 0. */
export function openEventW(caller: Caller, options: OpenEventOptions): HandleOutcome {
  return caller.call('OpenEventW', (thread, service) =>
    caller.machine.services.open(thread, service, {
      type: 'Event',
      name: objectPath(caller, options.name),
      desiredAccess: options.desiredAccess,
      attributes: openAttributes(options),
    }),
  );
}

/** SetEvent. A stale handle is a bad reference. */
export function setEvent(caller: Caller, handle: SimulatedHandle): ReferenceOutcome {
  return changeState(caller, 'SetEvent', { handle, signalled: true });
}

/** ResetEvent. */
export function resetEvent(caller: Caller, handle: SimulatedHandle): ReferenceOutcome {
  return changeState(caller, 'ResetEvent', { handle, signalled: false });
}

/** PulseEvent: releases waiters, of which the machine simulates none, and leaves the event reset. */
export function pulseEvent(caller: Caller, handle: SimulatedHandle): ReferenceOutcome {
  return changeState(caller, 'PulseEvent', { handle, signalled: false });
}

function createEvent(
  caller: Caller,
  functionName: string,
  options: CreateEventOptions,
): HandleOutcome {
  return caller.call(functionName, (thread, service) =>
    caller.machine.services.create(thread, service, eventOptions(caller, options)),
  );
}

function eventOptions(caller: Caller, options: CreateEventOptions): CreateOptions {
  return {
    type: 'Event',
    desiredAccess: options.desiredAccess ?? EVENT_ALL_ACCESS,
    attributes: createAttributes(options),
    name: options.name === undefined ? null : objectPath(caller, options.name),
    body: {
      kind: 'event',
      manualReset: options.manualReset ?? false,
      signalled: options.signalled ?? false,
    },
  };
}

function changeState(
  caller: Caller,
  functionName: string,
  change: { readonly handle: SimulatedHandle; readonly signalled: boolean },
): ReferenceOutcome {
  return caller.call(functionName, (thread, service) => {
    const outcome = caller.machine.services.reference(thread, service, {
      handle: change.handle,
      type: 'Event',
      access: EVENT_MODIFY_STATE,
    });
    const event = outcome.object?.changeBody('event') ?? null;
    if (event !== null) {
      event.signalled = change.signalled;
    }
    return outcome;
  });
}
