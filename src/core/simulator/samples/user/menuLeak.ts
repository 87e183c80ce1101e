/** Sample `user-menu-leak`: a Windows 7 program that leaks menus until CreatePopupMenu fails with error 1158. */

import type { Sample, SampleStop } from '../sample';
import { kernelSession, startGuiProgram } from './guiProgram';
import { LEAKY, LEAKY_ENTRY, LeakyProgram } from './leakyProgram';

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
    const started = startGuiProgram({
      profile: '7-sp1-x64',
      module: { ...LEAKY, base: 0x1_3f2a_0000n },
      processId: 0x8a4,
      entry: LEAKY_ENTRY,
      traceSlots: TRACE_SLOTS,
      shell: true,
    });
    const program = new LeakyProgram(started.main);
    program.click(CLICKS[0]);
    const { machine, process, shell } = started;
    const end = (): void => machine.machine.services.exitProcess(process, 0);
    return kernelSession(started, steps(program, end, shell.thread));
  },
};

/** Some more clicks; as many as go; the end of the program. */
function* steps(
  program: LeakyProgram,
  end: () => void,
  shell: SampleStop['thread'],
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
    thread: shell,
  };
}
