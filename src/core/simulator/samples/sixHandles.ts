/** Sample `six-handles`: the process of the reference page of `!handle` in a user-mode debugger. */

import { buildModule } from '../catalog/moduleImage';
import { Caller } from '../win32/caller';
import { createEventW, ntCreateEvent } from '../win32/events';
import { createFileW } from '../win32/files';
import { closeHandle } from '../win32/handles';
import { ntOpenDirectoryObject } from '../win32/nativeObjects';
import { createFileMappingW } from '../win32/sections';
import type { Sample } from './sample';
import { startMachine } from './sampleMachine';

const PROGRAM = {
  name: 'sixhandles',
  path: 'C:\\sixhandles\\sixhandles.exe',
  base: 0x0040_0000n,
  size: 0x6000,
  functions: 'mainCRTStartup main ReadSettings WaitForInput _initterm',
  seed: 'sixhandles',
};

/** SYNCHRONIZE | EVENT_QUERY_STATE | EVENT_MODIFY_STATE. */
const EVENT_ACCESS = 0x10_0003;

/** Settings files that are open together for a moment. */
const SETTINGS_FILES = 17;

/** The sample. */
export const sixHandles: Sample = {
  name: 'six-handles',
  description:
    'Windows XP, user-mode debugger: a process with six handles; try !handle and !handle 8 f.',
  open: () => {
    const { machine, context } = startMachine({
      profile: 'xp-sp3-x86',
      program: [buildModule(PROGRAM)],
      variation: { only: ['ntdll', 'kernel32', 'msvcrt', 'ADVAPI32', 'RPCRT4'] },
    });
    const shell = machine.createProcess({
      image: 'explorer.exe',
      user: 'Developer',
      processId: 0x5c4,
    });
    const process = machine.createProcess({
      image: 'sixhandles.exe',
      parent: shell,
      processId: 0x7a4,
    });
    const main = new Caller(context, machine.createThread(process, { threadId: 0x7a8 }));
    main.start('main', ['sixhandles!mainCRTStartup+0xe3']);
    openHandles(main);
    main.enter(['sixhandles!main+0x9c', 'sixhandles!WaitForInput+0x31', 'ntdll!NtReadFile+0xc']);
    return {
      machine,
      context,
      viewpoint: 'user',
      debuggerStyle: 'modern',
      process,
      thread: main.thread,
      steps: null,
    };
  },
};

/**
 * Handles come in ascending order: 4 to 14 stay. Seventeen settings files then take 18 to 58, the log file gets 5C, and
 * the settings are closed again.
 */
function openHandles(main: Caller): void {
  createFileMappingW(main.at('sixhandles!main+0x1c'), { size: 0x8000 });
  ntCreateEvent(main.at('sixhandles!main+0x2e'), { desiredAccess: EVENT_ACCESS });
  createEventW(main.at('sixhandles!main+0x40'), { manualReset: true });
  createEventW(main.at('sixhandles!main+0x52'), { manualReset: true });
  ntOpenDirectoryObject(main.at('sixhandles!main+0x64'), {
    path: '\\KnownDlls',
    desiredAccess: 0x3,
  });
  const settings = Array.from({ length: SETTINGS_FILES }, (_, number) =>
    main.within('sixhandles!main+0x76', () =>
      createFileW(main.at('sixhandles!ReadSettings+0x3b'), {
        path: `C:\\sixhandles\\settings\\part${String(number + 1).padStart(2, '0')}.ini`,
      }),
    ),
  );
  createFileW(main.at('sixhandles!main+0x88'), {
    path: 'C:\\sixhandles\\sixhandles.log',
    desiredAccess: 0x4000_0000,
  });
  settings.forEach(({ handle }) => closeHandle(main.at('sixhandles!main+0x94'), handle));
}
