/** Sample `user-stale-window`: a window handle that is kept too long, and what 16-bit code makes of it (user-handles.md 9). */

import { createWindowExW, destroyWindow, postMessageW, showWindow } from '../../user/calls/windows';
import type { Sample, SampleStop } from '../sample';
import { kernelSession, startGuiProgram } from './guiProgram';
import { MessageLoop } from './messageLoop';

const PROGRAM = {
  name: 'viewer',
  path: 'C:\\viewer\\viewer.exe',
  base: 0x0040_0000n,
  size: 0x1_8000,
  functions: `WinMainCRTStartup WinMain FrameProc OpenPreview ClosePreview RefreshPreview NotifyPreview LegacyNotify
    MessageLoop`,
  seed: 'viewer',
};
const MESSAGE = ['USER32!DispatchMessageW+0x1b', 'viewer!FrameProc+0x9d'] as const;

/** The sample. */
export const userStaleWindow: Sample = {
  name: 'user-stale-window',
  description:
    'Windows XP, kernel debugger: viewer.exe keeps the handle of a window that is gone; try !dhe 10010, g, !dhe 10010 again, then !dhe 10 as 16-bit code would pass it.',
  open: () => {
    const started = startGuiProgram({
      profile: 'xp-sp3-x86',
      module: PROGRAM,
      processId: 0x5f4,
      entry: ['viewer!WinMainCRTStartup+0x165', 'viewer!WinMain+0x84'],
    });
    const { main } = started;
    ['Viewer', 'Toolbar', 'Status', 'Pages'].forEach((text) => {
      createWindowExW(main.at('viewer!FrameProc+0x41'), { text });
    });
    const preview = createWindowExW(main.at('viewer!OpenPreview+0x37'), { text: 'Page 1' }).value;
    const loop = new MessageLoop(main, 'viewer!MessageLoop+0x2e');
    return kernelSession(started, steps(loop, preview));
  },
};

/** The preview is replaced; its old handle is used; a 16-bit plug-in uses the lower half of it. */
function* steps(loop: MessageLoop, kept: number): Generator<SampleStop, void, void> {
  const { main } = loop;
  const { thread } = main;
  const { now, posted } = loop.handle(MESSAGE, () => {
    destroyWindow(main.at('viewer!ClosePreview+0x1c'), kept);
    return {
      now: createWindowExW(main.at('viewer!OpenPreview+0x37'), { text: 'Page 2' }).value,
      posted: postMessageW(main.at('viewer!NotifyPreview+0x28'), kept),
    };
  });
  yield {
    description: `viewer.exe made window ${hex(now)} in the place of ${hex(kept)}; PostMessage to ${hex(kept)} failed with error ${String(posted.lastError)}.`,
    thread,
  };
  loop.handle(MESSAGE, () => showWindow(main.at('viewer!LegacyNotify+0x22'), kept & 0xffff));
  yield {
    description: `viewer.exe: a 16-bit plug-in hid window ${hex(kept & 0xffff)}, the lower half of ${hex(kept)}; Windows took it for ${hex(now)}.`,
    thread,
  };
}

function hex(handle: number): string {
  return handle.toString(16);
}
