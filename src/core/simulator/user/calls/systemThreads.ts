/** What the session's own threads in CSRSS make: monitors, devices, system cursors, the windows of the desktop. */

import type { UserTypeId } from '../../../windows/user/userTypeTable';
import { refusalOf } from './callSupport';
import { createCall, destroyCall, type UserCaller, type UserOutcome } from './userCaller';
import { createWindowExW } from './windows';
import { loadKeyboardLayoutW } from './keyboards';

/** A monitor is found. */
export function addMonitor(caller: UserCaller): UserOutcome {
  return createBySystem(caller, 'monitor');
}

/** A monitor is switched off or unplugged: the display settings change. */
export function removeMonitor(caller: UserCaller, monitor: number): UserOutcome {
  return destroyCall(caller, 'ChangeDisplaySettingsExW', 'monitor', monitor);
}

/** A mouse, a keyboard or another raw input device is plugged in. */
export function addInputDevice(caller: UserCaller): UserOutcome {
  return createBySystem(caller, 'deviceinfo');
}

/** It is unplugged. */
export function removeInputDevice(caller: UserCaller, device: number): UserOutcome {
  return destroyCall(caller, 'CreateSystemThreads', 'deviceinfo', device);
}

/** A pen or touch digitiser is plugged in, Windows 8 and later. */
export function addPointerDevice(caller: UserCaller): UserOutcome {
  return createBySystem(caller, 'pointerdevice');
}

/** It is unplugged. */
export function removePointerDevice(caller: UserCaller, device: number): UserOutcome {
  return destroyCall(caller, 'CreateSystemThreads', 'pointerdevice', device);
}

/** Cursors that the system has for itself. */
const SYSTEM_CURSORS = 3;

/**
 * Starts a session: the desktop, then what CSRSS makes in the order in which published tables have it: the first
 * monitor at index 1, the window that owns the terminal's desktops at 2 (with flag 0x40 from 5.0 on), cursors at 3, 5 and
 * 7, then the desktop's own windows. What a version does not have is left out.
 */
export function startSession(csrss: UserCaller, desktopHeapSize?: number): void {
  const { session } = csrss;
  addDesktop(csrss, 'WinSta0\\Default', desktopHeapSize);
  const { gui } = csrss;
  gui.desktop = session.desktops.first;
  const supported = (type: UserTypeId): boolean => refusalOf(session.profile, type) === null;
  if (supported('monitor')) {
    addMonitor(csrss);
    createWindowExW(csrss, { desktop: null });
  }
  for (let made = 0; made < SYSTEM_CURSORS; made++) {
    createBySystem(csrss, 'cursor');
  }
  createWindowExW(csrss);
  createWindowExW(csrss);
  if (supported('kbdlayout')) {
    loadKeyboardLayoutW(csrss, '00000409');
  }
  if (supported('deviceinfo')) {
    addInputDevice(csrss);
    addInputDevice(csrss);
  }
}

/** Makes a desktop; before 4.0 it and its window station are USER objects. */
function addDesktop(csrss: UserCaller, name: string, heapSize: number | undefined): void {
  const { session } = csrss;
  const station = createBySystem(csrss, 'windowstation');
  const made = station.refusal === null ? createBySystem(csrss, 'desktop') : station;
  const object = made.refusal === null ? session.select(made.value) : null;
  session.desktops.add(name, heapSize, object?.block.place);
}

function createBySystem(caller: UserCaller, type: UserTypeId): UserOutcome {
  return createCall(caller, {
    name: 'CreateSystemThreads',
    type,
    request: { unlimited: true },
  });
}
