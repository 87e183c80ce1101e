/** Sample `badhandle`: a traced program that uses a handle it has closed, seen by a kernel debugger of the XP era. */

import { address } from '../../model/identifiers';
import { buildModule } from '../catalog/moduleImage';
import type { SimulatedProcess } from '../machine/simulatedProcess';
import type { Caller, ProgramContext } from '../win32/caller';
import { createEventA, createEventW, ntCreateEvent, setEvent } from '../win32/events';
import { createFileW, ntOpenFile } from '../win32/files';
import { closeHandle } from '../win32/handles';
import { ntOpenDirectoryObject, ntOpenKeyedEvent } from '../win32/nativeObjects';
import { createProcessW } from '../win32/processes';
import { ntOpenKey } from '../win32/registry';
import { createFileMappingW } from '../win32/sections';
import { createSemaphoreA } from '../win32/semaphores';
import type { Sample } from './sample';
import { firstThread, startMachine } from './sampleMachine';

/** The frame below `main`, and the one that starts the process. */
const START = ['KERNEL32!BaseProcessStart+0x3d', 'badhandle!mainCRTStartup+0xe3'];

/** Application Verifier's bit of NtGlobalFlag: this is how the program came to be traced from its start. */
const VERIFIER = 0x100;

const OPTIONS_KEY =
  '\\REGISTRY\\MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options';

const PROGRAM = {
  name: 'badhandle',
  path: 'C:\\badhandle\\badhandle.exe',
  base: 0x0100_0000n,
  size: 0x5000,
  timeDateStamp: 0x3a4b_6f2c,
  functions: 'main@1180=5e mainCRTStartup@11de=140 _initterm@1320=20 _XcptFilter@1340=20',
  seed: 'badhandle',
};

/** The sample; its two examples are those of the reference page of `!htrace`. */
export const badhandle: Sample = {
  name: 'badhandle',
  description:
    'Windows XP, kernel debugger: badhandle.exe sets an event it has closed; try !htrace 0 81400300 and !htrace 7DC.',
  open: () => {
    const { machine, context } = startMachine({
      profile: 'xp-sp3-x86',
      program: [buildModule(PROGRAM)],
      variation: {
        only: ['ntdll', 'kernel32', 'msvcrt'],
        bases: { kernel32: 0x77dd_0000n },
        spellings: { kernel32: 'KERNEL32' },
      },
      kernelBase: 0x8010_0000n,
      machine: { globalFlags: VERIFIER },
    });
    const process = startProcess(context);
    const main = firstThread(context, process);
    openAtStart(main);
    machine.services.enableTracing(process, 0);
    main.enter(START);
    runMain(main);
    main.enter(['badhandle!main+0x59']);
    return {
      machine,
      context,
      viewpoint: 'kernel',
      debuggerStyle: 'xp',
      process,
      thread: main.thread,
      steps: null,
    };
  },
};

/**
 * What the program does: creates an event, closes it, sets it all the same; then creates and closes a semaphore. The
 * page prints the place of each call only where it is a return address that frame pointers lead to.
 */
function runMain(main: Caller): void {
  const event = createEventA(main.at('badhandle!main+0x20')).handle;
  closeHandle(main.at('badhandle!main+0x29'), event);
  setEvent(main.at('badhandle!main+0x32'), event);
  const semaphore = createSemaphoreA(main.at('badhandle!main+0x45'), { limit: 16 }).handle;
  closeHandle(main.at('badhandle!main+0x50'), semaphore);
}

/** A command prompt starts the program and lets it inherit: that is why its handles begin at the top of the page. */
function startProcess(context: ProgramContext): SimulatedProcess {
  const { machine } = context;
  machine.objects.createObject({
    type: 'KeyedEvent',
    name: '\\KernelObjects\\CritSecOutOfMemoryEvent',
  });
  const session = machine.createProcess({
    image: 'smss.exe',
    parent: machine.system,
    processId: 0x168,
  });
  machine.createProcess({ image: 'csrss.exe', parent: session, processId: 0x1b0 });
  const logon = machine.createProcess({
    image: 'winlogon.exe',
    parent: session,
    processId: 0x1c8,
  });
  const shell = machine.createProcess({
    image: 'explorer.exe',
    parent: logon,
    user: 'Developer',
    processId: 0x5c4,
  });
  const prompt = machine.createProcess({ image: 'cmd.exe', parent: shell, processId: 0x5d0 });
  const caller = firstThread(context, prompt);
  createFileW(caller, { path: 'C:\\badhandle' });
  createEventW(caller, { manualReset: true });
  createFileW(caller, { path: 'C:\\badhandle\\run.log', inherit: true });
  const created = createProcessW(caller, {
    image: 'badhandle.exe',
    inheritHandles: true,
    processId: 0x3e0,
    initialThread: { threadId: 0x3e4 },
    placement: { object: address(0x8140_0300), table: address(0xe10c_cf60) },
  });
  if (created.process === null) {
    throw new Error('The sample process could not be created.');
  }
  return created.process;
}

/**
 * What a process of that time opens before its entry point runs: twelve handles, from 7FC down to 7D0. One of them,
 * the key with the verifier's settings, is closed again when the settings have been read, so that its value is the
 * next one to be given out. All of this happens before the verifier starts tracing.
 */
function openAtStart(main: Caller): void {
  const { machine } = main;
  ntOpenKeyedEvent(main, {
    path: '\\KernelObjects\\CritSecOutOfMemoryEvent',
    desiredAccess: 0xf_0003,
  });
  ntOpenDirectoryObject(main, { path: '\\KnownDlls', desiredAccess: 0x3 });
  ntOpenFile(main, { path: 'C:\\badhandle', desiredAccess: 0x10_0020 });
  ntOpenDirectoryObject(main, { path: '\\Windows', desiredAccess: 0xf_000f });
  main.native('NtSecureConnectPort', (thread, service) =>
    machine.services.create(thread, service, { type: 'Port', desiredAccess: 0x1f_0001 }),
  );
  ntCreateEvent(main);
  createEventW(main, { manualReset: true });
  ntCreateEvent(main, { desiredAccess: 0x10_0003 });
  const settings = ntOpenKey(main, { path: `${OPTIONS_KEY}\\badhandle.exe` }).handle;
  createFileMappingW(main, { size: 0x1_0000 });
  ntOpenDirectoryObject(main, { path: '\\BaseNamedObjects', desiredAccess: 0x2_000f });
  createEventW(main, { manualReset: true });
  closeHandle(main, settings);
}
