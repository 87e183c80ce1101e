/** Which functions of Windows a version has. */

import { CallPaths } from '../../simulator/catalog/callPaths';
import { catalogProfile } from '../../simulator/catalog/catalogProfile';
import { ModuleSet } from '../../simulator/catalog/moduleSet';
import { refusalOf } from '../../simulator/user/calls/callSupport';
import { hasUserDesktops } from '../../simulator/user/standIns';
import { windowsProfile } from '../../windows/profiles';
import type { WindowsFunctions } from './context';
import { windowingOf, type MachineSettings } from './machineSettings';

/** The functions of a version, and why it lacks the others. */
export function windowsFunctions(
  settings: Pick<MachineSettings, 'profile' | 'windowing'>,
): WindowsFunctions {
  const { profile } = settings;
  const paths = new CallPaths(catalogProfile(profile), new ModuleSet([]));
  const { name } = windowsProfile(profile).version;
  const user = windowingOf(settings);
  const opensUserDesktops = hasUserDesktops(user);
  return {
    refusal: (built) => {
      const { windowing } = built;
      const reason = windowing === null || windowing === 'any' ? null : refusalOf(user, windowing);
      if (reason !== null) {
        return `${reason} Choose another profile, or do without ${built.name}.`;
      }
      if (
        opensUserDesktops &&
        (built.name === 'OpenWindowStationW' || built.name === 'OpenDesktopW')
      ) {
        return `${built.name} is not simulated for this Windows, where it would open a USER object. Create one instead, or choose another profile.`;
      }
      return built.paths.every((path) => paths.has(path))
        ? null
        : `${name} has no ${built.name}. Choose another profile, or another function.`;
    },
  };
}
