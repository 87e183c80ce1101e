/** Desktops of threads, each with its heap, and the window station of a process (user-handles.md 4). */

import {
  failed,
  refused,
  succeeded,
  type UserOutcome,
} from '../../../simulator/user/calls/userCaller';
import { createDesktopExW, createUnnamedDesktop } from '../../../simulator/win32/desktops';
import { versionOrder } from '../../../windows/user/userVersions';
import { created, optional, win32Error } from '../answers';
import { builtIn, type BuiltIn, type Call } from '../builtIn';
import { answer, userFunction } from './answer';

const ERROR_NOT_ENOUGH_MEMORY = 8;
/** The window station of a process that never chose one. */
const INTERACTIVE = 'WinSta0';
const KILOBYTE = 0x400;
const VISTA = versionOrder('6.0');

/** The window station of the calling process. */
function stationOf(call: Call): string {
  return call.caller.thread.process.windowStation?.name ?? INTERACTIVE;
}

function setProcessStation(call: Call): UserOutcome {
  const { caller } = call;
  const { status, object } = caller.machine.services.reference(
    caller.thread,
    'NtUserSetProcessWindowStation',
    { handle: call.number(0), type: 'WindowStation', access: 0 },
  );
  if (object === null) {
    return failed(win32Error(status));
  }
  caller.thread.process.windowStation = object;
  return succeeded();
}

/**
 * The desktop gets its heap at once, and becomes the calling thread's. Desktops of other window stations than WinSta0 have no
 * name in the kernel here, because the machine keeps names of desktops without their station: there each call makes a new one.
 */
function createDesktopEx(call: Call): number {
  const { caller, userCaller } = call;
  const { session } = userCaller;
  if (versionOrder(session.profile.version) < VISTA) {
    return answer(call, refused('CreateDesktopEx came with Windows Vista.'));
  }
  const name = call.text(0) ?? 'Default';
  const station = stationOf(call);
  const options = {
    inherit: call.inherit(5),
    ...optional('desiredAccess', call.number(4) || null),
  };
  const outcome =
    station === INTERACTIVE
      ? createDesktopExW(caller, { ...options, name })
      : createUnnamedDesktop(caller, options);
  const { object } = outcome;
  if (object !== null) {
    const { gui } = userCaller;
    const size = call.number(6) * KILOBYTE;
    const desktop =
      session.desktops.all().find((each) => each.object === object.bodyAddress) ??
      session.desktops.add(
        `${station}\\${name}`,
        size === 0 ? undefined : size,
        object.bodyAddress,
      );
    if (desktop === null) {
      caller.machine.services.close(caller.thread, outcome.handle, 'NtUserCreateDesktopEx');
      return call.fail(ERROR_NOT_ENOUGH_MEMORY, 0);
    }
    gui.desktop = desktop;
  }
  return created(call, outcome);
}

/** The desktop that a handle of the kernel names: made known to the windowing system when a thread first works on it. */
function setThreadDesktop(call: Call): UserOutcome {
  const { caller, userCaller } = call;
  const { services } = caller.machine;
  const outcome = services.reference(caller.thread, 'NtUserSetThreadDesktop', {
    handle: call.number(0),
    type: 'Desktop',
    access: 0,
  });
  const { object } = outcome;
  if (object === null) {
    return failed(win32Error(outcome.status));
  }
  const { desktops } = userCaller.session;
  const name = object.name === null ? null : `WinSta0\\${object.name}`;
  const known = desktops
    .all()
    .find((each) => each.object === object.bodyAddress || each.name === name);
  const desktop = known ?? desktops.add(name ?? 'WinSta0\\unnamed', undefined, object.bodyAddress);
  if (desktop === null) {
    return failed(ERROR_NOT_ENOUGH_MEMORY);
  }
  userCaller.gui.desktop = desktop;
  return succeeded();
}

/** The functions of this file. */
export const DESKTOP_FUNCTIONS: readonly BuiltIn[] = [
  userFunction({
    signature: 'BOOL SetProcessWindowStation(HWINSTA hWinSta)',
    summary:
      'The process works in that window station from now on. Here only CreateDesktopEx looks at it.',
    type: 'any',
    run: setProcessStation,
  }),
  builtIn({
    signature:
      'HDESK CreateDesktopExW(LPCWSTR lpszDesktop, LPCWSTR lpszDevice, LPVOID pDevmode, DWORD dwFlags, ACCESS_MASK dwDesiredAccess, LPSECURITY_ATTRIBUTES lpsa, ULONG ulHeapSize, PVOID pvoid)',
    summary:
      'Creates a desktop with a heap of so many kilobytes in the window station of the process, and makes it the calling thread’s.',
    opens: 'Desktop',
    closedBy: 'CloseDesktop',
    flags: { dwDesiredAccess: 'desktop' },
    windowing: 'any',
    paths: ['CreateDesktopExW'],
    run: createDesktopEx,
  }),
  userFunction({
    signature: 'BOOL SetThreadDesktop(HDESK hDesktop)',
    summary: 'The thread’s windows, menus and hooks lie on that desktop’s heap from now on.',
    type: 'any',
    run: setThreadDesktop,
  }),
];
