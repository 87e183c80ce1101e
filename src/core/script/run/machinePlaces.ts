/** From the settings of a script to places and ids on its machine. */

import { address, type Address } from '../../model/identifiers';
import { lightVersion } from '../../simulator/light/lightVersions';
import { startFrames, type ThreadStart } from '../../simulator/catalog/startFrames';
import type { Machine } from '../../simulator/machine/machine';
import type {
  MachineOptions,
  ProcessOptions,
  ProcessPlacement,
  ThreadOptions,
} from '../../simulator/machine/machineTypes';
import type { SimulatedProcess } from '../../simulator/machine/simulatedProcess';
import type { SimulatedThread } from '../../simulator/machine/simulatedThread';
import type { AddressText, MachineSettings, ProcessSetting } from '../compile/machineSettings';

/** The processes that are there before any program: settings of theirs say where they lie. */
const SYSTEM = 'system';
const IDLE = 'idle';
/** Process id of System; Idle's is 0. */
const SYSTEM_ID = 4;

/** True for System and Idle. */
export function isKernelProcess(image: string): boolean {
  return [SYSTEM, IDLE].includes(image.toLowerCase());
}

/** System or Idle of a machine, by name; null for other names. */
export function kernelProcess(machine: Machine, image: string): SimulatedProcess | null {
  switch (image.toLowerCase()) {
    case SYSTEM:
      return machine.system;
    case IDLE:
      return machine.idle;
    default:
      return null;
  }
}

/** The mode in which the threads of a process run. */
export function modeOf({ processId }: SimulatedProcess): 'user' | 'kernel' {
  return processId <= SYSTEM_ID ? 'kernel' : 'user';
}

/**
 * The frames with which Windows starts a thread, outermost first; none in the kernel's processes. Of the loader's, the innermost is
 * the function that runs.
 */
export function framesBelow(
  { start, profile, windowing }: MachineSettings,
  thread: SimulatedThread,
  kind: ThreadStart,
): readonly string[] {
  if (thread.previousMode === 'kernel') {
    return [];
  }
  if (kind === 'loader') {
    return startFrames(profile, kind).slice(0, -1);
  }
  if (kind === 'main' && start.length > 0) {
    return start;
  }
  return windowing !== undefined && (kind === 'main' || kind === 'thread')
    ? lightVersion(windowing).start
    : startFrames(profile, kind);
}

/** Where System and Idle lie. */
export function placements({
  processes,
}: MachineSettings): Pick<MachineOptions, 'systemPlacement' | 'idlePlacement'> {
  const of = (name: string): ProcessPlacement => {
    const setting = processes.find(({ image }) => image.toLowerCase() === name);
    return setting === undefined ? {} : placement(setting);
  };
  return { systemPlacement: of(SYSTEM), idlePlacement: of(IDLE) };
}

/** What a process is made with, but for its parent and its session. */
export function processOptions(
  setting: ProcessSetting,
): Omit<ProcessOptions, 'parent' | 'sessionId'> {
  const { image, processId, user, priority } = setting;
  return {
    image,
    ...placement(setting),
    ...(processId === null ? {} : { processId }),
    ...(user === null ? {} : { user }),
    ...(priority === null ? {} : { basePriority: priority }),
  };
}

/** What the first thread of a process is made with. */
export function threadOptions({ threadId, threadObject }: ProcessSetting): ThreadOptions {
  return { ...(threadId === null ? {} : { threadId }), ...placed('object', threadObject) };
}

/** The session of a process; null is none, undefined that of its parent. */
export function sessionOf({ session }: ProcessSetting): number | null | undefined {
  return session === 'none' ? null : (session ?? undefined);
}

/** A running process by its image, letter case ignored; null when there is none. */
export function processNamed(machine: Machine, image: string): SimulatedProcess | null {
  const wanted = image.toLowerCase();
  return machine.processes().find((each) => each.image.toLowerCase() === wanted) ?? null;
}

/** Where the parts of a process lie. */
export function placement(setting: ProcessSetting): ProcessPlacement {
  const { object, table, tablePage, peb, directoryBase } = setting;
  return {
    ...placed('object', object),
    ...placed('table', table),
    ...placed('tablePage', tablePage),
    ...placed('peb', peb),
    ...placed('directoryBase', directoryBase),
  };
}

/** An address under a name; nothing where the script says nothing. */
function placed<K extends string>(key: K, place: AddressText | null): Partial<Record<K, Address>> {
  const made: Partial<Record<K, Address>> = {};
  if (place !== null) {
    made[key] = address(BigInt(place));
  }
  return made;
}
