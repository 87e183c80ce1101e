/** Starts the machine that a script describes, with the script's program in its first statement. */

import { catalogProfile } from '../../simulator/catalog/catalogProfile';
import { CatalogKernelFrames } from '../../simulator/catalog/kernelFrames';
import { ModuleSet } from '../../simulator/catalog/moduleSet';
import { kernelModules, systemModules } from '../../simulator/catalog/systemModules';
import { Machine } from '../../simulator/machine/machine';
import type { SimulatedProcess } from '../../simulator/machine/simulatedProcess';
import type { SimulatedThread } from '../../simulator/machine/simulatedThread';
import { programContext } from '../../simulator/win32/caller';
import { startWindowing, userProfileOf } from '../../simulator/user/startWindowing';
import { furtherUserModules, userModuleFunctions } from '../../simulator/user/userModules';
import { windowsProfile } from '../../windows/profiles';
import type { ProcessSetting } from '../compile/machineSettings';
import { Engine } from '../run/engine';
import { freeId } from '../run/freeId';
import type { Program } from '../run/program';
import { ScriptModules } from '../run/scriptModules';

/** Id of a program that names none, as a machine that has run for a while gives them out. */
const FIRST_ID = 0x1a2c;
/** Session in which programs run that name none. */
const USER_SESSION = 1;

/** Makes the machine and an engine whose main thread has not run yet. Throws when ids that the script names collide. */
export function startScript(program: Program): Engine {
  const { settings } = program;
  const profile = windowsProfile(settings.profile);
  const modules = new ScriptModules(program, settings.profile);
  const set = moduleSet(program, modules);
  const machine = new Machine({
    profile,
    globalFlags: settings.globalFlags,
    processorCount: settings.processors,
    kernelFrames: new CatalogKernelFrames(catalogProfile(settings.profile), set),
  });
  const { shell, csrss } = startSystem(machine, program);
  const home = machine.createProcess({
    image: settings.image,
    parent: shell,
    sessionId: settings.session ?? shell.sessionId,
    processId: settings.processId ?? freeId(machine, FIRST_ID),
    ...(settings.user === null ? {} : { user: settings.user }),
  });
  const context = programContext(machine, set);
  const windowing = program.hasWindows
    ? startWindowing(context, systemThread(machine, csrss), {
        session: home.sessionId ?? csrss.sessionId ?? 0,
      })
    : null;
  const engine = new Engine({ program, context, modules, home, windowing });
  const thread = machine.createThread(home, {
    startAddress: modules.functionAddress(program.main),
    threadId: settings.threadId ?? freeId(machine, home.processId + 4),
  });
  if (settings.tracing !== null) {
    machine.services.enableTracing(home, settings.tracing);
    windowing?.user.session.enableTracing(settings.tracing);
  }
  const main = engine.addThread(thread, engine.addProcess(home), {
    address: Number(modules.functionAddress(program.main)),
    values: [],
    suspended: false,
    kind: 'main',
  });
  engine.state.current = main;
  engine.state.slice = settings.interleave;
  return engine;
}

/** The thread of CSRSS in which the windowing system starts. */
function systemThread(machine: Machine, csrss: SimulatedProcess): SimulatedThread {
  return machine.createThread(csrss, { threadId: freeId(machine, csrss.processId + 4) });
}

/** The modules of the program's process and of the kernel. */
function moduleSet({ settings, hasWindows }: Program, { images }: ScriptModules): ModuleSet {
  const profile = userProfileOf(settings.profile);
  const functions = hasWindows ? userModuleFunctions(profile) : undefined;
  return new ModuleSet([
    ...images,
    ...(hasWindows ? furtherUserModules(profile) : []),
    ...systemModules(settings.profile, functions === undefined ? {} : { functions }),
    ...kernelModules(settings.profile, undefined, functions),
  ]);
}

interface StartedSystem {
  /** The parent of the program. */
  readonly shell: SimulatedProcess;
  readonly csrss: SimulatedProcess;
}

/** The processes that are there before the program: those of Windows, and those that the script names. */
function startSystem(machine: Machine, { settings }: Program): StartedSystem {
  const session = machine.profile.beforeVista ? 0 : USER_SESSION;
  const taken = new Set(
    settings.processes.flatMap(({ processId }) => (processId === null ? [] : [processId])),
  );
  const idFor = (wanted: number): { processId?: number } =>
    taken.has(wanted) || wanted === settings.processId || wanted === settings.threadId
      ? {}
      : { processId: wanted };
  const manager = machine.createProcess({
    image: 'smss.exe',
    parent: machine.system,
    sessionId: null,
    ...idFor(0x1c0),
  });
  const csrss = machine.createProcess({
    image: 'csrss.exe',
    parent: manager,
    sessionId: session,
    ...idFor(0x25c),
  });
  const shell = machine.createProcess({
    image: 'explorer.exe',
    parent: manager,
    sessionId: session,
    user: 'Developer',
    ...idFor(0x1264),
  });
  settings.processes
    .filter(({ running }) => running)
    .forEach((process) => startOther(machine, shell, process));
  return { shell, csrss };
}

function startOther(machine: Machine, parent: SimulatedProcess, setting: ProcessSetting): void {
  const { image, processId, session, user } = setting;
  const process = machine.createProcess({
    image,
    parent,
    sessionId: session ?? parent.sessionId,
    ...(processId === null ? {} : { processId }),
    ...(user === null ? {} : { user }),
  });
  machine.createThread(process);
}
