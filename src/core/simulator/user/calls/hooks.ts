/** Hooks: SetWindowsHookEx and, from Windows 2000 on as USER objects, SetWinEventHook. */

import { createCall, destroyCall, type UserCaller, type UserOutcome } from './userCaller';

/** SetWindowsHookExW. */
export function setWindowsHookExW(caller: UserCaller): UserOutcome {
  return createCall(caller, { name: 'SetWindowsHookExW', type: 'hook' });
}

/** UnhookWindowsHookEx. */
export function unhookWindowsHookEx(caller: UserCaller, hook: number): UserOutcome {
  return destroyCall(caller, 'UnhookWindowsHookEx', 'hook', hook);
}

/** SetWinEventHook. */
export function setWinEventHook(caller: UserCaller): UserOutcome {
  return createCall(caller, { name: 'SetWinEventHook', type: 'wineventhook' });
}

/** UnhookWinEvent. */
export function unhookWinEvent(caller: UserCaller, hook: number): UserOutcome {
  return destroyCall(caller, 'UnhookWinEvent', 'wineventhook', hook);
}
