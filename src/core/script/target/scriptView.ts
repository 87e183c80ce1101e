/** How a debugger sees the machine of a script. */

import { address } from '../../model/identifiers';
import type { SimulatedTargetOptions } from '../../simulator/simulatedTarget';
import type { SimulatedProcess } from '../../simulator/machine/simulatedProcess';
import { SERVER_MODULE } from '../../simulator/user/userModules';
import type { Engine } from '../run/engine';

/** What a target of the script is made with, for a debugger that finds itself in `process`. */
export function viewOf(
  engine: Engine,
  process: SimulatedProcess,
): Omit<SimulatedTargetOptions, 'title' | 'description'> {
  const { settings } = engine.program;
  const { machine, modules } = engine.context;
  const { view } = settings;
  const isXp = machine.profile.id === 'xp-sp3-x86';
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
      .filter(({ name }) => name !== SERVER_MODULE),
    ...(engine.windowing === null ? {} : { userSession: engine.windowing.user.session }),
  };
}
