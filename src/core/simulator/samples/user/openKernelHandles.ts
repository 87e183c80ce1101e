/** The kernel handles that any program with windows has: libraries, window station, desktop, a few events and keys. */

import type { Caller } from '../../win32/caller';
import { createWindowStationW, openDesktopW } from '../../win32/desktops';
import { createEventW, ntCreateEvent } from '../../win32/events';
import { createFileW, ntOpenFile } from '../../win32/files';
import { ntOpenDirectoryObject } from '../../win32/nativeObjects';
import { ntOpenKey } from '../../win32/registry';

/** Opens them on the program's first thread; its stack must hold the frames with which Windows starts one. */
export function openKernelHandles(main: Caller, windowStation = 'WinSta0'): void {
  ntOpenDirectoryObject(main.at('ntdll!LdrpFindKnownDll+0x44'), {
    path: '\\KnownDlls',
    desiredAccess: 0x3,
  });
  ntOpenFile(main.at('ntdll!LdrpInitializeProcess+0x5e'), {
    path: 'C:\\Windows\\System32',
    desiredAccess: 0x10_0020,
  });
  ntCreateEvent(main.at('ntdll!RtlInitializeCriticalSection+0x2c'));
  ntOpenKey(main.at('ntdll!RtlQueryRegistryValuesEx+0x8a'), {
    path: 'HKLM\\SYSTEM\\ControlSet001\\Control\\Session Manager',
  });
  const user = main.at('USER32!ClientThreadSetup+0x9c');
  createWindowStationW(user, { name: windowStation });
  openDesktopW(user, { name: 'Default' });
  createWindowStationW(user, { name: windowStation });
  createEventW(main.at('USER32!UserClientDllInitialize+0x6c'));
  createFileW(main.at('GDI32!GdiDllInitialize+0x41'), {
    path: 'C:\\Windows\\Fonts\\StaticCache.dat',
  });
}
