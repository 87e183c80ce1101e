/** Starts the machine that a script describes, with the script's program in its first statement. */

import { catalogProfile } from '../../simulator/catalog/catalogProfile';
import { CatalogKernelFrames } from '../../simulator/catalog/kernelFrames';
import { ModuleSet } from '../../simulator/catalog/moduleSet';
import { kernelModules, systemModules } from '../../simulator/catalog/systemModules';
import { Machine } from '../../simulator/machine/machine';
import type { SimulatedProcess } from '../../simulator/machine/simulatedProcess';
import { programContext } from '../../simulator/win32/caller';
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
  const set = new ModuleSet([
    ...modules.images,
    ...systemModules(settings.profile),
    ...kernelModules(settings.profile),
  ]);
  const machine = new Machine({
    profile,
    globalFlags: settings.globalFlags,
    processorCount: settings.processors,
    kernelFrames: new CatalogKernelFrames(catalogProfile(settings.profile), set),
  });
  const shell = startSystem(machine, program);
  const home = machine.createProcess({
    image: settings.image,
    parent: shell,
    sessionId: settings.session ?? shell.sessionId,
    processId: settings.processId ?? freeId(machine, FIRST_ID),
    ...(settings.user === null ? {} : { user: settings.user }),
  });
  const engine = new Engine({ program, context: programContext(machine, set), modules, home });
  const thread = machine.createThread(home, {
    startAddress: modules.functionAddress(program.main),
    threadId: settings.threadId ?? freeId(machine, home.processId + 4),
  });
  if (settings.tracing !== null) {
    machine.services.enableTracing(home, settings.tracing);
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

/** The processes that are there before the program: those of Windows, and those that the script names. */
function startSystem(machine: Machine, { settings }: Program): SimulatedProcess {
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
  machine.createProcess({
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
  return shell;
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
