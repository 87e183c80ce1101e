/** Moving several windows at once: BeginDeferWindowPos, DeferWindowPos, EndDeferWindowPos. */

import { ERROR_NOT_ENOUGH_MEMORY } from '../handleManager';
import {
  createCall,
  destroyCall,
  failed,
  handleCall,
  succeeded,
  type UserCaller,
  type UserOutcome,
} from './userCaller';

/** Bytes that a window's new place takes; simulated. */
const PLACE_SIZE = { 4: 0x30, 8: 0x50 } as const;

/** BeginDeferWindowPos with room for so many windows. */
export function beginDeferWindowPos(caller: UserCaller, windows = 1): UserOutcome {
  return createCall(caller, {
    name: 'BeginDeferWindowPos',
    type: 'setwindowpos',
    request: { moreBytes: windows * PLACE_SIZE[caller.session.profile.pointerSize] },
  });
}

/** DeferWindowPos: both handles are checked; the answer is the structure's. */
export function deferWindowPos(caller: UserCaller, positions: number, window: number): UserOutcome {
  return handleCall(caller, {
    name: 'DeferWindowPos',
    type: 'setwindowpos',
    handle: positions,
    body: (object, gui) => {
      const checked = caller.session.validate(gui, window, 'window');
      if ('error' in checked) {
        return failed(checked.error);
      }
      const size = PLACE_SIZE[caller.session.profile.pointerSize];
      return caller.session.extend(object, size) === null
        ? failed(ERROR_NOT_ENOUGH_MEMORY)
        : succeeded(object.handle);
    },
  });
}

/** EndDeferWindowPos: the windows move, the structure goes. */
export function endDeferWindowPos(caller: UserCaller, positions: number): UserOutcome {
  return destroyCall(caller, 'EndDeferWindowPos', 'setwindowpos', positions);
}
