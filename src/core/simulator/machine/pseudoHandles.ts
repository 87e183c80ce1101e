/** Pseudo handles: small negative values that stand in no table (domain.md 1.1). */

import type { KernelObject } from './kernelObject';
import type { Machine } from './machine';
import type { ReferenceOutcome, SimulatedHandle } from './machineTypes';
import type { SimulatedThread } from './simulatedThread';
import { STATUS_INVALID_HANDLE, STATUS_NO_TOKEN, STATUS_SUCCESS } from './status';

/** The current process. */
export const CURRENT_PROCESS = -1;
/** The current thread. */
export const CURRENT_THREAD = -2;
/** The current session. */
export const CURRENT_SESSION = -3;
/** The token of the current process; Windows 8 and later, as the following. */
export const CURRENT_PROCESS_TOKEN = -4;
/** The impersonation token of the current thread. */
export const CURRENT_THREAD_TOKEN = -5;
/** The impersonation token, else the process token. */
export const CURRENT_EFFECTIVE_TOKEN = -6;

/**
 * What a pseudo handle stands for, without counting a reference; null when the value is none. The session pseudo
 * handle is only understood by session services: as an object it is invalid.
 */
export function referencePseudoHandle(
  machine: Machine,
  thread: SimulatedThread,
  handle: SimulatedHandle,
): ReferenceOutcome | null {
  const signed = machine.profile.pointerSize === 4 ? handle | 0 : handle;
  if (signed >= 0 || signed < machine.profile.lowestPseudoHandle) {
    return null;
  }
  switch (signed) {
    case CURRENT_PROCESS:
      return found(thread.process.object);
    case CURRENT_THREAD:
      return found(thread.object);
    case CURRENT_PROCESS_TOKEN:
    case CURRENT_EFFECTIVE_TOKEN:
      return found(machine.tokenOf(thread.process));
    case CURRENT_THREAD_TOKEN:
      return { status: STATUS_NO_TOKEN, raised: false, object: null, grantedAccess: 0 };
    default:
      return { status: STATUS_INVALID_HANDLE, raised: false, object: null, grantedAccess: 0 };
  }
}

function found(object: KernelObject | null): ReferenceOutcome {
  return object === null
    ? { status: STATUS_INVALID_HANDLE, raised: false, object: null, grantedAccess: 0 }
    : {
        status: STATUS_SUCCESS,
        raised: false,
        object,
        grantedAccess: object.type.facts.mapping.all,
      };
}
