/**
 * Versions of Windows of which only the windowing system is simulated. In scripts the kernel of a version that has a full
 * machine stands in for theirs: programs run on it, and nothing of it is shown as theirs.
 */

import type { Problem } from '../../util/problem';
import type { ProfileId } from '../../windows/profiles';
import type { UserProfileId } from '../../windows/user/userProfileId';
import { userProfile, type UserProfile } from '../../windows/user/userProfiles';
import { userCallEra } from './calls/userCallPaths';

/** The machine that stands in for each; versions with a machine of their own are absent. */
const STAND_INS: Readonly<Partial<Record<UserProfileId, ProfileId>>> = {
  'nt31-x86': 'xp-sp3-x86',
  'nt351-x86': 'xp-sp3-x86',
  'nt40-x86': 'xp-sp3-x86',
  'w2k-x86': 'xp-sp3-x86',
  'ws03-x86': 'xp-sp3-x86',
  'ws03-x64': '7-sp1-x64',
  'vista-x86': '7-sp1-x86',
  'vista-x64': '7-sp1-x64',
  'win8-x86': '7-sp1-x86',
  'win10-x86': '7-sp1-x86',
  'win10-x64': '10-22h2-x64',
};

/** The versions, oldest first. */
export const WINDOWING_ONLY = Object.keys(STAND_INS) as readonly UserProfileId[];

/** The machine that stands in for a version; null for a text that is no such version. */
export function standInFor(id: string): ProfileId | null {
  return STAND_INS[id as UserProfileId] ?? null;
}

/** True before 4.0, where the table lies in the server process: only a kernel debugger reaches it here. */
export function needsKernelView(id: UserProfileId): boolean {
  return userCallEra(userProfile(id)) === 'server';
}

/** True where window stations and desktops are USER objects. */
export function hasUserDesktops({ version }: UserProfile): boolean {
  return version === '3.10' || version === '3.51';
}

/** Says that nothing is known of a version's kernel handle tables. */
export function kernelNotSimulated(versionName: string): Problem {
  return {
    code: 'not-simulated',
    message: `Kernel handle tables of ${versionName} are not simulated; this target has USER handles only.`,
    hint: 'List its USER handles with !dhe. For kernel handles open a sample such as sample:leaky-service.',
  };
}
