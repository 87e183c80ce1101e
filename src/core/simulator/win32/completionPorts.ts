/** I/O completion ports: CreateIoCompletionPort, PostQueuedCompletionStatus. */

import type { HandleOutcome, ReferenceOutcome, SimulatedHandle } from '../machine/machineTypes';
import type { Caller } from './caller';

/** IO_COMPLETION_ALL_ACCESS. */
export const IO_COMPLETION_ALL_ACCESS = 0x1f_0003;
/** IO_COMPLETION_MODIFY_STATE. */
const IO_COMPLETION_MODIFY_STATE = 0x2;

/** CreateIoCompletionPort without a file: a new port. */
export function createIoCompletionPort(caller: Caller): HandleOutcome {
  return caller.call('CreateIoCompletionPort', (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'IoCompletion',
      desiredAccess: IO_COMPLETION_ALL_ACCESS,
    }),
  );
}

/** PostQueuedCompletionStatus: one more packet in the queue. */
export function postQueuedCompletionStatus(
  caller: Caller,
  handle: SimulatedHandle,
): ReferenceOutcome {
  return caller.call('PostQueuedCompletionStatus', (thread, service) => {
    const outcome = caller.machine.services.reference(thread, service, {
      handle,
      type: 'IoCompletion',
      access: IO_COMPLETION_MODIFY_STATE,
    });
    const port = outcome.object?.changeBody('ioCompletion') ?? null;
    if (port !== null) {
      port.depth++;
    }
    return outcome;
  });
}
