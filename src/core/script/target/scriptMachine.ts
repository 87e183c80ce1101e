/** Starts the machine that a script describes, with the script's program in its first statement. */

import { address } from '../../model/identifiers';
import { catalogProfile } from '../../simulator/catalog/catalogProfile';
import { CatalogKernelFrames } from '../../simulator/catalog/kernelFrames';
import { ModuleSet } from '../../simulator/catalog/moduleSet';
import type { ModuleImage } from '../../simulator/catalog/moduleImage';
import { listedModules } from '../../simulator/catalog/moduleLists';
import { kernelModules, systemModules } from '../../simulator/catalog/systemModules';
import { Machine } from '../../simulator/machine/machine';
import { placeTypeObject } from '../../simulator/machine/placeTypeObject';
import type { SimulatedProcess } from '../../simulator/machine/simulatedProcess';
import type { SimulatedThread } from '../../simulator/machine/simulatedThread';
import { programContext } from '../../simulator/win32/caller';
import { startWindowing, type OtherVersion } from '../../simulator/user/startWindowing';
import { furtherUserModules, userModuleFunctions } from '../../simulator/user/userModules';
import { windowsProfile } from '../../windows/profiles';
import { userProfile } from '../../windows/user/userProfiles';
import { lightVersion } from '../../simulator/light/lightVersions';
import { standInModules } from '../../simulator/light/standInModules';
import { windowingOf, type MachineSettings, type ProcessSetting } from '../compile/machineSettings';
import { Engine } from '../run/engine';
import { freeId } from '../run/freeId';
import type { Program } from '../run/program';
import { fileOf, isSameFile, ScriptModules } from '../run/scriptModules';
import {
  isKernelProcess,
  kernelProcess,
  placements,
  processNamed,
  processOptions,
  sessionOf,
  threadOptions,
} from '../run/machinePlaces';

/** Id of a program that names none, as a machine that has run for a while gives them out. */
const FIRST_ID = 0x1a2c;
/** File of the kernel image. */
const KERNEL_FILE = 'ntoskrnl.exe';
/** The process in which the windowing system starts. */
const SERVER = 'csrss.exe';
/** Session in which programs run that name none. */
const USER_SESSION = 1;

/** Makes the machine and an engine whose main thread has not run yet. Throws when ids that the script names collide. */
export function startScript(program: Program): Engine {
  const { settings } = program;
  const profile = windowsProfile(settings.profile);
  const windows = windowsModules(program);
  const modules = new ScriptModules(program, windows);
  const set = new ModuleSet([...modules.images, ...windows]);
  const machine = new Machine({
    profile,
    globalFlags: settings.globalFlags,
    processorCount: settings.processors,
    ...(settings.windowing === undefined
      ? { kernelFrames: new CatalogKernelFrames(catalogProfile(settings.profile), set) }
      : {}),
    ...placements(settings),
  });
  settings.types.forEach(({ type, object }) => {
    if (object !== null) {
      placeTypeObject(machine, type, address(BigInt(object)));
    }
  });
  settings.objects.forEach(({ path, type }) => {
    if (type !== null) {
      machine.objects.createObject({ type, name: path });
    }
  });
  const { csrss, shell } = startSystem(machine, program);
  const context = programContext(machine, set);
  // A script can be CSRSS itself: then its own thread starts the windowing system, and goes on as the script has it.
  const server = csrss === null ? startServer(machine, settings) : null;
  const keeper = program.hasWindows ? (server?.thread ?? systemThread(machine, csrss)) : null;
  const windowing =
    keeper === null
      ? null
      : startWindowing(context, keeper, {
          session: settings.session ?? shell?.sessionId ?? usualSession(machine, settings),
          ...otherVersion(settings),
        });
  if (server !== null) {
    windowing?.csrss.leave(server.thread.depth);
  }
  const home = server?.home ?? startHome(machine, settings, shell);
  const engine = new Engine({ program, context, modules, home, windowing });
  const entry = modules.functionAddress(program.main);
  const thread = server?.thread ?? startMainThread(machine, settings, home);
  thread.startAddress = entry;
  if (settings.tracing !== null) {
    machine.services.enableTracing(home, settings.tracing);
    windowing?.user.session.enableTracing(settings.tracing);
  }
  const main = engine.addThread(thread, engine.addProcess(home), {
    address: Number(entry),
    values: [],
    suspended: false,
    kind: 'main',
  });
  engine.state.current = main;
  engine.state.slice = settings.interleave;
  return engine;
}

/** The process of the program. */
function startHome(
  machine: Machine,
  settings: MachineSettings,
  shell: SimulatedProcess | null,
): SimulatedProcess {
  const kernel = kernelProcess(machine, settings.image);
  if (kernel !== null) {
    return kernel;
  }
  const parent = settings.parent === null ? shell : processNamed(machine, settings.parent);
  const own = settings.processes.find(({ image }) => isSameFile(image, settings.image));
  return machine.createProcess({
    ...(own === undefined ? {} : processOptions(own)),
    image: settings.image,
    ...(parent === null ? {} : { parent }),
    sessionId: settings.session ?? parent?.sessionId ?? usualSession(machine, settings),
    processId: settings.processId ?? freeId(machine, FIRST_ID),
    ...(settings.user === null ? {} : { user: settings.user }),
  });
}

/** The first thread of the program. */
function startMainThread(
  machine: Machine,
  settings: MachineSettings,
  home: SimulatedProcess,
): SimulatedThread {
  const own = settings.processes.find(({ image }) => isSameFile(image, settings.image));
  return machine.createThread(home, {
    ...(own === undefined ? {} : threadOptions(own)),
    threadId: settings.threadId ?? own?.threadId ?? freeId(machine, home.processId + 4),
  });
}

/** The program when it is CSRSS; null when it is another. */
function startServer(
  machine: Machine,
  settings: MachineSettings,
): { readonly home: SimulatedProcess; readonly thread: SimulatedThread } | null {
  if (!isSameFile(settings.image, SERVER)) {
    return null;
  }
  const home = startHome(machine, settings, null);
  return { home, thread: startMainThread(machine, settings, home) };
}

/** The session of programs and their shell. */
function usualSession(machine: Machine, { windowing }: MachineSettings): number {
  const isEarly =
    windowing === undefined
      ? machine.profile.beforeVista
      : lightVersion(windowing).version.major < 6;
  return isEarly ? 0 : USER_SESSION;
}

/** The thread of CSRSS in which the windowing system starts; null without CSRSS. */
function systemThread(machine: Machine, csrss: SimulatedProcess | null): SimulatedThread | null {
  if (csrss === null) {
    return null;
  }
  const [first] = csrss.threads;
  return first ?? machine.createThread(csrss, { threadId: freeId(machine, csrss.processId + 4) });
}

/** The version for whose kernel the machine stands in. */
function otherVersion({ windowing }: MachineSettings): { readonly other?: OtherVersion } {
  return windowing === undefined
    ? {}
    : { other: { ...lightVersion(windowing), profile: userProfile(windowing) } };
}

/** The modules of Windows in the program's process and in the kernel. */
function windowsModules({ settings, hasWindows }: Program): readonly ModuleImage[] {
  const { windowing, libraries } = settings;
  const only = libraries.length === 0 ? {} : { only: libraries };
  if (windowing !== undefined) {
    return standInModules(windowing, settings.profile, only).map((image) =>
      placedAsSaid(image, settings),
    );
  }
  const profile = windowingOf(settings);
  const functions = hasWindows ? userModuleFunctions(profile) : undefined;
  const listed = listedModules(settings.profile);
  const bases: Record<string, bigint> = {};
  const spellings: Record<string, string> = {};
  for (const { file, base, name } of settings.modules) {
    const key = listed.find((each) => isSameFile(each.file, file))?.name ?? '';
    if (base !== null) {
      bases[key] = BigInt(base);
    }
    if (name !== null) {
      spellings[key] = name;
    }
  }
  const kernel = settings.modules.find(({ file }) => isSameFile(file, KERNEL_FILE))?.base ?? null;
  return [
    ...(hasWindows ? furtherUserModules(profile) : []),
    ...systemModules(settings.profile, {
      bases,
      spellings,
      ...only,
      ...(functions === undefined ? {} : { functions }),
    }),
    ...kernelModules(settings.profile, kernel === null ? undefined : BigInt(kernel), functions),
  ];
}

/** A module of Windows where the script wants it, under the name that it gives it. */
function placedAsSaid(image: ModuleImage, { modules }: MachineSettings): ModuleImage {
  const { info } = image;
  const said = modules.find(({ file }) => isSameFile(file, fileOf(info.path)));
  const { base = null, name = null } = said ?? {};
  return {
    ...image,
    info: {
      ...info,
      name: name ?? info.name,
      base: base === null ? info.base : address(BigInt(base)),
    },
  };
}

interface StartedSystem {
  /** The parent of the program; null when the script names no shell and wants none. */
  readonly shell: SimulatedProcess | null;
  readonly csrss: SimulatedProcess | null;
}

/** The processes that are there before the program: those of Windows, and those that the script names. */
function startSystem(machine: Machine, { settings }: Program): StartedSystem {
  const started = settings.system ? startUsual(machine, settings) : null;
  settings.processes
    .filter(
      ({ main, image }) =>
        main === null && !isKernelProcess(image) && !isSameFile(image, settings.image),
    )
    .forEach((process) =>
      startOther(machine, started?.shell ?? null, { setting: process, settings }),
    );
  return {
    shell: started?.shell ?? processNamed(machine, 'explorer.exe'),
    csrss: started?.csrss ?? processNamed(machine, SERVER),
  };
}

/** What Windows starts before anything else. */
function startUsual(
  machine: Machine,
  settings: MachineSettings,
): { readonly shell: SimulatedProcess; readonly csrss: SimulatedProcess } {
  const session = usualSession(machine, settings);
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
    image: SERVER,
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
  return { shell, csrss };
}

/** A process that only waits. Without usual processes around it, it has a thread where the script gives it an id. */
function startOther(
  machine: Machine,
  shell: SimulatedProcess | null,
  { setting, settings }: { readonly setting: ProcessSetting; readonly settings: MachineSettings },
): void {
  const parent = setting.parent === null ? shell : processNamed(machine, setting.parent);
  const session = sessionOf(setting);
  const usual = parent?.sessionId ?? usualSession(machine, settings);
  const process = machine.createProcess({
    ...processOptions(setting),
    ...(parent === null ? {} : { parent }),
    sessionId: session === undefined ? usual : session,
  });
  if (shell !== null || setting.threadId !== null) {
    machine.createThread(process, threadOptions(setting));
  }
}
