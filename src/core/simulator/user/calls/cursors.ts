/** Cursors and icons, which are one type of object. */

import {
  createCall,
  destroyCall,
  handleCall,
  succeeded,
  type UserCaller,
  type UserOutcome,
} from './userCaller';

/** Calls that make a cursor or an icon. Loading one anew each time, not shared, makes a new object each time. */
export type CursorCall =
  | 'CreateCursor'
  | 'CreateIcon'
  | 'CreateIconIndirect'
  | 'CopyIcon'
  | 'LoadCursorW'
  | 'LoadIconW'
  | 'LoadImageW';

/** Any of the calls that make a cursor or an icon. */
export function makeCursor(caller: UserCaller, name: CursorCall): UserOutcome {
  return createCall(caller, { name, type: 'cursor' });
}

/** CreateCursor. */
export function createCursor(caller: UserCaller): UserOutcome {
  return makeCursor(caller, 'CreateCursor');
}

/** CreateIconIndirect. */
export function createIconIndirect(caller: UserCaller): UserOutcome {
  return makeCursor(caller, 'CreateIconIndirect');
}

/** LoadCursorW of a cursor of the program's own. */
export function loadCursorW(caller: UserCaller): UserOutcome {
  return makeCursor(caller, 'LoadCursorW');
}

/** LoadIconW of an icon of the program's own. */
export function loadIconW(caller: UserCaller): UserOutcome {
  return makeCursor(caller, 'LoadIconW');
}

/** DestroyCursor. */
export function destroyCursor(caller: UserCaller, cursor: number): UserOutcome {
  return destroyCall(caller, 'DestroyCursor', 'cursor', cursor);
}

/** DestroyIcon. */
export function destroyIcon(caller: UserCaller, icon: number): UserOutcome {
  return destroyCall(caller, 'DestroyIcon', 'cursor', icon);
}

/**
 * SetSystemCursor: the system takes the cursor over. Here it passes to the session's server process; what Windows does
 * with its owner is not published.
 */
export function setSystemCursor(caller: UserCaller, cursor: number): UserOutcome {
  return handleCall(caller, {
    name: 'SetSystemCursor',
    type: 'cursor',
    handle: cursor,
    body: (object) => {
      caller.session.changeOwner(object, caller.session.parties.server);
      return succeeded();
    },
  });
}
