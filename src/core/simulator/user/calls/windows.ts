/** Windows: making and destroying them, messages that lock them, subclassing. */

import { ERROR_NOT_ENOUGH_MEMORY } from '../handleManager';
import type { UserDesktop } from '../userDesktop';
import {
  createCall,
  failed,
  handleCall,
  succeeded,
  type UserCaller,
  type UserOutcome,
} from './userCaller';

/** Options of {@link createWindowExW}. */
export interface CreateWindowOptions {
  /** Window text; it takes desktop heap. */
  readonly text?: string;
  /** cbWndExtra: bytes behind the window structure. */
  readonly extraBytes?: number;
  /** Default: the thread's. Null makes a window without a desktop, as only the window manager itself does. */
  readonly desktop?: UserDesktop | null;
}

/** CreateWindowExW: the window's handle. */
export function createWindowExW(
  caller: UserCaller,
  options: CreateWindowOptions = {},
): UserOutcome {
  const { text = '', extraBytes = 0, desktop } = options;
  return createCall(caller, {
    name: 'CreateWindowExW',
    type: 'window',
    request: { moreBytes: extraBytes, ...(desktop === undefined ? {} : { desktop }) },
    complete: (object) => {
      object.change({ text });
      return text === '' || caller.session.extend(object, (text.length + 1) * 2) !== null
        ? 0
        : ERROR_NOT_ENOUGH_MEMORY;
    },
  });
}

/** DestroyWindow: only the thread that made a window may (else ERROR_ACCESS_DENIED). */
export function destroyWindow(caller: UserCaller, window: number): UserOutcome {
  return handleCall(caller, {
    name: 'DestroyWindow',
    type: 'window',
    handle: window,
    body: (object, gui) => {
      if (object.owner !== gui) {
        return failed(ERROR_ACCESS_DENIED);
      }
      caller.session.destroy(object);
      return succeeded();
    },
  });
}

const ERROR_INVALID_HANDLE = 6;
/** ERROR_ACCESS_DENIED. */
export const ERROR_ACCESS_DENIED = 5;

/** SetWindowTextW; without a text it only uses the window. */
export function setWindowTextW(
  caller: UserCaller,
  window: number,
  text: string | null = null,
): UserOutcome {
  return handleCall(caller, {
    name: 'SetWindowTextW',
    type: 'window',
    handle: window,
    body: (object) => {
      object.change({ text: text ?? object.now.text });
      return succeeded();
    },
  });
}

/** ShowWindow. */
export function showWindow(caller: UserCaller, window: number): UserOutcome {
  return handleCall(caller, { name: 'ShowWindow', type: 'window', handle: window });
}

/** PostMessageW. */
export function postMessageW(caller: UserCaller, window: number): UserOutcome {
  return handleCall(caller, { name: 'PostMessageW', type: 'window', handle: window });
}

/**
 * SendMessageW: the window is locked while its procedure runs. `procedure` is that procedure; a window that it destroys
 * is marked, and goes when the message has been answered.
 */
export function sendMessageW(
  caller: UserCaller,
  window: number,
  procedure: () => void = () => undefined,
): UserOutcome {
  return handleCall(caller, {
    name: 'SendMessageW',
    type: 'window',
    handle: window,
    body: (object) => {
      const { manager } = caller.session;
      manager.lock(object);
      try {
        procedure();
      } finally {
        manager.unlock(object);
      }
      return succeeded();
    },
  });
}

/**
 * SetWindowLong(Ptr)A with GWL_WNDPROC on a window whose procedure expects Unicode: the answer is the handle of the
 * CallProcData that stands for the old procedure. It goes with the process.
 */
export function subclassWindowA(caller: UserCaller, window: number): UserOutcome {
  const name = caller.session.profile.pointerSize === 8 ? 'SetWindowLongPtrA' : 'SetWindowLongA';
  return createCall(caller, {
    name,
    type: 'callproc',
    before: (gui) => {
      const checked = caller.session.validate(gui, window, 'window');
      return 'error' in checked ? failed(checked.error) : null;
    },
  });
}

/** Locks an object as the window manager does while it uses it; any type. */
export function lockObject(caller: UserCaller, handle: number): UserOutcome {
  return handleCall(caller, {
    name: 'SendMessageW',
    type: null,
    handle,
    body: (object) => {
      caller.session.manager.lock(object);
      return succeeded(object.now.locks);
    },
  });
}

/** Spoils the handle that an object's header states; ERROR_INVALID_HANDLE when there is no such object. */
export function strayWrite({ session }: UserCaller, handle: number, stated: number): UserOutcome {
  const object = session.select(handle);
  if (object === null) {
    return failed(ERROR_INVALID_HANDLE);
  }
  session.overwriteObjectHandle(object, stated);
  return succeeded();
}

/**
 * Takes a lock away: the value is 1 while the object is left, and for a marked object 0 once its last lock is gone with
 * it. The handle may be one that validation refuses; an object without locks fails with ERROR_NOT_LOCKED.
 */
export function unlockObject(caller: UserCaller, handle: number): UserOutcome {
  return caller.call('SendMessageW', () => {
    const { manager } = caller.session;
    const object = manager.at(handle & 0xffff);
    if (object === null || object.handle !== handle || object.now.locks === 0) {
      return failed(ERROR_NOT_LOCKED);
    }
    manager.unlock(object);
    return succeeded(manager.isLiving(object) ? 1 : 0);
  });
}

/** ERROR_NOT_LOCKED. */
export const ERROR_NOT_LOCKED = 158;
