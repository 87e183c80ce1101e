/** Cursors, icons, accelerator tables, keyboards, and what is counted (user-handles.md 2 and 4). */

import {
  createAcceleratorTableW,
  destroyAcceleratorTable,
  loadAcceleratorsW,
} from '../../../simulator/user/calls/accelerators';
import { getGuiResources, userHandleGrantAccess } from '../../../simulator/user/calls/access';
import {
  destroyCursor,
  destroyIcon,
  makeCursor,
  setSystemCursor,
  type CursorCall,
} from '../../../simulator/user/calls/cursors';
import { immCreateContext, immDestroyContext } from '../../../simulator/user/calls/inputContexts';
import { loadKeyboardLayoutW, unloadKeyboardLayout } from '../../../simulator/user/calls/keyboards';
import {
  failed,
  handleCall,
  succeeded,
  type UserOutcome,
} from '../../../simulator/user/calls/userCaller';
import { ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER, win32Error } from '../answers';
import type { BuiltIn, Call } from '../builtIn';
import { destroyer, userFunction, type UserFunction } from './answer';

const LR_SHARED = 0x8000;
const IMAGE_BITMAP = 0;

/**
 * A cursor or icon of the system, or one that the process loaded before: both are given out again. What the system has of its
 * own is one cursor for all names here.
 */
function shared(call: Call, name: CursorCall): UserOutcome {
  const { session, thread } = call.userCaller;
  if (call.number(0) === 0) {
    const { server } = session.parties;
    const own = session.manager
      .living()
      .find(({ type, process }) => type.id === 'cursor' && process === server);
    return own === undefined ? makeCursor(call.userCaller, name) : succeeded(own.handle);
  }
  const key = `${String(thread.process.processId)}/${name}/${String(call.value(1))}`;
  const known = session.select(session.resources.get(key) ?? 0);
  if (known !== null) {
    return succeeded(known.handle);
  }
  const outcome = makeCursor(call.userCaller, name);
  if (outcome.value !== 0) {
    session.resources.set(key, outcome.value);
  }
  return outcome;
}

function loadImage(call: Call): UserOutcome {
  if (call.number(2) === IMAGE_BITMAP) {
    // A bitmap is an object of GDI.
    return failed(ERROR_INVALID_PARAMETER);
  }
  return (call.number(5) & LR_SHARED) === 0
    ? makeCursor(call.userCaller, 'LoadImageW')
    : shared(call, 'LoadImageW');
}

function iconMaker(signature: string, name: CursorCall, closedBy: string): BuiltIn {
  return userFunction({
    signature,
    summary: 'Makes a cursor or an icon of the program’s own; both are one type of USER object.',
    type: 'cursor',
    makes: true,
    closedBy,
    run: (call) => makeCursor(call.userCaller, name),
  });
}

function copyIcon(call: Call): UserOutcome {
  const checked = handleCall(call.userCaller, {
    name: 'CopyIcon',
    type: 'cursor',
    handle: call.number(0),
  });
  return checked.lastError === 0 ? makeCursor(call.userCaller, 'CopyIcon') : checked;
}

function sharedLoader(
  signature: string,
  name: CursorCall,
  flags: NonNullable<UserFunction['flags']>,
): BuiltIn {
  return userFunction({
    signature,
    summary:
      'One of the system (hInstance NULL), or a shared one of the program’s resources: nobody destroys it.',
    type: 'cursor',
    flags,
    run: (call) => shared(call, name),
  });
}

const CURSORS: readonly BuiltIn[] = [
  iconMaker(
    'HCURSOR CreateCursor(HINSTANCE hInst, int xHotSpot, int yHotSpot, int nWidth, int nHeight, LPVOID pvANDPlane, LPVOID pvXORPlane)',
    'CreateCursor',
    'DestroyCursor',
  ),
  iconMaker(
    'HICON CreateIcon(HINSTANCE hInstance, int nWidth, int nHeight, BYTE cPlanes, BYTE cBitsPixel, LPBYTE lpbANDbits, LPBYTE lpbXORbits)',
    'CreateIcon',
    'DestroyIcon',
  ),
  iconMaker('HICON CreateIconIndirect(PICONINFO piconinfo)', 'CreateIconIndirect', 'DestroyIcon'),
  userFunction({
    signature: 'HICON CopyIcon(HICON hIcon)',
    summary: 'Makes a copy of a cursor or an icon.',
    type: 'cursor',
    makes: true,
    closedBy: 'DestroyIcon',
    run: copyIcon,
  }),
  sharedLoader('HCURSOR LoadCursorW(HINSTANCE hInstance, LPVOID lpCursorName)', 'LoadCursorW', {
    lpCursorName: 'cursorName',
  }),
  sharedLoader('HICON LoadIconW(HINSTANCE hInstance, LPVOID lpIconName)', 'LoadIconW', {
    lpIconName: 'iconName',
  }),
  userFunction({
    signature:
      'HANDLE LoadImageW(HINSTANCE hInst, LPVOID name, UINT type, int cx, int cy, UINT fuLoad)',
    summary:
      'Loads a cursor or an icon, anew each time without LR_SHARED. Bitmaps are objects of GDI, which is not simulated.',
    type: 'cursor',
    flags: { type: 'image', fuLoad: 'load' },
    run: loadImage,
  }),
  destroyer('BOOL DestroyCursor(HCURSOR hCursor)', 'cursor', (call) =>
    destroyCursor(call.userCaller, call.number(0)),
  ),
  destroyer('BOOL DestroyIcon(HICON hIcon)', 'cursor', (call) =>
    destroyIcon(call.userCaller, call.number(0)),
  ),
  userFunction({
    signature: 'BOOL SetSystemCursor(HCURSOR hcur, DWORD id)',
    summary: 'Makes a cursor one of the system’s, which takes it over.',
    type: 'cursor',
    handsOver: ['hcur'],
    run: (call) => setSystemCursor(call.userCaller, call.number(0)),
  }),
  userFunction({
    signature: 'HACCEL CreateAcceleratorTableW(LPACCEL paccel, int cAccel)',
    summary: 'Makes a table of keyboard shortcuts.',
    type: 'acceltable',
    makes: true,
    closedBy: 'DestroyAcceleratorTable',
    run: (call) => createAcceleratorTableW(call.userCaller, call.number(1)),
  }),
  userFunction({
    signature: 'HACCEL LoadAcceleratorsW(HINSTANCE hInstance, LPVOID lpTableName)',
    summary: 'Loads a table of keyboard shortcuts; it goes with the process.',
    type: 'acceltable',
    run: (call) => loadAcceleratorsW(call.userCaller),
  }),
  destroyer('BOOL DestroyAcceleratorTable(HACCEL hAccel)', 'acceltable', (call) =>
    destroyAcceleratorTable(call.userCaller, call.number(0)),
  ),
];

/** The HKL of a layout by its name, for example 0x4090409 for "00000409"; layouts of the same language are told apart as simulated. */
function hklOf(name: string): number {
  const number = Number.parseInt(name, 16);
  const language = number & 0xffff;
  const device = number >>> 16 === 0 ? language : 0xf000 | (number >>> 16);
  return device * 0x1_0000 + language;
}

function loadLayout(call: Call): UserOutcome {
  const name = call.text(0) ?? '';
  if (!/^[0-9a-f]{8}$/i.test(name)) {
    return failed(ERROR_INVALID_PARAMETER);
  }
  const outcome = loadKeyboardLayoutW(call.userCaller, name);
  return outcome.lastError === 0 ? succeeded(hklOf(name)) : outcome;
}

function unloadLayout(call: Call): UserOutcome {
  for (const [name, handle] of call.userCaller.session.keyboards) {
    if (hklOf(name) === call.number(0)) {
      return unloadKeyboardLayout(call.userCaller, handle);
    }
  }
  return failed(ERROR_INVALID_PARAMETER);
}

const GR_USEROBJECTS = 1;
const GR_USEROBJECTS_PEAK = 4;

/** Of the program's own process; GDI objects besides the bitmaps of cursors are not simulated. */
function countGui(call: Call): UserOutcome {
  const { caller, userCaller } = call;
  const handle = call.number(0);
  const which = call.number(1);
  const process = handle === -1 ? caller.thread.process : processOf(call, handle);
  if (process === null) {
    return failed(ERROR_INVALID_HANDLE);
  }
  return which === GR_USEROBJECTS || which === GR_USEROBJECTS_PEAK
    ? getGuiResources(userCaller, process, which === GR_USEROBJECTS ? 'count' : 'peak')
    : failed(ERROR_INVALID_PARAMETER);
}

function processOf(call: Call, handle: number) {
  const { caller } = call;
  const { object } = caller.machine.services.reference(caller.thread, 'NtUserGetGuiResources', {
    handle,
    type: 'Process',
    access: 0,
  });
  return object?.body.kind === 'process' ? object.body.process : null;
}

/** The job's handle is used before the USER handle is looked at; no access right is documented for it. */
function grantAccess(call: Call): UserOutcome {
  const { caller, userCaller } = call;
  const { status, object } = caller.machine.services.reference(
    caller.thread,
    'NtUserUserHandleGrantAccess',
    { handle: call.number(1), type: 'Job', access: 0 },
  );
  return object?.body.kind === 'job'
    ? userHandleGrantAccess(userCaller, call.number(0), object, call.number(2) !== 0)
    : failed(win32Error(status));
}

const KEYBOARDS_AND_COUNTS: readonly BuiltIn[] = [
  userFunction({
    signature: 'HKL LoadKeyboardLayoutW(LPCWSTR pwszKLID, UINT Flags)',
    summary:
      'Loads a keyboard layout such as L"00000407" and its file: two USER objects that belong to nobody. The HKL is no USER handle.',
    type: 'kbdlayout',
    run: loadLayout,
  }),
  userFunction({
    signature: 'BOOL UnloadKeyboardLayout(HKL hkl)',
    summary: 'Unloads a keyboard layout and its file.',
    type: 'kbdlayout',
    run: unloadLayout,
  }),
  userFunction({
    signature: 'HIMC ImmCreateContext(void)',
    summary: 'Makes an input context.',
    type: 'inputcontext',
    makes: true,
    closedBy: 'ImmDestroyContext',
    run: (call) => immCreateContext(call.userCaller),
  }),
  destroyer('BOOL ImmDestroyContext(HIMC hIMC)', 'inputcontext', (call) =>
    immDestroyContext(call.userCaller, call.number(0)),
  ),
  userFunction({
    signature: 'DWORD GetGuiResources(HANDLE hProcess, DWORD uiFlags)',
    summary: 'Number of USER objects of a process, or the most it ever had.',
    type: 'any',
    flags: { uiFlags: 'guiResources' },
    run: countGui,
  }),
  userFunction({
    signature: 'BOOL UserHandleGrantAccess(HANDLE hUserHandle, HANDLE hJob, BOOL bGrant)',
    summary:
      'Lets the processes of a job with JOB_OBJECT_UILIMIT_HANDLES use a USER object of others, or no longer. Neither the caller nor the owner may be in the job.',
    type: 'any',
    flags: { bGrant: 'boolean' },
    run: grantAccess,
  }),
];

/** The functions of this file. */
export const RESOURCE_FUNCTIONS: readonly BuiltIn[] = [...CURSORS, ...KEYBOARDS_AND_COUNTS];
