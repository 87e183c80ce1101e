/** Call paths of the windowing system as addresses, for one version and the modules of a simulated process. */

import type { Address } from '../../../model/identifiers';
import type { UserTraceOperation } from '../../../target/userTraceStore';
import type { UserProfile } from '../../../windows/user/userProfiles';
import { versionOrder } from '../../../windows/user/userVersions';
import type { CallPath } from '../../catalog/callPaths';
import { numberFromText } from '../../catalog/hashText';
import type { ModuleSet } from '../../catalog/moduleSet';
import type { FrameList } from '../../machine/machineTypes';
import { HANDLE_ROUTINES, LATER_USER_PATHS, USER_PATHS } from './userCallTable';

/** Between a program and the window manager: a message to CSRSS, a stub in USER32, or a stub in WIN32U. */
export type UserCallEra = 'server' | 'direct' | 'win32u';

const NT_4 = versionOrder('4.0');
const WINDOWS_10 = versionOrder('10.0');
/** The call to the server process, before 4.0. */
const SERVER_CALL = 'ntdll!CsrClientCallServer';

/** How a version's calls reach the window manager. */
export function userCallEra(profile: UserProfile): UserCallEra {
  const order = versionOrder(profile.version);
  return order < NT_4 ? 'server' : order < WINDOWS_10 ? 'direct' : 'win32u';
}

/** Functions of each module that the calls of a version name, in the notation of the symbol layout, by module name. */
export function userCallFunctions(profile: UserProfile): ReadonlyMap<string, readonly string[]> {
  const era = userCallEra(profile);
  const functions = new Map<string, Set<string>>();
  const add = (frame: string): void => {
    const [module = '', name = ''] = frame.split('!');
    functions.set(module, (functions.get(module) ?? new Set()).add(name));
  };
  for (const [call, [service = '', ...frames]] of userPathTable(profile)) {
    frames.forEach(add);
    if (era === 'server') {
      add(SERVER_CALL);
      add(`USER32!${call}`);
    } else {
      add(`${stubModule(profile)}!${service}`);
      add(`${serviceModule(profile)}!${service}`);
    }
  }
  if (era !== 'server') {
    Object.values(HANDLE_ROUTINES).forEach((name) => add(`${handleModule(profile)}!${name}`));
  }
  return new Map([...functions].map(([module, names]) => [module, [...names]]));
}

/** The module whose stubs make the system call. */
function stubModule(profile: UserProfile): string {
  return userCallEra(profile) === 'win32u' ? 'win32u' : 'USER32';
}

/** The module that keeps the handle table. */
export function handleModule(profile: UserProfile): string {
  const era = userCallEra(profile);
  return era === 'server' ? 'winsrv' : era === 'direct' ? 'win32k' : 'win32kbase';
}

function serviceModule(profile: UserProfile): string {
  return userCallEra(profile) === 'win32u' ? 'win32kfull' : 'win32k';
}

/** Call paths of one version. A module that a path names and the process does not have is a mistake and throws. */
export class UserCallPaths {
  private readonly texts: ReadonlyMap<string, readonly string[]>;
  private readonly known = new Map<string, CallPath>();
  private readonly kernelStacks = new Map<string, FrameList>();

  constructor(
    private readonly profile: UserProfile,
    private readonly modules: ModuleSet,
    /** Frame of the system-call dispatcher, `nt!KiSystemServiceCopyEnd+0x13`; null: it is left out. */
    private readonly dispatcher: string | null,
  ) {
    this.texts = userPathTable(profile);
  }

  /** The path of a call. */
  path(name: string): CallPath {
    const known = this.known.get(name);
    if (known !== undefined) {
      return known;
    }
    const [service, ...outer] = this.texts.get(name) ?? [];
    if (service === undefined) {
      throw new Error(`No call path is known for ${name}.`);
    }
    const stub =
      userCallEra(this.profile) === 'server'
        ? SERVER_CALL
        : `${stubModule(this.profile)}!${service}+0x${this.stubReturn().toString(16)}`;
    // Before 4.0 a call that is nothing but its stub is an ordinary function that sends the message.
    const named =
      userCallEra(this.profile) === 'server' && outer.length === 0 ? [`USER32!${name}`] : outer;
    const frames = [stub, ...named].reverse().map((frame) => this.place(name, frame));
    const made: CallPath = { service, frames, hidesCaller: false };
    this.known.set(name, made);
    return made;
  }

  /** Kernel frames of a record, as pairs of words, innermost first. */
  kernelFrames(service: string, operation: UserTraceOperation): FrameList {
    const key = `${service}/${operation}`;
    const known = this.kernelStacks.get(key);
    if (known !== undefined) {
      return known;
    }
    const words: number[] = [];
    for (const frame of this.kernelPath(service, operation)) {
      const place = this.place(key, frame);
      words.push(Number(place & 0xffff_ffffn), Number(place >> 32n));
    }
    const made = Uint32Array.from(words);
    this.kernelStacks.set(key, made);
    return made;
  }

  private kernelPath(service: string, operation: UserTraceOperation): readonly string[] {
    if (userCallEra(this.profile) === 'server') {
      return [];
    }
    const routine = `${handleModule(this.profile)}!${HANDLE_ROUTINES[operation]}`;
    const outer = `${serviceModule(this.profile)}!${service}`;
    const dispatcher = this.dispatcher === null ? [] : [this.dispatcher];
    return service.startsWith('NtUser') ? [routine, outer, ...dispatcher] : [routine];
  }

  /** Completes a frame with a displacement where it has none. */
  private place(caller: string, frame: string): Address {
    if (frame.includes('+')) {
      return this.modules.place(frame);
    }
    const displacement = numberFromText(`${this.profile.id}/${caller}/${frame}`, 0x19, 0x1a0);
    return this.modules.place(`${frame}+0x${displacement.toString(16)}`);
  }

  private stubReturn(): number {
    if (userCallEra(this.profile) === 'win32u') {
      return this.profile.pointerSize === 8 ? 0x14 : 0xc;
    }
    return this.profile.pointerSize === 8 ? 0xa : 0xc;
  }
}

/** The rows that hold for a version. */
function userPathTable(profile: UserProfile): ReadonlyMap<string, readonly string[]> {
  const order = versionOrder(profile.version);
  const tables = [
    USER_PATHS,
    ...LATER_USER_PATHS.filter(({ since }) => order >= versionOrder(since)).map(
      ({ paths }) => paths,
    ),
  ];
  const rows = new Map<string, readonly string[]>();
  for (const line of tables.join('\n').split('\n')) {
    const mark = line.indexOf(': ');
    if (mark !== -1) {
      rows.set(
        line.slice(0, mark),
        line
          .slice(mark + 2)
          .trim()
          .split(/\s+/),
      );
    }
  }
  return rows;
}
