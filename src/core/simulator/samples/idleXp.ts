/** Sample `idle-xp`: a kernel debugger of the XP era in the Idle process, which shares the kernel's handle table. */

import { address } from '../../model/identifiers';
import type { Machine } from '../machine/machine';
import type { SimulatedHandle } from '../machine/machineTypes';
import { Caller } from '../win32/caller';
import { keyWriteTime } from '../win32/names';
import { openIdleHandle } from './idleXpHandles';
import { placeTypeObject } from '../machine/placeTypeObject';
import type { Sample } from './sample';
import { startMachine } from './sampleMachine';

/** Handles in use in the example. */
const IN_USE = 380;
/** Handles that are closed again, in this order: the last one is the first free entry, and 458 follows it. */
const CLOSED: readonly SimulatedHandle[] = [
  0x2a4, 0x2b0, 0x31c, 0x348, 0x3e8, 0x494, 0x4fc, 0x520, 0x5a8, 0x458, 0x170,
];

/** The idle loop, interrupted by the debugger. */
const STACK = [
  'ntoskrnl!KiIdleLoop+0x10',
  'ntoskrnl!KeUpdateSystemTime+0x175',
  'ntoskrnl!RtlpBreakWithStatusInstruction+0x4',
];

/** The sample. */
export const idleXp: Sample = {
  name: 'idle-xp',
  description:
    'Windows XP, kernel debugger in the Idle process: the kernel handle table; try !handle 0 4 and !handle 14 13.',
  open: () => {
    const { machine, context } = startMachine({
      profile: 'xp-sp3-x86',
      machine: {
        systemPlacement: {
          object: address(0x80ed_5238),
          table: address(0xe100_0d60),
          tablePage: address(0xe100_2000),
        },
        idlePlacement: { object: address(0x8055_9800), directoryBase: address(0x3_9000) },
      },
    });
    placeTypeObject(machine, 'Key', address(0x80ec_8db8));
    const system = new Caller(
      context,
      machine.createThread(machine.system, { object: address(0x80ed_46b8) }),
    );
    system.thread.previousMode = 'kernel';
    openFirstHandles(system);
    fillTable(system);
    CLOSED.forEach((handle) => machine.services.close(system.thread, handle));
    const idle = new Caller(
      context,
      machine.createThread(machine.idle, { object: address(0x8055_9a80) }),
    );
    idle.enter(STACK);
    return {
      machine,
      context,
      viewpoint: 'kernel',
      debuggerStyle: 'xp',
      process: machine.idle,
      thread: idle.thread,
      steps: null,
    };
  },
};

/** Handles 4 to 14: what the kernel opens before anything else. */
function openFirstHandles(system: Caller): void {
  const { machine, thread } = system;
  const { services } = machine;
  const { object: process } = machine.system;
  if (process === null || thread.object === null) {
    throw new Error('The System process has an object and a thread.');
  }
  services.openObject(thread, 'NtOpenProcess', { object: process, desiredAccess: 0x1f_0fff });
  services.openObject(thread, 'NtOpenThread', { object: thread.object, desiredAccess: 0 });
  openKey(machine, system, { path: '\\REGISTRY', place: 0xe128_1d00, access: 0xf_003f });
  openKey(machine, system, {
    path: '\\REGISTRY\\MACHINE\\HARDWARE',
    place: 0xe101_3658,
    access: 0,
  });
  openKey(machine, system, {
    path: '\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Control\\Session Manager\\Executive',
    place: 0xe127_51d0,
    access: 0x2_001f,
  });
}

function openKey(
  machine: Machine,
  system: Caller,
  key: { readonly path: string; readonly place: number; readonly access: number },
): void {
  machine.services.create(system.thread, 'NtOpenKey', {
    type: 'Key',
    name: key.path,
    desiredAccess: key.access,
    address: address(key.place),
    body: { kind: 'key', path: key.path, lastWriteTime: keyWriteTime(key.path) },
  });
}

/** Opens as many handles as will be in use, and those that will be closed again. */
function fillTable(system: Caller): void {
  const { table } = system.machine.system;
  for (let number = 0; table.handleCount < IN_USE + CLOSED.length; number++) {
    openIdleHandle(system, number);
  }
}
