/** How a debugger sees the machine of a script. */

import { address } from '../../model/identifiers';
import type { SimulatedTargetOptions } from '../../simulator/simulatedTarget';
import type { SimulatedProcess } from '../../simulator/machine/simulatedProcess';
import { lightVersion } from '../../simulator/light/lightVersions';
import { SERVER_MODULE } from '../../simulator/user/userModules';
import type { MachineSettings } from '../compile/machineSettings';
import type { Engine } from '../run/engine';
import { fileOf, isSameFile } from '../run/scriptModules';

/** True for the program of another process: functions of the script lie in all of them. */
function isProgramOfOther(
  path: string | null,
  { image, processes }: MachineSettings,
  process: SimulatedProcess,
): boolean {
  const file = fileOf(path ?? '');
  const programs = [image, ...processes.map((each) => each.image)];
  return !isSameFile(file, process.image) && programs.some((each) => isSameFile(each, file));
}

/** What a target of the script is made with, for a debugger that finds itself in `process`. */
export function viewOf(
  engine: Engine,
  process: SimulatedProcess,
): Omit<SimulatedTargetOptions, 'title' | 'description'> {
  const { settings } = engine.program;
  const { machine, modules } = engine.context;
  const { view } = settings;
  const isXp =
    settings.windowing === undefined
      ? machine.profile.id === 'xp-sp3-x86'
      : lightVersion(settings.windowing).debuggerStyle === 'xp';
  return {
    machine,
    viewpoint:
      view === 'kernel'
        ? { mode: 'kernel', currentProcess: process }
        : { mode: 'user', process: engine.home },
    debuggerStyle: settings.debugger ?? (isXp ? 'xp' : 'modern'),
    symbols: modules.symbols(view),
    modules: modules
      .modules(view === 'kernel' && process.peb === address(0) ? 'system' : view)
      .filter(
        ({ name, path }) => name !== SERVER_MODULE && !isProgramOfOther(path, settings, process),
      ),
    ...(settings.windowing === undefined
      ? {}
      : { windowingOnly: lightVersion(settings.windowing).version }),
    ...(engine.windowing === null ? {} : { userSession: engine.windowing.user.session }),
  };
}
