/** Windows, their menus, timers, hooks and places (user-handles.md 2 and 4). */

import {
  setWinEventHook,
  setWindowsHookExW,
  unhookWindowsHookEx,
  unhookWinEvent,
} from '../../../simulator/user/calls/hooks';
import {
  createMenu,
  createPopupMenu,
  destroyMenu,
  insertMenuItemW,
  loadMenuW,
} from '../../../simulator/user/calls/menus';
import {
  beginDeferWindowPos,
  deferWindowPos,
  endDeferWindowPos,
} from '../../../simulator/user/calls/positions';
import {
  failed,
  handleCall,
  succeeded,
  type UserOutcome,
} from '../../../simulator/user/calls/userCaller';
import {
  createWindowExW,
  destroyWindow,
  lockObject,
  postMessageW,
  sendMessageW,
  setWindowTextW,
  showWindow,
  subclassWindowA,
  strayWrite,
  unlockObject,
} from '../../../simulator/user/calls/windows';
import type { BuiltIn, Call } from '../builtIn';
import { attach, badHandle, destroyer, userFunction } from './answer';
import { windowExtra } from './classes';
import { startTimer, stopTimer } from './timers';

const GWLP_WNDPROC = -4;
const WS_CHILD = 0x4000_0000;
const MF_POPUP = 0x10;

/**
 * A child or owned window is destroyed with its parent, and a window's menu with the window. A child's menu is its number.
 * `first`: number of the parameter with the class.
 */
function createWindow(call: Call, first: number): UserOutcome {
  const { userCaller } = call;
  const isChild = (call.number(first + 2) & WS_CHILD) !== 0;
  // HWND_MESSAGE and HWND_DESKTOP are no windows of a program.
  const parent = Math.max(call.number(first + 7), 0);
  const menu = isChild ? 0 : call.number(first + 8);
  const bad =
    badHandle(call, 'CreateWindowExW', 'window', parent) ??
    badHandle(call, 'CreateWindowExW', 'menu', menu);
  if (bad !== null) {
    return bad;
  }
  const outcome = createWindowExW(userCaller, {
    text: call.text(first + 1) ?? '',
    extraBytes: windowExtra(call, call.value(first)),
  });
  if (outcome.value !== 0) {
    attach(call, parent, outcome.value);
    attach(call, outcome.value, menu);
  }
  return outcome;
}

/** Only a new procedure for a window that expects Unicode makes an object; other values are not kept. */
function setWindowLong(call: Call): UserOutcome {
  return call.number(1) === GWLP_WNDPROC
    ? subclassWindowA(call.userCaller, call.number(0))
    : handleCall(call.userCaller, {
        name: 'SetWindowLongA',
        type: 'window',
        handle: call.number(0),
      });
}

function addItem(name: 'AppendMenuW' | 'InsertMenuW', flags: number) {
  return (call: Call): UserOutcome => {
    const text = call.text(flags + 2) ?? '';
    const outcome = insertMenuItemW(call.userCaller, call.number(0), text, name);
    if (outcome.lastError === 0 && (call.number(flags) & MF_POPUP) !== 0) {
      attach(call, call.number(0), call.number(flags + 1));
    }
    return outcome;
  };
}

function setMenu(call: Call): UserOutcome {
  const [window, menu] = [call.number(0), call.number(1)];
  const { userCaller } = call;
  return handleCall(userCaller, {
    name: 'SetMenu',
    type: 'window',
    handle: window,
    body: (object, gui) => {
      const checked = menu === 0 ? null : userCaller.session.validate(gui, menu, 'menu');
      if (checked !== null && 'error' in checked) {
        return failed(checked.error);
      }
      const parts = object.now.parts.filter(
        (each) => userCaller.session.select(each)?.type.id !== 'menu',
      );
      object.change({ parts: menu === 0 ? parts : [...parts, menu] });
      return succeeded();
    },
  });
}

/** CreateWindowW is a macro of the headers for CreateWindowExW without extended style. */
function windowMaker(signature: string, first: number): BuiltIn {
  return userFunction({
    signature,
    summary:
      'Creates a window on the desktop of the thread. Classes need not be registered. It goes with its thread, or with its parent.',
    type: 'window',
    makes: true,
    closedBy: 'DestroyWindow',
    goesWithThread: true,
    handsOver: ['hMenu'],
    flags: { dwStyle: 'windowStyle' },
    run: (call) => createWindow(call, first),
  });
}

const WINDOWS: readonly BuiltIn[] = [
  windowMaker(
    'HWND CreateWindowExW(DWORD dwExStyle, LPVOID lpClassName, LPCWSTR lpWindowName, DWORD dwStyle, int X, int Y, int nWidth, int nHeight, HWND hWndParent, HMENU hMenu, HINSTANCE hInstance, LPVOID lpParam)',
    1,
  ),
  windowMaker(
    'HWND CreateWindowW(LPVOID lpClassName, LPCWSTR lpWindowName, DWORD dwStyle, int X, int Y, int nWidth, int nHeight, HWND hWndParent, HMENU hMenu, HINSTANCE hInstance, LPVOID lpParam)',
    0,
  ),
  destroyer('BOOL DestroyWindow(HWND hWnd)', 'window', (call) =>
    destroyWindow(call.userCaller, call.number(0)),
  ),
  userFunction({
    signature: 'BOOL SetWindowTextW(HWND hWnd, LPCWSTR lpString)',
    summary: 'Changes the text of a window.',
    type: 'window',
    run: (call) => setWindowTextW(call.userCaller, call.number(0), call.text(1) ?? ''),
  }),
  userFunction({
    signature: 'BOOL ShowWindow(HWND hWnd, int nCmdShow)',
    summary: 'Shows or hides a window. Here only the handle is checked.',
    type: 'window',
    flags: { nCmdShow: 'show' },
    run: (call) => showWindow(call.userCaller, call.number(0)),
  }),
  userFunction({
    signature: 'BOOL PostMessageW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam)',
    summary: 'Sends a message without waiting. Here only the handle is checked.',
    type: 'window',
    run: (call) => postMessageW(call.userCaller, call.number(0)),
  }),
  userFunction({
    signature: 'LRESULT SendMessageW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam)',
    summary: 'Sends a message. Here only the handle is checked: no window procedure runs.',
    type: 'window',
    run: (call) => sendMessageW(call.userCaller, call.number(0)),
  }),
  userFunction({
    signature: 'BOOL IsWindow(HWND hWnd)',
    summary: 'TRUE for the handle of a window; a bad one is no error.',
    type: 'window',
    run: (call) => {
      const object = call.userCaller.session.select(call.number(0));
      return succeeded(object?.type.id === 'window' ? 1 : 0);
    },
  }),
  ...(['LONG SetWindowLongA', 'LONG_PTR SetWindowLongPtrA'] as const).map((name) =>
    userFunction({
      signature: `${name}(HWND hWnd, int nIndex, LPVOID dwNewLong)`,
      summary:
        'With GWLP_WNDPROC: gives a window that expects Unicode a procedure that does not. A CallProcData then stands for the old one, for as long as the process runs; the answer is its handle.',
      type: 'callproc',
      flags: { nIndex: 'windowLong' },
      run: setWindowLong,
    }),
  ),
  userFunction({
    signature: 'HDWP BeginDeferWindowPos(int nNumWindows)',
    summary: 'Begins to move several windows at once.',
    type: 'setwindowpos',
    makes: true,
    closedBy: 'EndDeferWindowPos',
    run: (call) => beginDeferWindowPos(call.userCaller, call.number(0)),
  }),
  userFunction({
    signature:
      'HDWP DeferWindowPos(HDWP hWinPosInfo, HWND hWnd, HWND hWndInsertAfter, int x, int y, int cx, int cy, UINT uFlags)',
    summary: 'Notes a window to be moved; the answer takes the place of the handle that was given.',
    type: 'setwindowpos',
    makes: true,
    closedBy: 'EndDeferWindowPos',
    handsOver: ['hWinPosInfo'],
    run: (call) => deferWindowPos(call.userCaller, call.number(0), call.number(1)),
  }),
  destroyer('BOOL EndDeferWindowPos(HDWP hWinPosInfo)', 'setwindowpos', (call) =>
    endDeferWindowPos(call.userCaller, call.number(0)),
  ),
];

const MENUS: readonly BuiltIn[] = [
  userFunction({
    signature: 'HMENU CreateMenu(void)',
    summary: 'Creates an empty menu. One that is set for no window has to be destroyed.',
    type: 'menu',
    makes: true,
    closedBy: 'DestroyMenu',
    run: (call) => createMenu(call.userCaller),
  }),
  userFunction({
    signature: 'HMENU CreatePopupMenu(void)',
    summary: 'Creates an empty drop-down menu. One that is in no other menu has to be destroyed.',
    type: 'menu',
    makes: true,
    closedBy: 'DestroyMenu',
    run: (call) => createPopupMenu(call.userCaller),
  }),
  userFunction({
    signature: 'HMENU LoadMenuW(HINSTANCE hInstance, LPVOID lpMenuName)',
    summary: 'Creates a menu from a resource, anew each time.',
    type: 'menu',
    makes: true,
    closedBy: 'DestroyMenu',
    run: (call) => loadMenuW(call.userCaller),
  }),
  userFunction({
    signature: 'BOOL AppendMenuW(HMENU hMenu, UINT uFlags, UINT_PTR uIDNewItem, LPCWSTR lpNewItem)',
    summary: 'Adds an item. With MF_POPUP the item is a menu, which goes with this one.',
    type: 'menu',
    flags: { uFlags: 'menuFlags' },
    run: addItem('AppendMenuW', 1),
  }),
  userFunction({
    signature:
      'BOOL InsertMenuW(HMENU hMenu, UINT uPosition, UINT uFlags, UINT_PTR uIDNewItem, LPCWSTR lpNewItem)',
    summary:
      'Puts an item before another. With MF_POPUP the item is a menu, which goes with this one.',
    type: 'menu',
    flags: { uFlags: 'menuFlags' },
    run: addItem('InsertMenuW', 2),
  }),
  userFunction({
    signature: 'BOOL SetMenu(HWND hWnd, HMENU hMenu)',
    summary:
      'Gives a window a menu, which is destroyed with it. The menu it had before is left alone.',
    type: 'menu',
    handsOver: ['hMenu'],
    run: setMenu,
  }),
  destroyer('BOOL DestroyMenu(HMENU hMenu)', 'menu', (call) =>
    destroyMenu(call.userCaller, call.number(0)),
  ),
];

const TIMERS_AND_HOOKS: readonly BuiltIn[] = [
  userFunction({
    signature:
      'UINT_PTR SetTimer(HWND hWnd, UINT_PTR nIDEvent, UINT uElapse, TIMERPROC lpTimerFunc)',
    summary:
      'Starts a timer; the answer is its identifier. From Windows 2000 on a timer is a USER object. It never fires here.',
    type: 'timer',
    run: startTimer,
  }),
  userFunction({
    signature: 'BOOL KillTimer(HWND hWnd, UINT_PTR uIDEvent)',
    summary: 'Ends a timer that the same thread started.',
    type: 'timer',
    run: stopTimer,
  }),
  userFunction({
    signature: 'BOOL SimulateLock(HANDLE hUserObject)',
    summary:
      'No function of Windows: the object is locked, as a window is while a message is sent to it. A locked object outlives its destruction.',
    type: 'any',
    run: (call) => lockObject(call.userCaller, call.number(0)),
  }),
  userFunction({
    signature: 'BOOL SimulateUnlock(HANDLE hUserObject)',
    summary:
      'No function of Windows: a lock of the object goes; an object that was destroyed goes with its last one.',
    type: 'any',
    run: (call) => unlockObject(call.userCaller, call.number(0)),
  }),
  userFunction({
    signature: 'BOOL SimulateStrayWrite(HANDLE hUserObject, DWORD dwHandle)',
    summary:
      'No function of Windows: something writes over the object, whose header then states another handle.',
    type: 'any',
    run: (call) => strayWrite(call.userCaller, call.number(0), call.number(1)),
  }),
  userFunction({
    signature:
      'HHOOK SetWindowsHookExW(int idHook, HOOKPROC lpfn, HINSTANCE hmod, DWORD dwThreadId)',
    summary: 'Installs a hook. Its procedure is never called here.',
    type: 'hook',
    makes: true,
    closedBy: 'UnhookWindowsHookEx',
    flags: { idHook: 'hook' },
    run: (call) => setWindowsHookExW(call.userCaller),
  }),
  destroyer('BOOL UnhookWindowsHookEx(HHOOK hhk)', 'hook', (call) =>
    unhookWindowsHookEx(call.userCaller, call.number(0)),
  ),
  userFunction({
    signature:
      'HWINEVENTHOOK SetWinEventHook(DWORD eventMin, DWORD eventMax, HMODULE hmodWinEventProc, WINEVENTPROC pfnWinEventProc, DWORD idProcess, DWORD idThread, DWORD dwFlags)',
    summary: 'Installs a hook for accessibility events. Its procedure is never called here.',
    type: 'wineventhook',
    makes: true,
    closedBy: 'UnhookWinEvent',
    flags: { dwFlags: 'winEvent' },
    run: (call) => setWinEventHook(call.userCaller),
  }),
  destroyer('BOOL UnhookWinEvent(HWINEVENTHOOK hWinEventHook)', 'wineventhook', (call) =>
    unhookWinEvent(call.userCaller, call.number(0)),
  ),
];

/** The functions of this file. */
export const WINDOW_FUNCTIONS: readonly BuiltIn[] = [...WINDOWS, ...MENUS, ...TIMERS_AND_HOOKS];
