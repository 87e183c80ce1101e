/** Window stations and desktops as USER objects: Windows NT 3.1 to 3.51 only. Later they are kernel objects. */

import { ERROR_NOT_ENOUGH_MEMORY } from '../handleManager';
import { createCall, destroyCall, type UserCaller, type UserOutcome } from './userCaller';

/** CreateWindowStationW. */
export function createWindowStation(caller: UserCaller): UserOutcome {
  return createCall(caller, { name: 'CreateWindowStationW', type: 'windowstation' });
}

/** CloseWindowStation; here it destroys the window station at once. */
export function closeWindowStation(caller: UserCaller, station: number): UserOutcome {
  return destroyCall(caller, 'CloseWindowStation', 'windowstation', station);
}

/** Options of {@link createDesktop}. */
export interface CreateDesktopOptions {
  /** With its window station: `WinSta0\Editor`. */
  readonly name: string;
  /** Bytes of its heap; default that of the session. */
  readonly heapSize?: number;
}

/** CreateDesktopW: the desktop and its heap. */
export function createDesktop(caller: UserCaller, options: CreateDesktopOptions): UserOutcome {
  return createCall(caller, {
    name: 'CreateDesktopW',
    type: 'desktop',
    complete: ({ block }) =>
      caller.session.desktops.add(options.name, options.heapSize, block.place) === null
        ? ERROR_NOT_ENOUGH_MEMORY
        : 0,
  });
}

/** CloseDesktop; the heap stays, as other objects may lie on it. */
export function closeDesktop(caller: UserCaller, desktop: number): UserOutcome {
  return destroyCall(caller, 'CloseDesktop', 'desktop', desktop);
}
