/** Sample `user-locked-window`: a window that is destroyed while a message to it is being answered. */

import { createMenu } from '../../user/calls/menus';
import {
  createWindowExW,
  destroyWindow,
  lockObject,
  postMessageW,
  unlockObject,
} from '../../user/calls/windows';
import type { Sample, SampleStop } from '../sample';
import { kernelSession, startGuiProgram } from './guiProgram';
import { MessageLoop } from './messageLoop';

const PROGRAM = {
  name: 'editor',
  path: 'C:\\editor\\editor.exe',
  base: 0x0040_0000n,
  size: 0x2_0000,
  functions: `wWinMainCRTStartup wWinMain FrameProc CloseDocument DocumentProc OnQueryClose SaveDocument MessageLoop`,
  seed: 'editor',
};

/** The sample. */
export const userLockedWindow: Sample = {
  name: 'user-locked-window',
  description:
    'Windows 7 x86, kernel debugger: editor.exe destroys a window inside a message to it; try !dhe 10010, g, again (marked, one lock), g, and again (free).',
  open: () => {
    const started = startGuiProgram({
      profile: '7-sp1-x86',
      module: PROGRAM,
      processId: 0x9a8,
      entry: ['editor!wWinMainCRTStartup+0x11d', 'editor!wWinMain+0x61'],
    });
    const { main } = started;
    ['Editor', 'Toolbar', 'Workspace', 'Ruler'].forEach((text) => {
      createWindowExW(main.at('editor!FrameProc+0x3e'), { text });
    });
    createMenu(main.at('editor!FrameProc+0x52'));
    const document = createWindowExW(main.at('editor!FrameProc+0x77'), { text: 'letter.txt' });
    const loop = new MessageLoop(main, 'editor!MessageLoop+0x2e');
    return kernelSession(started, steps(loop, document.value));
  },
};

/** The window's own procedure destroys it; then the message is answered and the last lock goes. */
function* steps(loop: MessageLoop, document: number): Generator<SampleStop, void, void> {
  const { main } = loop;
  const { thread } = main;
  const name = document.toString(16);
  loop.wake();
  const outer =
    main.enter(['editor!FrameProc+0xc4', 'editor!CloseDocument+0x2f']) + main.wait('SendMessageW');
  lockObject(main, document);
  const inner = main.enter(['editor!DocumentProc+0x8d']);
  destroyWindow(main.at('editor!OnQueryClose+0x34'), document);
  const posted = postMessageW(main.at('editor!OnQueryClose+0x4a'), document);
  const stopped = main.enter(['editor!OnQueryClose+0x4a']);
  yield {
    description: `editor.exe destroyed window ${name} inside SendMessage: it is marked and still locked; PostMessage to it failed with error ${String(posted.lastError)}.`,
    thread,
  };
  main.leave(stopped + inner);
  unlockObject(main, document);
  main.leave(outer);
  loop.rest();
  yield {
    description: `editor.exe: SendMessage to ${name} has returned; with its last lock the window is gone.`,
    thread,
  };
}
