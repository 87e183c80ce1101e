/** When an object is signalled, and what a satisfied wait changes. */

import type { KernelObject } from '../../simulator/machine/kernelObject';
import { takeSignal } from '../../simulator/win32/handles';
import type { SimulatedThread } from '../../simulator/machine/simulatedThread';

/** True when a wait of a thread for an object ends at once. Objects that nothing ever signals are signalled, as files are. */
export function isSignalled({ body }: KernelObject, thread: SimulatedThread): boolean {
  switch (body.kind) {
    case 'event':
    case 'timer':
      return body.signalled;
    case 'mutant':
      return body.count > 0 || body.ownerThreadId === thread.threadId;
    case 'semaphore':
      return body.count > 0;
    case 'process':
      return body.process.exited;
    case 'thread':
      return body.thread.exited;
    case 'ioCompletion':
      return body.depth > 0;
    default:
      return true;
  }
}

/** Takes what the wait was for; true when it was an abandoned mutex. */
export function satisfy(object: KernelObject, thread: SimulatedThread): boolean {
  const mutex = object.changeBody('mutant');
  if (mutex === null) {
    takeSignal(object);
    return false;
  }
  const { abandoned } = mutex;
  mutex.abandoned = false;
  mutex.count--;
  mutex.ownerProcessId = thread.process.processId;
  mutex.ownerThreadId = thread.threadId;
  return abandoned;
}
