/** Which layouts hold for a target: by its USER handle table, else by its Windows version. */

import type { Target } from '../../target/target';
import type { TargetInfo } from '../../target/targetInfo';
import type { CancellationToken } from '../../util/cancellation';
import { fail, ok, type Result } from '../../util/result';
import { userProfile, userProfileFor, type UserProfile } from '../../windows/user/userProfiles';
import type { UserRelease } from '../../windows/user/userVersions';
import type { CommandContext } from '../command';
import type { LayoutChoice } from './layoutTables';

/** First builds of the releases of Windows 10 at which a structure changed, newest first. */
const RELEASES: readonly (readonly [number, UserRelease])[] = [
  [17134, '10.0 (1803)'],
  [16299, '10.0 (1709)'],
  [15063, '10.0 (1703)'],
  [14393, '10.0 (1607)'],
  [10586, '10.0 (1511)'],
];

/** Build of the newest release whose layouts are all public (1803). */
const NEWEST_BUILD = 17134;

/** The layouts of the target's version; the problem says that none are known for it. */
export async function layoutChoice(context: CommandContext): Promise<Result<LayoutChoice>> {
  const { info } = context.target;
  const profile = await profileOfTarget(context.target, context.token);
  return profile === null
    ? fail({
        code: 'unknown-version',
        message: `No layouts are public for ${info.windows?.name ?? 'a Windows version that was not recorded'} on ${info.architecture}.`,
        hint: '!dso -l lists the layouts of all versions.',
      })
    : ok({ profile, ...releaseOf(info, profile) });
}

/** The profile of a target: that of its table, else that of its Windows version; null when neither is known. */
export async function profileOfTarget(
  { info, userHandles }: Pick<Target, 'info' | 'userHandles'>,
  token: CancellationToken,
): Promise<UserProfile | null> {
  const place = await userHandles?.locate(token);
  if (place?.ok === true) {
    return userProfile(place.value.profile);
  }
  const { windows, architecture } = info;
  return windows === null || (architecture !== 'x86' && architecture !== 'x64')
    ? null
    : userProfileFor(windows, architecture);
}

/** The release by the build, where the version is Windows 10; else the first that the profile stands for. */
function releaseOf(
  { windows }: TargetInfo,
  profile: UserProfile,
): Pick<LayoutChoice, 'release' | 'note'> {
  const build = windows?.major === 10 && profile.version === '10.0' ? windows.build : 0;
  const release = RELEASES.find(([first]) => build >= first)?.[1] ?? profile.from;
  return {
    release,
    note:
      build > NEWEST_BUILD
        ? `Build ${build} is newer than any whose W32PROCESS is public; that of 1803 is shown.`
        : null,
  };
}
