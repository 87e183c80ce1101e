/** Sample `user-heap-full`: a service fills the small heap of its desktop long before it runs out of handles. */

import { createMenu, insertMenuItemW } from '../../user/calls/menus';
import { createWindowExW } from '../../user/calls/windows';
import type { UserCaller, UserOutcome } from '../../user/calls/userCaller';
import type { Sample, SampleStop } from '../sample';
import { startGuiProgram } from './guiProgram';
import { MessageLoop } from './messageLoop';

/** Bytes of a non-interactive desktop's heap, the third number of SharedSection on 64-bit systems. */
const SERVICE_HEAP = 0xc_0000;
const STATION = 'Service-0x0-3e7$';
const PROGRAM = {
  name: 'printsvc',
  path: 'C:\\Program Files\\Print\\printsvc.exe',
  base: 0x7ff6_4ad0_0000n,
  size: 0x3_0000,
  functions: `wmainCRTStartup wmain ServiceLoop RunJob OpenJobWindow BuildJobMenu ReportError`,
  seed: 'printsvc',
};
/** Jobs until the first stop, and by the second. */
const JOBS = [120, 500] as const;

/** The sample. */
export const userHeapFull: Sample = {
  name: 'user-heap-full',
  description:
    'Windows 8 x64, user-mode debugger: printsvc.exe leaks a window and a menu for each job until CreateWindowEx fails with error 8, far below its quota; try !dpi, g, g, and !dhe 0 1 Window.',
  open: () => {
    const started = startGuiProgram({
      profile: '8-x64',
      module: PROGRAM,
      processId: 0x6b4,
      entry: ['printsvc!wmainCRTStartup+0x11d', 'printsvc!wmain+0x61'],
      session: { session: 0 },
      windowStation: STATION,
    });
    const { machine, process, thread, main } = started;
    main.gui.desktop = machine.session.desktops.add(`${STATION}\\Default`, SERVICE_HEAP);
    const loop = new MessageLoop(main, 'printsvc!ServiceLoop+0x2e');
    run(loop, JOBS[0]);
    return {
      machine: machine.machine,
      context: machine.context,
      userSession: machine.session,
      viewpoint: 'user',
      debuggerStyle: 'modern',
      process,
      thread,
      steps: steps(loop),
    };
  },
};

/** Jobs until one fails; answers with the number of those that did not. */
function run(loop: MessageLoop, jobs: number): { readonly done: number; readonly error: number } {
  for (let done = 0; done < jobs; done++) {
    const { lastError } = loop.handle(['printsvc!RunJob+0x38'], () => job(loop.main));
    if (lastError !== 0) {
      return { done, error: lastError };
    }
  }
  return { done: jobs, error: 0 };
}

/** A window and a menu of a job, neither of which is ever destroyed. */
function job(main: UserCaller): UserOutcome {
  const window = createWindowExW(main.at('printsvc!OpenJobWindow+0x5d'), {
    text: 'Print job notification',
    extraBytes: 0x20,
  });
  if (window.value === 0) {
    return window;
  }
  const menu = createMenu(main.at('printsvc!BuildJobMenu+0x1f'));
  return menu.value === 0
    ? menu
    : insertMenuItemW(main.at('printsvc!BuildJobMenu+0x44'), menu.value, 'Cancel');
}

function* steps(loop: MessageLoop): Generator<SampleStop, void, void> {
  const { thread } = loop.main;
  const { process, desktop } = loop.main.gui;
  const more = run(loop, JOBS[1]);
  yield {
    description: `printsvc.exe ran ${String(JOBS[0] + more.done)} jobs and owns ${String(process.count)} USER handles.`,
    thread,
  };
  const last = run(loop, 100_000);
  const free = desktop === null ? 0 : desktop.heap.size - desktop.heap.used;
  yield {
    description: `printsvc.exe: job ${String(JOBS[0] + more.done + last.done + 1)} failed with error ${String(last.error)} (ERROR_NOT_ENOUGH_MEMORY): its desktop heap has ${String(free)} bytes left; it owns ${String(process.count)} of ${String(process.quota)} USER handles.`,
    thread,
  };
}
