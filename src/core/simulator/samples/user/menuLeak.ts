/** Sample `user-menu-leak`: a Windows 7 program that leaks menus until CreatePopupMenu fails with error 1158. */

import type { UserCaller } from '../../user/calls/userCaller';
import { createWindowExW } from '../../user/calls/windows';
import { createMenu } from '../../user/calls/menus';
import { startFrames } from '../../catalog/startFrames';
import type { SimulatedProcess } from '../../machine/simulatedProcess';
import { Caller } from '../../win32/caller';
import type { Sample, SampleStop } from '../sample';
import { startUserMachine, userCaller, type UserMachine } from '../sampleUser';
import { openKernelHandles } from './openKernelHandles';
import { LeakyProgram, leakyModule } from './leakyProgram';

/** Clicks before the debugger attaches, and by each later stop. */
const CLICKS = [36, 360, 20_000] as const;
/** Slots that hold all records up to the quota. */
const TRACE_SLOTS = 0x4000;

/** The sample. */
export const userMenuLeak: Sample = {
  name: 'user-menu-leak',
  description:
    'Windows 7 x64, kernel debugger: leaky.exe never destroys its context menus; try !dhe 0 1 Menu, !utrace -snapshot, g, !utrace -diff, and g again until error 1158.',
  open: () => {
    const machine = startUserMachine({
      profile: '7-sp1-x64',
      program: [leakyModule(0x1_3f2a_0000n)],
    });
    const { session } = machine;
    const shell = startShell(machine);
    session.enableTracing(TRACE_SLOTS);
    const process = machine.machine.createProcess({
      image: 'leaky.exe',
      processId: 0x8a4,
      sessionId: session.number,
      parent: shell.process,
    });
    const thread = machine.machine.createThread(process, { threadId: 0x8a8, name: null });
    const main = userCaller(machine, thread);
    main.enter(startFrames('7-sp1-x64', 'main'));
    openKernelHandles(new Caller(machine.context, thread));
    const program = new LeakyProgram(main);
    program.click(CLICKS[0]);
    return {
      machine: machine.machine,
      context: machine.context,
      userSession: session,
      viewpoint: 'kernel',
      debuggerStyle: 'modern',
      process,
      thread,
      steps: steps(program, shell.caller, () => {
        machine.machine.services.exitProcess(process, 0);
      }),
    };
  },
};

/** Some more clicks; as many as go; the end of the program. */
function* steps(
  program: LeakyProgram,
  shell: UserCaller,
  end: () => void,
): Generator<SampleStop, void, void> {
  const { thread } = program.main;
  program.click(CLICKS[1]);
  yield {
    description: `leaky.exe: ${String(CLICKS[1])} more right clicks, ${String(program.built)} context menus so far.`,
    thread,
  };
  const last = program.click(CLICKS[2]);
  yield {
    description: `leaky.exe: CreatePopupMenu failed with error ${String(last?.lastError ?? 0)} (ERROR_NO_MORE_USER_HANDLES) after ${String(program.built)} context menus.`,
    thread,
  };
  program.exit();
  end();
  yield {
    description: 'leaky.exe has ended; its USER handles are gone, the table keeps its size.',
    thread: shell.thread,
  };
}

/** A shell with a few windows, menus and a thread that waits for messages. */
function startShell(machine: UserMachine): {
  readonly caller: UserCaller;
  readonly process: SimulatedProcess;
} {
  const { machine: kernel, session } = machine;
  const process = kernel.createProcess({
    image: 'explorer.exe',
    processId: 0x5d0,
    sessionId: session.number,
  });
  const caller = userCaller(machine, kernel.createThread(process, { threadId: 0x5d8 }));
  caller.enter(startFrames('7-sp1-x64', 'main'));
  for (const text of ['Program Manager', 'Start', 'Running applications']) {
    createWindowExW(caller, { text });
    createMenu(caller);
  }
  caller.wait('GetMessageW');
  return { caller, process };
}
