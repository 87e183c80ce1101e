/** Which functions of Windows a version has. */

import { CallPaths } from '../../simulator/catalog/callPaths';
import { catalogProfile } from '../../simulator/catalog/catalogProfile';
import { ModuleSet } from '../../simulator/catalog/moduleSet';
import { refusalOf } from '../../simulator/user/calls/callSupport';
import { userProfileOf } from '../../simulator/user/startWindowing';
import { windowsProfile, type ProfileId } from '../../windows/profiles';
import type { WindowsFunctions } from './context';

/** The functions of a version, and why it lacks the others. */
export function windowsFunctions(profile: ProfileId): WindowsFunctions {
  const paths = new CallPaths(catalogProfile(profile), new ModuleSet([]));
  const { name } = windowsProfile(profile).version;
  const user = userProfileOf(profile);
  return {
    refusal: (built) => {
      const { windowing } = built;
      const reason = windowing === null || windowing === 'any' ? null : refusalOf(user, windowing);
      if (reason !== null) {
        return `${reason} Choose another profile, or do without ${built.name}.`;
      }
      return built.paths.every((path) => paths.has(path))
        ? null
        : `${name} has no ${built.name}. Choose another profile, or another function.`;
    },
  };
}
