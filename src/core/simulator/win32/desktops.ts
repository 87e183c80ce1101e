/** Window stations and desktops. */

import { windowStations } from '../machine/machineBoot';
import type { HandleOutcome, ServiceOutcome, SimulatedHandle } from '../machine/machineTypes';
import type { Caller } from './caller';
import { createAttributes, openAttributes, type HandleOptions } from './names';

/** WINSTA_ALL_ACCESS | STANDARD_RIGHTS_REQUIRED. */
export const WINDOW_STATION_ALL_ACCESS = 0xf_037f;
/** DESKTOP_ALL_ACCESS. */
export const DESKTOP_ALL_ACCESS = 0xf_01ff;

/** What the functions of this file are told. */
export interface DesktopOptions extends HandleOptions {
  /** `WinSta0`, `Service-0x0-3e7$`, `Default`. */
  readonly name: string;
  /** Default all. */
  readonly desiredAccess?: number;
}

/** CreateWindowStationW: in the directory of the caller's session; an existing one is opened. */
export function createWindowStationW(caller: Caller, options: DesktopOptions): HandleOutcome {
  return caller.call('CreateWindowStationW', (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'WindowStation',
      name: stationPath(caller, options.name),
      desiredAccess: options.desiredAccess ?? WINDOW_STATION_ALL_ACCESS,
      attributes: createAttributes(options),
    }),
  );
}

/** OpenWindowStationW. */
export function openWindowStationW(caller: Caller, options: DesktopOptions): HandleOutcome {
  return caller.call('OpenWindowStationW', (thread, service) =>
    caller.machine.services.open(thread, service, {
      type: 'WindowStation',
      name: stationPath(caller, options.name),
      desiredAccess: options.desiredAccess ?? WINDOW_STATION_ALL_ACCESS,
      attributes: openAttributes(options),
    }),
  );
}

/** CreateDesktopW. A desktop's name has no directory above it, as debuggers print it (`\Default`). */
export function createDesktopW(caller: Caller, options: DesktopOptions): HandleOutcome {
  return createNamed(caller, 'CreateDesktopW', options);
}

/** CreateDesktopExW, Windows Vista and later: the kernel's part of it. */
export function createDesktopExW(caller: Caller, options: DesktopOptions): HandleOutcome {
  return createNamed(caller, 'CreateDesktopExW', options);
}

/** The same in a window station whose desktops have no names in the kernel here. */
export function createUnnamedDesktop(
  caller: Caller,
  options: Omit<DesktopOptions, 'name'>,
): HandleOutcome {
  const { machine } = caller;
  return caller.call('CreateDesktopExW', (thread, service) =>
    machine.services.openObject(thread, service, {
      object: machine.objects.createObject({ type: 'Desktop' }),
      desiredAccess: options.desiredAccess ?? DESKTOP_ALL_ACCESS,
      attributes: createAttributes(options),
    }),
  );
}

function createNamed(
  caller: Caller,
  call: 'CreateDesktopW' | 'CreateDesktopExW',
  options: DesktopOptions,
): HandleOutcome {
  return caller.call(call, (thread, service) =>
    caller.machine.services.create(thread, service, {
      type: 'Desktop',
      name: `\\${options.name}`,
      desiredAccess: options.desiredAccess ?? DESKTOP_ALL_ACCESS,
      attributes: createAttributes(options),
    }),
  );
}

/** OpenDesktopW. */
export function openDesktopW(caller: Caller, options: DesktopOptions): HandleOutcome {
  return caller.call('OpenDesktopW', (thread, service) =>
    caller.machine.services.open(thread, service, {
      type: 'Desktop',
      name: `\\${options.name}`,
      desiredAccess: options.desiredAccess ?? DESKTOP_ALL_ACCESS,
      attributes: openAttributes(options),
    }),
  );
}

/** CloseDesktop. */
export function closeDesktop(caller: Caller, handle: SimulatedHandle): ServiceOutcome {
  return closeWith(caller, 'CloseDesktop', handle);
}

/** CloseWindowStation. */
export function closeWindowStation(caller: Caller, handle: SimulatedHandle): ServiceOutcome {
  return closeWith(caller, 'CloseWindowStation', handle);
}

function closeWith(caller: Caller, functionName: string, handle: SimulatedHandle): ServiceOutcome {
  return caller.call(functionName, (thread, service) =>
    caller.machine.services.close(thread, handle, service),
  );
}

function stationPath(caller: Caller, name: string): string {
  return `${windowStations(caller.thread.process.sessionId)}\\${name}`;
}
