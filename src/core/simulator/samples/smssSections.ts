/** Sample `smss-sections`: the sections of all processes of a 64-bit machine in a kernel debugger. */

import { address } from '../../model/identifiers';
import { ATTRIBUTE_INHERIT } from '../../model/handle';
import type { Machine } from '../machine/machine';
import type { ProcessPlacement } from '../machine/machineTypes';
import type { SimulatedProcess } from '../machine/simulatedProcess';
import type { Caller, ProgramContext } from '../win32/caller';
import { createEventW, ntCreateEvent } from '../win32/events';
import { createFileW, GENERIC_READ, GENERIC_WRITE, ntOpenFile } from '../win32/files';
import { ntOpenDirectoryObject } from '../win32/nativeObjects';
import { rpcBindingBind, rpcServerUseProtseqEpW } from '../win32/ports';
import { openProcess } from '../win32/processes';
import { KEY_ALL_ACCESS, ntOpenKey, regOpenKeyExW } from '../win32/registry';
import { createFileMappingW, mapViewOfFile } from '../win32/sections';
import { createThreadpool } from '../win32/threadPool';
import { createThread } from '../win32/threads';
import { placeTypeObject } from '../machine/placeTypeObject';
import type { Sample } from './sample';
import { firstThread, startMachine } from './sampleMachine';
import { useHandles } from '../win32/useHandles';

/** The session manager's place in the example of the reference page of `!handle`. */
const SMSS: ProcessPlacement & { readonly processId: number } = {
  processId: 0x138,
  object: address(0xffff_fa80_04f4_8940n),
  table: address(0xffff_f8a0_0066_f700n),
  tablePage: address(0xffff_f8a0_0067_0000n),
  peb: address(0x7f6_639b_f000n),
  directoryBase: address(0x1_0cb7_4000n),
};

/** SECTION_MAP_READ | SECTION_MAP_WRITE. */
const MAP_READ_WRITE = 0x6;
const SESSION_MANAGER = '\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Control\\Session Manager';
/** The handle that the example shows; it was used exactly once. */
const EXAMPLE_HANDLE = 0x40;
/** The session manager's handles in the example. */
const SMSS_HANDLES = 39;

/** A worker of the System process, interrupted by the debugger. */
const STACK = [
  'nt!KiStartSystemThread+0x16',
  'nt!PspSystemThreadStartup+0x59',
  'nt!ExpWorkerThread+0x142',
  'nt!KeClockInterruptNotify+0x1b7',
  'nt!KdCheckForDebugBreak+0xa8',
  'nt!DbgBreakPointWithStatus+0x1',
];

/** The sample. */
export const smssSections: Sample = {
  name: 'smss-sections',
  description:
    'Windows 8 x64, kernel debugger: the sections of every process; try !handle 0 3 0 Section.',
  open: () => {
    const { machine, context } = startMachine({ profile: '8-x64' });
    placeTypeObject(machine, 'Section', address(0xffff_fa80_035f_ef20n));
    const system = firstThread(context, machine.system);
    openSystemHandles(system);
    useHandles(system);
    const smss = machine.createProcess({
      image: 'smss.exe',
      parent: machine.system,
      sessionId: null,
      basePriority: 11,
      ...SMSS,
    });
    const manager = firstThread(context, smss);
    openManagerHandles(manager);
    useHandles(manager, [EXAMPLE_HANDLE]);
    startServices(machine, context, smss);
    system.enter(STACK);
    return {
      machine,
      context,
      viewpoint: 'kernel',
      debuggerStyle: 'modern',
      process: machine.system,
      thread: system.thread,
      steps: null,
    };
  },
};

/** The System process's own: hives, logs, sections of the kernel. */
function openSystemHandles(system: Caller): void {
  const { machine, thread } = system;
  thread.previousMode = 'kernel';
  const open = (type: string, name: string, desiredAccess: number): void => {
    machine.services.open(thread, `NtOpen${type}`, { type, name, desiredAccess });
  };
  const { object } = machine.system;
  if (object !== null) {
    machine.services.openObject(thread, 'NtOpenProcess', { object, desiredAccess: 0x1f_ffff });
  }
  for (const hive of ['SYSTEM', 'SOFTWARE', 'SAM', 'SECURITY', 'DEFAULT']) {
    open('File', `\\Device\\HarddiskVolume2\\Windows\\System32\\config\\${hive}`, 0x12_019f);
    open('Key', `\\REGISTRY\\MACHINE\\${hive}`, 0xf_003f);
  }
  for (const size of [0x1000n, 0x2_0000n, 0x10_0000n]) {
    const { handle } = machine.services.create(thread, 'NtCreateSection', {
      type: 'Section',
      desiredAccess: 0xf_001f,
      body: { kind: 'section', baseAddress: address(0), attributes: 0x400_0000, size },
    });
    machine.services.reference(thread, 'NtMapViewOfSection', {
      handle,
      type: 'Section',
      access: 0x4,
    });
  }
  open('File', '\\Device\\HarddiskVolume2\\pagefile.sys', 0x12_01bf);
}

/** Handles of the session manager: 39 in all, the section of the example at 40. */
function openManagerHandles(manager: Caller): void {
  const { machine, thread } = manager;
  ntOpenDirectoryObject(manager, { path: '\\KnownDlls', desiredAccess: 0x3 });
  ntOpenFile(manager, { path: 'C:\\Windows', desiredAccess: 0x10_0020 });
  for (const name of ['SmApiPort', 'SmSsWinStationApiPort']) {
    manager.native('NtAlpcCreatePort', (caller, service) =>
      machine.services.create(caller, service, {
        type: 'ALPC Port',
        name: `\\${name}`,
        desiredAccess: 0x1f_0001,
      }),
    );
  }
  for (let count = 0; count < 7; count++) {
    ntCreateEvent(manager, { manualReset: count % 2 === 0 });
  }
  for (const path of ['\\??', '\\Sessions', '\\BaseNamedObjects', '\\RPC Control']) {
    manager.native('NtOpenDirectoryObject', (caller, service) =>
      machine.services.open(caller, service, {
        type: 'Directory',
        name: path,
        desiredAccess: 0xf_000f,
      }),
    );
  }
  const section = manager.native('NtCreateSection', (caller, service) =>
    machine.services.create(caller, service, {
      type: 'Section',
      desiredAccess: MAP_READ_WRITE,
      attributes: ATTRIBUTE_INHERIT,
      address: address(0xffff_f8a0_0063_3f00n),
      body: { kind: 'section', baseAddress: address(0), attributes: 0x800_0000, size: 0x2000n },
    }),
  );
  // Mapping the section is its first use: that is when the handle gets its prepaid references.
  manager.native('NtMapViewOfSection', (caller, service) =>
    machine.services.reference(caller, service, {
      handle: section.handle,
      type: 'Section',
      access: MAP_READ_WRITE,
    }),
  );
  const { table } = thread.process;
  for (let session = 0; table.handleCount < SMSS_HANDLES; session++) {
    openForSession(manager, session);
  }
}

/** What the session manager keeps for each session, until it has all its handles. */
function openForSession(manager: Caller, session: number): void {
  const { machine, thread } = manager;
  const steps = [
    () => ntCreateEvent(manager, { manualReset: true }),
    () => ntOpenKey(manager, { path: `${SESSION_MANAGER}\\SubSystems` }),
    () =>
      manager.native('NtAlpcConnectPort', (caller, service) =>
        machine.services.create(caller, service, {
          type: 'ALPC Port',
          desiredAccess: 0x1f_0001,
        }),
      ),
    () => ntOpenDirectoryObject(manager, { path: sessionDirectory(session), desiredAccess: 0x3 }),
    () => ntOpenKey(manager, { path: `${SESSION_MANAGER}\\DOS Devices` }),
  ];
  for (const step of steps) {
    if (thread.process.table.handleCount < SMSS_HANDLES) {
      step();
    }
  }
}

function sessionDirectory(session: number): string {
  return session === 0 ? '\\Sessions' : '\\Windows';
}

/** The processes that the session manager starts, and theirs. */
function startServices(machine: Machine, context: ProgramContext, smss: SimulatedProcess): void {
  const start = (
    image: string,
    parent: SimulatedProcess,
    where: { readonly processId: number; readonly sessionId: number },
  ): SimulatedProcess => {
    const process = machine.createProcess({ image, parent, ...where });
    const thread = firstThread(context, process);
    openUsualHandles(thread, image);
    useHandles(thread);
    return process;
  };
  start('csrss.exe', smss, { processId: 0x188, sessionId: 0 });
  const init = start('wininit.exe', smss, { processId: 0x1c4, sessionId: 0 });
  start('csrss.exe', smss, { processId: 0x1d0, sessionId: 1 });
  const logon = start('winlogon.exe', smss, { processId: 0x1fc, sessionId: 1 });
  const services = start('services.exe', init, { processId: 0x218, sessionId: 0 });
  start('lsass.exe', init, { processId: 0x228, sessionId: 0 });
  start('svchost.exe', services, { processId: 0x28c, sessionId: 0 });
  start('svchost.exe', services, { processId: 0x2bc, sessionId: 0 });
  start('explorer.exe', logon, { processId: 0x5f4, sessionId: 1 });
}

/** A handful of typical handles, a section or two among them. */
function openUsualHandles(caller: Caller, image: string): void {
  ntOpenDirectoryObject(caller, { path: '\\KnownDlls', desiredAccess: 0x3 });
  ntOpenFile(caller, { path: 'C:\\Windows\\System32', desiredAccess: 0x10_0020 });
  createThreadpool(caller);
  createEventW(caller, { manualReset: true });
  regOpenKeyExW(caller, { path: 'HKLM\\SYSTEM\\ControlSet001\\Control\\Nls\\Sorting\\Versions' });
  rpcBindingBind(caller);
  createThread(caller, { start: 'ntdll!TppWorkerThread' });
  const own = caller.thread.process.processId;
  const state = { name: `${image}-${own.toString(16)}-state`, size: 0x4000 };
  mapViewOfFile(caller, createFileMappingW(caller, state).handle);
  switch (image) {
    case 'csrss.exe':
      createFileMappingW(caller, { size: 0x10_0000 });
      openProcess(caller, { processId: 4, desiredAccess: 0x1f_ffff });
      break;
    case 'lsass.exe':
      rpcServerUseProtseqEpW(caller, 'lsapolicylookup');
      regOpenKeyExW(caller, { path: 'HKLM\\SECURITY\\Policy', desiredAccess: KEY_ALL_ACCESS });
      break;
    case 'explorer.exe':
      createFileMappingW(caller, { name: 'windows_shell_global_counters', size: 0x1000 });
      createFileW(caller, {
        path: 'C:\\Users\\Developer\\Desktop',
        desiredAccess: GENERIC_READ | GENERIC_WRITE,
      });
      break;
    default:
      createFileMappingW(caller, { size: 0x2000 });
  }
}
