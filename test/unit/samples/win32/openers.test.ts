import assert from 'node:assert/strict';
import type { HandleOutcome } from '../../../../src/core/simulator/machine/machineTypes';
import type { Caller } from '../../../../src/core/simulator/win32/caller';
import { createIoCompletionPort } from '../../../../src/core/simulator/win32/completionPorts';
import {
  createDesktopW,
  createWindowStationW,
  openDesktopW,
  openWindowStationW,
} from '../../../../src/core/simulator/win32/desktops';
import {
  createEventA,
  createEventExW,
  createEventW,
  openEventW,
} from '../../../../src/core/simulator/win32/events';
import { eventRegister } from '../../../../src/core/simulator/win32/eventTracing';
import {
  createFileA,
  createFileW,
  findFirstFileW,
  ntOpenFile,
} from '../../../../src/core/simulator/win32/files';
import { createJobObjectW, openJobObjectW } from '../../../../src/core/simulator/win32/jobs';
import {
  createMutexA,
  createMutexW,
  openMutexW,
} from '../../../../src/core/simulator/win32/mutexes';
import {
  ntCreateDirectoryObject,
  ntCreateKeyedEvent,
  ntCreateSymbolicLinkObject,
  ntOpenDirectoryObject,
  ntOpenKeyedEvent,
  ntOpenSymbolicLinkObject,
} from '../../../../src/core/simulator/win32/nativeObjects';
import { createNamedPipeW } from '../../../../src/core/simulator/win32/pipes';
import { rpcBindingBind, rpcServerUseProtseqEpW } from '../../../../src/core/simulator/win32/ports';
import { openProcess } from '../../../../src/core/simulator/win32/processes';
import {
  ntOpenKey,
  regCreateKeyExW,
  regOpenKeyExW,
} from '../../../../src/core/simulator/win32/registry';
import {
  createFileMappingW,
  openFileMappingW,
} from '../../../../src/core/simulator/win32/sections';
import {
  createSemaphoreA,
  createSemaphoreW,
  openSemaphoreW,
} from '../../../../src/core/simulator/win32/semaphores';
import { createThreadpoolWait } from '../../../../src/core/simulator/win32/threadPool';
import {
  beginThreadEx,
  createThread,
  openThread,
} from '../../../../src/core/simulator/win32/threads';
import {
  createWaitableTimerExW,
  createWaitableTimerW,
  HIGH_RESOLUTION_TIMER,
  openWaitableTimerW,
} from '../../../../src/core/simulator/win32/timers';
import { duplicateTokenEx, openProcessToken } from '../../../../src/core/simulator/win32/tokens';
import { WINDOWS_PROFILES } from '../../../../src/core/windows/profiles';
import { startProgram } from './program';

interface Opener {
  readonly name: string;
  /** The object's type; a second one is that of Windows XP. */
  readonly type: string;
  readonly typeOnXp?: string;
  /** Oldest major.minor that has it. */
  readonly since?: number;
  readonly granted: number;
  /** Makes the object that is then opened; its records are not looked at. */
  readonly prepare?: (caller: Caller) => unknown;
  readonly open: (caller: Caller) => HandleOutcome;
}

const ALL = 0x1f_0003;

const OPENERS: readonly Opener[] = [
  { name: 'CreateEventW', type: 'Event', granted: ALL, open: (c) => createEventW(c) },
  { name: 'CreateEventA', type: 'Event', granted: ALL, open: (c) => createEventA(c) },
  {
    name: 'CreateEventExW',
    type: 'Event',
    granted: 0x10_0002,
    since: 6,
    open: (c) => createEventExW(c, { desiredAccess: 0x10_0002 }),
  },
  {
    name: 'OpenEventW',
    type: 'Event',
    granted: 0x10_0002,
    prepare: (c) => createEventW(c, { name: 'E' }),
    open: (c) => openEventW(c, { name: 'E', desiredAccess: 0x10_0002 }),
  },
  { name: 'CreateMutexW', type: 'Mutant', granted: 0x1f_0001, open: (c) => createMutexW(c) },
  { name: 'CreateMutexA', type: 'Mutant', granted: 0x1f_0001, open: (c) => createMutexA(c) },
  {
    name: 'OpenMutexW',
    type: 'Mutant',
    granted: 0x10_0000,
    prepare: (c) => createMutexW(c, { name: 'M' }),
    open: (c) => openMutexW(c, { name: 'M', desiredAccess: 0x10_0000 }),
  },
  { name: 'CreateSemaphoreW', type: 'Semaphore', granted: ALL, open: (c) => createSemaphoreW(c) },
  { name: 'CreateSemaphoreA', type: 'Semaphore', granted: ALL, open: (c) => createSemaphoreA(c) },
  {
    name: 'OpenSemaphoreW',
    type: 'Semaphore',
    granted: 0x2,
    prepare: (c) => createSemaphoreW(c, { name: 'S' }),
    open: (c) => openSemaphoreW(c, { name: 'S', desiredAccess: 0x2 }),
  },
  {
    name: 'CreateWaitableTimerW',
    type: 'Timer',
    granted: ALL,
    open: (c) => createWaitableTimerW(c),
  },
  {
    name: 'CreateWaitableTimerExW',
    type: 'IRTimer',
    granted: ALL,
    since: 10,
    open: (c) => createWaitableTimerExW(c, { flags: HIGH_RESOLUTION_TIMER }),
  },
  {
    name: 'OpenWaitableTimerW',
    type: 'Timer',
    granted: 0x2,
    prepare: (c) => createWaitableTimerW(c, { name: 'T' }),
    open: (c) => openWaitableTimerW(c, { name: 'T', desiredAccess: 0x2 }),
  },
  {
    name: 'CreateFileW',
    type: 'File',
    granted: 0x12_0089,
    open: (c) => createFileW(c, { path: 'C:\\a.txt' }),
  },
  {
    name: 'CreateFileA',
    type: 'File',
    granted: 0x12_0089,
    open: (c) => createFileA(c, { path: 'C:\\a.txt' }),
  },
  {
    name: 'FindFirstFileW',
    type: 'File',
    granted: 0x10_0001,
    open: (c) => findFirstFileW(c, 'C:\\'),
  },
  {
    name: 'NtOpenFile',
    type: 'File',
    granted: 0x10_0020,
    open: (c) => ntOpenFile(c, { path: 'C:\\', desiredAccess: 0x10_0020 }),
  },
  {
    name: 'CreateNamedPipeW',
    type: 'File',
    granted: 0x12_019f,
    open: (c) => createNamedPipeW(c, { name: '\\\\.\\pipe\\p' }),
  },
  {
    name: 'CreateFileMappingW',
    type: 'Section',
    granted: 0xf_0007,
    open: (c) => createFileMappingW(c),
  },
  {
    name: 'OpenFileMappingW',
    type: 'Section',
    granted: 0x4,
    prepare: (c) => createFileMappingW(c, { name: 'F' }),
    open: (c) => openFileMappingW(c, { name: 'F', desiredAccess: 0x4 }),
  },
  {
    name: 'RegOpenKeyExW',
    type: 'Key',
    granted: 0x2_0019,
    open: (c) => regOpenKeyExW(c, { path: 'HKLM\\SOFTWARE\\A' }),
  },
  {
    name: 'RegCreateKeyExW',
    type: 'Key',
    granted: 0xf_003f,
    open: (c) => regCreateKeyExW(c, { path: 'HKCU\\A', desiredAccess: 0xf_003f }),
  },
  {
    name: 'NtOpenKey',
    type: 'Key',
    granted: 0x9,
    open: (c) => ntOpenKey(c, { path: 'HKLM\\A', desiredAccess: 0x9 }),
  },
  {
    name: 'OpenProcess',
    type: 'Process',
    granted: 0x10,
    open: (c) => openProcess(c, { processId: c.thread.process.processId, desiredAccess: 0x10 }),
  },
  {
    name: 'OpenThread',
    type: 'Thread',
    granted: 0x8,
    open: (c) => openThread(c, { threadId: c.thread.threadId, desiredAccess: 0x8 }),
  },
  {
    name: 'CreateThread',
    type: 'Thread',
    granted: 0x10_0000,
    open: (c) => createThread(c, { start: 'App!ThreadMain', desiredAccess: 0x10_0000 }),
  },
  {
    name: '_beginthreadex',
    type: 'Thread',
    granted: 0x10_0000,
    open: (c) => beginThreadEx(c, { start: 'App!ThreadMain', desiredAccess: 0x10_0000 }),
  },
  { name: 'OpenProcessToken', type: 'Token', granted: 0x8, open: (c) => openProcessToken(c) },
  {
    name: 'DuplicateTokenEx',
    type: 'Token',
    granted: 0xf_01ff,
    open: (c) => duplicateTokenEx(c, openProcessToken(c, { desiredAccess: 0x2 }).handle),
  },
  {
    name: 'CreateJobObjectW',
    type: 'Job',
    granted: 0,
    open: (c) => createJobObjectW(c),
  },
  {
    name: 'OpenJobObjectW',
    type: 'Job',
    granted: 0x4,
    prepare: (c) => createJobObjectW(c, { name: 'J' }),
    open: (c) => openJobObjectW(c, { name: 'J', desiredAccess: 0x4 }),
  },
  {
    name: 'CreateIoCompletionPort',
    type: 'IoCompletion',
    granted: ALL,
    open: (c) => createIoCompletionPort(c),
  },
  {
    name: 'CreateThreadpoolWait',
    type: 'WaitCompletionPacket',
    granted: 0x1,
    since: 6.2,
    open: (c) => createThreadpoolWait(c),
  },
  {
    name: 'RpcServerUseProtseqEpW',
    type: 'ALPC Port',
    typeOnXp: 'Port',
    granted: 0,
    open: (c) => rpcServerUseProtseqEpW(c, 'endpoint'),
  },
  {
    name: 'RpcBindingBind',
    type: 'ALPC Port',
    typeOnXp: 'Port',
    granted: 0,
    open: (c) => rpcBindingBind(c),
  },
  {
    name: 'NtOpenDirectoryObject',
    type: 'Directory',
    granted: 0x3,
    open: (c) => ntOpenDirectoryObject(c, { path: '\\KnownDlls', desiredAccess: 0x3 }),
  },
  {
    name: 'NtCreateDirectoryObject',
    type: 'Directory',
    granted: 0xf_000f,
    open: (c) => ntCreateDirectoryObject(c, { path: '\\Own', desiredAccess: 0xf_000f }),
  },
  {
    name: 'NtCreateSymbolicLinkObject',
    type: 'SymbolicLink',
    granted: 0xf_0001,
    open: (c) =>
      ntCreateSymbolicLinkObject(c, {
        path: '\\GLOBAL??\\Q:',
        desiredAccess: 0xf_0001,
        target: '\\Device\\HarddiskVolume9',
      }),
  },
  {
    name: 'NtOpenSymbolicLinkObject',
    type: 'SymbolicLink',
    granted: 0x1,
    open: (c) => ntOpenSymbolicLinkObject(c, { path: '\\DosDevices', desiredAccess: 0x1 }),
  },
  {
    name: 'NtCreateKeyedEvent',
    type: 'KeyedEvent',
    granted: 0xf_0003,
    open: (c) => ntCreateKeyedEvent(c),
  },
  {
    name: 'NtOpenKeyedEvent',
    type: 'KeyedEvent',
    granted: 0x1,
    prepare: (c) => ntCreateKeyedEvent(c, '\\KernelObjects\\K'),
    open: (c) => ntOpenKeyedEvent(c, { path: '\\KernelObjects\\K', desiredAccess: 0x1 }),
  },
  {
    name: 'CreateWindowStationW',
    type: 'WindowStation',
    granted: 0xf_037f,
    open: (c) => createWindowStationW(c, { name: 'WinSta0' }),
  },
  {
    name: 'OpenWindowStationW',
    type: 'WindowStation',
    granted: 0x37f,
    prepare: (c) => createWindowStationW(c, { name: 'WinSta0' }),
    open: (c) => openWindowStationW(c, { name: 'WinSta0', desiredAccess: 0x37f }),
  },
  {
    name: 'CreateDesktopW',
    type: 'Desktop',
    granted: 0xf_01ff,
    open: (c) => createDesktopW(c, { name: 'Default' }),
  },
  {
    name: 'OpenDesktopW',
    type: 'Desktop',
    granted: 0x1ff,
    prepare: (c) => createDesktopW(c, { name: 'Default' }),
    open: (c) => openDesktopW(c, { name: 'Default', desiredAccess: 0x1ff }),
  },
  {
    name: 'EventRegister',
    type: 'EtwRegistration',
    granted: 0x804,
    since: 6.1,
    open: (c) => eventRegister(c),
  },
];

describe('Win32 functions that open handles', () => {
  for (const profile of WINDOWS_PROFILES) {
    const version = profile.version.major + profile.version.minor / 10;
    for (const opener of OPENERS.filter(({ since }) => (since ?? 0) <= version)) {
      it(`${opener.name} opens the right thing through the right functions on ${profile.id}`, async () => {
        const { machine, process, main, records } = startProgram(profile.id);
        opener.prepare?.(main);
        const outcome = main.within('App!Work+0x44', () => opener.open(main));
        const type = profile.beforeVista ? (opener.typeOnXp ?? opener.type) : opener.type;
        assert.equal(outcome.object?.type.name, type);
        assert.equal(outcome.status < 0x8000_0000, true);
        const index = process.table.find(outcome.handle);
        if (opener.granted !== 0) {
          const granted = process.table.grantedAccess(index);
          assert.equal((granted & opener.granted) >>> 0, opener.granted);
        }
        const [newest] = await records();
        assert.deepEqual([newest?.handle, newest?.operation], [outcome.handle, 'open']);
        if (machine.profile.id === 'xp-sp3-x86') {
          assert.equal(newest?.functions.at(-1), 'kernel32!BaseProcessStart');
        } else {
          assert.match(newest?.functions[0] ?? '', /!(Nt|Zw)/);
          assert.ok(newest?.functions.includes('App!Work'), newest?.functions.join(' '));
        }
      });
    }
  }
});
