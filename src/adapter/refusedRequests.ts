/** Requests that make no sense here: answered so that clients go on, with the reason where a person may read it. */

import { RequestError } from './adapterErrors';
import type { RequestContext, RequestHandler } from './requestGuard';
import type { HandlerTable } from './sessionAccess';

const NO_BREAKPOINTS = 'Handle Lens sets no breakpoints: it examines a target that is stopped.';

/** Handlers that refuse. */
export function refusedHandlers(): HandlerTable {
  const readOnly = refuse('The target cannot be written to.');
  return {
    setBreakpoints: unverified,
    setFunctionBreakpoints: unverified,
    setInstructionBreakpoints: unverified,
    setDataBreakpoints: unverified,
    setExceptionBreakpoints: () => ({ breakpoints: [] }),
    breakpointLocations: () => ({ breakpoints: [] }),
    dataBreakpointInfo: () => ({ dataId: null, description: NO_BREAKPOINTS }),
    setVariable: readOnly,
    setExpression: readOnly,
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

/** One unverified breakpoint for each that was asked for, as the protocol demands. */
function unverified({ arguments: wanted }: RequestContext): object {
  return {
    breakpoints: wanted
      .list('breakpoints')
      .map(() => ({ verified: false, message: NO_BREAKPOINTS })),
  };
}
