/** Machines with a windowing system: a session that was started, and callers in it. */

import { catalogProfile } from '../catalog/catalogProfile';
import { startFrames } from '../catalog/startFrames';
import type { ModuleSet } from '../catalog/moduleSet';
import type { Machine } from '../machine/machine';
import { STATUS_OBJECT_NAME_EXISTS } from '../machine/status';
import type { SimulatedThread } from '../machine/simulatedThread';
import { startSession } from '../user/calls/systemThreads';
import { UserCaller, type UserContext } from '../user/calls/userCaller';
import { UserCallPaths } from '../user/calls/userCallPaths';
import { furtherUserModules, sessionPlaces, userModuleFunctions } from '../user/userModules';
import { UserSession, type UserSessionOptions } from '../user/userSession';
import type { UserProfileId } from '../../windows/user/userProfileId';
import { userProfile } from '../../windows/user/userProfiles';
import type { ProfileId } from '../../windows/profiles';
import { Caller } from '../win32/caller';
import { createDesktopW, createWindowStationW } from '../win32/desktops';
import { address, type Address } from '../../model/identifiers';
import { startMachine, type SampleMachine, type SampleMachineOptions } from './sampleMachine';

/** The table that each simulated Windows has. */
const TABLES: Readonly<Record<ProfileId, UserProfileId>> = {
  'xp-sp3-x86': 'xp-x86',
  '7-sp1-x86': 'win7-x86',
  '7-sp1-x64': 'win7-x64',
  '8-x64': 'win8-x64',
  '10-22h2-x64': 'win10-1703-x64',
  '11-23h2-x64': 'win10-1703-x64',
};

/** What a sample may want otherwise than usual of its session. */
export type SampleSessionOptions = Partial<
  Pick<UserSessionOptions, 'session' | 'desktopHeapSize' | 'quota' | 'tableLimit'>
>;

/** A machine with a session whose windowing system has started. */
export interface UserMachine extends SampleMachine {
  readonly user: UserContext;
  readonly session: UserSession;
  /** The thread of CSRSS that started it. */
  readonly csrss: UserCaller;
}

/** Starts a machine and the windowing system of a session, 1 by default (0 on Windows XP). */
export function startUserMachine(
  options: SampleMachineOptions,
  sessionOptions: SampleSessionOptions = {},
): UserMachine {
  const profile = userProfile(TABLES[options.profile]);
  const started = startMachine({
    ...options,
    program: [...(options.program ?? []), ...furtherUserModules(profile)],
    variation: { ...options.variation, functions: userModuleFunctions(profile) },
  });
  const { machine, context } = started;
  const paths = new UserCallPaths(profile, context.modules, dispatcherOf(machine, context.modules));
  const number = sessionOptions.session ?? (machine.profile.beforeVista ? 0 : 1);
  const process = machine.createProcess({
    image: 'csrss.exe',
    processId: 0x1a4,
    sessionId: number,
    parent: machine.system,
  });
  const thread = machine.createThread(process, { threadId: 0x1b8 });
  const session = new UserSession({
    ...sessionOptions,
    session: number,
    profile: profile.id,
    places: sessionPlaces(profile, context.modules),
    kernelFrames: (service, operation) => paths.kernelFrames(service, operation),
    placeDesktop: (name) => createDesktop(new Caller(context, thread), name),
    changed: () => machine.generation++,
  });
  machine.extensions.push(session);
  const user: UserContext = { session, modules: context.modules, paths };
  const csrss = new UserCaller(user, thread);
  csrss.enter(startFrames(machine.profile.id, 'thread'));
  startSession(csrss);
  csrss.wait('CreateSystemThreads');
  return { ...started, user, session, csrss };
}

/**
 * The kernel objects of a desktop such as `WinSta0\Default`; their handles stay with CSRSS. The machine names desktops
 * without their window station, so a second one of the same name gets an object without a name.
 */
function createDesktop(csrss: Caller, path: string): Address {
  const [station = '', name = ''] = path.split('\\');
  createWindowStationW(csrss, { name: station });
  const { status, object } = createDesktopW(csrss, { name });
  const own =
    status === STATUS_OBJECT_NAME_EXISTS
      ? csrss.machine.objects.createObject({ type: 'Desktop' })
      : object;
  return own?.bodyAddress ?? address(0);
}

/** A thread of the machine as a caller of the windowing system. */
export function userCaller(machine: UserMachine, thread: SimulatedThread): UserCaller {
  return new UserCaller(machine.user, thread);
}

/** The frame of the kernel's system-call dispatcher as `nt!…`; null when the module catalog does not have it. */
function dispatcherOf(machine: Machine, modules: ModuleSet): string | null {
  const { kernelModule, id } = machine.profile;
  const { dispatcher } = catalogProfile(id);
  const symbols = modules.module(kernelModule)?.symbols;
  const known = symbols?.find(dispatcher.replace(/\+.*/, '')) ?? null;
  return known === null ? null : `${kernelModule}!${dispatcher}`;
}
