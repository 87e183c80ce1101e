/** Sample `user-desktop-owner`: the window of CSRSS that lies on no desktop heap, known by flag 0x40. */

import { loadCursorW } from '../../user/calls/cursors';
import { createWindowExW } from '../../user/calls/windows';
import type { UserCaller } from '../../user/calls/userCaller';
import type { Sample, SampleStop } from '../sample';
import { startLight, startThread } from './lightStage';

/** Windows of the shell. */
const SHELL = ['Program Manager', 'Start', 'Quick Launch'];

/** The sample. */
export const userDesktopOwner: Sample = {
  name: 'user-desktop-owner',
  description:
    'Windows Server 2003 x64, kernel debugger: window 10002 of csrss.exe has flag 40 and lies in pool, all others on the desktop heap; try !dhe 10002, !dhe 10004, then g and !dhe 0 1 Window.',
  open: () => {
    const { light, csrss } = startLight('ws03-x64', []);
    const logon = startThread(light, light.createProcess('winlogon.exe', 0x1f4), 0x1f8);
    light.session.enableTracing(0);
    createWindowExW(logon, { text: 'SAS window' });
    logon.wait('GetMessageW');
    const shell = startThread(light, light.createProcess('explorer.exe', 0x618), 0x61c);
    shell.wait('GetMessageW');
    return {
      light,
      debuggerStyle: 'modern',
      thread: csrss.thread,
      steps: steps(shell),
    };
  },
};

function* steps(shell: UserCaller): Generator<SampleStop, void, void> {
  loadCursorW(shell);
  SHELL.forEach((text) => createWindowExW(shell, { text }));
  yield {
    description: `explorer.exe made ${String(SHELL.length)} windows, all of them on the desktop heap.`,
    thread: shell.thread,
  };
}
