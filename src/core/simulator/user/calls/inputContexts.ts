/** Input contexts of the input method manager, USER objects from Windows 2000 on. */

import { createCall, destroyCall, type UserCaller, type UserOutcome } from './userCaller';

/** ImmCreateContext. */
export function immCreateContext(caller: UserCaller): UserOutcome {
  return createCall(caller, { name: 'ImmCreateContext', type: 'inputcontext' });
}

/** ImmDestroyContext. */
export function immDestroyContext(caller: UserCaller, context: number): UserOutcome {
  return destroyCall(caller, 'ImmDestroyContext', 'inputcontext', context);
}
