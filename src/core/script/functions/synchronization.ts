/** Events, mutexes, semaphores and waitable timers. */

import type { HandleOutcome, ReferenceOutcome } from '../../simulator/machine/machineTypes';
import {
  createEventA,
  createEventExW,
  createEventW,
  openEventW,
  pulseEvent,
  resetEvent,
  setEvent,
} from '../../simulator/win32/events';
import { createMutexA, createMutexW, openMutexW } from '../../simulator/win32/mutexes';
import {
  createSemaphoreA,
  createSemaphoreW,
  openSemaphoreW,
} from '../../simulator/win32/semaphores';
import {
  createWaitableTimerExW,
  createWaitableTimerW,
  openWaitableTimerW,
  setWaitableTimer,
} from '../../simulator/win32/timers';
import { created, ERROR_NOT_OWNER, ERROR_TOO_MANY_POSTS, flag, opened, optional } from './answers';
import { builtIn, type BuiltIn, type Call } from './builtIn';

const EVENT =
  'Creates an event, or opens the one that has the name; then the last error is ERROR_ALREADY_EXISTS.';
const MUTEX = 'Creates a mutex, or opens the one that has the name.';
const SEMAPHORE = 'Creates a semaphore, or opens the one that has the name.';

function event(call: Call): Parameters<typeof createEventW>[1] {
  return {
    inherit: call.inherit(0),
    manualReset: call.number(1) !== 0,
    signalled: call.number(2) !== 0,
    ...optional('name', call.text(3)),
  };
}

function mutex(call: Call): Parameters<typeof createMutexW>[1] {
  return {
    inherit: call.inherit(0),
    owned: call.number(1) !== 0,
    ...optional('name', call.text(2)),
  };
}

function semaphore(call: Call): Parameters<typeof createSemaphoreW>[1] {
  return {
    inherit: call.inherit(0),
    count: call.number(1),
    limit: call.number(2),
    ...optional('name', call.text(3)),
  };
}

/** What every Open function of a named object takes. */
function named(call: Call): { desiredAccess: number; inherit: boolean; name: string } {
  return {
    desiredAccess: call.number(0),
    inherit: call.number(1) !== 0,
    name: call.text(2) ?? '',
  };
}

/** A change of an object's state; whoever waits for it is looked at again. */
function changed(call: Call, outcome: ReferenceOutcome): number {
  call.run.changed();
  return flag(call, outcome);
}

function releaseMutex(call: Call): number {
  const { caller } = call;
  return caller.call('ReleaseMutex', (thread, service) => {
    const outcome = caller.machine.services.reference(thread, service, {
      handle: call.number(0),
      type: 'Mutant',
      access: 0,
    });
    const body = outcome.object?.changeBody('mutant') ?? null;
    if (body === null) {
      return flag(call, outcome);
    }
    if (body.count > 0 || body.ownerThreadId !== thread.threadId) {
      return call.fail(ERROR_NOT_OWNER, 0);
    }
    body.count++;
    if (body.count === 1) {
      body.ownerProcessId = 0;
      body.ownerThreadId = 0;
    }
    call.run.changed();
    return 1;
  });
}

function releaseSemaphore(call: Call): number {
  const { caller } = call;
  return caller.call('ReleaseSemaphore', (thread, service) => {
    const outcome = caller.machine.services.reference(thread, service, {
      handle: call.number(0),
      type: 'Semaphore',
      access: 0x2,
    });
    const body = outcome.object?.changeBody('semaphore') ?? null;
    if (body === null) {
      return flag(call, outcome);
    }
    const releases = call.number(1);
    if (releases <= 0 || body.count + releases > body.limit) {
      return call.fail(ERROR_TOO_MANY_POSTS, 0);
    }
    call.write(call.number(2), body.count);
    body.count += releases;
    call.run.changed();
    return 1;
  });
}

/** 100 ns units per millisecond. */
const UNITS = 10_000;

function startTimer(call: Call): number {
  const { caller } = call;
  const time = Number(call.read(call.number(1)));
  const due = call.run.clock + (time < 0 ? -time / UNITS : 0);
  const outcome = setWaitableTimer(caller, call.number(0), { due, period: call.number(2) });
  if (outcome.object !== null) {
    call.run.changed();
  }
  return flag(call, outcome);
}

function openedEvent(call: Call, open: typeof openEventW): HandleOutcome {
  return open(call.caller, named(call));
}

/** The functions of this file. */
export const SYNCHRONIZATION: readonly BuiltIn[] = [
  ...(
    [
      ['CreateEventW', 'LPCWSTR', createEventW],
      ['CreateEventA', 'LPCSTR', createEventA],
    ] as const
  ).map(([name, text, create]) =>
    builtIn({
      signature: `HANDLE ${name}(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset, BOOL bInitialState, ${text} lpName)`,
      summary: EVENT,
      opens: 'Event',
      flags: { bManualReset: 'boolean', bInitialState: 'boolean' },
      run: (call) => created(call, create(call.caller, event(call))),
    }),
  ),
  builtIn({
    signature:
      'HANDLE CreateEventExW(LPSECURITY_ATTRIBUTES lpEventAttributes, LPCWSTR lpName, DWORD dwFlags, DWORD dwDesiredAccess)',
    summary: `${EVENT} With exactly the access asked for.`,
    opens: 'Event',
    flags: { dwFlags: 'eventFlags', dwDesiredAccess: 'event' },
    run: (call) =>
      created(
        call,
        createEventExW(call.caller, {
          inherit: call.inherit(0),
          ...optional('name', call.text(1)),
          manualReset: (call.number(2) & 1) !== 0,
          signalled: (call.number(2) & 2) !== 0,
          desiredAccess: call.number(3),
        }),
      ),
  }),
  builtIn({
    signature: 'HANDLE OpenEventW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)',
    summary: 'Opens an event by its name.',
    opens: 'Event',
    flags: { dwDesiredAccess: 'event', bInheritHandle: 'boolean' },
    run: (call) => opened(call, openedEvent(call, openEventW)),
  }),
  builtIn({
    signature: 'BOOL SetEvent(HANDLE hEvent)',
    summary: 'Signals an event; the handle needs EVENT_MODIFY_STATE.',
    run: (call) => changed(call, setEvent(call.caller, call.number(0))),
  }),
  builtIn({
    signature: 'BOOL ResetEvent(HANDLE hEvent)',
    summary: 'Takes the signal of an event away; the handle needs EVENT_MODIFY_STATE.',
    run: (call) => changed(call, resetEvent(call.caller, call.number(0))),
  }),
  builtIn({
    signature: 'BOOL PulseEvent(HANDLE hEvent)',
    summary: 'Releases whoever waits for an event at this moment, and leaves it not signalled.',
    run: (call) => {
      const outcome = pulseEvent(call.caller, call.number(0));
      const event = outcome.object?.changeBody('event') ?? null;
      if (event !== null) {
        event.signalled = true;
        call.run.changed();
        event.signalled = false;
      }
      return flag(call, outcome);
    },
  }),
  ...(
    [
      ['CreateMutexW', 'LPCWSTR', createMutexW],
      ['CreateMutexA', 'LPCSTR', createMutexA],
    ] as const
  ).map(([name, text, create]) =>
    builtIn({
      signature: `HANDLE ${name}(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner, ${text} lpName)`,
      summary: MUTEX,
      opens: 'Mutant',
      flags: { bInitialOwner: 'boolean' },
      run: (call) => created(call, create(call.caller, mutex(call))),
    }),
  ),
  builtIn({
    signature: 'HANDLE OpenMutexW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)',
    summary: 'Opens a mutex by its name.',
    opens: 'Mutant',
    flags: { dwDesiredAccess: 'mutex', bInheritHandle: 'boolean' },
    run: (call) => opened(call, openMutexW(call.caller, named(call))),
  }),
  builtIn({
    signature: 'BOOL ReleaseMutex(HANDLE hMutex)',
    summary: 'Gives up a mutex that the calling thread owns; others get ERROR_NOT_OWNER.',
    run: releaseMutex,
  }),
  ...(
    [
      ['CreateSemaphoreW', 'LPCWSTR', createSemaphoreW],
      ['CreateSemaphoreA', 'LPCSTR', createSemaphoreA],
    ] as const
  ).map(([name, text, create]) =>
    builtIn({
      signature: `HANDLE ${name}(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes, LONG lInitialCount, LONG lMaximumCount, ${text} lpName)`,
      summary: SEMAPHORE,
      opens: 'Semaphore',
      run: (call) => created(call, create(call.caller, semaphore(call))),
    }),
  ),
  builtIn({
    signature: 'HANDLE OpenSemaphoreW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)',
    summary: 'Opens a semaphore by its name.',
    opens: 'Semaphore',
    flags: { dwDesiredAccess: 'semaphore', bInheritHandle: 'boolean' },
    run: (call) => opened(call, openSemaphoreW(call.caller, named(call))),
  }),
  builtIn({
    signature:
      'BOOL ReleaseSemaphore(HANDLE hSemaphore, LONG lReleaseCount, LPLONG lpPreviousCount)',
    summary: 'Raises the count of a semaphore; above its limit it fails with ERROR_TOO_MANY_POSTS.',
    run: releaseSemaphore,
  }),
  builtIn({
    signature:
      'HANDLE CreateWaitableTimerW(LPSECURITY_ATTRIBUTES lpTimerAttributes, BOOL bManualReset, LPCWSTR lpTimerName)',
    summary: 'Creates a waitable timer, or opens the one that has the name.',
    opens: 'Timer',
    flags: { bManualReset: 'boolean' },
    run: (call) =>
      created(
        call,
        createWaitableTimerW(call.caller, {
          inherit: call.inherit(0),
          manualReset: call.number(1) !== 0,
          ...optional('name', call.text(2)),
        }),
      ),
  }),
  builtIn({
    signature:
      'HANDLE CreateWaitableTimerExW(LPSECURITY_ATTRIBUTES lpTimerAttributes, LPCWSTR lpTimerName, DWORD dwFlags, DWORD dwDesiredAccess)',
    summary:
      'Creates a waitable timer; with CREATE_WAITABLE_TIMER_HIGH_RESOLUTION on Windows 10 an IRTimer.',
    opens: 'Timer',
    flags: { dwFlags: 'timerFlags', dwDesiredAccess: 'timer' },
    run: (call) =>
      created(
        call,
        createWaitableTimerExW(call.caller, {
          inherit: call.inherit(0),
          ...optional('name', call.text(1)),
          manualReset: (call.number(2) & 1) !== 0,
          flags: call.number(2),
          desiredAccess: call.number(3),
        }),
      ),
  }),
  builtIn({
    signature:
      'HANDLE OpenWaitableTimerW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpTimerName)',
    summary: 'Opens a waitable timer by its name.',
    opens: 'Timer',
    flags: { dwDesiredAccess: 'timer', bInheritHandle: 'boolean' },
    run: (call) => opened(call, openWaitableTimerW(call.caller, named(call))),
  }),
  builtIn({
    signature:
      'BOOL SetWaitableTimer(HANDLE hTimer, LARGE_INTEGER* lpDueTime, LONG lPeriod, LPVOID pfnCompletionRoutine, LPVOID lpArgToCompletionRoutine, BOOL fResume)',
    summary:
      'Starts a timer. A negative due time is relative, in units of 100 ns; others are due at once. The period is in milliseconds.',
    flags: { fResume: 'boolean' },
    run: startTimer,
  }),
];
