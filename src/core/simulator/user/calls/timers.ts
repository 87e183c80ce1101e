/** Timers, which are USER objects from Windows 2000 on. */

import { createCall, destroyCall, type UserCaller, type UserOutcome } from './userCaller';

/** SetTimer: the answer is the timer's USER handle; the identifier that Windows gives is another number. */
export function setTimer(caller: UserCaller): UserOutcome {
  return createCall(caller, { name: 'SetTimer', type: 'timer' });
}

/** KillTimer, by the handle that {@link setTimer} gave. */
export function killTimer(caller: UserCaller, timer: number): UserOutcome {
  return destroyCall(caller, 'KillTimer', 'timer', timer);
}
