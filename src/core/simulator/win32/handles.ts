/** What works on handles of every type: CloseHandle, DuplicateHandle, Get- and SetHandleInformation, waits. */

import type {
  DuplicateOptions,
  HandleFlagChange,
  HandleOutcome,
  ReferenceOutcome,
  ServiceOutcome,
  SimulatedHandle,
} from '../machine/machineTypes';
import type { KernelObject } from '../machine/kernelObject';
import type { SimulatedThread } from '../machine/simulatedThread';
import type { Caller } from './caller';

/** SYNCHRONIZE. */
const SYNCHRONIZE = 0x10_0000;

/** CloseHandle. A bad handle is a bad reference, and raises an exception when the process is traced or debugged. */
export function closeHandle(caller: Caller, handle: SimulatedHandle): ServiceOutcome {
  return caller.call('CloseHandle', (thread, service) =>
    caller.machine.services.close(thread, handle, service),
  );
}

/**
 * DuplicateHandle with all its options: another or the same process on either side, other rights or DUPLICATE_SAME_ACCESS,
 * other attributes or DUPLICATE_SAME_ATTRIBUTES, DUPLICATE_CLOSE_SOURCE with or without a target.
 */
export function duplicateHandle(caller: Caller, options: DuplicateOptions): HandleOutcome {
  return caller.call('DuplicateHandle', (thread, service) =>
    caller.machine.services.duplicate(thread, options, service),
  );
}

/** SetHandleInformation: HANDLE_FLAG_INHERIT and HANDLE_FLAG_PROTECT_FROM_CLOSE. */
export function setHandleInformation(
  caller: Caller,
  handle: SimulatedHandle,
  change: HandleFlagChange,
): ServiceOutcome {
  return caller.call('SetHandleInformation', (thread) =>
    caller.machine.services.setHandleFlags(thread, handle, change),
  );
}

/** GetHandleInformation: one reference by handle. */
export function getHandleInformation(caller: Caller, handle: SimulatedHandle): ReferenceOutcome {
  return caller.call('GetHandleInformation', (thread, service) =>
    caller.machine.services.reference(thread, service, { handle, type: null, access: 0 }),
  );
}

/**
 * WaitForSingleObject with a timeout of 0: the object is used once; a signalled auto-reset event is reset, a free mutex
 * acquired, a semaphore's count lowered. The simulated thread never blocks.
 */
export function waitForSingleObject(caller: Caller, handle: SimulatedHandle): ReferenceOutcome {
  return caller.call('WaitForSingleObject', (thread, service) =>
    wait(caller, { thread, service, handle }),
  );
}

/** WaitForMultipleObjects for any of some handles; the answer is that of the first bad one, else of the last. */
export function waitForMultipleObjects(
  caller: Caller,
  handles: readonly [SimulatedHandle, ...SimulatedHandle[]],
): ReferenceOutcome {
  return caller.call('WaitForMultipleObjects', (thread, service) => {
    const [first, ...others] = handles;
    let outcome = wait(caller, { thread, service, handle: first });
    for (const handle of others) {
      if (outcome.object === null) {
        break;
      }
      outcome = wait(caller, { thread, service, handle });
    }
    return outcome;
  });
}

function wait(
  caller: Caller,
  call: {
    readonly thread: SimulatedThread;
    readonly service: string;
    readonly handle: SimulatedHandle;
  },
): ReferenceOutcome {
  const outcome = caller.machine.services.reference(call.thread, call.service, {
    handle: call.handle,
    type: null,
    access: SYNCHRONIZE,
  });
  if (outcome.object !== null) {
    satisfyWait(outcome.object, call.thread);
  }
  return outcome;
}

/** What a satisfied wait changes. */
function satisfyWait(object: KernelObject, thread: SimulatedThread): void {
  const mutex = object.changeBody('mutant');
  if (mutex === null) {
    takeSignal(object);
  } else if (mutex.count > 0 || mutex.ownerThreadId === thread.threadId) {
    mutex.count--;
    mutex.ownerProcessId = thread.process.processId;
    mutex.ownerThreadId = thread.threadId;
  }
}

/** What a satisfied wait takes of an event, a timer or a semaphore; other objects stay as they are. */
export function takeSignal(object: KernelObject): void {
  const timer = object.changeBody('event') ?? object.changeBody('timer');
  if (timer?.manualReset === false) {
    timer.signalled = false;
  }
  const semaphore = object.changeBody('semaphore');
  if (semaphore !== null && semaphore.count > 0) {
    semaphore.count--;
  }
}
