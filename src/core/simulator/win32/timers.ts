/** Waitable timers: CreateWaitableTimer, OpenWaitableTimer, SetWaitableTimer. */

import type { HandleOutcome, ReferenceOutcome, SimulatedHandle } from '../machine/machineTypes';
import { timerBody } from '../machine/objectBody';
import type { Caller } from './caller';
import { createAttributes, objectPath, openAttributes, type HandleOptions } from './names';

/** TIMER_ALL_ACCESS. */
export const TIMER_ALL_ACCESS = 0x1f_0003;
/** CREATE_WAITABLE_TIMER_HIGH_RESOLUTION. */
export const HIGH_RESOLUTION_TIMER = 0x2;
/** TIMER_MODIFY_STATE. */
const TIMER_MODIFY_STATE = 0x2;

/** Options of the create functions. */
export interface CreateTimerOptions extends HandleOptions {
  readonly manualReset?: boolean;
  /** See {@link objectPath}; absent: unnamed. High-resolution timers have no name. */
  readonly name?: string;
  readonly desiredAccess?: number;
}

/** CreateWaitableTimerW: an object of type Timer. */
export function createWaitableTimerW(
  caller: Caller,
  options: CreateTimerOptions = {},
): HandleOutcome {
  return createTimer(caller, 'CreateWaitableTimerW', { ...options, type: 'Timer' });
}

/**
 * CreateWaitableTimerExW. With {@link HIGH_RESOLUTION_TIMER} on Windows 10 and later the object is an IRTimer, which
 * debuggers count under `None`. Windows 8 has the type but not the flag: there it is a Timer.
 */
export function createWaitableTimerExW(
  caller: Caller,
  options: CreateTimerOptions & { readonly flags?: number } = {},
): HandleOutcome {
  const wanted = ((options.flags ?? 0) & HIGH_RESOLUTION_TIMER) !== 0;
  const highResolution = wanted && caller.machine.profile.version.major >= 10;
  const { name, ...unnamed } = options;
  return highResolution
    ? createTimer(caller, 'CreateWaitableTimerExW', { ...unnamed, type: 'IRTimer' })
    : createTimer(caller, 'CreateWaitableTimerW', {
        ...unnamed,
        ...(name === undefined ? {} : { name }),
        type: 'Timer',
      });
}

/** Options of {@link openWaitableTimerW}. */
export interface OpenTimerOptions extends HandleOptions {
  readonly name: string;
  readonly desiredAccess: number;
}

/** OpenWaitableTimerW. */
export function openWaitableTimerW(caller: Caller, options: OpenTimerOptions): HandleOutcome {
  return caller.call('OpenWaitableTimerW', (thread, service) =>
    caller.machine.services.open(thread, service, {
      type: 'Timer',
      name: objectPath(caller, options.name),
      desiredAccess: options.desiredAccess,
      attributes: openAttributes(options),
    }),
  );
}

/** When a timer fires. */
export interface TimerOptions {
  /** Simulated time in milliseconds; absent: never. */
  readonly due?: number;
  /** Milliseconds until it fires again; absent or 0: it does not. */
  readonly period?: number;
}

/** SetWaitableTimer: starts the timer, which is not signalled until it fires. Whoever lets time pass makes it fire. */
export function setWaitableTimer(
  caller: Caller,
  handle: SimulatedHandle,
  options: TimerOptions = {},
): ReferenceOutcome {
  return caller.call('SetWaitableTimer', (thread, service) => {
    const outcome = caller.machine.services.reference(thread, service, {
      handle,
      type: 'Timer',
      access: TIMER_MODIFY_STATE,
    });
    const timer = outcome.object?.changeBody('timer') ?? null;
    if (timer !== null) {
      timer.signalled = false;
      timer.due = options.due ?? Infinity;
      timer.period = options.period ?? 0;
    }
    return outcome;
  });
}

function createTimer(
  caller: Caller,
  functionName: string,
  options: CreateTimerOptions & { readonly type: 'Timer' | 'IRTimer' },
): HandleOutcome {
  return caller.call(functionName, (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: options.type,
      desiredAccess: options.desiredAccess ?? TIMER_ALL_ACCESS,
      attributes: createAttributes(options),
      name: options.name === undefined ? null : objectPath(caller, options.name),
      body: timerBody(options.manualReset ?? false),
    }),
  );
}
