/** Requests that make no sense here: answered so that clients go on, with the reason where a person may read it. */

import { RequestError } from './adapterErrors';
import type { RequestHandler } from './requestGuard';
import type { HandlerTable } from './sessionAccess';

/** Handlers that refuse. */
export function refusedHandlers(): HandlerTable {
  const readOnly = refuse('The target cannot be written to.');
  return {
    writeMemory: readOnly,
    disassemble: refuse('Handle Lens does not disassemble.'),
    goto: refuse('The target cannot be moved to another place.'),
    gotoTargets: () => ({ targets: [] }),
    stepInTargets: () => ({ targets: [] }),
    restartFrame: refuse('A stack frame cannot be restarted.'),
    terminateThreads: refuse('Threads of the target cannot be ended.'),
  };
}

function refuse(reason: string): RequestHandler {
  return () => {
    throw new RequestError(reason);
  };
}
