/** A program with windows on a full machine, at the place where its own code begins. */

import type { ProfileId } from '../../../windows/profiles';
import { buildModule, type ModuleRecipe } from '../../catalog/moduleImage';
import { startFrames } from '../../catalog/startFrames';
import type { SimulatedProcess } from '../../machine/simulatedProcess';
import type { SimulatedThread } from '../../machine/simulatedThread';
import type { UserCaller } from '../../user/calls/userCaller';
import { createMenu } from '../../user/calls/menus';
import { createWindowExW } from '../../user/calls/windows';
import { Caller } from '../../win32/caller';
import type { SampleSession, SampleStop } from '../sample';
import {
  startUserMachine,
  userCaller,
  type SampleSessionOptions,
  type UserMachine,
} from '../sampleUser';
import { openKernelHandles } from './openKernelHandles';

/** What is started. */
export interface GuiProgramOptions {
  readonly profile: ProfileId;
  /** The program's module; its name with `.exe` is the image. */
  readonly module: ModuleRecipe;
  readonly processId: number;
  /** Frames of the program's entry point, outermost first. */
  readonly entry: readonly string[];
  readonly session?: SampleSessionOptions;
  /** Slots of the USER trace that is on from the program's start; 0 = as few as there are. */
  readonly traceSlots?: number;
  /** Default `WinSta0`. */
  readonly windowStation?: string;
  /** Start Explorer before the program. */
  readonly shell?: boolean;
}

/** A started program. */
export interface GuiProgram {
  readonly machine: UserMachine;
  readonly process: SimulatedProcess;
  readonly thread: SimulatedThread;
  /** Its first thread. */
  readonly main: UserCaller;
  /** Explorer's thread; the program's own when there is no Explorer. */
  readonly shell: UserCaller;
}

/** Starts a machine, its session, Explorer if it is wanted, and the program, traced from its start. */
export function startGuiProgram(options: GuiProgramOptions): GuiProgram {
  const { profile, module, processId } = options;
  const machine = startUserMachine(
    { profile, program: [buildModule(module)] },
    options.session ?? {},
  );
  const shell = options.shell === true ? startShell(machine) : null;
  machine.session.enableTracing(options.traceSlots ?? 0);
  const process = machine.machine.createProcess({
    image: `${module.name}.exe`,
    processId,
    sessionId: machine.session.number,
    ...(shell === null ? {} : { parent: shell.process }),
  });
  const { main, thread } = startUserThread(machine, process, processId + 4);
  openKernelHandles(new Caller(machine.context, thread), options.windowStation);
  main.enter(options.entry);
  return { machine, process, thread, main, shell: shell?.main ?? main };
}

/** A thread whose stack holds the frames with which Windows starts one. */
export function startUserThread(
  machine: UserMachine,
  process: SimulatedProcess,
  threadId: number,
): { readonly main: UserCaller; readonly thread: SimulatedThread } {
  const thread = machine.machine.createThread(process, { threadId });
  const main = userCaller(machine, thread);
  main.enter(startFrames(machine.machine.profile.id, 'main'));
  return { main, thread };
}

/** The sample of a program that a kernel debugger looks at. */
export function kernelSession(
  program: GuiProgram,
  steps: Iterator<SampleStop, void, void>,
): SampleSession {
  const { machine, process, thread } = program;
  return {
    machine: machine.machine,
    context: machine.context,
    userSession: machine.session,
    viewpoint: 'kernel',
    debuggerStyle: machine.machine.profile.beforeVista ? 'xp' : 'modern',
    process,
    thread,
    steps,
  };
}

/** Explorer with a few windows and menus, waiting for messages. */
function startShell(machine: UserMachine): {
  readonly main: UserCaller;
  readonly process: SimulatedProcess;
} {
  const process = machine.machine.createProcess({
    image: 'explorer.exe',
    processId: 0x5d0,
    sessionId: machine.session.number,
  });
  const { main } = startUserThread(machine, process, 0x5d8);
  for (const text of ['Program Manager', 'Start', 'Running applications']) {
    createWindowExW(main, { text });
    createMenu(main);
  }
  main.wait('GetMessageW');
  return { main, process };
}
