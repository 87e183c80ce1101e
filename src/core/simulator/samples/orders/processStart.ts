/** What a Windows 10 process opens before its entry point runs: the loader, the thread pool, the system's libraries. */

import type { Caller } from '../../win32/caller';
import { createEventW, ntCreateEvent } from '../../win32/events';
import { ntOpenFile } from '../../win32/files';
import { closeHandle } from '../../win32/handles';
import { createMutexW } from '../../win32/mutexes';
import { ntOpenDirectoryObject } from '../../win32/nativeObjects';
import { rpcBindingBind } from '../../win32/ports';
import { ntOpenKey, regOpenKeyExW, KEY_QUERY_VALUE } from '../../win32/registry';
import { createSemaphoreW } from '../../win32/semaphores';
import { createThreadpool, createThreadpoolWait } from '../../win32/threadPool';

const OPTIONS_KEY =
  'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options';
const SESSION_MANAGER = 'HKLM\\SYSTEM\\ControlSet001\\Control\\Session Manager';
const NLS = 'HKLM\\SYSTEM\\ControlSet001\\Control\\Nls';
/** How the libraries' initialisers are reached. */
const INITIALISE = 'ntdll!LdrpInitializeNode+0x1ac';
const CALL = 'ntdll!LdrpCallInitRoutine+0x61';

/** Runs process initialisation on the first thread; its frames are gone afterwards, its handles are not. */
export function startModernProcess(main: Caller): void {
  const frames = main.start('loader');
  openForLoader(main);
  main.within(INITIALISE, () => {
    main.within(CALL, () => {
      openForLibraries(main);
    });
  });
  main.leave(frames);
}

function openForLoader(main: Caller): void {
  const options = main.at('ntdll!LdrpInitializeExecutionOptions+0x4c');
  ntCreateEvent(main.at('ntdll!LdrpInitializeThread+0x9e'), { manualReset: true, signalled: true });
  ntOpenKey(options, { path: OPTIONS_KEY, desiredAccess: 0x9 });
  const image = ntOpenKey(options, { path: `${OPTIONS_KEY}\\OrderService.exe` });
  ntCreateEvent(main.at('ntdll!LdrpInitParallelLoadingSupport+0x2c'));
  createThreadpoolWait(main.at('ntdll!LdrpInitParallelLoadingSupport+0x58'));
  createThreadpool(main.at('ntdll!LdrpInitParallelLoadingSupport+0x7d'), {
    internal: true,
    workers: 2,
  });
  main.within('ntdll!LdrpInitializeImageFileExecutionOptions+0x71', () =>
    closeHandle(main, image.handle),
  );
  ntOpenDirectoryObject(main.at('ntdll!LdrpFindKnownDll+0x44'), {
    path: '\\KnownDlls',
    desiredAccess: 0x3,
  });
  ntCreateEvent(main.at('ntdll!RtlInitializeHeapManager+0x95'));
  ntCreateEvent(main.at('ntdll!RtlInitializeHeapManager+0xb8'));
  ntOpenFile(main.at('ntdll!LdrpInitializePerUserWindowsDirectory+0x5e'), {
    path: 'C:\\Windows\\System32',
    desiredAccess: 0x10_0020,
  });
}

function openForLibraries(main: Caller): void {
  const base = main.at('KERNELBASE!KernelBaseDllInitialize+0x14d');
  ntOpenKey(base, { path: SESSION_MANAGER, desiredAccess: KEY_QUERY_VALUE });
  ntOpenKey(main.at('KERNELBASE!NlsProcessInitialize+0x8a'), { path: `${NLS}\\Sorting\\Versions` });
  ntOpenKey(main.at('KERNELBASE!NlsProcessInitialize+0xc6'), { path: 'HKLM' });
  main.within('KERNELBASE!BaseGetNamedObjectDirectory+0x57', () =>
    ntOpenDirectoryObject(main, { path: '\\BaseNamedObjects', desiredAccess: 0xf }),
  );
  main.within('ntdll!CsrClientConnectToServer+0x1a2', () =>
    main.native('NtAlpcConnectPort', (thread, service) =>
      main.machine.services.create(thread, service, {
        type: 'ALPC Port',
        desiredAccess: 0x1f_0000,
      }),
    ),
  );
  ntOpenFile(main.at('bcryptPrimitives!ProcessPrng+0x4f'), {
    path: '\\\\.\\CNG',
    desiredAccess: 0x10_0001,
  });
  ntOpenFile(main.at('ADVAPI32!SystemFunction036+0x3c'), {
    path: '\\\\.\\KsecDD',
    desiredAccess: 0x10_0001,
  });
  openForStaging(main);
  openForRuntime(main);
}

/** The named objects with which libraries coordinate feature staging in every process. */
function openForStaging(main: Caller): void {
  const prefix = `SM0:${main.thread.process.processId}:304:WilStaging_02`;
  const site = main.at('combase!InitChannelIfNecessary+0x6d');
  createMutexW(site, { name: prefix });
  createSemaphoreW(site, { name: `${prefix}_p0`, count: 0x3d12_5a08, limit: 0x3d12_5a08 });
  createSemaphoreW(site, { name: `${prefix}_p0h`, count: 0x7a, limit: 0x7a });
}

function openForRuntime(main: Caller): void {
  const com = main.at('combase!wCoInitializeEx+0x118');
  createEventW(com, { manualReset: true });
  createEventW(com);
  createEventW(main.at('RPCRT4!RpcServerListen+0x5b'));
  rpcBindingBind(main.at('sechost!OpenSCManagerW+0x62'));
  rpcBindingBind(main.at('sechost!LsaLookupOpenLocalPolicy+0x51'));
  createThreadpool(main.at('RPCRT4!RpcServerRegisterIf3+0x83'), { maximum: 512, workers: 1 });
  regOpenKeyExW(main.at('combase!CoInitializeEx+0x6c'), { path: 'HKLM\\SOFTWARE\\Microsoft\\Ole' });
  createEventW(main.at('WS2_32!WSAStartup+0x1b1'));
  regOpenKeyExW(main.at('WS2_32!WSAStartup+0x19a'), {
    path: 'HKLM\\SYSTEM\\ControlSet001\\Services\\WinSock2\\Parameters\\Protocol_Catalog9',
  });
  regOpenKeyExW(main.at('WS2_32!WSAStartup+0x1a6'), {
    path: 'HKLM\\SYSTEM\\ControlSet001\\Services\\WinSock2\\Parameters\\NameSpace_Catalog5',
  });
}
