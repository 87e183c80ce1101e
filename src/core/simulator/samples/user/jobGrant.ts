/** Sample `user-job-grant`: a program in a restricted job may use another's window only after it was granted. */

import { restrictToJob, userHandleGrantAccess } from '../../user/calls/access';
import { createIconIndirect } from '../../user/calls/cursors';
import { createWindowExW, postMessageW } from '../../user/calls/windows';
import type { UserCaller } from '../../user/calls/userCaller';
import type { Sample, SampleStop } from '../sample';
import { kernelSession, startGuiProgram, startUserThread } from './guiProgram';
import { MessageLoop } from './messageLoop';

const JOB = 'KioskJob';
const PROGRAM = {
  name: 'kiosk',
  path: 'C:\\Program Files\\Kiosk\\kiosk.exe',
  base: 0x7ff6_1b30_0000n,
  size: 0x3_0000,
  functions: `wWinMainCRTStartup wWinMain KioskProc FindHost NotifyHost MessageLoop`,
  seed: 'kiosk',
};
const MESSAGE = ['USER32!DispatchMessageW+0x1b', 'kiosk!KioskProc+0x9d'] as const;

/** The sample. */
export const userJobGrant: Sample = {
  name: 'user-job-grant',
  description:
    'Windows 10 x64, kernel debugger: kiosk.exe in a restricted job may not use a window of host.exe until it is granted (flag 20); try !dhe 1000e, g, !dhe 1000e again, and !utrace.',
  open: () => {
    const started = startGuiProgram({
      profile: '10-22h2-x64',
      module: PROGRAM,
      processId: 0x1a2c,
      entry: ['kiosk!wWinMainCRTStartup+0x11d', 'kiosk!wWinMain+0x61'],
      shell: true,
    });
    const { machine, process, main } = started;
    const broker = machine.machine.createProcess({
      image: 'host.exe',
      processId: 0x1990,
      sessionId: machine.session.number,
    });
    const { main: host } = startUserThread(machine, broker, 0x1994);
    const window = createWindowExW(host, { text: 'Host' }).value;
    host.wait('GetMessageW');
    restrictToJob(machine.session, process, JOB);
    createIconIndirect(main.at('kiosk!KioskProc+0x31'));
    createWindowExW(main.at('kiosk!KioskProc+0x52'), { text: 'Kiosk' });
    const loop = new MessageLoop(main, 'kiosk!MessageLoop+0x2e');
    notify(loop, window);
    return kernelSession(started, steps(loop, host, window));
  },
};

function notify(loop: MessageLoop, window: number): number {
  const at = loop.main.at('kiosk!NotifyHost+0x44');
  return loop.handle(MESSAGE, () => postMessageW(at, window)).lastError;
}

/** The grant, and its end. */
function* steps(
  loop: MessageLoop,
  host: UserCaller,
  window: number,
): Generator<SampleStop, void, void> {
  const name = window.toString(16);
  const { thread } = loop.main;
  userHandleGrantAccess(host, window, JOB);
  const allowed = notify(loop, window);
  yield {
    description: `host.exe granted window ${name} to the job; PostMessage from kiosk.exe ${allowed === 0 ? 'works' : 'fails'} now.`,
    thread,
  };
  userHandleGrantAccess(host, window, JOB, false);
  const error = notify(loop, window);
  yield {
    description: `host.exe took the grant back; PostMessage from kiosk.exe failed with error ${String(error)}.`,
    thread,
  };
}
