/** Starts the windowing system of a session on a machine that has its modules. */

import { address, type Address } from '../../model/identifiers';
import type { ProfileId } from '../../windows/profiles';
import type { UserProfileId } from '../../windows/user/userProfileId';
import { userProfile, type UserProfile } from '../../windows/user/userProfiles';
import { catalogProfile } from '../catalog/catalogProfile';
import type { ModuleSet } from '../catalog/moduleSet';
import { startFrames } from '../catalog/startFrames';
import type { LightVersion } from '../light/lightVersions';
import type { Machine } from '../machine/machine';
import type { SimulatedThread } from '../machine/simulatedThread';
import { STATUS_OBJECT_NAME_EXISTS } from '../machine/status';
import { Caller, type ProgramContext } from '../win32/caller';
import { createDesktopW, createWindowStationW } from '../win32/desktops';
import { startSession } from './calls/systemThreads';
import { UserCaller, type UserContext } from './calls/userCaller';
import { UserCallPaths } from './calls/userCallPaths';
import { hasUserDesktops } from './standIns';
import { sessionPlaces } from './userModules';
import { UserSession, type UserSessionOptions } from './userSession';

/** The table that each simulated Windows has. */
const TABLES: Readonly<Record<ProfileId, UserProfileId>> = {
  'xp-sp3-x86': 'xp-x86',
  '7-sp1-x86': 'win7-x86',
  '7-sp1-x64': 'win7-x64',
  '8-x64': 'win8-x64',
  '10-22h2-x64': 'win10-1703-x64',
  '11-23h2-x64': 'win10-1703-x64',
};

/** The layout of the USER handle table of a simulated Windows. */
export function userProfileOf(profile: ProfileId): UserProfile {
  return userProfile(TABLES[profile]);
}

/** What may be otherwise than usual in a session. */
export type WindowingOptions = Partial<
  Pick<UserSessionOptions, 'desktopHeapSize' | 'quota' | 'tableLimit'>
>;

/** A session whose windowing system has started. */
export interface Windowing {
  readonly user: UserContext;
  /** The thread of CSRSS that started it. */
  readonly csrss: UserCaller;
}

/** A version for whose kernel the machine stands in; the modules are the version's. */
export interface OtherVersion extends Pick<LightVersion, 'dispatcher' | 'start'> {
  readonly profile: UserProfile;
}

/**
 * Starts it on a thread of the session's CSRSS, whose stack must be empty. The context's modules must have the functions of
 * `userModuleFunctions`.
 */
export function startWindowing(
  context: ProgramContext,
  thread: SimulatedThread,
  options: WindowingOptions & { readonly session: number; readonly other?: OtherVersion },
): Windowing {
  const { machine, modules } = context;
  const { other, ...sessionOptions } = options;
  const profile = other?.profile ?? userProfileOf(machine.profile.id);
  const dispatcher = other === undefined ? dispatcherOf(machine, modules) : other.dispatcher;
  const paths = new UserCallPaths(profile, modules, dispatcher);
  const session = new UserSession({
    ...sessionOptions,
    profile: profile.id,
    places: sessionPlaces(profile, modules),
    kernelFrames: (service, operation) => paths.kernelFrames(service, operation),
    ...(hasUserDesktops(profile)
      ? {}
      : {
          placeDesktop: (name: string) => {
            const place = createDesktop(new Caller(context, thread), name);
            return other === undefined ? place : null;
          },
        }),
    changed: () => machine.generation++,
    journal: machine.objects.journal,
  });
  machine.extensions.push(session);
  const user: UserContext = { session, modules, paths };
  const csrss = new UserCaller(user, thread);
  csrss.enter(other?.start ?? startFrames(machine.profile.id, 'thread'));
  startSession(csrss);
  csrss.wait('CreateSystemThreads');
  return { user, csrss };
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

/** The frame of the kernel's system-call dispatcher as `nt!…`; null when the module catalog does not have it. */
function dispatcherOf(machine: Machine, modules: ModuleSet): string | null {
  const { kernelModule, id } = machine.profile;
  const { dispatcher } = catalogProfile(id);
  const symbols = modules.module(kernelModule)?.symbols;
  const known = symbols?.find(dispatcher.replace(/\+.*/, '')) ?? null;
  return known === null ? null : `${kernelModule}!${dispatcher}`;
}
